"""Messages from PayPal: believed when signed, heard once, and looked up at PayPal before money is booked."""

from __future__ import annotations

import base64
import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from quartier.core.payments.models import PayPalAccount, PayPalNotice, PayPalOrder
from quartier.core.payments.rules import paypal as says
from quartier.core.payments.services import returning
from quartier.core.payments.services.paypal import paying
from quartier.core.payments.services.paypal.client import MOST, PATIENCE_S, PayPal
from quartier.core.payments.services.refusals import AlreadyReturned, PayPalSilent
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.values.actor import SYSTEM

PARTS: Final = ("auth-algo", "cert-url", "transmission-id", "transmission-sig", "transmission-time")
CAPTURED: Final = "PAYMENT.CAPTURE."
APPROVED: Final = "CHECKOUT.ORDER.APPROVED"
REVERSED: Final = "PAYMENT.CAPTURE.REVERSED"
REFUNDED: Final = "PAYMENT.CAPTURE.REFUNDED"
ALGORITHM: Final = "SHA256withRSA"


class NotSigned(Refused):
    """Only what PayPal has signed is heard."""

    message = _("This message could not be verified.")
    status = 400


@dataclass(frozen=True, slots=True)
class Heard:
    """What a message led to; `again` says that it was known."""

    kind: str
    effect: str
    again: bool = False


def hear(*, at: datetime, headers: Mapping[str, str], body: bytes) -> Heard:
    """Take a message in, once. Raises NotSigned, and PayPalSilent where PayPal does not answer: it sends it again."""
    try:
        event = json.loads(body)
        event_id, kind, resource = str(event["id"]), str(event["event_type"]), dict(event["resource"])
    except (ValueError, KeyError, TypeError) as error:
        raise NotSigned from error
    row = _order_of(resource)
    line = _verified(row, headers, body, event)
    if PayPalNotice.objects.filter(event_id=event_id[:60]).exists():
        return Heard(kind, "", again=True)
    effect = _effect(at, line, row, kind, resource) if row is not None else ""
    about = str(resource.get("id", ""))[:36]
    with transaction.atomic():
        PayPalNotice.objects.get_or_create(
            event_id=event_id[:60],
            defaults={"kind": kind[:60], "about": about, "effect": effect, "received_at": at},
        )
    return Heard(kind, effect)


def _order_of(resource: Mapping[str, Any]) -> PayPalOrder | None:
    """Return the try to pay that a message is about: by order, by capture, or by the order a capture names."""
    ids = resource.get("supplementary_data", {}).get("related_ids", {})
    keys = [str(one)[:36] for one in (resource.get("id"), ids.get("order_id"), ids.get("capture_id")) if one]
    links = [one for one in resource.get("links", []) if isinstance(one, dict) and one.get("rel") == "up"]
    keys += [str(one.get("href", "")).rstrip("/").rpartition("/")[2][:36] for one in links]
    rows = PayPalOrder.everything.filter(order_id__in=keys) | PayPalOrder.everything.filter(capture_id__in=keys)
    return rows.first()


def _verified(row: PayPalOrder | None, headers: Mapping[str, str], body: bytes, event: dict[str, Any]) -> PayPal:
    """Return the line by whose webhook the message came. Raises NotSigned, PayPalSilent."""
    given = {part: headers.get(f"PayPal-{part}", "") for part in PARTS}
    accounts = PayPalAccount.objects.filter(is_on=True).exclude(webhook_id="")
    accounts = accounts.filter(entity_id=row.entity_id) if row is not None else accounts
    if not all(given.values()) or not says.is_at(given["cert-url"], says.CERTIFICATES):
        raise NotSigned
    for account in accounts:
        line = PayPal.of(account.entity_id)
        if _says_so(line, given, event, body):
            return line
    raise NotSigned


def _says_so(line: PayPal, given: Mapping[str, str], event: dict[str, Any], body: bytes) -> bool:
    """Ask PayPal whether it signed; where it cannot tell, look at the certificate ourselves."""
    asked = {part.replace("-", "_"): text for part, text in given.items()}
    try:
        status, told = line.ask(
            "POST", "/v1/notifications/verify-webhook-signature",
            {**asked, "webhook_id": line.webhook_id, "webhook_event": event},
        )  # fmt: skip
    except PayPalSilent:
        return fits(certificate_at(given["cert-url"]), given, line.webhook_id, body)
    return status in paying.GOOD and told.get("verification_status") == "SUCCESS"


def fits(certificate: bytes, given: Mapping[str, str], webhook_id: str, body: bytes) -> bool:
    """Tell whether a certificate's key made the signature over the checksum of a body."""
    text = says.signed_text(given["transmission-id"], given["transmission-time"], webhook_id, body)
    try:
        key = x509.load_pem_x509_certificate(certificate).public_key()
        signature = base64.b64decode(given["transmission-sig"], validate=True)
        if not isinstance(key, RSAPublicKey) or given["auth-algo"] != ALGORITHM:
            return False
        key.verify(signature, text, padding.PKCS1v15(), SHA256())
    except (ValueError, InvalidSignature):
        return False
    return True


def certificate_at(address: str) -> bytes:
    """Fetch a certificate from PayPal, by https from its own hosts alone. Raises PayPalSilent, NotSigned."""
    if not says.is_at(address, says.CERTIFICATES):
        raise NotSigned
    parts = urlsplit(address)
    line = http.client.HTTPSConnection(parts.netloc, timeout=PATIENCE_S)
    try:
        line.request("GET", parts.path)
        answer = line.getresponse()
        return answer.read(MOST)
    except (OSError, http.client.HTTPException) as error:
        raise PayPalSilent from error
    finally:
        line.close()


def _effect(at: datetime, line: PayPal, row: PayPalOrder, kind: str, resource: Mapping[str, Any]) -> str:
    """Let a message have its effect; what money is about is asked of PayPal, never read from the message."""
    if kind == APPROVED:
        return str(paying.capture(actor=SYSTEM, at=at, token=row.token).state)
    if kind == REVERSED:
        return _went_back(at, row)
    if kind.startswith(CAPTURED) and kind != REFUNDED:
        status, told = line.ask("GET", f"/v2/payments/captures/{resource.get('id', '')}")
        if status not in paying.GOOD:
            raise PayPalSilent
        found = [says.capture(told)]
        return str(paying.told_of(actor=SYSTEM, at=at, order_pk=row.pk, found=found).state)
    return ""


def _went_back(at: datetime, row: PayPalOrder) -> str:
    if row.payment_id is None:
        return ""
    try:
        returning.take_back(actor=SYSTEM, at=at, payment_id=row.payment_id, on=day_of(at), reason="PayPal: Rückbuchung")
    except AlreadyReturned:
        return ""
    return "returned"
