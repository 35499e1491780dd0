"""Rates of an instalment plan: in equal parts, and whether what came in covers those that had to be paid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from quartier.law.bgb.default_rate import Party
from quartier.law.bgb.instalments import Lapse, instalment_plan_lapse
from quartier.law.bgb.periods import counted_end
from quartier.law.rule import Derived
from quartier.values.land import Land
from quartier.values.money import split
from quartier.values.span import Span


@dataclass(frozen=True, slots=True)
class Share:
    """One rate: its day and amount."""

    due_on: date
    amount: Decimal


def rates_of(total: Decimal, count: int, first_on: date) -> list[Share]:
    """Return equal monthly rates that add up to the total, odd cents first."""
    parts = split(total, [1] * count)
    days = [first_on if not place else counted_end(first_on, Span(months=place)) for place in range(count)]
    return [Share(day, part) for day, part in zip(days, parts, strict=True)]


def is_covered(shares: Sequence[Share], number: int, paid: Decimal) -> bool:
    """Tell whether what was paid covers all rates through a number, from one."""
    return paid >= sum((one.amount for one in shares[:number]), Decimal(0))


def lapse_of(due_on: date, debtor: Party, land: Land, late: Span | None) -> Derived[Lapse]:
    """Return until when a late rate saves the plan; without an agreed time a week is watched, and nothing lapses."""
    return instalment_plan_lapse(due_on=due_on, debtor=debtor, land=land, late=late or Span(weeks=1))
