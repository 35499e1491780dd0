"""What lines come to: net, VAT of the day and gross, by the law's rule for sums."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from quartier.law.ustg.amounts import RateTotal, invoice_totals
from quartier.law.ustg.rates import Rate, vat_rate
from quartier.values.money import CENT, half_up

HUNDRED: Final = 100
NOTHING: Final = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Sums:
    """Net, VAT and gross of several lines; `line_vat` adds up to the VAT."""

    net: Decimal = NOTHING
    vat: Decimal = NOTHING
    gross: Decimal = NOTHING
    rates: tuple[RateTotal, ...] = ()
    line_vat: tuple[Decimal, ...] = ()


def sums(lines: Sequence[tuple[Decimal, str]], on: date) -> Sums:
    """Return what lines of a net amount and a kind of rate come to on a day."""
    if not lines:
        return Sums()
    rates = tuple(Rate(kind) for _net, kind in lines)
    found = invoice_totals(amount=tuple(net for net, _kind in lines), on=(on,), rate=rates).value
    return Sums(found.net, found.vat, found.gross, found.rates, found.line_vat)


def percent_on(kind: str, on: date) -> Decimal:
    """Return the rate of VAT in percent on a day."""
    return Decimal(vat_rate(on=on, rate=Rate(kind)).value.percent)


def net_of(gross: Decimal, kind: str, on: date) -> Decimal | None:
    """Return the net price that gives this gross price to the cent; None where there is none."""
    net = half_up(gross * HUNDRED / (HUNDRED + percent_on(kind, on)))
    return next((one for one in (net, net - CENT, net + CENT) if sums([(one, kind)], on).gross == gross), None)
