"""The sums of an invoice from its lines: VAT once per category and rate, everything in cents (BR-CO-10 to BR-CO-18)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from quartier.core.invoices.en16931.codes import REASON_CODES, Category
from quartier.core.invoices.en16931.invoice import Invoice, Line, Price
from quartier.core.invoices.en16931.money import NOTHING, Adjustment, LineAdjustment, Tax, Totals
from quartier.values.money import half_up

Key = tuple[str, Decimal | None]
HUNDRED: Final = 100
# Prices may have more places than cents; nobody reads more than four.
FINEST: Final = Decimal("0.0001")


def balanced(
    *,
    lines: Sequence[Line],
    allowances: Sequence[Adjustment] = (),
    charges: Sequence[Adjustment] = (),
    reasons: Mapping[str, str] | None = None,
    taxes: Sequence[Tax] | None = None,
    paid: Decimal | None = None,
    rounding: Decimal | None = None,
    **rest: Any,
) -> Invoice:
    """Return an invoice whose sums are computed from its lines; `rest` are the other entries of `Invoice`.

    `reasons` says by category why nothing is due. `taxes` may be given where prices include VAT (law's
    `invoice_totals`): the tax is then what the gross price holds, at most a cent away from net × rate.
    """
    taken = tuple(taxes) if taxes is not None else taxes_of(lines, allowances, charges, reasons or {})
    totals = totals_of(lines, allowances, charges, taken, paid=paid, rounding=rounding)
    return Invoice(
        lines=tuple(lines), allowances=tuple(allowances), charges=tuple(charges), taxes=taken, totals=totals, **rest
    )


def taxes_of(
    lines: Iterable[Line],
    allowances: Iterable[Adjustment] = (),
    charges: Iterable[Adjustment] = (),
    reasons: Mapping[str, str] | None = None,
) -> tuple[Tax, ...]:
    """Return the tax for each category and rate in the order of the lines, rounded half up on the sum (BR-CO-17)."""
    known = reasons or {}
    return tuple(
        Tax(
            category=category, rate=rate, base=base, amount=tax_on(base, rate), reason=known.get(category, ""),
            reason_code=REASON_CODES.get(Category(category), "") if known.get(category) else "",
        )
        for (category, rate), base in bases_of(lines, allowances, charges).items()
    )  # fmt: skip


def bases_of(
    lines: Iterable[Line], allowances: Iterable[Adjustment], charges: Iterable[Adjustment]
) -> dict[Key, Decimal]:
    """Return what is taxed by category and rate: lines, less allowances, plus charges."""
    found: dict[Key, Decimal] = {}
    for line in lines:
        found[line.category, line.rate] = found.get((line.category, line.rate), NOTHING) + line.net
    for part in charges:
        found[part.category, part.rate] = found.get((part.category, part.rate), NOTHING) + part.amount
    for part in allowances:
        found[part.category, part.rate] = found.get((part.category, part.rate), NOTHING) - part.amount
    return found


def tax_on(base: Decimal, rate: Decimal | None) -> Decimal:
    """Return the tax on a base in cents, halves away from zero."""
    return half_up(base * (rate or 0) / HUNDRED)


def totals_of(
    lines: Iterable[Line],
    allowances: Iterable[Adjustment],
    charges: Iterable[Adjustment],
    taxes: Iterable[Tax],
    *,
    paid: Decimal | None = None,
    rounding: Decimal | None = None,
) -> Totals:
    """Return the sums: net is lines less allowances plus charges, gross is net and tax, due is what was not paid."""
    of_lines, less, more = _sum(one.net for one in lines), amounts(allowances), amounts(charges)
    net = of_lines - (less or NOTHING) + (more or NOTHING)
    tax = _sum(one.amount for one in taxes)
    gross = net + tax
    return Totals(
        lines=of_lines, allowances=less, charges=more, net=net, tax=tax, gross=gross, paid=paid, rounding=rounding,
        due=gross - (paid or NOTHING) + (rounding or NOTHING),
    )  # fmt: skip


def amounts(parts: Iterable[LineAdjustment]) -> Decimal | None:
    """Return what the parts add up to, None for no part."""
    found = [one.amount for one in parts]
    return _sum(found) if found else None


def _sum(values: Iterable[Decimal]) -> Decimal:
    return sum(values, NOTHING)


def priced(net: Decimal, quantity: Decimal) -> tuple[Decimal, Price]:
    """Return quantity and price that make exactly this net amount; the price is never below zero (BR-27).

    Where the net amount does not divide, as with prices that include VAT, the price is that of the whole quantity:
    16.79 for 2 pieces. A reduction (net below zero) is a quantity below zero.
    """
    counted = abs(quantity) if net >= 0 else -abs(quantity)
    each = net / counted
    if each == half_up(each, FINEST):
        return counted, Price(net=half_up(each, FINEST))
    return counted, Price(net=abs(net), quantity=abs(quantity))
