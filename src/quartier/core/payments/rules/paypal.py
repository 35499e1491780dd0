"""What PayPal's words mean here: orders, captures, refunds, and who may have signed a message (orders v2)."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from urllib.parse import urlsplit

CURRENCY: Final = "EUR"
# Where customers agree, and whence certificates come; nobody is led or asked anywhere else.
PAGES: Final = frozenset({"www.paypal.com", "www.sandbox.paypal.com"})
CERTIFICATES: Final = frozenset({
    "api.paypal.com", "api.sandbox.paypal.com", "api-m.paypal.com", "api-m.sandbox.paypal.com",
})  # fmt: skip
APPROVE: Final = ("payer-action", "approve")
DENIED: Final = ("DECLINED", "DENIED", "FAILED")


@dataclass(frozen=True, slots=True)
class Capture:
    """Money that PayPal has taken, or tried to: `amount` is None where it is no amount in euro."""

    id: str
    status: str
    amount: Decimal | None
    fee: Decimal
    reason: str


def order_for(*, amount: Decimal, reference: str, ours: str, name: str, back: str, away: str) -> dict[str, Any]:
    """Return what is asked of PayPal: one order of one unit, to be captured (`order_request`)."""
    context = {
        "brand_name": name[:127], "locale": "de-DE", "shipping_preference": "NO_SHIPPING", "user_action": "PAY_NOW",
        "return_url": back, "cancel_url": away,
    }  # fmt: skip
    unit = {
        "reference_id": ours, "custom_id": ours, "invoice_id": ours, "description": reference[:100],
        "amount": {"currency_code": CURRENCY, "value": f"{amount:.2f}"},
    }  # fmt: skip
    return {
        "intent": "CAPTURE", "purchase_units": [unit], "payment_source": {"paypal": {"experience_context": context}},
    }  # fmt: skip


def approve_url(told: Mapping[str, Any]) -> str:
    """Return where the customer agrees, "" where PayPal named no such page of its own."""
    links = {one.get("rel"): str(one.get("href", "")) for one in told.get("links", []) if isinstance(one, dict)}
    found = next((links[rel] for rel in APPROVE if links.get(rel)), "")
    return found if is_at(found, PAGES) else ""


def is_at(address: str, hosts: frozenset[str]) -> bool:
    """Tell whether an address is on one of some hosts, by https and nothing besides."""
    parts = urlsplit(address)
    return parts.scheme == "https" and parts.netloc in hosts


def captures_of(told: Mapping[str, Any]) -> list[Capture]:
    """Return the captures of an order as PayPal tells it."""
    found: list[Capture] = []
    for unit in told.get("purchase_units", []):
        found += [capture(one) for one in unit.get("payments", {}).get("captures", [])]
    return found


def capture(told: Mapping[str, Any]) -> Capture:
    """Return one capture as PayPal tells it."""
    fee = told.get("seller_receivable_breakdown", {}).get("paypal_fee", {})
    reason = told.get("status_details", {}).get("reason", "")
    return Capture(
        str(told.get("id", "")), str(told.get("status", "")), euro(told.get("amount", {})),
        euro(fee) or Decimal("0.00"), str(reason)[:120],
    )  # fmt: skip


def euro(told: Mapping[str, Any]) -> Decimal | None:
    """Return an amount in euro, None where it is none."""
    try:
        amount = Decimal(str(told.get("value", "")))
    except InvalidOperation:
        return None
    return amount.quantize(Decimal("0.01")) if told.get("currency_code") == CURRENCY and amount.is_finite() else None


def issues(told: Mapping[str, Any]) -> Sequence[str]:
    """Return why PayPal refused."""
    return [str(one.get("issue", "")) for one in told.get("details", []) if isinstance(one, dict)]


def signed_text(transmission_id: str, time: str, webhook_id: str, body: bytes) -> bytes:
    """Return what PayPal signs of a message: its id and time, our webhook and the checksum of the body."""
    return f"{transmission_id}|{time}|{webhook_id}|{zlib.crc32(body) & 0xFFFFFFFF}".encode()
