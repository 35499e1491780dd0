"""Periods that contracts state themselves: they end relationships, secrets, orders and chances to go on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from quartier.law.bgb.periods import COUNTING, WEEKEND, Act, counted_end, end_of
from quartier.law.calendar.working_days import HOLIDAYS, WorkCalendar
from quartier.law.errors import in_order
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.law.sources import ROWS
from quartier.values.land import Land
from quartier.values.period import ONE_DAY
from quartier.values.sentences import Sentence
from quartier.values.sentences import mark as _
from quartier.values.span import Span
from quartier.values.timeline import Timeline, Version

THREE_YEARS, TWO_YEARS, HALF_A_YEAR, THIRTY_DAYS = Span(months=36), Span(years=2), Span(months=6), Span(days=30)
MAILS, CALLS = 2, 1


@rule(
    "portal-contract-end",
    Area.CONTRACTS,
    title=_("The end of the portal contract"),
    says=_(
        "The portal contract ends by itself some time after the relationship it serves: 36 months where nothing else "
        "is agreed. A new relationship that begins before keeps it alive."
    ),
    timelines=(COUNTING,),
    cases=(
        Case("tenancy ended on 31 January 2023 (DWG-32)", {"ended": "2023-01-31"}, "2026-01-31", f"{ROWS} DWG-32"),
        Case(
            "a new tenancy in 2025 (DWG-32)",
            {"ended": "2023-01-31", "new": "2025-03-01"},
            gives=None,
            source=f"{ROWS} DWG-32",
        ),
        Case("tenancy ended on 29 February", {"ended": "2024-02-29"}, "2027-02-28", "§ 188 Abs. 3 BGB"),
    ),
)
def portal_contract_end(
    *,
    ended_on: Annotated[date, _("Last day of the tenancy or other relationship")],
    new_on: Annotated[date | None, _("First day of a new relationship")] = None,
    length: Annotated[Span, _("How long the portal contract goes on")] = THREE_YEARS,
) -> Derived[date | None]:
    """Return the last day on which the portal may be used, None while a relationship lasts."""
    derivation = Derivation()
    derivation.applies(COUNTING, ended_on)
    last = counted_end(ended_on, length)
    derivation.step(
        _("%(length)s after %(day)s: until %(last)s."),
        "§ 188 Abs. 2 und 3 BGB",
        length=length,
        day=ended_on,
        last=last,
    )
    if new_on is not None and new_on <= last:
        derivation.step(_("A relationship that began on %(day)s keeps the portal contract alive."), day=new_on)
        return derivation.gives(None)
    derivation.step(_("Access ends when that day is over; no holiday moves it."), "§ 193 BGB")
    return derivation.gives(last)


@rule(
    "confidentiality-end",
    Area.CONTRACTS,
    title=_("The end of confidentiality"),
    says=_(
        "How long a duty to keep secrets goes on after the end of a contract: two years where nothing else is agreed."
    ),
    timelines=(COUNTING,),
    cases=(
        Case(
            "partner contract ended on 30 June 2026 (WR-128)", {"ended": "2026-06-30"}, "2028-06-30", f"{ROWS} WR-128"
        ),
    ),
)
def confidentiality_end(
    *,
    ended_on: Annotated[date, _("Last day of the contract")],
    length: Annotated[Span, _("How long the duty goes on")] = TWO_YEARS,
) -> Derived[date]:
    """Return the last day of the duty; trade secrets stay protected by the GeschGehG while they are secret."""
    derivation = Derivation()
    derivation.applies(COUNTING, ended_on)
    last = counted_end(ended_on, length)
    derivation.step(
        _("%(length)s after %(day)s: until %(last)s."),
        "§ 188 Abs. 2 und 3 BGB",
        length=length,
        day=ended_on,
        last=last,
    )
    derivation.step(
        _("Trade secrets stay protected by law for as long as they are secret."), "§ 2 Nr. 1, § 4 GeschGehG"
    )
    return derivation.gives(last)


@rule(
    "reactivation-until",
    Area.CONTRACTS,
    title=_("The last day to take up a closed order again"),
    says=_(
        "A closed order may be taken up again within six months of the day of the order. The wish is a declaration, so "
        "an end on a Saturday, Sunday or holiday moves to the next working day."
    ),
    timelines=(COUNTING, WEEKEND, HOLIDAYS),
    cases=(
        Case(
            "ordered on 16 January 2026 (WR-065)",
            {"ordered": "2026-01-16", "land": "MV"},
            gives="2026-07-16",
            source=f"{ROWS} WR-065",
        ),
        Case(
            "six months that end on a Sunday",
            {"ordered": "2026-01-05", "land": "MV"},
            gives="2026-07-06",
            source="§ 193 BGB",
        ),
    ),
)
def reactivation_until(
    *,
    ordered_on: Annotated[date, _("Day of the original order")],
    land: Annotated[Land, _("Land of the place of declaration or performance")],
    length: Annotated[Span, _("Within how long")] = HALF_A_YEAR,
) -> Derived[date]:
    """Return the last day; a wish of the next day is refused."""
    derivation = Derivation()
    end = derivation.takes(end_of(ordered_on, length, Act.DECLARATION, WorkCalendar(land)))
    return derivation.gives(end.ends_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class InactiveOrder:
    """Whether an order may be closed for want of an answer, from when, and what is still missing."""

    may_close: Annotated[bool, _("May be closed")]
    earliest_on: Annotated[date | None, _("At the earliest on")]
    missing: Annotated[tuple[Sentence, ...], _("Still missing")]


COOPERATION: Timeline[str] = Timeline(
    _("Ending an order because the customer does not answer"),
    (
        Version(
            valid_from=date(2002, 1, 1),
            value="§ 643",
            source="§§ 642, 643 BGB",
            verified=False,
            note=_(
                "By statute a contract for work ends only after a fixed period with the warning that it will be ended. "
                "Check that one of the mails sets the period and warns; otherwise the clause must carry the closing."
            ),
        ),
    ),
)


@rule(
    "inactive-order",
    Area.CONTRACTS,
    title=_("Closing an order whose customer does not answer"),
    says=_(
        "At least two e-mails, at least one call, and thirty calendar days since the first e-mail without an answer. "
        "An answer starts everything anew."
    ),
    timelines=(COOPERATION, COUNTING),
    cases=(
        Case(
            "all three, on the first day after the thirty (WR-061)",
            {"on": "2026-07-02", "mail": ["2026-06-01", "2026-06-15"], "call": ["2026-06-20"]},
            gives={"may_close": True, "earliest_on": "2026-07-02", "missing": []},
            source=f"{ROWS} WR-061",
        ),
        Case(
            "day 29 (WR-061)",
            {"on": "2026-06-30", "mail": ["2026-06-01", "2026-06-15"], "call": ["2026-06-20"]},
            gives={"may_close": False, "earliest_on": "2026-07-02"},
            source=f"{ROWS} WR-061",
        ),
        Case(
            "one mail, no call (WR-061)",
            {"on": "2026-08-01", "mail": ["2026-06-01"]},
            gives={"may_close": False, "earliest_on": None},
            source=f"{ROWS} WR-061",
        ),
        Case(
            "an answer resets (WR-061)",
            {"on": "2026-07-02", "mail": ["2026-06-01", "2026-06-15"], "call": ["2026-06-20"], "reply": "2026-06-16"},
            gives={"may_close": False},
            source=f"{ROWS} WR-061",
        ),
    ),
)
def inactive_order(
    *,
    on: Annotated[date, _("Day asked about")],
    mail_on: Annotated[tuple[date, ...], _("Day of an e-mail to the customer; once for each")] = (),
    call_on: Annotated[tuple[date, ...], _("Day of a call to the customer; once for each")] = (),
    reply_on: Annotated[date | None, _("Day of the customer's last answer")] = None,
    length: Annotated[Span, _("How long without an answer")] = THIRTY_DAYS,
) -> Derived[InactiveOrder]:
    """Return whether the order may be closed on a day; mails and calls up to the last answer do not count."""
    derivation = Derivation()
    derivation.applies(COOPERATION, on)
    derivation.applies(COUNTING, on)
    mails, calls = _counting(mail_on, reply_on, on), _counting(call_on, reply_on, on)
    if reply_on is not None:
        in_order(reply_on, on)
        derivation.step(_("The customer answered on %(day)s; what was sent until then no longer counts."), day=reply_on)
    missing = []
    if len(mails) < MAILS:
        missing.append(Sentence(_("%(number)s of two e-mails"), {"number": MAILS - len(mails)}))
    if len(calls) < CALLS:
        missing.append(Sentence(_("one call")))
    if missing:
        derivation.step(_("Not everything that the terms ask for has been done."))
        return derivation.gives(InactiveOrder(may_close=False, earliest_on=None, missing=tuple(missing)))
    last = counted_end(mails[0], length)
    derivation.step(
        _("%(length)s after the first e-mail of %(day)s: until %(last)s."),
        "§ 187 Abs. 1, § 188 Abs. 1 BGB",
        length=length,
        day=mails[0],
        last=last,
    )
    earliest_on = max(last + ONE_DAY, mails[MAILS - 1], calls[CALLS - 1])
    return derivation.gives(InactiveOrder(may_close=on >= earliest_on, earliest_on=earliest_on, missing=()))


def _counting(days: tuple[date, ...], reply_on: date | None, on: date) -> list[date]:
    return sorted(day for day in days if day <= on and (reply_on is None or day > reply_on))
