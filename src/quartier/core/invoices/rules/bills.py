"""What is to be billed, before it has a number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from quartier.core.invoices.rules.words import InvoiceKind
from quartier.law.ustg.rates import Rate

ONE = Decimal(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class BillLine:
    """One line to bill. The rate follows the day of supply (`supply_to`) and `rate`, unless `vat_rate` names it.

    `unit_net` is without VAT. Discounts are below
    zero. `unit` is a code of UN/ECE Recommendation 20 (`en16931.Unit`).
    `vat_category` is needed where no tax is due for another reason than `rate` says: AE, K, G, O.
    """

    title: str
    unit_net: Decimal
    quantity: Decimal = ONE
    unit: str = "C62"
    rate: Rate = Rate.STANDARD
    vat_rate: Decimal | None = None
    vat_category: str = ""
    source: str = ""
    supply_from: date | None = None
    supply_to: date | None = None
    note: str = ""
    credits_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """What is billed to whom. `key` names it once and for all: billed again under it, the first invoice is returned.

    Without `due_on` the provider's policy says when it is due. `prepaid` is what credits on the customer's account
    pay at once. Lines without days of supply get the day of the invoice. `notes` are sentences for the paper.
    """

    entity_id: int
    party_id: int
    key: str
    lines: Sequence[BillLine]
    issued_on: date
    kind: InvoiceKind = InvoiceKind.INVOICE
    title: str = ""
    contract_id: int | None = None
    order_id: int | None = None
    corrects_id: int | None = None
    due_on: date | None = None
    payment_method: str = ""
    prepaid: Decimal = Decimal("0.00")
    notes: Sequence[str] = ()
    because: str = ""
