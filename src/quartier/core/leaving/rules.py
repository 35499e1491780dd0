"""When the use of the portal ends by itself, and which form ending it by hand needs; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from quartier.law.bgb.form import FormLevel
from quartier.law.bgb.periods import add, latest_event_on
from quartier.values.choice import Choice
from quartier.values.sentences import mark as _
from quartier.values.span import Span

# The kinds of deadlines: the access ends, and its notice before.
END: Final = "leaving.end"
NOTICE: Final = "leaving.notice"
# The kinds of contracts by which rules here tell what carries the use of the portal.
PORTAL: Final = "portal"
SERVICE: Final = "service"
# What people declare about everything, or about the account itself.
OWN_SCOPES: Final = frozenset({"any", "portal", "app"})


class Way(Choice):
    """How the use of a portal came to its end."""

    CLICK = "click", _("by a click in the portal")
    LETTER = "letter", _("by a letter or other writing")
    TIME = "time", _("by itself, after the end of the last contract")
    WITHDRAWAL = "withdrawal", _("by withdrawing from the contract on the use of the portal")


@dataclass(frozen=True, slots=True)
class EndRule:
    """What a provider has decided: how long after the last contract, and whether the portal's own counts as one.

    `after` None means together with the last contract.
    """

    after: Span | None
    portal_counts: bool


def ends_on(rule: EndRule, contracts: Sequence[tuple[str, date | None]]) -> date | None:
    """Return the last day of the portal's use, None while a contract runs that carries it, or where there is none.

    >>> ends_on(EndRule(Span(months=36), False), [("tenancy", date(2023, 1, 31)), ("portal", None)])
    datetime.date(2026, 1, 31)
    """
    ends = [ended_on for kind, ended_on in contracts if rule.portal_counts or kind != PORTAL]
    if not ends or None in ends:
        return None
    last = max(end for end in ends if end is not None)
    return last if rule.after is None else add(last, rule.after)


def runs_until(found: date, today: date, notice: Span) -> date:
    """Return the last day of access: what had ended before anybody heard of it ends after the time for the notice."""
    return found if found >= today else add(today, notice)


def notice_on(last_on: date, notice: Span) -> date:
    """Return the day on which somebody is told that the access ends with a day."""
    return latest_event_on(last_on, notice)


def form_needed(forms: Sequence[tuple[str, FormLevel]], *, paid: bool) -> FormLevel:
    """Return the strictest form that ending the account needs; paid services may ask for more than free ones.

    >>> form_needed([("free", FormLevel.CLICK), ("paid", FormLevel.WRITTEN_AGREED)], paid=False)
    <FormLevel.CLICK: 'click'>
    """
    asked = OWN_SCOPES | {"paid" if paid else "free"}
    return max((form for scope, form in forms if scope in asked), key=lambda form: form.rank, default=FormLevel.CLICK)
