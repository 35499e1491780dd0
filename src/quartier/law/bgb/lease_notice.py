"""§§ 573c, 574b, 580a BGB: when notice of a lease must arrive and when the lease ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from quartier.law.bgb.month_days import LAST_SATURDAY, SATURDAYS, Purpose, nth_working_day
from quartier.law.bgb.notice import Target
from quartier.law.bgb.periods import COUNTING, add, counted_end, latest_event_on
from quartier.law.calendar.working_days import HOLIDAYS
from quartier.law.errors import Incomplete, NotApplicable, in_order
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.law.sources import NOTES
from quartier.values.choice import Choice
from quartier.values.land import Land
from quartier.values.period import ONE_DAY
from quartier.values.sentences import mark as _
from quartier.values.span import Span
from quartier.values.timeline import Timeline, Version

MONTH, QUARTER = Span(months=1), Span(months=3)


class LeaseParty(Choice):
    """Who gives notice."""

    TENANT = "tenant", _("the tenant")
    LANDLORD = "landlord", _("the landlord")


class Dwelling(Choice):
    """What is let to live in, as far as § 573c BGB asks."""

    FLAT = "flat", _("a flat")
    FURNISHED_ROOM = "furnished-room", _("a furnished room in the landlord's own flat (§ 549 Abs. 2 Nr. 2 BGB)")


@dataclass(frozen=True, slots=True, kw_only=True)
class LeasePeriods:
    """The figures of § 573c and § 573a BGB: each of the `steps` years adds `more` for the landlord."""

    months_after: int
    steps: tuple[Span, ...]
    more: int
    room_day: int


LEASE_PERIODS: Timeline[LeasePeriods] = Timeline(
    _("Notice of a lease of a dwelling"),
    (
        Version(
            valid_from=date(2001, 9, 1),
            value=LeasePeriods(months_after=2, steps=(Span(years=5), Span(years=8)), more=3, room_day=15),
            source="§ 573c Abs. 1 und 3, § 573a Abs. 1 Satz 2 BGB; Art. 229 § 3 Abs. 1 Nr. 1 EGBGB",
        ),
    ),
)
YEARS_AT_RECEIPT: Timeline[str] = Timeline(
    _("When the years of a lease are counted"),
    (
        Version(
            valid_from=date(2001, 9, 1),
            value="receipt",
            source="§ 573c Abs. 1 Satz 2, § 187 Abs. 1, § 188 Abs. 2 BGB",
            verified=False,
            note=_(
                "The statute does not say on which day the five and eight years must be over. The prevailing view is "
                "the day of receipt of the notice, and that the day of handing over does not count; check both."
            ),
        ),
    ),
)
HARDSHIP: Timeline[Span] = Timeline(
    _("The tenant's objection to notice"),
    (Version(valid_from=date(2001, 9, 1), value=Span(months=2), source="§ 574b Abs. 2 Satz 1 BGB"),),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaseEnd:
    """When a lease ends, and until when its notice could arrive for the same end."""

    ends_on: Annotated[date, _("The lease ends with")]
    arrive_by_on: Annotated[date, _("The same end is reached by notice received until")]
    objection_until_on: Annotated[date | None, _("The tenant may object until")] = None


@rule(
    "lease-notice",
    Area.CONTRACTS,
    title=_("Notice of a lease of a dwelling"),
    says=_(
        "Notice that arrives by the third working day of a month ends the lease with the month after next. For the "
        "landlord it is three months more after five years and again after eight. It needs ink on paper or a "
        "qualified electronic signature. A longer period for the tenant cannot be agreed."
    ),
    timelines=(LEASE_PERIODS, YEARS_AT_RECEIPT, HARDSHIP, COUNTING, *SATURDAYS.values(), LAST_SATURDAY, HOLIDAYS),
    cases=(
        Case(
            "a tenant, on the third working day of January 2027",
            {"by": "tenant", "received": "2027-01-05", "land": "NW"},
            gives={"ends_on": "2027-03-31", "arrive_by_on": "2027-01-05", "objection_until_on": None},
            source=NOTES,
        ),
        Case(
            "a tenant, a day later",
            {"by": "tenant", "received": "2027-01-06", "land": "NW"},
            gives={"ends_on": "2027-04-30", "arrive_by_on": "2027-02-03"},
            source="§ 573c Abs. 1 Satz 1 BGB",
        ),
        Case(
            "a landlord after more than five years",
            {"by": "landlord", "received": "2026-11-03", "land": "NW", "handed-over": "2021-06-01"},
            gives={"ends_on": "2027-04-30", "objection_until_on": "2027-02-28"},
            source="§ 573c Abs. 1 Satz 2, § 574b Abs. 2 BGB",
        ),
        Case(
            "a landlord after more than eight years",
            {"by": "landlord", "received": "2026-11-03", "land": "NW", "handed-over": "2015-06-01"},
            gives={"ends_on": "2027-07-31"},
            source="§ 573c Abs. 1 Satz 2 BGB",
        ),
        Case(
            "a furnished room, on the 15th",
            {"by": "landlord", "received": "2026-11-15", "land": "NW", "dwelling": "furnished-room"},
            gives={"ends_on": "2026-11-30", "arrive_by_on": "2026-11-15"},
            source="§ 573c Abs. 3 BGB",
        ),
    ),
)
def lease_notice(
    *,
    by: Annotated[LeaseParty, _("Who gives notice")],
    received_on: Annotated[date, _("Day on which the notice arrives")],
    land: Annotated[Land, _("Land of the place of the flat")],
    handed_over_on: Annotated[
        date | None, _("Day on which the flat was handed over (for notice by the landlord)")
    ] = None,
    dwelling: Annotated[Dwelling, _("What is let")] = Dwelling.FLAT,
    own_house: Annotated[bool, _("Notice without a reason in the landlord's own house with two flats")] = False,
) -> Derived[LeaseEnd]:
    """Return the end; raises NotInForce before September 2001, Incomplete without the day of handing over."""
    derivation = Derivation()
    periods = derivation.applies(LEASE_PERIODS, received_on)
    if dwelling is Dwelling.FURNISHED_ROOM:
        return _room(derivation, periods, received_on)
    if own_house and by is LeaseParty.TENANT:
        raise NotApplicable(_("Notice without a reason under § 573a BGB is for the landlord; leave --own-house out."))
    more = _more_months(derivation, periods, received_on, handed_over_on) if by is LeaseParty.LANDLORD else 0
    if own_house:
        more += periods.more
        derivation.step(_("Without a reason it is three months more."), "§ 573a Abs. 1 Satz 2 BGB")
    months = periods.months_after + more
    arrive_by_on = _third_working_day(derivation, received_on, land)
    ends_on = Target.MONTH_END.on_or_after(add(arrive_by_on.replace(day=1), Span(months=months)))
    derivation.step(_("The lease ends with %(end)s."), "§ 573c Abs. 1 BGB", end=ends_on)
    if by is LeaseParty.TENANT:
        return derivation.gives(LeaseEnd(ends_on=ends_on, arrive_by_on=arrive_by_on))
    objection = latest_event_on(ends_on, derivation.applies(HARDSHIP, received_on))
    if not own_house:
        derivation.step(
            _("The landlord needs a lawful reason and must name it in the notice."), "§ 573 Abs. 1 und 3 BGB"
        )
    derivation.step(_("The tenant may object for hardship until %(day)s."), "§ 574b Abs. 2 Satz 1 BGB", day=objection)
    return derivation.gives(LeaseEnd(ends_on=ends_on, arrive_by_on=arrive_by_on, objection_until_on=objection))


def _room(derivation: Derivation, periods: LeasePeriods, received_on: date) -> Derived[LeaseEnd]:
    month = received_on if received_on.day <= periods.room_day else add(received_on.replace(day=1), MONTH)
    ends_on, arrive_by_on = Target.MONTH_END.on_or_after(month), month.replace(day=periods.room_day)
    template = _("Notice by %(day)s ends the lease of such a room with %(end)s.")
    derivation.step(template, "§ 573c Abs. 3, § 549 Abs. 2 Nr. 2 BGB", day=arrive_by_on, end=ends_on)
    return derivation.gives(LeaseEnd(ends_on=ends_on, arrive_by_on=arrive_by_on))


def _more_months(derivation: Derivation, periods: LeasePeriods, received_on: date, handed_over_on: date | None) -> int:
    if handed_over_on is None:
        raise Incomplete(_("The landlord's period depends on how long the flat was let: give --handed-over."))
    in_order(handed_over_on, received_on)
    derivation.applies(YEARS_AT_RECEIPT, received_on)
    derivation.applies(COUNTING, received_on)
    ends = [counted_end(handed_over_on, years) for years in periods.steps]
    more = periods.more * sum(received_on > end for end in ends)
    derivation.step(
        _("Five years after the handing over end with %(five)s, eight with %(eight)s: %(more)s months more."),
        "§ 573c Abs. 1 Satz 2 BGB",
        five=ends[0],
        eight=ends[1],
        more=more,
    )
    return more


def _third_working_day(derivation: Derivation, received_on: date, land: Land, quarterly: bool = False) -> date:
    """Return the last day for notice that a given day of receipt still meets: of its month (quarter) or the next."""
    first = received_on.replace(day=1)
    if quarterly:
        first = first.replace(month=first.month - (first.month - 1) % 3)
    step = QUARTER if quarterly else MONTH
    third = nth_working_day(month_on=first, purpose=Purpose.LEASE_NOTICE, land=land)
    if received_on > third.value:
        late = _("%(day)s is after the third working day, %(third)s; the next one counts.")
        derivation.step(late, day=received_on, third=third.value)
        third = nth_working_day(month_on=add(first, step), purpose=Purpose.LEASE_NOTICE, land=land)
    return derivation.takes(third)


class Premises(Choice):
    """What is let other than a dwelling, as § 580a BGB divides it."""

    BUSINESS = "business-rooms", _("business rooms")
    OTHER = "other", _("land or other rooms, such as a garage or a parking space")
    COMMERCIAL_LAND = "commercial-land", _("unbuilt land in commercial use")


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomPeriods:
    """How many months after that of the third working day a lease ends."""

    by_month: Span
    by_quarter: Span


ROOM_PERIODS: Timeline[RoomPeriods] = Timeline(
    _("Notice of a lease of other rooms and land"),
    (
        Version(
            valid_from=date(2001, 9, 1),
            value=RoomPeriods(by_month=Span(months=2), by_quarter=Span(months=5)),
            source="§ 580a Abs. 1 Nr. 3 und Abs. 2 BGB; Art. 229 § 3 Abs. 1 Nr. 1 EGBGB",
        ),
    ),
)


@rule(
    "rooms-notice",
    Area.CONTRACTS,
    title=_("Notice of a lease of business rooms, garages and land"),
    says=_(
        "Business rooms: by the third working day of a quarter to the end of the next. Other rooms and land, rent by "
        "the month: by the third working day of a month to the end of the month after next. The contract may differ."
    ),
    timelines=(ROOM_PERIODS, *SATURDAYS.values(), LAST_SATURDAY, HOLIDAYS),
    cases=(
        Case(
            "business rooms, on the third working day of the quarter",
            {"premises": "business-rooms", "received": "2026-10-05", "land": "NW"},
            gives={"ends_on": "2027-03-31", "arrive_by_on": "2026-10-05"},
            source="§ 580a Abs. 2 BGB",
        ),
        Case(
            "business rooms, a day later",
            {"premises": "business-rooms", "received": "2026-10-06", "land": "NW"},
            gives={"ends_on": "2027-06-30", "arrive_by_on": "2027-01-05"},
            source="§ 580a Abs. 2 BGB",
        ),
        Case(
            "a garage that is let by itself",
            {"premises": "other", "received": "2026-11-04", "land": "NW"},
            gives={"ends_on": "2027-01-31", "arrive_by_on": "2026-11-04"},
            source="§ 580a Abs. 1 Nr. 3 BGB",
        ),
        Case(
            "unbuilt land in commercial use: only to the end of a quarter",
            {"premises": "commercial-land", "received": "2026-11-04", "land": "NW"},
            gives={"ends_on": "2027-03-31", "arrive_by_on": "2027-01-05"},
            source="§ 580a Abs. 1 Nr. 3 Halbsatz 2 BGB",
        ),
    ),
)
def rooms_notice(
    *,
    premises: Annotated[Premises, _("What is let")],
    received_on: Annotated[date, _("Day on which the notice arrives")],
    land: Annotated[Land, _("Land in which the premises lie")],
) -> Derived[LeaseEnd]:
    """Return the end; raises NotInForce before September 2001."""
    derivation = Derivation()
    periods = derivation.applies(ROOM_PERIODS, received_on)
    quarterly = premises is Premises.BUSINESS
    arrive_by_on = _third_working_day(derivation, received_on, land, quarterly=quarterly)
    after = periods.by_quarter if quarterly else periods.by_month
    ends_on = Target.MONTH_END.on_or_after(add(arrive_by_on.replace(day=1), after))
    if premises is Premises.COMMERCIAL_LAND:
        ends_on = Target.QUARTER_END.on_or_after(ends_on)
        month_on = latest_event_on(ends_on + ONE_DAY, QUARTER)
        arrive_by_on = derivation.takes(nth_working_day(month_on=month_on, purpose=Purpose.LEASE_NOTICE, land=land))
    derivation.step(_("The lease ends with %(end)s, unless the contract says otherwise."), "§ 580a BGB", end=ends_on)
    return derivation.gives(LeaseEnd(ends_on=ends_on, arrive_by_on=arrive_by_on))
