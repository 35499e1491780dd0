"""The chart of accounts a company starts with, and what each account is for."""

from __future__ import annotations

from decimal import Decimal
from typing import Final, NamedTuple

from quartier.values.choice import Choice
from quartier.values.sentences import mark as _


class AccountRole(Choice):
    """What an account is for. Programs find accounts by it; numbers and names are the bookkeeper's."""

    RECEIVABLE = "receivable", _("Claims on customers")
    BANK = "bank", _("Bank")
    CASH = "cash", _("Cash desk")
    PAYPAL = "paypal", _("PayPal balance")
    CARD = "card", _("Card payments on their way")
    TRANSIT = "transit", _("Money on its way between accounts")
    UNCLEAR = "unclear", _("Money in that nobody is credited with yet")
    ADVANCES = "advances", _("Advance payments received")
    THIRD_PARTY = "third_party", _("Money for third parties")
    VAT = "vat", _("VAT owed")
    REVENUE = "revenue", _("Revenue")
    FEES = "fees", _("Fees and damages for default")
    INTEREST = "interest", _("Default interest")
    BANK_COSTS = "bank_costs", _("Costs of banks")
    LOSS = "loss", _("Claims written off")
    OPENING = "opening", _("Balances brought forward")


class AccountType(Choice):
    """The kind of account: what stands on which side of the balance sheet or in the result."""

    ASSET = "asset", _("Asset")
    LIABILITY = "liability", _("Liabilities")
    INCOME = "income", _("Income")
    EXPENSE = "expense", _("Expense")
    NEUTRAL = "neutral", _("Neutral")


class Plan(NamedTuple):
    """An account as the chart foresees it."""

    number: str
    name: str
    type: AccountType


# Numbers and names of the common chart SKR 04. A company with another chart renumbers them before it books.
CHART: Final[dict[AccountRole, Plan]] = {
    AccountRole.RECEIVABLE: Plan("1200", "Forderungen aus Lieferungen und Leistungen", AccountType.ASSET),
    AccountRole.BANK: Plan("1800", "Bank", AccountType.ASSET),
    AccountRole.CASH: Plan("1600", "Kasse", AccountType.ASSET),
    AccountRole.PAYPAL: Plan("1820", "PayPal", AccountType.ASSET),
    AccountRole.CARD: Plan("1465", "Kartenzahlungen", AccountType.ASSET),
    AccountRole.TRANSIT: Plan("1460", "Geldtransit", AccountType.ASSET),
    AccountRole.UNCLEAR: Plan("3720", "Ungeklärte Zahlungseingänge", AccountType.LIABILITY),
    AccountRole.ADVANCES: Plan("3250", "Erhaltene Anzahlungen", AccountType.LIABILITY),
    AccountRole.THIRD_PARTY: Plan("1370", "Durchlaufende Posten", AccountType.ASSET),
    AccountRole.VAT: Plan("3800", "Umsatzsteuer", AccountType.LIABILITY),
    AccountRole.REVENUE: Plan("4000", "Umsatzerlöse", AccountType.INCOME),
    AccountRole.FEES: Plan("4830", "Mahngebühren und Verzugsschaden", AccountType.INCOME),
    AccountRole.INTEREST: Plan("7110", "Verzugszinsen", AccountType.INCOME),
    AccountRole.BANK_COSTS: Plan("6855", "Nebenkosten des Geldverkehrs", AccountType.EXPENSE),
    AccountRole.LOSS: Plan("6930", "Forderungsverluste", AccountType.EXPENSE),
    AccountRole.OPENING: Plan("9000", "Saldenvorträge", AccountType.NEUTRAL),
}

# One account a VAT rate: revenue and tax of each rate are declared apart (§ 22 Abs. 2 UStG).
BY_RATE: Final[dict[tuple[AccountRole, Decimal], Plan]] = {
    (AccountRole.VAT, Decimal(19)): Plan("3806", "Umsatzsteuer 19 %", AccountType.LIABILITY),
    (AccountRole.VAT, Decimal(16)): Plan("3805", "Umsatzsteuer 16 %", AccountType.LIABILITY),
    (AccountRole.VAT, Decimal(7)): Plan("3801", "Umsatzsteuer 7 %", AccountType.LIABILITY),
    (AccountRole.VAT, Decimal(5)): Plan("3802", "Umsatzsteuer 5 %", AccountType.LIABILITY),
    (AccountRole.REVENUE, Decimal(19)): Plan("4400", "Erlöse 19 % USt", AccountType.INCOME),
    (AccountRole.REVENUE, Decimal(16)): Plan("4340", "Erlöse 16 % USt", AccountType.INCOME),
    (AccountRole.REVENUE, Decimal(7)): Plan("4300", "Erlöse 7 % USt", AccountType.INCOME),
    (AccountRole.REVENUE, Decimal(5)): Plan("4310", "Erlöse 5 % USt", AccountType.INCOME),
    (AccountRole.REVENUE, Decimal(0)): Plan("4100", "Erlöse ohne Umsatzsteuer", AccountType.INCOME),
}


def planned(role: AccountRole, rate: Decimal | None) -> Plan:
    """Return the account the chart foresees for a role and, where it has one account a rate, for a VAT rate."""
    if rate is None:
        return CHART[role]
    plain = CHART[role]
    return BY_RATE.get((role, rate.normalize() + 0)) or Plan(plain.number, f"{plain.name} {rate:f} %", plain.type)
