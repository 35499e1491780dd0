"""§ 288 BGB: default interest day by day, split at every half-year."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Final

from quartier.law.bgb.base_rate import BASE_RATES, known_through
from quartier.law.bgb.default_rate import (
    CONTINUING,
    POINTS_ABOVE,
    POINTS_WITHOUT_CONSUMER,
    Consideration,
    Creditor,
    Debtor,
    Parties,
    Party,
    Performed,
    arose,
    points_above,
)
from quartier.law.bgb.lump_sum import LUMP_SUM, default_lump_sum
from quartier.law.errors import NotApplicable, in_order, not_negative
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.law.sources import NOTES, ROWS
from quartier.values.choice import Choice
from quartier.values.money import CENT, half_up
from quartier.values.period import Period
from quartier.values.sentences import mark as _
from quartier.values.timeline import Timeline
from quartier.values.units import Euro, Percent, euro, percent, points

HUNDRED: Final = 100
YEAR: Final = 365
LEAP_YEAR: Final = 366
SHOWN: Final = Decimal("0.0001")


class DayCount(Choice):
    """How days become parts of a year; § 288 BGB does not say it, so it is named with every claim."""

    ACT_ACT = "actual/actual", _("actual days, a leap year has 366")
    ACT_365 = "actual/365", _("actual days, every year has 365")

    def days_of(self, year: int) -> int:
        """Return by how many days the interest of a year is divided."""
        return LEAP_YEAR if self is DayCount.ACT_ACT and isleap(year) else YEAR


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Days in a row with one rate, one year and one principal. `interest` is shown to four places, never added up."""

    first_on: Annotated[date, _("First day")]
    last_on: Annotated[date, _("Last day")]
    days: Annotated[int, _("Days")]
    principal: Annotated[Euro, _("Principal")]
    base_rate: Annotated[Percent, _("Base rate")]
    rate: Annotated[Percent, _("Rate")]
    interest: Annotated[Euro, _("Interest, not rounded to cents")]


@dataclass(frozen=True, slots=True, kw_only=True)
class DefaultInterest:
    """What a debt in default has grown to, and how."""

    interest: Annotated[Euro, _("Default interest")]
    lump_sum: Annotated[Euro, _("Lump sum")]
    total: Annotated[Euro, _("Claim, interest and lump sum")]
    parts: Annotated[tuple[Part, ...], _("Parts")]


def in_cents(**amounts: Decimal) -> None:
    """Raise Negative or NotApplicable for the first amount that is below zero or holds fractions of a cent."""
    not_negative(**amounts)
    for name, amount in amounts.items():
        if amount % CENT:
            raise NotApplicable(
                _("“%(name)s” is %(amount)s; a debt is owed in whole cents."),
                name=name.replace("_", " "),
                amount=amount,
            )


def accrued(
    derivation: Derivation,
    principal: Decimal,
    period: Period,
    above: Decimal,
    rates: Timeline[Decimal],
    method: DayCount,
) -> Iterator[tuple[Part, Fraction]]:
    """Yield the parts of a period with the exact interest of each; raises as `known_through` and `Timeline.at` do.

    A base rate holds for a half-year, so no part reaches into another year.
    """
    for days, version in rates.over(period):
        yield _part(derivation, principal, days, derivation.rests_on(rates, version), above, method)


def _part(
    derivation: Derivation, principal: Decimal, days: Period, base: Decimal, above: Decimal, method: DayCount
) -> tuple[Part, Fraction]:
    year = method.days_of(days.starts_on.year)
    interest = Fraction(principal) * Fraction(base + above) / HUNDRED * days.days / year
    shown = half_up(interest, SHOWN)
    derivation.step(
        _(
            "%(first)s to %(last)s: %(base)s + %(above)s = %(rate)s a year; "
            "%(principal)s × %(rate)s × %(days)s/%(year)s = %(interest)s."
        ),
        "§ 247, § 288 BGB",
        first=days.starts_on,
        last=days.last_on,
        base=percent(base),
        above=points(above),
        rate=percent(base + above),
        principal=euro(principal),
        days=days.days,
        year=year,
        interest=euro(shown),
    )
    part = Part(
        first_on=days.starts_on,
        last_on=days.last_on,
        days=days.days,
        principal=principal,
        base_rate=base,
        rate=base + above,
        interest=shown,
    )
    return part, interest


