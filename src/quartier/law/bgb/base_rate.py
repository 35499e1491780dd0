"""§ 247 BGB: the base rate of every half-year since 2002, and how the next one is entered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Final

from quartier.law.errors import Incomplete, NotApplicable, NotYetKnown
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.law.sources import NOTES
from quartier.values.period import ONE_DAY
from quartier.values.sentences import mark as _
from quartier.values.timeline import Timeline, Version
from quartier.values.units import Percent, percent

FIRST: Final = date(2002, 1, 1)
JANUARY, JULY = 1, 7

# One rate for each half-year, two a line: from 1 January and from 1 July.
PUBLISHED: Final = """
2002   2.57  2.47
2003   1.97  1.22
2004   1.14  1.13
2005   1.21  1.17
2006   1.37  1.95
2007   2.70  3.19
2008   3.32  3.19
2009   1.62  0.12
2010   0.12  0.12
2011   0.12  0.37
2012   0.12  0.12
2013  -0.13 -0.38
2014  -0.63 -0.73
2015  -0.83 -0.83
2016  -0.83 -0.88
2017  -0.88 -0.88
2018  -0.88 -0.88
2019  -0.88 -0.88
2020  -0.88 -0.88
2021  -0.88 -0.88
2022  -0.88 -0.88
2023   1.62  3.12
2024   3.62  3.37
2025   2.27  1.27
2026   1.27  1.52
"""
UNCERTAIN: Final = {
    date(2026, 7, 1): _(
        "Compare 1.52 % with the announcement in the Bundesanzeiger; here it is known from other tables alone."
    )
}


def next_half_year(day: date) -> date:
    """Return the first day of the half-year after the one a day lies in."""
    return date(day.year, JULY, 1) if day.month < JULY else date(day.year + 1, JANUARY, 1)


def published() -> Iterator[Version[Decimal]]:
    """Yield the rate of every half-year that was announced, in order."""
    for line in PUBLISHED.split("\n")[1:-1]:
        year, *rates = line.split()
        for month, rate in zip((JANUARY, JULY), rates, strict=True):
            starts_on = date(int(year), month, 1)
            yield _version(starts_on, Decimal(rate), UNCERTAIN.get(starts_on, ""))


def _version(starts_on: date, rate: Decimal, note: str = "", source: str = "") -> Version[Decimal]:
    announced = f"§ 247 BGB; Bekanntmachung der Deutschen Bundesbank zum {starts_on:%d.%m.%Y}, BAnz"
    return Version(valid_from=starts_on, value=rate, source=source or announced, verified=not note, note=note)


BASE_RATES: Final[Timeline[Decimal]] = Timeline(
    _("Base rate"),
    tuple(published()),
    known_until=date(2027, 1, 1),
    advice=_("Enter the rate that the Bundesbank announces in the Bundesanzeiger."),
)


def extended_base_rates(
    more: Mapping[date, Decimal], *, source: str, rates: Timeline[Decimal] = BASE_RATES
) -> Timeline[Decimal]:
    """Return the base rates with further half-years, as staff enter them when the Bundesbank announces them.

    Each day is the first of a half-year and follows the one before; raises Incomplete when there is nothing to enter,
    NotApplicable for another day or one whose rate is known, NotYetKnown when a half-year between is missing.
    """
    if not more:
        raise Incomplete(_("No base rate was given."))
    expected = rates.known_until or next_half_year(rates.versions[-1].valid_from)
    for starts_on in sorted(more):
        if starts_on.day != 1 or starts_on.month not in {JANUARY, JULY}:
            raise NotApplicable(_("The base rate changes on 1 January and 1 July, not on %(day)s."), day=starts_on)
        if starts_on < expected:
            raise NotApplicable(_("The base rate from %(day)s is known already and does not change."), day=starts_on)
        if starts_on > expected:
            raise _missing(expected)
        expected = next_half_year(starts_on)
    versions = [_version(day, rate, source=source) for day, rate in sorted(more.items())]
    return rates.extended(*versions, known_until=expected)


def known_through(rates: Timeline[Decimal], first: date, last: date) -> None:
    """Raise NotYetKnown, naming the half-year, when some day from the first to the last has no base rate yet."""
    if rates.known_until is not None and last >= rates.known_until:
        day = max(first, rates.known_until)
        raise _missing(date(day.year, JULY if day.month >= JULY else JANUARY, 1))


def _missing(starts_on: date) -> NotYetKnown:
    return NotYetKnown(
        _(
            "The base rate for the half-year from %(first)s to %(last)s is not known. Enter the rate that the "
            "Bundesbank announces in the Bundesanzeiger."
        ),
        first=starts_on,
        last=next_half_year(starts_on) - ONE_DAY,
    )


@rule(
    "base-rate",
    Area.DEFAULT,
    title=_("The base rate"),
    says=_("The base rate changes on 1 January and 1 July. A half-year whose rate nobody has entered has no rate."),
    timelines=(BASE_RATES,),
    cases=(
        Case("first half of 2024", {"on": "2024-06-30"}, gives="3.62", source=NOTES),
        Case("second half of 2024", {"on": "2024-07-01"}, gives="3.37", source=NOTES),
        Case("the first half-year of the present § 247 BGB", {"on": "2002-01-01"}, gives="2.57", source="§ 247 BGB"),
        Case("a rate below zero", {"on": "2016-07-01"}, gives="-0.88", source=NOTES),
        Case("second half of 2026", {"on": "2026-07-01"}, gives="1.52", source=NOTES),
    ),
)
def base_rate(
    *, on: Annotated[date, _("Day whose base rate is asked for")], rates: Timeline[Decimal] = BASE_RATES
) -> Derived[Percent]:
    """Return the base rate of a day in percent; raises NotInForce before 2002, NotYetKnown when it is not entered."""
    derivation = Derivation()
    known_through(rates, on, on)
    rate = derivation.applies(rates, on)
    derivation.step(_("The base rate is %(rate)s."), "§ 247 Abs. 1 BGB", rate=percent(rate))
    return derivation.gives(rate)
