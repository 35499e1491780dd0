"""An invoice in the terms of EN 16931-1, independent of any syntax: what is written to and read from XML."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from quartier.core.invoices.en16931.codes import CREDITS, TypeCode
from quartier.core.invoices.en16931.money import Adjustment, LineAdjustment, Payment, Tax, Totals
from quartier.core.invoices.en16931.parties import Delivery, Identifier, Party, Span, TaxRepresentative


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A text for the reader (BG-1); `subject` is a code of UNTDID 4451: REG company facts, AAI, ADU …"""

    text: str
    subject: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """An invoice before this one (BG-3): what is corrected, or a partial invoice before a final one."""

    number: str
    issued_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file that goes along (BT-125)."""

    name: str
    media_type: str
    content: bytes

    def as_text(self) -> str:
        """Return the content as base64, as XML carries it."""
        return b64encode(self.content).decode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """A document that proves something (BG-24): named, linked or enclosed."""

    reference: str
    description: str = ""
    location: str = ""
    file: File | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """The net price of `quantity` units (BG-29); `gross` is the price before `discount`, not a price with tax."""

    net: Decimal
    quantity: Decimal | None = None
    unit: str = ""
    gross: Decimal | None = None
    discount: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """A property of an item (BG-32)."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What was supplied (BG-31)."""

    name: str
    description: str = ""
    seller_id: str = ""
    buyer_id: str = ""
    standard_id: Identifier | None = None
    classifications: tuple[Identifier, ...] = ()
    origin: str = ""
    attributes: tuple[Attribute, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line (BG-25): `net` is quantity × price, less allowances, plus charges, in cents (BT-131)."""

    number: str
    item: Item
    quantity: Decimal
    unit: str
    price: Price
    net: Decimal
    category: str
    rate: Decimal | None = None
    note: str = ""
    object_id: Identifier | None = None
    order_line: str = ""
    accounting: str = ""
    period: Span | None = None
    allowances: tuple[LineAdjustment, ...] = ()
    charges: tuple[LineAdjustment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """An invoice or credit note. Amounts of a credit note (381) are above zero: they go to the customer.

    Nothing is checked here, because what others sent must be readable: `checks.check` does, and writers call it.
    """

    number: str
    issued_on: date
    type_code: str = TypeCode.INVOICE
    currency: str = "EUR"
    accounting_currency: str = ""
    tax_point: date | None = None
    tax_point_code: str = ""
    due_on: date | None = None
    buyer_reference: str = ""
    project: str = ""
    contract: str = ""
    order: str = ""
    sales_order: str = ""
    receiving_advice: str = ""
    despatch_advice: str = ""
    tender: str = ""
    object_id: Identifier | None = None
    accounting: str = ""
    terms: str = ""
    notes: tuple[Note, ...] = ()
    process: str = ""
    specification: str = ""
    preceding: tuple[Reference, ...] = ()
    seller: Party
    buyer: Party
    payee: Party | None = None
    representative: TaxRepresentative | None = None
    delivery: Delivery | None = None
    period: Span | None = None
    payment: Payment | None = None
    allowances: tuple[Adjustment, ...] = ()
    charges: tuple[Adjustment, ...] = ()
    totals: Totals
    taxes: tuple[Tax, ...]
    supports: tuple[Support, ...] = ()
    lines: tuple[Line, ...]

    @property
    def is_credit(self) -> bool:
        """Return whether the amounts go to the customer."""
        return self.type_code in CREDITS
