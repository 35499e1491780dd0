"""§§ 558–558b BGB: a rent increase up to the local comparative rent, its days and its cap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

from quartier.law.bgb.operating_costs import ONE_MONTH, months_after
from quartier.law.bgb.periods import COUNTING, WEEKEND, Act, Begin, add, end_of
from quartier.law.calendar.working_days import HOLIDAYS, WorkCalendar
from quartier.law.errors import in_order, not_negative
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.law.sources import NOTES
from quartier.values.land import Land
from quartier.values.money import cut
from quartier.values.period import ONE_DAY
from quartier.values.sentences import mark as _
from quartier.values.span import Span
from quartier.values.timeline import Timeline, Version
from quartier.values.units import Euro, Percent, euro, percent

WHOLE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandPeriods:
    """The periods of a demand for a higher rent."""

    locked: Span
    unchanged: Span
    consent: Span
    action: Span


DEMAND: Timeline[DemandPeriods] = Timeline(
    _("Demand for a higher rent"),
    (
        Version(
            valid_from=date(2001, 9, 1),
            value=DemandPeriods(
                locked=Span(years=1), unchanged=Span(months=15), consent=Span(months=2), action=Span(months=3)
            ),
            source="§ 558 Abs. 1, § 558b Abs. 1 und 2 BGB; Art. 229 § 3 Abs. 1 Nr. 2 EGBGB",
        ),
    ),
)
ACTION_AFTER_MOVE: Timeline[str] = Timeline(
    _("Action for consent after a period that § 193 BGB moved"),
    (
        Version(
            valid_from=date(2001, 9, 1),
            value="from the counted end",
            source="§ 558b Abs. 2 Satz 2, § 193 BGB",
            verified=False,
            note=_(
                "The three months are counted from the end of the second calendar month, not from the working day to "
                "which it moved; that is the earlier and careful day. Check the practice of the court."
            ),
        ),
    ),
)
CAP: Timeline[Decimal] = Timeline(
    _("Cap on rent increases in three years"),
    (
        Version(
            valid_from=date(1998, 9, 1),
            value=Decimal(30),
            source="§ 2 Abs. 1 Nr. 3 MHG",
            verified=False,
            note=_(
                "The law on rents of before September 2001 was not at hand; compare the 30 % and whether a lower cap "
                "still held for some buildings."
            ),
        ),
        Version(valid_from=date(2001, 9, 1), value=Decimal(20), source="§ 558 Abs. 3 Satz 1 BGB"),
    ),
)
TIGHT_CAP: Timeline[Decimal] = Timeline(
    _("Cap on rent increases in three years, areas named by ordinance"),
    (Version(valid_from=date(2013, 5, 1), value=Decimal(15), source="§ 558 Abs. 3 Satz 2 und 3 BGB"),),
)
LEFT_OUT: Timeline[str] = Timeline(
    _("Increases for modernisation and operating costs beside the cap"),
    (
        Version(
            valid_from=date(2001, 9, 1),
            value="on top",
            source="§ 558 Abs. 3 Satz 1 BGB; BGH 28.04.2004, VIII ZR 185/03",
            verified=False,
            note=_(
                "Increases under §§ 559 to 560 BGB within the three years are added on top of the cap. Check that none "
                "of them is already part of the rent from which the cap is counted."
            ),
        ),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RentIncrease:
    """The days of an increase; the later ones are empty when the demand came too early and has no effect."""

    earliest: Annotated[date, _("May reach the tenant from")]
    effective: Annotated[bool, _("The demand has effect")]
    consent_by: Annotated[date | None, _("Consent must reach the landlord by")]
    higher_rent_from: Annotated[date | None, _("Higher rent is owed from")]
    action_by: Annotated[date | None, _("Action for consent by")]


@rule(
    "rent-increase",
    Area.RENT,
    title=_("Rent increase up to the comparative rent: days"),
    says=_(
        "A demand reaches the tenant a year after the last increase at the earliest and takes effect when the rent was "
        "unchanged for 15 months. The tenant may consent until the end of the second calendar month after receipt; the "
        "higher rent is owed from the third. Without consent the landlord sues within three more months. Demand and "
        "reasons are in text form (§ 558a BGB)."
    ),
    timelines=(DEMAND, ACTION_AFTER_MOVE, COUNTING, WEEKEND, HOLIDAYS),
    cases=(
        Case(
            "received on 20 November 2026",
            {"received": "2026-11-20", "unchanged-since": "2024-01-01", "land": "NW"},
            gives={
                "effective": True,
                "consent_by": "2027-02-01",
                "higher_rent_from": "2027-02-01",
                "action_by": "2027-04-30",
            },
            source=NOTES,
        ),
        Case(
            "a day before the year is over",
            {"received": "2026-09-30", "unchanged-since": "2025-10-01", "land": "NW"},
            gives={"earliest": "2026-10-01", "effective": False, "consent_by": None, "higher_rent_from": None},
            source="§ 558 Abs. 1 Satz 2 BGB",
        ),
        Case(
            "the day after a year: 15 months are over when the rent rises",
            {"received": "2026-10-01", "unchanged-since": "2025-10-01", "land": "NW"},
            gives={"effective": True, "consent_by": "2026-12-31", "higher_rent_from": "2027-01-01"},
            source="§ 558 Abs. 1, § 558b BGB",
        ),
        Case(
            "a rent that last changed inside a month waits for 15 months",
            {"received": "2026-10-15", "unchanged-since": "2025-10-15", "land": "NW"},
            gives={"effective": True, "higher_rent_from": "2027-02-01"},
            source="§ 558 Abs. 1 Satz 1 BGB",
        ),
    ),
)
def rent_increase(
    *,
    received_on: Annotated[date, _("Day on which the demand reached the tenant")],
    unchanged_since_on: Annotated[
        date, _("First day of the present rent; increases under §§ 559 to 560 BGB do not count")
    ],
    land: Annotated[Land, _("Land of the place of the flat")],
) -> Derived[RentIncrease]:
    """Return the days; raises NotInForce before September 2001, WrongOrder when the demand came before the rent."""
    in_order(unchanged_since_on, received_on)
    derivation = Derivation()
    periods = derivation.applies(DEMAND, received_on)
    earliest = add(unchanged_since_on, periods.locked)
    if received_on < earliest:
        return _no_effect(received_on, earliest, derivation)
    consent = derivation.takes(months_after(received_on, periods.consent, land))
    third_month = consent.counted_to + ONE_DAY
    higher_rent_from = _first_of_month(max(third_month, add(unchanged_since_on, periods.unchanged)))
    derivation.step(
        _("The higher rent is owed from %(day)s: third month after receipt, rent unchanged for %(length)s."),
        "§ 558b Abs. 1, § 558 Abs. 1 Satz 1 BGB",
        day=higher_rent_from,
        length=periods.unchanged,
    )
    action = derivation.takes(end_of(third_month, periods.action, Act.DECLARATION, WorkCalendar(land), Begin.DAY))
    if consent.moved:
        derivation.applies(ACTION_AFTER_MOVE, received_on)
    derivation.step(_("An action filed by then counts if it is served soon after."), "§ 253 Abs. 1, § 167 ZPO")
    return derivation.gives(
        RentIncrease(
            earliest=earliest,
            effective=True,
            consent_by=consent.ends_on,
            higher_rent_from=higher_rent_from,
            action_by=action.ends_on,
        )
    )


def _no_effect(received_on: date, earliest: date, derivation: Derivation) -> Derived[RentIncrease]:
    derivation.step(
        _("The demand of %(day)s came before %(earliest)s and has no effect. Send it again."),
        "§ 558 Abs. 1 Satz 2 BGB",
        day=received_on,
        earliest=earliest,
    )
    return derivation.gives(
        RentIncrease(earliest=earliest, effective=False, consent_by=None, higher_rent_from=None, action_by=None)
    )


def _first_of_month(day: date) -> date:
    """Return the day itself if a month begins with it, otherwise the first day of the next month."""
    return day if day.day == 1 else add(day.replace(day=1), ONE_MONTH)


@dataclass(frozen=True, slots=True, kw_only=True)
class RentCap:
    """How far the rent may rise."""

    percent: Annotated[Percent, _("Cap in three years")]
    cap: Annotated[Euro, _("Highest rent by the cap, per month")]
    most: Annotated[Euro, _("Highest rent that may be demanded, per month")]
    comparative_decides: Annotated[bool, _("The comparative rent is the lower limit")]


@rule(
    "rent-cap",
    Area.RENT,
    title=_("Rent increase up to the comparative rent: cap"),
    says=_(
        "Within three years the rent rises by at most 20 %, by 15 % in areas that an ordinance of the Land names, and "
        "never above the local comparative rent. Increases for modernisation and operating costs are left out."
    ),
    timelines=(CAP, TIGHT_CAP, LEFT_OUT),
    cases=(
        Case(
            "600 € in an ordinary market",
            {"received": "2026-11-20", "rent": "600.00", "tight-market": False},
            gives={"percent": "20", "cap": "720.00", "most": "720.00"},
            source=NOTES,
        ),
        Case(
            "600 € in a tight market",
            {"received": "2026-11-20", "rent": "600.00", "tight-market": True},
            gives={"percent": "15", "cap": "690.00", "most": "690.00"},
            source=NOTES,
        ),
        Case(
            "the comparative rent is lower",
            {"received": "2026-11-20", "rent": "600.00", "tight-market": False, "comparative-rent": "680.00"},
            gives={"cap": "720.00", "most": "680.00", "comparative_decides": True},
            source="§ 558 Abs. 1 Satz 1 BGB",
        ),
        Case(
            "40 € for modernisation within the three years",
            {"received": "2026-11-20", "rent": "600.00", "tight-market": True, "left-out": "40.00"},
            gives={"cap": "690.00", "most": "730.00"},
            source="§ 558 Abs. 3 Satz 1 BGB",
        ),
    ),
)
def rent_cap(
    *,
    received_on: Annotated[date, _("Day on which the demand reached the tenant")],
    rent: Annotated[Euro, _("Monthly rent three years before the increase takes effect")],
    tight_market: Annotated[bool, _("Whether an ordinance of the Land names the place as a tight market")],
    comparative_rent: Annotated[Euro | None, _("Local comparative rent of the flat, per month")] = None,
    left_out: Annotated[Euro, _("Increases under §§ 559 to 560 BGB within the three years, per month")] = Decimal(0),
) -> Derived[RentCap]:
    """Return the cap; raises NotInForce for a tight market before May 2013 and for any day before September 1998."""
    not_negative(rent=rent, comparative_rent=comparative_rent or Decimal(0), left_out=left_out)
    derivation = Derivation()
    share = derivation.applies(TIGHT_CAP if tight_market else CAP, received_on)
    # Cut, not rounded: half a cent above the cap is above the cap.
    cap = cut(rent * (WHOLE + share) / WHOLE)
    derivation.step(_("%(rent)s and %(share)s are %(cap)s."), rent=euro(rent), share=percent(share), cap=euro(cap))
    most = cap + left_out
    if left_out:
        derivation.applies(LEFT_OUT, received_on)
        derivation.step(_("%(sum)s that are left out come on top: %(most)s."), sum=euro(left_out), most=euro(most))
    lower = comparative_rent is not None and comparative_rent < most
    if comparative_rent is not None:
        most = min(most, comparative_rent)
        derivation.step(
            _("The local comparative rent is %(rent)s; no more than %(most)s may be demanded."),
            "§ 558 Abs. 1 Satz 1 BGB",
            rent=euro(comparative_rent),
            most=euro(most),
        )
    else:
        derivation.step(
            _("The local comparative rent was not given; it is a limit as well."), "§ 558 Abs. 1 Satz 1 BGB"
        )
    return derivation.gives(RentCap(percent=share, cap=cap, most=most, comparative_decides=lower))
