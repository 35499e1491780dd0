"""§ 12, § 28 UStG: the rates of value added tax by the day of supply, and which supplies fall under which rate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Final

from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.law.sources import NOTES
from quartier.values.choice import Choice
from quartier.values.sentences import mark as _
from quartier.values.timeline import Timeline, Version
from quartier.values.units import Percent, percent

RAISED_1998: Final = "§ 12 Abs. 1 UStG i. d. F. des Gesetzes vom 19.12.1997, BGBl. I S. 3121"
RAISED_2007: Final = "§ 12 Abs. 1 UStG i. d. F. des Haushaltsbegleitgesetzes 2006, BGBl. I S. 1402"
CORONA: Final = "§ 12 Abs. 2 Nr. 15 UStG i. d. F. des Corona-Steuerhilfegesetzes, BGBl. 2020 I S. 1385"


class Rate(Choice):
    """What a supply is for VAT: one of the rates, exempt, or a supply whose rate the legislature has moved."""

    STANDARD = "standard", _("standard rate (§ 12 Abs. 1 UStG)")
    REDUCED = "reduced", _("reduced rate (§ 12 Abs. 2 UStG)")
    ZERO = "zero", _("zero rate (§ 12 Abs. 3 UStG)")
    EXEMPT = "exempt", _("exempt (§ 4 Nr. 8 to 29 UStG), such as the letting of flats")
    GAS = "gas", _("gas through the grid")
    HEAT = "heat", _("heat through a heating grid")
    MEALS = "meals", _("meals on the premises, without drinks")
    LODGING = "lodging", _("short-term lodging, such as a guest flat")
    PHOTOVOLTAICS = "photovoltaics", _("photovoltaic systems on or near dwellings")


STANDARD: Timeline[Decimal] = Timeline(
    _("Standard rate of VAT"),
    (
        Version(valid_from=date(1998, 4, 1), value=Decimal(16), source=RAISED_1998),
        Version(valid_from=date(2007, 1, 1), value=Decimal(19), source=RAISED_2007),
        Version(valid_from=date(2020, 7, 1), value=Decimal(16), source="§ 28 Abs. 1 UStG"),
        Version(valid_from=date(2021, 1, 1), value=Decimal(19), source="§ 12 Abs. 1, § 28 Abs. 1 UStG"),
    ),
)
REDUCED: Timeline[Decimal] = Timeline(
    _("Reduced rate of VAT"),
    (
        Version(valid_from=date(1998, 4, 1), value=Decimal(7), source="§ 12 Abs. 2 UStG"),
        Version(valid_from=date(2020, 7, 1), value=Decimal(5), source="§ 28 Abs. 2 UStG"),
        Version(valid_from=date(2021, 1, 1), value=Decimal(7), source="§ 12 Abs. 2, § 28 Abs. 2 UStG"),
    ),
)
ZERO: Timeline[Decimal] = Timeline(
    _("Zero rate of VAT"),
    (
        Version(
            valid_from=date(2023, 1, 1),
            value=Decimal(0),
            source="§ 12 Abs. 3 UStG; Art. 16 des Jahressteuergesetzes 2022, BGBl. I S. 2294",
        ),
    ),
)
EXEMPT: Timeline[Decimal] = Timeline(
    _("Exempt supplies"),
    (Version(valid_from=date(1998, 4, 1), value=Decimal(0), source="§ 4 Nr. 8 bis 29 UStG"),),
)
FIGURES: Final = {Rate.STANDARD: STANDARD, Rate.REDUCED: REDUCED, Rate.ZERO: ZERO, Rate.EXEMPT: EXEMPT}

MOVED: dict[Rate, Timeline[Rate]] = {
    Rate.GAS: Timeline(
        _("Rate for gas through the grid"),
        (
            Version(valid_from=date(1998, 4, 1), value=Rate.STANDARD, source="§ 12 Abs. 1 UStG"),
            Version(valid_from=date(2022, 10, 1), value=Rate.REDUCED, source="§ 28 Abs. 5 UStG"),
            Version(valid_from=date(2024, 4, 1), value=Rate.STANDARD, source="§ 12 Abs. 1, § 28 Abs. 5 UStG"),
        ),
    ),
    Rate.HEAT: Timeline(
        _("Rate for heat through a grid"),
        (
            Version(valid_from=date(1998, 4, 1), value=Rate.STANDARD, source="§ 12 Abs. 1 UStG"),
            Version(valid_from=date(2022, 10, 1), value=Rate.REDUCED, source="§ 28 Abs. 6 UStG"),
            Version(valid_from=date(2024, 4, 1), value=Rate.STANDARD, source="§ 12 Abs. 1, § 28 Abs. 6 UStG"),
        ),
    ),
    Rate.MEALS: Timeline(
        _("Rate for meals on the premises"),
        (
            Version(valid_from=date(2007, 1, 1), value=Rate.STANDARD, source="§ 12 Abs. 1 UStG"),
            Version(valid_from=date(2020, 7, 1), value=Rate.REDUCED, source=CORONA),
            Version(valid_from=date(2024, 1, 1), value=Rate.STANDARD, source="§ 12 Abs. 1 UStG"),
            Version(
                valid_from=date(2026, 1, 1),
                value=Rate.REDUCED,
                source="§ 12 Abs. 2 Nr. 15 UStG; Steueränderungsgesetz 2025, BGBl. 2025 I Nr. 363",
            ),
        ),
    ),
    Rate.LODGING: Timeline(
        _("Rate for short-term lodging"),
        (
            Version(valid_from=date(2007, 1, 1), value=Rate.STANDARD, source="§ 12 Abs. 1 UStG"),
            Version(
                valid_from=date(2010, 1, 1),
                value=Rate.REDUCED,
                source="§ 12 Abs. 2 Nr. 11 UStG; Wachstumsbeschleunigungsgesetz, BGBl. 2009 I S. 3950",
            ),
        ),
    ),
    Rate.PHOTOVOLTAICS: Timeline(
        _("Rate for photovoltaic systems"),
        (
            Version(valid_from=date(2007, 1, 1), value=Rate.STANDARD, source="§ 12 Abs. 1 UStG"),
            Version(valid_from=date(2023, 1, 1), value=Rate.ZERO, source="§ 12 Abs. 3 Nr. 1 und 4 UStG"),
        ),
    ),
}
RATE_TIMELINES: Final[tuple[Timeline[Any], ...]] = (*FIGURES.values(), *MOVED.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Vat:
    """The rate of a supply. An exempt supply has none: it is charged 0 % and gives no right to deduct input tax."""

    percent: Annotated[Percent, _("Rate of VAT")]
    exempt: Annotated[bool, _("Exempt from VAT")]


@rule(
    "vat-rate",
    Area.TAX,
    title=_("Rate of VAT"),
    says=_(
        "The rate that holds on the day of supply. Gas, heat, meals, lodging and photovoltaic systems have changed "
        "between the rates and are named on their own."
    ),
    timelines=RATE_TIMELINES,
    cases=(
        Case("today", {"on": "2026-11-22", "rate": "standard"}, {"percent": "19"}, NOTES),
        Case("the day before 19 %", {"on": "2006-12-31", "rate": "standard"}, {"percent": "16"}, RAISED_2007),
        Case("the first day of 19 %", {"on": "2007-01-01", "rate": "standard"}, {"percent": "19"}, RAISED_2007),
        Case("the second half of 2020", {"on": "2020-07-01", "rate": "standard"}, {"percent": "16"}, "§ 28 UStG"),
        Case("reduced in 2020", {"on": "2020-12-31", "rate": "reduced"}, {"percent": "5"}, "§ 28 Abs. 2 UStG"),
        Case("meals in 2020", {"on": "2020-12-31", "rate": "meals"}, {"percent": "5"}, "§ 28 Abs. 2 UStG"),
        Case("gas until 31 March 2024", {"on": "2024-03-31", "rate": "gas"}, {"percent": "7"}, "§ 28 Abs. 5 UStG"),
        Case("gas from 1 April 2024", {"on": "2024-04-01", "rate": "gas"}, {"percent": "19"}, "§ 28 Abs. 5 UStG"),
        Case("meals in 2026", {"on": "2026-01-01", "rate": "meals"}, {"percent": "7"}, "§ 12 Abs. 2 Nr. 15 UStG"),
        Case(
            "solar panels on a roof",
            {"on": "2023-01-01", "rate": "photovoltaics"},
            {"percent": "0", "exempt": False},
            "§ 12 Abs. 3 UStG",
        ),
        Case(
            "rent of a flat",
            {"on": "2026-01-01", "rate": "exempt"},
            {"percent": "0", "exempt": True},
            "§ 4 Nr. 12 Satz 1 Buchst. a UStG",
        ),
    ),
)
def vat_rate(
    *,
    on: Annotated[date, _("Day of supply")],
    rate: Annotated[Rate, _("Which rate, or which supply")] = Rate.STANDARD,
) -> Derived[Vat]:
    """Return the rate on a day; raises NotInForce before 1 April 1998 and before a rate existed."""
    derivation = Derivation()
    kind = rate
    if moved := MOVED.get(rate):
        kind = derivation.applies(moved, on)
        derivation.step(_("On %(day)s this falls under the %(kind)s: %(supply)s."), day=on, kind=kind, supply=rate)
    figure = derivation.applies(FIGURES[kind], on)
    if kind is Rate.EXEMPT:
        derivation.step(
            _("No tax arises, none may be shown, and the input tax on it cannot be deducted."),
            "§ 4, § 14c, § 15 Abs. 2 Satz 1 Nr. 1 UStG",
        )
    else:
        derivation.step(_("The rate on %(day)s is %(rate)s."), day=on, rate=percent(figure))
    return derivation.gives(Vat(percent=figure, exempt=kind is Rate.EXEMPT))
