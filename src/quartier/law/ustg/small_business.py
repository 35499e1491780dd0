"""§ 19 UStG: who is a small business and charges no VAT."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

from quartier.law.errors import Incomplete, not_negative
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.values.sentences import mark as _
from quartier.values.timeline import Timeline, Version
from quartier.values.units import Euro, euro


@dataclass(frozen=True, slots=True, kw_only=True)
class Ceilings:
    """How much turnover a small business may have had last year and may have this year.

    `expected`: this year's is what was to be expected on 1 January; otherwise it is what has been reached.
    """

    last_year: Annotated[Euro, _("Turnover of the year before")]
    this_year: Annotated[Euro, _("Turnover of the current year")]
    expected: Annotated[bool, _("As expected at the beginning of the year")]


CEILINGS: Timeline[Ceilings] = Timeline(
    _("Turnover of small businesses"),
    (
        Version(
            valid_from=date(2003, 1, 1),
            value=Ceilings(last_year=Decimal(17_500), this_year=Decimal(50_000), expected=True),
            source="§ 19 Abs. 1 UStG i. d. F. des Kleinunternehmerförderungsgesetzes, BGBl. 2003 I S. 1550",
        ),
        Version(
            valid_from=date(2020, 1, 1),
            value=Ceilings(last_year=Decimal(22_000), this_year=Decimal(50_000), expected=True),
            source="§ 19 Abs. 1 UStG i. d. F. des Dritten Bürokratieentlastungsgesetzes, BGBl. 2019 I S. 1746",
        ),
        Version(
            valid_from=date(2025, 1, 1),
            value=Ceilings(last_year=Decimal(25_000), this_year=Decimal(100_000), expected=False),
            source="§ 19 Abs. 1 Satz 1 UStG",
        ),
    ),
)
FIRST_YEAR: Timeline[str] = Timeline(
    _("First year of a small business"),
    (
        Version(
            valid_from=date(2003, 1, 1),
            value="ceiling of the year before",
            source="§ 19 Abs. 1 UStG; Abschn. 19.1 UStAE",
            verified=False,
            note=_(
                "That the ceiling for the year before holds for the first year follows the tax administration; the "
                "statute does not say so. Check its present position."
            ),
        ),
    ),
)
WAIVER: Timeline[int] = Timeline(
    _("Years for which a waiver binds"),
    (
        Version(valid_from=date(2003, 1, 1), value=5, source="§ 19 Abs. 2 UStG a. F."),
        Version(valid_from=date(2025, 1, 1), value=5, source="§ 19 Abs. 3 UStG"),
    ),
)


@rule(
    "small-business",
    Area.TAX,
    title=_("Small businesses"),
    says=_(
        "Whether a supply is made by a small business and therefore bears no VAT. Since 2025 the supply with which the "
        "year's turnover passes the ceiling is the first that is taxed."
    ),
    timelines=(CEILINGS, FIRST_YEAR, WAIVER),
    cases=(
        Case(
            "25,000 and 100,000 euro", {"on": "2026-06-01", "previous": "25000", "current": "100000"}, True, "§ 19 UStG"
        ),
        Case(
            "a cent too much this year",
            {"on": "2026-06-01", "previous": "0", "current": "100000.01"},
            False,
            "§ 19 UStG",
        ),
        Case(
            "a cent too much last year",
            {"on": "2026-06-01", "previous": "25000.01", "current": "0"},
            False,
            "§ 19 UStG",
        ),
        Case(
            "22,001 euro the year before 2024",
            {"on": "2024-12-31", "previous": "22001", "current": "30000"},
            False,
            "§ 19 Abs. 1 UStG a. F.",
        ),
        Case(
            "the first year with 25,001 euro",
            {"on": "2026-06-01", "first-year": True, "current": "25001"},
            False,
            "Abschn. 19.1 UStAE",
        ),
    ),
)
def small_business(
    *,
    on: Annotated[date, _("Day of supply")],
    current: Annotated[
        Euro, _("Turnover of the year with this supply; before 2025 what was expected on 1 January, with VAT")
    ],
    previous: Annotated[Euro | None, _("Turnover of the year before")] = None,
    first_year: Annotated[bool, _("Whether the business began this year")] = False,
    waived: Annotated[bool, _("Whether the supplier has chosen to charge VAT")] = False,
) -> Derived[bool]:
    """Return whether the supply is exempt; raises Incomplete without last year's turnover, Negative below zero."""
    derivation = Derivation()
    ceilings = derivation.applies(CEILINGS, on)
    not_negative(current_turnover=current, previous_turnover=previous or Decimal(0))
    if waived:
        years = derivation.applies(WAIVER, on)
        derivation.step(_("The supplier charges VAT by choice; that binds for %(years)s calendar years."), years=years)
        return derivation.gives(False)
    if first_year:
        derivation.applies(FIRST_YEAR, on)
        small = _within(_("Turnover of the first year"), current, ceilings.last_year, derivation)
        return derivation.gives(small)
    if previous is None:
        raise Incomplete(_("Give the turnover of the year before, or say that the business began this year."))
    before = _within(_("Turnover of the year before"), previous, ceilings.last_year, derivation)
    now = _within(_("Turnover of the current year"), current, ceilings.this_year, derivation)
    if before and not now and not ceilings.expected:
        derivation.step(
            _("The supply that passes the ceiling is taxed already; what was supplied before stays exempt."),
            "§ 19 Abs. 1 Satz 1 UStG",
        )
    return derivation.gives(before and now)


def _within(what: str, turnover: Decimal, ceiling: Decimal, derivation: Derivation) -> bool:
    template = (
        _("%(what)s: %(turnover)s, no more than %(ceiling)s.")
        if turnover <= ceiling
        else _("%(what)s: %(turnover)s, more than %(ceiling)s.")
    )
    derivation.step(template, what=what, turnover=euro(turnover), ceiling=euro(ceiling))
    return turnover <= ceiling
