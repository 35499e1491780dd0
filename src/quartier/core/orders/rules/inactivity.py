"""Whether an order may be closed because its customer does not answer: all legs, none left out (WR-061)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from quartier.core.providers.policies.performance import InactiveOrder
from quartier.law.bgb.contract_ends import THIRTY_DAYS, inactive_order
from quartier.law.rule import Derived
from quartier.values.sentences import Sentence
from quartier.values.sentences import mark as _

REQUEST, CALL, REPLY = "request", "call", "reply"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inactivity:
    """Whether it may be closed, from when, what was not tried yet, and how that came about."""

    may_close: bool
    earliest_on: date | None
    missing: tuple[Sentence, ...]
    derived: Derived[Any]

    def why_not(self) -> list[Sentence]:
        """Return a sentence for everything that was not tried yet, or for the time that is not over."""
        told = [Sentence(_("Still missing: %(what)s."), {"what": one}) for one in self.missing]
        if not told and self.earliest_on is not None:
            told = [Sentence(_("The order may be closed from %(day)s at the earliest."), {"day": self.earliest_on})]
        return told


def weigh(rule: InactiveOrder, entries: Sequence[tuple[str, date]], on: date) -> Inactivity:
    """Judge by the law's rule; where a provider's terms promise more e-mails or calls, these count as well.

    `entries` are kind and day of every request, call and reply.
    """
    replies = [day for kind, day in entries if kind == REPLY and day <= on]
    last = max(replies, default=None)
    mails = _after(entries, REQUEST, last, on)
    calls = _after(entries, CALL, last, on)
    derived = inactive_order(
        on=on, mail_on=tuple(mails), call_on=tuple(calls), reply_on=last, length=rule.wait or THIRTY_DAYS
    )
    found = derived.value
    missing = list(found.missing)
    if not missing and len(mails) < rule.emails:
        missing.append(Sentence(_("%(number)s more e-mails"), {"number": rule.emails - len(mails)}))
    if not missing and len(calls) < rule.calls:
        missing.append(Sentence(_("%(number)s more calls"), {"number": rule.calls - len(calls)}))
    return Inactivity(
        may_close=found.may_close and not missing,
        earliest_on=found.earliest_on,
        missing=tuple(missing),
        derived=derived,
    )


def _after(entries: Sequence[tuple[str, date]], kind: str, last: date | None, on: date) -> list[date]:
    return [day for one, day in entries if one == kind and day <= on and (last is None or day > last)]
