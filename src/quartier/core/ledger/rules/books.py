"""Entries that balance, and in which order money settles what is owed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from quartier.values.choice import Choice
from quartier.values.sentences import mark as _

NOTHING: Final = Decimal("0.00")


class PostingKind(Choice):
    """What an entry in the journal records."""

    INVOICE = "invoice", _("Invoice")
    CREDIT_NOTE = "credit_note", _("Credit note")
    PAYMENT = "payment", _("Payment in")
    RETURN = "return", _("Returned payment")
    REFUND = "refund", _("Payment back")
    FEE = "fee", _("Fee or damages")
    INTEREST = "interest", _("Default interest")
    SET_OFF = "set_off", _("Set-off")
    WRITE_OFF = "write_off", _("Written off")
    TRANSFER = "transfer", _("Between accounts")
    OPENING = "opening", _("Balance brought forward")
    REVERSAL = "reversal", _("Reversal")


class Nature(Choice):
    """What an open item is; the law settles costs before interest and interest before the principal (§ 367 BGB)."""

    PRINCIPAL = "principal", _("Claim")
    COSTS = "costs", _("Costs")
    INTEREST = "interest", _("Interest")
    CREDIT = "credit", _("Credit to the customer")


IN_ORDER: Final = {Nature.COSTS: 0, Nature.INTEREST: 1, Nature.PRINCIPAL: 2}


def balanced(amounts: Iterable[Decimal]) -> bool:
    """Tell whether debits (above zero) and credits (below) of an entry are equal."""
    return sum(amounts, NOTHING) == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """An open item as settling sees it. `about` groups costs and interest with the claim they come from."""

    key: int
    nature: Nature
    open: Decimal
    due_on: date
    booked_on: date
    about: int


@dataclass(frozen=True, slots=True)
class Settled:
    """How much of an item a payment settles."""

    key: int
    amount: Decimal


def settle(amount: Decimal, owed: Sequence[Owed], on: date, named: Sequence[int] = ()) -> tuple[Settled, ...]:
    """Return what a payment of the customer settles, oldest debt first, costs and interest of a debt before it.

    Debts the customer `named` go first, in that order (§ 366 Abs. 1 BGB). Else due ones before others, then the older
    debt (§ 366 Abs. 2 BGB; all are equally safe and equally burdensome here); for each, costs, then interest, then
    the claim (§ 367 Abs. 1 BGB). What is left over settles nothing.
    """
    places = {key: place for place, key in enumerate(named)}
    by_debt: dict[int, list[Owed]] = {}
    for one in owed:
        by_debt.setdefault(one.about, []).append(one)
    debts = sorted(by_debt.values(), key=lambda debt: _rank(debt, on, places))
    left = amount
    settled: list[Settled] = []
    for debt in debts:
        for one in sorted(debt, key=lambda item: (IN_ORDER[item.nature], item.due_on, item.key)):
            if left <= 0:
                return tuple(settled)
            part = min(left, one.open)
            settled.append(Settled(one.key, part))
            left -= part
    return tuple(settled)


def _rank(debt: Sequence[Owed], on: date, places: dict[int, int]) -> tuple[int, bool, date, date, int]:
    first = min(debt, key=lambda one: (one.due_on, one.key))
    place = min((places[one.key] for one in debt if one.key in places), default=len(places))
    return place, first.due_on > on, first.due_on, first.booked_on, first.about
