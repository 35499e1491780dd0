"""What is paid, how, and what adds up: payment, reductions, taxes and sums of an invoice."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from quartier.values.money import CENT

NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditTransfer:
    """An account to pay to (BG-17)."""

    account: str
    name: str = ""
    bic: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A card that was used (BG-18): the last digits only."""

    number: str
    holder: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectDebit:
    """What is collected by mandate (BG-19)."""

    mandate: str = ""
    creditor: str = ""
    account: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """How is paid (BG-16): one means; `remittance` is the reference to state (BT-83)."""

    means: str
    text: str = ""
    remittance: str = ""
    transfers: tuple[CreditTransfer, ...] = ()
    card: Card | None = None
    debit: DirectDebit | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LineAdjustment:
    """A reduction or addition within a line (BG-27, BG-28); never below zero."""

    amount: Decimal
    base: Decimal | None = None
    percent: Decimal | None = None
    reason: str = ""
    reason_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment(LineAdjustment):
    """A reduction or addition for the whole invoice (BG-20, BG-21), with its tax."""

    category: str
    rate: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tax:
    """The sum for one category and rate (BG-23); `reason` says why nothing is due (BT-120)."""

    category: str
    rate: Decimal | None
    base: Decimal
    amount: Decimal
    reason: str = ""
    reason_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """The sums (BG-22): `net` BT-109, `tax` BT-110, `gross` BT-112, `paid` before BT-113, `due` BT-115."""

    lines: Decimal
    allowances: Decimal | None = None
    charges: Decimal | None = None
    net: Decimal
    tax: Decimal | None = None
    tax_in_accounting_currency: Decimal | None = None
    gross: Decimal
    paid: Decimal | None = None
    rounding: Decimal | None = None
    due: Decimal


def is_whole(amount: Decimal) -> bool:
    """Return whether an amount is a whole number of cents."""
    return amount == amount.quantize(CENT)
