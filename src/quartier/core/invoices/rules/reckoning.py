"""What an invoice comes to: the rate of each line by its day, and tax on the sum of each rate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Final

from quartier.core.invoices.en16931 import Category, tax_on
from quartier.core.invoices.rules.bills import Bill, BillLine
from quartier.core.invoices.rules.words import Remark
from quartier.law.ustg.rates import Rate, vat_rate
from quartier.law.ustg.rounding import spread
from quartier.law.ustg.supply import Basis, vat_for_supply
from quartier.values.money import half_up

NOTHING: Final = Decimal("0.00")
HUNDRED: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoned:
    """One line with its rate and sums; `vat` is its share of the tax on all lines of the rate."""

    line: BillLine
    net: Decimal
    rate: Decimal
    category: str
    vat: Decimal
    supply_from: date
    supply_to: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """A reckoned bill: lines, sums, and what staff are told about its rates."""

    lines: Sequence[Reckoned]
    net: Decimal
    vat: Decimal
    gross: Decimal
    remarks: tuple[Remark, ...]

    @property
    def by_rate(self) -> dict[Decimal, tuple[Decimal, Decimal]]:
        """Return net and VAT by rate, for the accounts of revenue and tax."""
        found: dict[Decimal, tuple[Decimal, Decimal]] = {}
        for one in self.lines:
            net, vat = found.get(one.rate, (NOTHING, NOTHING))
            found[one.rate] = (net + one.net, vat + one.vat)
        return found


def reckon(bill: Bill, basis: Basis = Basis.SUPPLY, *, small_business: bool = False) -> Sums:
    """Return what a bill comes to; `basis` is the day whose rate the provider's terms name (CC-05)."""
    remarks: set[Remark] = set()
    rated = [_rated(one, bill.issued_on, basis, remarks, small_business=small_business) for one in bill.lines]
    shares = [NOTHING] * len(rated)
    for key in dict.fromkeys((category, rate) for _net, rate, category in rated):
        places = [place for place, (_net, rate, category) in enumerate(rated) if (category, rate) == key]
        base = sum((rated[place][0] for place in places), NOTHING)
        exact = [Fraction(rated[place][0]) * Fraction(key[1]) / HUNDRED for place in places]
        for place, share in zip(places, spread(tax_on(base, key[1]), exact), strict=True):
            shares[place] = share
    lines = tuple(
        Reckoned(
            line=one, net=net, rate=rate, category=category, vat=vat,
            supply_from=one.supply_from or one.supply_to or bill.issued_on, supply_to=one.supply_to or bill.issued_on,
        )
        for one, (net, rate, category), vat in zip(bill.lines, rated, shares, strict=True)
    )  # fmt: skip
    net = sum((one.net for one in lines), NOTHING)
    vat = sum(shares, NOTHING)
    return Sums(lines=lines, net=net, vat=vat, gross=net + vat, remarks=tuple(sorted(remarks)))


def _rated(
    line: BillLine, issued_on: date, basis: Basis, remarks: set[Remark], *, small_business: bool
) -> tuple[Decimal, Decimal, str]:
    """Return net, rate and category of a line, and note what staff should know about the rate."""
    net = half_up(line.unit_net * line.quantity)
    if small_business or line.vat_category == Category.EXEMPT:
        return net, NOTHING, Category.EXEMPT
    if line.vat_category and line.vat_category not in (Category.STANDARD, Category.ZERO):
        return net, NOTHING, line.vat_category
    if line.vat_rate is not None:
        return net, line.vat_rate, Category.STANDARD if line.vat_rate else Category.ZERO
    rate, exempt, differ, conflict = rate_of(line.supply_to or issued_on, issued_on, line.rate, basis)
    remarks |= {Remark.RATES_DIFFER} if differ else set()
    remarks |= {Remark.AGAINST_LAW} if conflict else set()
    if exempt:
        return net, NOTHING, Category.EXEMPT
    return net, rate, Category.STANDARD if rate else Category.ZERO


@lru_cache(maxsize=1024)
def rate_of(supplied_on: date, invoiced_on: date, rate: Rate, basis: Basis) -> tuple[Decimal, bool, bool, bool]:
    """Return the rate the terms charge, whether it is exempt, whether both days differ, whether the law says other."""
    found = vat_for_supply(supplied_on=supplied_on, invoiced_on=invoiced_on, rate=rate, basis=basis).value
    exempt = vat_rate(on=supplied_on, rate=rate).value.exempt
    return Decimal(found.by_terms).quantize(Decimal("0.01")), exempt, found.rates_differ, found.conflict
