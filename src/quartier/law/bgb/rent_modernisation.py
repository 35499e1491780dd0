"""§§ 559–559e BGB: how much the rent may rise after a modernisation, and from when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from quartier.law.bgb.periods import add
from quartier.law.errors import NotApplicable, not_negative
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.values.choice import Choice
from quartier.values.money import cut
from quartier.values.sentences import mark as _
from quartier.values.span import Span
from quartier.values.timeline import Timeline, Version
from quartier.values.units import EURO, Euro, euro, percent

WHOLE = 100
MONTHS = 12
BEFORE_2019 = "§ 559 Abs. 1 BGB in der bis 31.12.2018 geltenden Fassung; Art. 229 § 49 Abs. 1 EGBGB"


class Procedure(Choice):
    """How the increase is worked out."""

    STANDARD = "standard", _("by the costs (§ 559 BGB)")
    SIMPLIFIED = "simplified", _("simplified procedure (§ 559c BGB)")
    SUBSIDISED_HEATING = "subsidised-heating", _("heating system with public subsidies (§ 559e BGB)")


@dataclass(frozen=True, slots=True, kw_only=True)
class CapPerArea:
    """The most by which the monthly rent may rise in six years, per square metre."""

    general: Decimal
    low_rent: Decimal
    low_below: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class FlatPart:
    """A part of the costs that counts as maintenance without proof, the rate, and the most the costs may be."""

    maintenance: Decimal
    most_costs: Decimal | None = None
    rate: Decimal | None = None


RATE: Timeline[Decimal] = Timeline(
    _("Part of the costs of a modernisation per year"),
    (
        Version(valid_from=date(2001, 9, 1), value=Decimal(11), source=BEFORE_2019),
        Version(valid_from=date(2019, 1, 1), value=Decimal(8), source="§ 559 Abs. 1 Satz 1 BGB; Art. 229 § 49 EGBGB"),
    ),
)
CAP_PER_AREA: Timeline[CapPerArea | None] = Timeline(
    _("Cap on increases after modernisation"),
    (
        Version(valid_from=date(2001, 9, 1), value=None, source=BEFORE_2019),
        Version(
            valid_from=date(2019, 1, 1),
            value=CapPerArea(general=Decimal(3), low_rent=Decimal(2), low_below=Decimal(7)),
            source="§ 559 Abs. 3a Satz 1 und 2 BGB; Art. 229 § 49 EGBGB",
        ),
    ),
)
HEATING_CAP: Timeline[Decimal | None] = Timeline(
    _("Cap on increases after a new heating system"),
    (
        Version(valid_from=date(2001, 9, 1), value=None, source="§ 559 BGB in der bis 31.12.2023 geltenden Fassung"),
        Version(
            valid_from=date(2024, 1, 1),
            value=Decimal("0.50"),
            source="§ 559 Abs. 3a Satz 3, § 559e Abs. 3 BGB",
            verified=False,
            note=_(
                "The figure is in the text; that it holds for announcements from 1 January 2024 on is not, because "
                "there is no transitional rule. Check works that were announced before."
            ),
        ),
    ),
)
SIMPLIFIED: Timeline[FlatPart] = Timeline(
    _("Simplified procedure after modernisation"),
    (
        Version(
            valid_from=date(2019, 1, 1),
            value=FlatPart(maintenance=Decimal(30), most_costs=Decimal(10000)),
            source="§ 559c Abs. 1 BGB; Art. 229 § 49 Abs. 1 Satz 3 EGBGB",
        ),
    ),
)
SUBSIDISED: Timeline[FlatPart] = Timeline(
    _("Heating system with public subsidies"),
    (
        Version(
            valid_from=date(2024, 1, 1),
            value=FlatPart(maintenance=Decimal(15), rate=Decimal(10)),
            source="§ 559e Abs. 1 und 2 BGB",
            verified=False,
            note=_(
                "The 15 % for maintenance are taken from the costs before the subsidies are deducted, which is the "
                "lower increase. The text leaves the order open."
            ),
        ),
    ),
)
LATER: Timeline[Span] = Timeline(
    _("Increase after modernisation without a proper announcement"),
    (Version(valid_from=date(2001, 9, 1), value=Span(months=6), source="§ 559b Abs. 2 BGB"),),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Modernisation:
    """What counts and how much the monthly rent may rise."""

    countable: Annotated[Euro, _("Costs that count")]
    by_costs: Annotated[Euro, _("Increase by the costs, per month")]
    cap: Annotated[Decimal | None, EURO, _("Cap that is left, per month")]
    increase: Annotated[Euro, _("Increase, per month")]


@rule(
    "modernisation-increase",
    Area.RENT,
    title=_("Rent increase after modernisation"),
    says=_(
        "After works of § 555b Nr. 1 and 3 to 6 BGB the yearly rent rises by 8 % of the costs for the flat without "
        "maintenance and subsidies, in six years by at most 3 € per square metre and month, 2 € where the rent was "
        "below 7 €, and 0.50 € for a new heating system. Hardship (§ 559 Abs. 4 BGB) is weighed by people. What was "
        "announced before 2019 follows the old law."
    ),
    timelines=(RATE, CAP_PER_AREA, HEATING_CAP, SIMPLIFIED, SUBSIDISED),
    cases=(
        Case(
            "20,000 € of which 5,000 € were due for maintenance anyway",
            {"announced": "2026-01-15", "costs": "20000", "maintenance": "5000", "area": "70", "rent": "560.00"},
            gives={"countable": "15000.00", "by_costs": "100.00", "cap": "210.00", "increase": "100.00"},
            source="§ 559 Abs. 1, 2 und 3a BGB",
        ),
        Case(
            "a rent below 7 € per square metre",
            {"announced": "2026-01-15", "costs": "40000", "area": "70", "rent": "489.99", "earlier": "20.00"},
            gives={"by_costs": "266.66", "cap": "120.00", "increase": "120.00"},
            source="§ 559 Abs. 3a Satz 2 BGB",
        ),
        Case(
            "announced in 2018: 11 % and no cap",
            {"announced": "2018-12-31", "costs": "40000", "area": "70", "rent": "400.00"},
            gives={"by_costs": "366.66", "cap": None, "increase": "366.66"},
            source="Art. 229 § 49 Abs. 1 Satz 1 EGBGB",
        ),
        Case(
            "the simplified procedure takes off 30 %",
            {"announced": "2026-01-15", "costs": "10000", "area": "70", "rent": "560.00", "procedure": "simplified"},
            gives={"countable": "7000.00", "by_costs": "46.66"},
            source="§ 559c Abs. 1 BGB",
        ),
        Case(
            "a subsidised heating system: 0.50 € per square metre",
            {
                "announced": "2026-01-15",
                "costs": "14000",
                "subsidies": "4200",
                "area": "70",
                "rent": "560.00",
                "procedure": "subsidised-heating",
            },
            gives={"countable": "7700.00", "by_costs": "64.16", "cap": "35.00", "increase": "35.00"},
            source="§ 559e BGB",
        ),
    ),
)
def modernisation_increase(
    *,
    announced_on: Annotated[
        date,
        _("Day on which the announcement, or without one the declaration of the increase, reached the tenant"),
    ],
    costs: Annotated[Euro, _("Costs for the flat")],
    area: Annotated[Decimal, _("Living area in square metres")],
    rent: Annotated[Euro, _("Monthly rent before the increase")],
    procedure: Annotated[Procedure, _("How the increase is worked out")] = Procedure.STANDARD,
    maintenance: Annotated[Euro, _("Part of the costs that maintenance would have taken anyway")] = Decimal(0),
    subsidies: Annotated[Euro, _("Public grants and payments by others towards the costs")] = Decimal(0),
    earlier: Annotated[Euro, _("Increases after modernisation in the last six years, per month")] = Decimal(0),
    heating: Annotated[bool, _("Whether the works are a heating system (§ 555b Nr. 1 or 1a BGB)")] = False,
) -> Derived[Modernisation]:
    """Return the increase; raises NotApplicable where the procedure does not fit, NotInForce before it existed."""
    not_negative(costs=costs, area=area, rent=rent, maintenance=maintenance, subsidies=subsidies, earlier=earlier)
    derivation = Derivation()
    rate, flat = _terms(procedure, announced_on, derivation)
    if flat is not None and maintenance:
        raise NotApplicable(
            _("This procedure takes a flat part of the costs for maintenance. Leave out “maintenance”.")
        )
    countable = _countable(procedure, flat, costs, maintenance, subsidies)
    derivation.step(_("Of the costs %(sum)s count."), "§ 559 Abs. 2, § 559a Abs. 1 BGB", sum=euro(countable))
    # Cut, not rounded: the law allows this much and no more.
    by_costs = cut(Fraction(countable) * Fraction(rate) / WHOLE / MONTHS)
    derivation.step(_("%(rate)s a year are %(sum)s a month."), rate=percent(rate), sum=euro(by_costs))
    with_heating = heating or procedure is Procedure.SUBSIDISED_HEATING
    cap = _cap(announced_on, area, rent, earlier, with_heating, derivation)
    increase = by_costs if cap is None else min(by_costs, cap)
    return derivation.gives(Modernisation(countable=countable, by_costs=by_costs, cap=cap, increase=increase))


def _terms(procedure: Procedure, on: date, derivation: Derivation) -> tuple[Decimal, FlatPart | None]:
    """Return the rate, and the flat part for maintenance of a procedure that has one."""
    if procedure is Procedure.STANDARD:
        return derivation.applies(RATE, on), None
    flat = derivation.applies(SIMPLIFIED if procedure is Procedure.SIMPLIFIED else SUBSIDISED, on)
    return (derivation.applies(RATE, on) if flat.rate is None else flat.rate), flat


def _countable(
    procedure: Procedure, flat: FlatPart | None, costs: Decimal, maintenance: Decimal, subsidies: Decimal
) -> Decimal:
    if flat is None:
        return cut(max(costs - maintenance - subsidies, Decimal(0)))
    kept = (WHOLE - flat.maintenance) / WHOLE
    if procedure is Procedure.SUBSIDISED_HEATING:
        return cut(max(costs * kept - subsidies, Decimal(0)))
    claimed = max(costs - subsidies, Decimal(0))
    if flat.most_costs is not None and claimed > flat.most_costs:
        raise NotApplicable(
            _("The simplified procedure ends at %(most)s, the costs are %(costs)s. Use the standard procedure."),
            most=euro(flat.most_costs),
            costs=euro(claimed),
        )
    return cut(claimed * kept)


def _cap(
    on: date, area: Decimal, rent: Decimal, earlier: Decimal, heating: bool, derivation: Derivation
) -> Decimal | None:
    """Return what the caps leave, or None where there was none."""
    per_area = derivation.applies(CAP_PER_AREA, on)
    if per_area is None:
        return None
    low = rent < per_area.low_below * area
    each = per_area.low_rent if low else per_area.general
    left = cut(max(each * area - earlier, Decimal(0)))
    derivation.step(
        _("In six years %(each)s per square metre; %(earlier)s are used up, %(left)s are left."),
        each=euro(each),
        earlier=euro(earlier),
        left=euro(left),
    )
    for_heating = derivation.applies(HEATING_CAP, on) if heating else None
    if for_heating is None:
        return left
    derivation.step(_("For the heating system %(each)s per square metre at most."), each=euro(for_heating))
    return min(left, cut(for_heating * area))


@rule(
    "modernisation-increase-from",
    Area.RENT,
    title=_("Rent increase after modernisation: first day"),
    says=_(
        "The higher rent is owed from the beginning of the third month after the declaration in text form was "
        "received, six months later if the works were not properly announced or the increase exceeds the announced "
        "one by more than 10 %."
    ),
    timelines=(LATER,),
    cases=(
        Case("announced", {"received": "2026-11-20"}, gives="2027-02-01", source="§ 559b Abs. 2 Satz 1 BGB"),
        Case(
            "not announced",
            {"received": "2026-11-20", "properly-announced": False},
            gives="2027-08-01",
            source="§ 559b Abs. 2 Satz 2 Nr. 1 BGB",
        ),
        Case(
            "more than a tenth above the announced increase",
            {"received": "2026-11-20", "above-announced": True},
            gives="2027-08-01",
            source="§ 559b Abs. 2 Satz 2 Nr. 2 BGB",
        ),
    ),
)
def modernisation_increase_from(
    *,
    received_on: Annotated[date, _("Day on which the declaration reached the tenant")],
    properly_announced: Annotated[bool, _("Whether the works were announced as § 555c BGB asks")] = True,
    above_announced: Annotated[bool, _("Whether the increase exceeds the announced one by more than 10 %")] = False,
) -> Derived[date]:
    """Return the first day of the higher rent; raises NotInForce before September 2001."""
    derivation = Derivation()
    longer = derivation.applies(LATER, received_on)
    first = add(received_on.replace(day=1), Span(months=3))
    derivation.step(_("The third month after receipt begins on %(day)s."), "§ 559b Abs. 2 Satz 1 BGB", day=first)
    if properly_announced and not above_announced:
        return derivation.gives(first)
    first = add(first, longer)
    derivation.step(_("%(length)s later it is %(day)s."), "§ 559b Abs. 2 Satz 2 BGB", length=longer, day=first)
    return derivation.gives(first)
