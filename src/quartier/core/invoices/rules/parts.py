"""Parts of a price and of time: a share on order and the rest later; what was paid for time that is not used."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from quartier.core.providers.policies.billing import Due
from quartier.law.ustg.rounding import ON_ORDER, one_third
from quartier.values.money import half_up, split

CENT: Final = Decimal("0.01")
THIRD: Final = ON_ORDER.versions[-1].value


def shares(parts: Sequence[Due], price: Decimal) -> tuple[Decimal, Decimal]:
    """Return what is billed on order and what later; the difference of rounding goes to the second (CC-68)."""
    if len(parts) < 2:  # noqa: PLR2004
        return Decimal("0.00"), price
    share = parts[0].share
    if share == THIRD and price >= 0:
        found = one_third(price=price).value
        return found.on_order, found.rest
    first = half_up(Fraction(price) * share)
    return first, price - first


def unused(net: Decimal, first: date, last: date, stop_on: date) -> Decimal:
    """Return what of a price for a time is for the days from a stop on; both days belong to the time (QX-50)."""
    days = (last - first).days + 1
    left = min(max((last - stop_on).days + 1, 0), days)
    return half_up(Fraction(net) * left / days)


def nets_for(gross: Decimal, lines: Sequence[tuple[Decimal, Decimal]]) -> list[Decimal]:
    """Return nets whose sum with VAT comes to a gross sum, at most those of the lines: net and rate in percent each.

    Where no cents do exactly, it is a cent more: what is paid back was credited before.
    """
    room = [net for net, _rate in lines]
    whole = _with_vat(room, lines)
    if gross >= whole:
        return room
    nets = [*split(half_up(Fraction(sum(room, Decimal(0))) * Fraction(gross) / Fraction(whole)), room)]
    while (_with_vat(nets, lines)) < gross:
        place = next(place for place, net in enumerate(nets) if net < room[place])
        nets[place] += CENT
    return nets


def _with_vat(nets: Sequence[Decimal], lines: Sequence[tuple[Decimal, Decimal]]) -> Decimal:
    sums: dict[Decimal, Decimal] = {}
    for net, (_room, rate) in zip(nets, lines, strict=True):
        sums[rate] = sums.get(rate, Decimal(0)) + net
    return sum((net + half_up(Fraction(net) * Fraction(rate) / 100) for rate, net in sums.items()), Decimal(0))
