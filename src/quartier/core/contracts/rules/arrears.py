"""When what a customer owes lets the provider think about ending a contract (CC-76, CC-83); pure, staff decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from quartier.core.contracts.rules.words import Ground
from quartier.law.bgb.periods import counted_end
from quartier.law.rule import Step
from quartier.values.sentences import Sentence
from quartier.values.sentences import mark as _
from quartier.values.span import Span
from quartier.values.units import euro

TWO_MONTHS: Final = Span(months=2)
MONTHS_A_YEAR: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One sum that a contract asks for: what of it is open now, and since when its debtor is in default.

    `monthly` is a month's fee at that time. `is_advance` marks a payment due before performance, `is_first` the very
    first one on the order.
    """

    due_on: date
    open: Decimal
    monthly: Decimal
    default_since: date | None = None
    is_advance: bool = False
    is_first: bool = False

    def in_arrears(self, on: date) -> bool:
        """Tell whether something is open of it on a day and its debtor in default; mere lateness is none."""
        return self.open > 0 and self.default_since is not None and self.default_since <= on


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A ground that the dues give, with the sentences that say why."""

    ground: Ground
    steps: tuple[Step, ...]


def grounds(dues: Sequence[Due], on: date) -> tuple[Found, ...]:
    """Return the grounds that the dues of one contract give on a day, none below the thresholds."""
    late = sorted((due for due in dues if due.in_arrears(on)), key=lambda due: due.due_on)
    if not late:
        return ()
    rules = (_two_months(late), _monthly_fee(late, on), _advance(late), _first(late))
    return tuple(found for found in rules if found is not None)


def _two_months(late: Sequence[Due]) -> Found | None:
    """Find two consecutive months in arrears whose open sum exceeds a month's fee.

    § 569 Abs. 3 Nr. 1 BGB measures the substantial part so for dwellings; we take the same measure for every contract.
    """
    by_month: dict[int, Decimal] = {}
    for due in late:
        key = due.due_on.year * MONTHS_A_YEAR + due.due_on.month
        by_month[key] = by_month.get(key, Decimal(0)) + due.open
    fee = max(due.monthly for due in late)
    for month, sum_ in by_month.items():
        both = sum_ + by_month.get(month + 1, Decimal(0))
        if month + 1 in by_month and both > fee > 0:
            template = _("In two consecutive months %(sum)s are open, more than a month's fee of %(fee)s.")
            return _found(Ground.TWO_MONTHS, template, "§ 543 Abs. 2 Nr. 3 Buchst. a, § 314 BGB", both, fee)
    return None


def _monthly_fee(late: Sequence[Due], on: date) -> Found | None:
    """Find arrears that have lasted for more than two months and reach a month's fee."""
    old = [due for due in late if counted_end(due.due_on, TWO_MONTHS) < on]
    sum_, fee = sum((due.open for due in late), Decimal(0)), max(due.monthly for due in late)
    if not old or fee <= 0 or sum_ < fee:
        return None
    template = _("For more than two months something is open, %(sum)s by now; a month's fee is %(fee)s.")
    return _found(Ground.MONTHLY_FEE, template, "§ 543 Abs. 2 Nr. 3 Buchst. b, § 314 BGB", sum_, fee)


def _advance(late: Sequence[Due]) -> Found | None:
    missed = next((due for due in late if due.is_advance), None)
    if missed is None:
        return None
    step = Step(Sentence(_("The advance payment of %(day)s was missed."), {"day": missed.due_on}), "§ 321, § 323 BGB")
    return Found(ground=Ground.ADVANCE, steps=(step,))


def _first(late: Sequence[Due]) -> Found | None:
    missed = next((due for due in late if due.is_first), None)
    if missed is None:
        return None
    template = _("The very first payment on the order, due on %(day)s, is in default.")
    return Found(
        ground=Ground.FIRST_PAYMENT, steps=(Step(Sentence(template, {"day": missed.due_on}), "§ 323, § 314 BGB"),)
    )


def _found(ground: Ground, template: str, source: str, sum_: Decimal, fee: Decimal) -> Found:
    return Found(ground=ground, steps=(Step(Sentence(template, {"sum": euro(sum_), "fee": euro(fee)}), source),))
