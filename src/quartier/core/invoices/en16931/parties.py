"""Who appears in an invoice: seller, buyer, payee, representative, and where things went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier:
    """A number in somebody's list; `scheme` says whose (ISO 6523, EAS, UNTDID 7143), where that is known."""

    value: str
    scheme: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A postal address (BG-5, BG-8, BG-12, BG-15); the country is a code of two letters."""

    line_one: str = ""
    line_two: str = ""
    line_three: str = ""
    postcode: str = ""
    city: str = ""
    subdivision: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Whom to ask (BG-6, BG-9)."""

    name: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Seller (BG-4), buyer (BG-7) or payee (BG-10).

    `identifiers` BT-29, 46, 60 · `registration` BT-30, 47, 61 · `vat_id` BT-31, 48 · `tax_number` BT-32 ·
    `legal_information` BT-33 · `electronic_address` BT-34, 49.
    """

    name: str
    trading_name: str = ""
    identifiers: tuple[Identifier, ...] = ()
    registration: Identifier | None = None
    vat_id: str = ""
    tax_number: str = ""
    legal_information: str = ""
    electronic_address: Identifier | None = None
    address: Address | None = None
    contact: Contact | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxRepresentative:
    """Who declares the tax for the seller (BG-11)."""

    name: str
    vat_id: str
    address: Address | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """To whom, where and when (BG-13, BG-15); `delivered_on` is the day of supply (BT-72)."""

    name: str = ""
    location: Identifier | None = None
    delivered_on: date | None = None
    address: Address | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A period of billing (BG-14, BG-26): the last day belongs to it, as the standard says."""

    first: date | None = None
    last: date | None = None