@rule(
    "default-interest",
    Area.DEFAULT,
    title=_("Default interest"),
    says=_(
        "Interest runs from the first day of default to the day of payment, both included. It is split where the base "
        "rate changes and rounded once. Interest bears no interest."
    ),
    timelines=(POINTS_ABOVE, POINTS_WITHOUT_CONSUMER, CONTINUING, BASE_RATES, LUMP_SUM),
    cases=(
        Case(
            "V1: a consumer over the change of July 2026 (WR-077)",
            {"amount": "1083.70", "from": "2026-06-04", "to": "2026-08-31", "debtor": "consumer"},
            {
                "interest": "17.03",
                "lump_sum": "0.00",
                "total": "1100.73",
                "parts": [{"days": 27, "rate": "6.27"}, {"days": 62, "rate": "6.52"}],
            },
            NOTES,
        ),
        Case(
            "V2: a business over the change of July 2026 (WR-078, WR-079)",
            {"amount": "5950", "from": "2026-01-01", "to": "2026-07-15", "debtor": "business"},
            {
                "interest": "328.74",
                "lump_sum": "40.00",
                "total": "6318.74",
                "parts": [{"days": 181, "rate": "10.27"}, {"days": 15, "rate": "10.52"}],
            },
            NOTES,
        ),
        Case(
            "V3: a leap year by actual/365",
            {
                "amount": "1000",
                "from": "2024-06-15",
                "to": "2024-07-15",
                "debtor": "consumer",
                "method": "actual/365",
            },
            {"interest": "7.22"},
            NOTES,
        ),
        Case(
            "V3: a leap year by actual/actual",
            {"amount": "1000", "from": "2024-06-15", "to": "2024-07-15", "debtor": "consumer"},
            {"interest": "7.20"},
            NOTES,
        ),
        Case(
            "32 days at 10.52 %, as published calculators have it",
            {"amount": "1000", "from": "2026-07-01", "to": "2026-08-01", "debtor": "business"},
            {"interest": "9.22"},
            NOTES,
        ),
        Case(
            "eight points over six half-years and two years' ends, a published calculator",
            {"amount": "1500", "from": "2009-09-15", "to": "2012-02-17", "debtor": "business"},
            {
                "interest": "297.50",
                "lump_sum": "0.00",
                "total": "1797.50",
                "parts": [
                    {"days": 108, "rate": "8.12", "interest": "36.0395"},
                    {"days": 181, "rate": "8.12", "interest": "60.3995"},
                    {"days": 184, "rate": "8.12", "interest": "61.4005"},
                    {"days": 181, "rate": "8.12", "interest": "60.3995"},
                    {"days": 184, "rate": "8.37", "interest": "63.2910"},
                    {"days": 48, "rate": "8.12", "interest": "15.9738"},
                ],
            },
            "digineo/verzugszinsen, README",
        ),
        Case(
            "due on 1 March, interest agreed from the thirtieth day, paid on 20 April (QX-34)",
            {"amount": "1000", "from": "2025-03-31", "to": "2025-04-20", "debtor": "business"},
            {"parts": [{"days": 21, "rate": "11.27"}]},
            f"{ROWS} QX-34",
        ),
    ),
)
def default_interest(
    *,
    amount: Annotated[Euro, _("Claim in default, without interest and costs")],
    from_on: Annotated[date, _("First day of default")],
    to_on: Annotated[date, _("Last day: the day of payment, or today")],
    debtor: Debtor,
    arose_on: Annotated[date | None, _("Day on which the obligation arose; left out: the first day of default")] = None,
    method: Annotated[DayCount, _("Day count")] = DayCount.ACT_ACT,
    creditor: Creditor = Party.BUSINESS,
    consideration: Consideration = True,
    performed_on: Performed = None,
    rates: Timeline[Decimal] = BASE_RATES,
) -> Derived[DefaultInterest]:
    """Return interest in cents, the lump sum beside it, and the parts.

    Raises Negative, NotApplicable for fractions of a cent, WrongOrder, NotInForce before 2002, and NotYetKnown with the
    half-year whose base rate is missing.
    """
    in_cents(amount=amount)
    in_order(from_on, to_on)
    known_through(rates, from_on, to_on)
    since = arose(arose_on, from_on)
    derivation = Derivation()
    above = points_above(derivation, Parties(debtor, creditor, consideration), since, performed_on)
    counted(derivation, method)
    parts = list(accrued(derivation, amount, Period.through(from_on, to_on), above, rates, method))
    interest = rounded(derivation, sum((exact for _part, exact in parts), Fraction(0)))
    flat = default_lump_sum(debtor=debtor, arose_on=since, consideration=consideration, performed_on=performed_on)
    lump_sum = derivation.takes(flat).lump_sum
    return derivation.gives(
        DefaultInterest(
            interest=interest,
            lump_sum=lump_sum,
            total=amount + interest + lump_sum,
            parts=tuple(part for part, _exact in parts),
        )
    )


def counted(derivation: Derivation, method: DayCount) -> None:
    """Add to a derivation how the days are counted."""
    derivation.step(
        _("The first day of default and the day of payment both count. The law names no day count; here: %(method)s."),
        "§ 288 Abs. 1 Satz 1 BGB",
        method=method,
    )


def rounded(derivation: Derivation, exact: Fraction) -> Decimal:
    """Return interest in cents and add to the derivation that it was rounded once."""
    interest = half_up(exact)
    derivation.step(_("Together, rounded once: %(interest)s."), "§ 288 Abs. 1 BGB", interest=euro(interest))
    return interest
