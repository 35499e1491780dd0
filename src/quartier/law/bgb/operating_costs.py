"""§ 556 Abs. 3 BGB: until when operating costs must be settled, and until when the tenant may object."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from quartier.law.bgb.periods import COUNTING, WEEKEND, Act, Begin, PeriodEnd, add, counted_end, end_of
from quartier.law.calendar.working_days import HOLIDAYS, WorkCalendar
from quartier.law.errors import NotApplicable, in_order
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.law.sources import NOTES
from quartier.values.land import Land
from quartier.values.period import ONE_DAY
from quartier.values.sentences import mark as _
from quartier.values.span import Span
from quartier.values.timeline import Timeline, Version

A_YEAR = Span(years=1)
ONE_MONTH = Span(months=1)

# What was asked for a period that ended before September 2001 follows the old law (Art. 229 § 3 Abs. 9 EGBGB).
STATEMENT: Timeline[Span] = Timeline(
    _("Statement of operating costs, from the end of its period"),
    (
        Version(
            valid_from=date(2001, 9, 1),
            value=Span(months=12),
            source="§ 556 Abs. 3 Satz 2 und 3 BGB; Art. 229 § 3 Abs. 9 EGBGB",
        ),
    ),
)
OBJECTIONS: Timeline[Span] = Timeline(
    _("Objections to a statement of operating costs, from receipt"),
    (
        Version(
            valid_from=date(2001, 9, 1),
            value=Span(months=12),
            source="§ 556 Abs. 3 Satz 5 und 6 BGB; Art. 229 § 3 Abs. 9 EGBGB",
        ),
    ),
)
MOVED_STATEMENT: Timeline[str] = Timeline(
    _("Statement that must arrive on a Saturday, Sunday or holiday"),
    (
        Version(
            valid_from=date(2001, 9, 1),
            value="next working day",
            source="§ 193 BGB; LG Hamburg 02.05.2017, 316 S 77/16",
            verified=False,
            note=_(
                "Courts apply § 193 BGB although a statement of costs is no declaration of intent; the Federal Court "
                "of Justice has not decided it. The careful day is the counted one."
            ),
        ),
    ),
)
MID_MONTH: Timeline[str] = Timeline(
    _("Period of operating costs that ends inside a month"),
    (
        Version(
            valid_from=date(2001, 9, 1),
            value="end of the month",
            source="§ 556 Abs. 3 Satz 2 BGB",
            verified=False,
            note=_(
                "The twelfth month is taken as a calendar month. Whoever counts twelve months from the last day comes "
                "to the same day of the month; the careful landlord keeps to that earlier day."
            ),
        ),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """When a statement must have reached the tenant and what follows from the day on which it did."""

    due_on: Annotated[date, _("Must reach the tenant by")]
    counted_to: Annotated[date, _("Counted end")]
    in_time: Annotated[bool | None, _("In time")]
    claim_left: Annotated[bool | None, _("Landlord may claim an additional payment")]
    objections_by: Annotated[date | None, _("Objections must reach the landlord by")]


@rule(
    "operating-costs-statement",
    Area.RENT,
    title=_("Statement of operating costs: periods"),
    says=_(
        "A statement must reach the tenant by the end of the twelfth month after its period, which is a year at most. "
        "Late, it brings the landlord no additional payment unless the delay is not the landlord's fault; a credit is "
        "still paid out. Objections reach the landlord by the end of the twelfth month after receipt."
    ),
    timelines=(STATEMENT, OBJECTIONS, MOVED_STATEMENT, MID_MONTH, COUNTING, WEEKEND, HOLIDAYS),
    cases=(
        Case(
            "the year 2025",
            {"from": "2025-01-01", "to": "2025-12-31", "land": "NW"},
            gives={"due_on": "2026-12-31", "in_time": None, "objections_by": None},
            source=NOTES,
        ),
        Case(
            "received on 15 November 2026",
            {"from": "2025-01-01", "to": "2025-12-31", "land": "NW", "received": "2026-11-15"},
            gives={"in_time": True, "claim_left": True, "objections_by": "2027-11-30"},
            source=NOTES,
        ),
        Case(
            "a day late: a credit remains, a claim does not",
            {"from": "2025-01-01", "to": "2025-12-31", "land": "NW", "received": "2027-01-01"},
            gives={"in_time": False, "claim_left": False, "objections_by": "2028-01-31"},
            source="§ 556 Abs. 3 Satz 3 BGB",
        ),
        Case(
            "a day late through no fault of the landlord",
            {"from": "2025-01-01", "to": "2025-12-31", "land": "NW", "received": "2027-01-01", "excused": True},
            gives={"in_time": False, "claim_left": True},
            source="§ 556 Abs. 3 Satz 3 BGB",
        ),
        Case(
            "31 December 2022 was a Saturday",
            {"from": "2021-01-01", "to": "2021-12-31", "land": "NW", "received": "2023-01-02"},
            gives={"due_on": "2023-01-02", "counted_to": "2022-12-31", "in_time": True},
            source="§ 193 BGB; LG Hamburg 02.05.2017, 316 S 77/16",
        ),
    ),
)
def operating_costs_statement(
    *,
    from_on: Annotated[date, _("First day of the period of the costs")],
    to_on: Annotated[date, _("Last day of the period of the costs")],
    land: Annotated[Land, _("Land of the place of the flat")],
    received_on: Annotated[date | None, _("Day on which the statement reached the tenant")] = None,
    excused: Annotated[bool, _("Whether the delay is not the landlord's fault")] = False,
) -> Derived[Settlement]:
    """Return the periods; raises NotApplicable for more than a year, NotInForce for periods before September 2001."""
    in_order(from_on, to_on)
    derivation = Derivation()
    length = derivation.applies(STATEMENT, to_on)
    if to_on > counted_end(from_on, A_YEAR, Begin.DAY):
        raise NotApplicable(
            _("Operating costs are settled every year: from %(first)s to %(last)s is longer. Settle in two parts."),
            first=from_on,
            last=to_on,
        )
    if (to_on + ONE_DAY).day != 1:
        derivation.applies(MID_MONTH, to_on)
    end = derivation.takes(months_after(to_on, length, land))
    if end.moved:
        derivation.applies(MOVED_STATEMENT, to_on)
    if received_on is None:
        return derivation.gives(_settlement(end))
    in_order(to_on, received_on)
    in_time = received_on <= end.ends_on
    if in_time:
        derivation.step(_("Received on %(day)s, the statement is in time."), day=received_on)
    else:
        derivation.step(_LATE[excused], "§ 556 Abs. 3 Satz 3 BGB", day=received_on, end=end.ends_on)
    objections = derivation.takes(months_after(received_on, derivation.applies(OBJECTIONS, to_on), land))
    return derivation.gives(_settlement(end, in_time, in_time or excused, objections.ends_on))


_LATE = {
    True: _("Received on %(day)s, after %(end)s; the landlord is not to blame and keeps the claim."),
    False: _("Received on %(day)s, after %(end)s; no additional payment can be claimed, a credit is paid out."),
}


def _settlement(
    end: PeriodEnd, in_time: bool | None = None, claim_left: bool | None = None, objections_by: date | None = None
) -> Settlement:
    return Settlement(
        due_on=end.ends_on,
        counted_to=end.counted_to,
        in_time=in_time,
        claim_left=claim_left,
        objections_by=objections_by,
    )


def months_after(event_on: date, length: Span, land: Land, act: Act = Act.DECLARATION) -> Derived[PeriodEnd]:
    """Return the end of the n-th calendar month after the month of an event, as §§ 556 and 558b BGB count."""
    derivation = Derivation()
    first = add(event_on.replace(day=1), ONE_MONTH)
    derivation.step(_("The first month after %(day)s begins on %(first)s."), "§ 192 BGB", day=event_on, first=first)
    return derivation.gives(derivation.takes(end_of(first, length, act, WorkCalendar(land), Begin.DAY)))
