"""Paying by PayPal end to end, against a server built from PayPal's published interface description."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from django.db import connection, connections

from quartier.core.ledger import queries as books
from quartier.core.ledger import services as ledger
from quartier.core.ledger.tests.books import KEEPER, claim, company, customer, noon, rows
from quartier.core.payments import services
from quartier.core.payments.rules import paypal as says
from quartier.core.payments.services import paypal, refusals
from quartier.core.payments.services.paypal import client, hearing
from quartier.core.payments.tests import paypal_server
from quartier.core.payments.tests.paypal_server import CLIENT, Server
from quartier.kit.schemas import enter_schema
from quartier.values.actor import SYSTEM

DAY = date(2026, 6, 10)
AT = noon(DAY)
HEADERS = {
    "PayPal-auth-algo": "SHA256withRSA", "PayPal-cert-url": "https://api.sandbox.paypal.com/v1/notifications/certs/C1",
    "PayPal-transmission-id": "b2d6-1", "PayPal-transmission-sig": "c2ln",
    "PayPal-transmission-time": "2026-06-10T10:00:00Z",
}  # fmt: skip


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A PayPal on this machine; what it was asked and what it said fits the description."""
    with paypal_server.running() as state:
        monkeypatch.setitem(client.BASES, False, state.base)
        yield state
    assert state.broken == []


def scene(amount: str = "119.00") -> tuple[Any, Any, Any]:
    """A company with PayPal, a customer, and what they owe."""
    entity, party = company("planmass"), customer()
    paypal.set_account(
        actor=KEEPER, at=AT, entity_id=entity.pk, client_id=CLIENT[0], secret=CLIENT[1], webhook_id="8PT", is_live=False
    )
    return entity, party, claim(entity, party, amount, on=DAY)


def begin(party: Any, owed: Any, at: datetime = AT) -> Any:
    """Begin to pay."""
    return paypal.begin(
        actor=KEEPER, at=at, party_id=party.pk, item_ids=[owed.pk], root="https://alpha.example", name="Alpha eG"
    )


def captured(begun: Any) -> Any:
    """The button on the page PayPal leads back to."""
    return paypal.capture(actor=KEEPER, at=AT, token=begun.token)


def message(kind: str, resource: dict[str, Any], key: str = "WH-1") -> bytes:
    """A message as PayPal sends it."""
    return json.dumps({
        "id": key, "event_type": kind, "resource": resource, "create_time": "2026-06-10T10:00:00Z",
        "resource_type": "capture",
    }).encode()  # fmt: skip


def completed(server: Server) -> bytes:
    """The message about the last capture."""
    return message("PAYMENT.CAPTURE.COMPLETED", list(server.captures.values())[-1])


@pytest.mark.req("WR-073")
def test_what_is_owed_is_paid_by_paypal_and_booked_with_its_fee(alpha: Any, server: Server) -> None:
    entity, party, owed = scene()
    begun = begin(party, owed)
    assert urlsplit(begun.approve_url).netloc == "www.sandbox.paypal.com"
    unit = server.orders[begun.order_id]["purchase_units"][0]
    assert (unit["amount"], unit["description"]) == ({"currency_code": "EUR", "value": "119.00"}, "R 1")
    server.agree(begun.order_id)
    done = captured(begun)
    owed.refresh_from_db()
    assert (done.state, owed.open, done.payment.kind) == ("paid", 0, "paypal")
    account = rows("ledger.Account").get(entity=entity, role="paypal")
    assert sum(line.amount for line in account.lines.all()) == Decimal("118.26")
    assert captured(begun).payment_id == done.payment_id
    assert books.faults() == {}


def test_lost_answers_lead_to_the_same_order_and_the_same_capture(alpha: Any, server: Server) -> None:
    _entity, party, owed = scene()
    server.lose = 1
    with pytest.raises(refusals.PayPalSilent):
        begin(party, owed)
    begun = begin(party, owed, AT + timedelta(minutes=1))
    assert len(server.orders) == rows("payments.PayPalOrder").count() == 1
    server.agree(begun.order_id)
    server.lose = 1
    with pytest.raises(refusals.PayPalSilent):
        captured(begun)
    assert captured(begun).state == "paid"
    assert len(server.captures) == rows("payments.Payment").count() == 1


def test_whoever_closes_the_window_is_charged_by_the_message_and_whoever_leaves_is_not(
    alpha: Any, server: Server
) -> None:
    _entity, party, owed = scene()
    begun = begin(party, owed)
    early = captured(begun)
    assert (early.state, early.reason) == ("created", "ORDER_NOT_APPROVED")
    server.agree(begun.order_id)
    heard = paypal.hear(at=AT, headers=HEADERS, body=message(hearing.APPROVED, {"id": begun.order_id}))
    assert heard.effect == "paid"
    other = claim(rows("providers.LegalEntity").get(), party, "10.00", on=DAY, key="2")
    left = begin(party, other)
    paypal.catch_up(at=AT + timedelta(hours=2))
    left.refresh_from_db()
    assert left.state == "created"
    paypal.catch_up(at=AT + timedelta(hours=4))
    left.refresh_from_db()
    other.refresh_from_db()
    assert (left.state, other.open) == ("left", Decimal("10.00"))
    assert begin(party, other, AT + timedelta(hours=4)).pk != left.pk


def test_a_pending_capture_is_paid_when_paypal_says_so_and_a_denied_one_never(alpha: Any, server: Server) -> None:
    entity, party, owed = scene()
    server.capture_status = "PENDING"
    begun = begin(party, owed)
    server.agree(begun.order_id)
    pending = captured(begun)
    assert (pending.state, pending.reason) == ("pending", "PENDING_REVIEW")
    # A message that claims more than PayPal itself says changes nothing.
    forged = {**server.captures[pending.capture_id], "status": "COMPLETED"}
    paypal.hear(at=AT, headers=HEADERS, body=message("PAYMENT.CAPTURE.COMPLETED", forged, "WH-0"))
    assert not rows("payments.Payment").exists()
    server.settle(pending.capture_id, "COMPLETED")
    paypal.hear(at=AT, headers=HEADERS, body=completed(server))
    assert paypal.hear(at=AT, headers=HEADERS, body=completed(server)).again
    assert rows("payments.Payment").count() == 1
    other = claim(entity, party, "10.00", on=DAY, key="2")
    second = begin(party, other)
    server.agree(second.order_id)
    denied = captured(second)
    server.settle(denied.capture_id, "DECLINED")
    paypal.hear(at=AT, headers=HEADERS, body=message("PAYMENT.CAPTURE.DENIED", {"id": denied.capture_id}, "WH-2"))
    denied.refresh_from_db()
    assert (denied.state, rows("payments.Payment").count()) == ("denied", 1)


def test_another_amount_than_asked_for_is_nobodys_money_until_a_person_has_looked(alpha: Any, server: Server) -> None:
    _entity, party, owed = scene()
    server.capture_value = "1.00"
    begun = begin(party, owed)
    server.agree(begun.order_id)
    done = captured(begun)
    assert (done.state, done.reason, rows("payments.Payment").count()) == ("pending", "AMOUNT_DIFFERS", 0)


def test_money_goes_back_the_way_it_came_once_or_to_an_account_where_paypal_refuses(alpha: Any, server: Server) -> None:
    entity, party, owed = scene()
    begun = begin(party, owed)
    server.agree(begun.order_id)
    paid = captured(begun).payment
    given = {"actor": KEEPER, "at": AT, "entity_id": entity.pk, "party_id": party.pk, "because": "Widerruf"}
    _open_again(paid)
    row = services.owe_back(**given, amount=Decimal("19.00"), subject="x:1", payment_id=paid.pk)
    assert (row.way, row.state) == ("paypal", "ready")
    services.approve(actor=KEEPER, at=AT, refund_id=row.pk)
    server.lose = 1
    assert paypal.pay_back_all(at=AT) == 0
    assert paypal.pay_back_all(at=AT) == 1
    assert [one["amount"]["value"] for one in server.refunds.values()] == ["19.00"]
    server.refund_status = "FAILED"
    other = services.owe_back(**given, amount=Decimal("5.00"), subject="x:2", payment_id=paid.pk)
    services.approve(actor=KEEPER, at=AT, refund_id=other.pk)
    paypal.pay_back_all(at=AT)
    other.refresh_from_db()
    assert (other.state, other.way) == ("waiting_for_account", "transfer")
    assert books.faults() == {}


def _open_again(paid: Any) -> None:
    """The claim is open again, so that the payment stands as a credit."""
    standing = ledger.standing_allocations([paid.item_id])
    ledger.undo(actor=KEEPER, at=AT, on=DAY, allocation_ids=[one.pk for one in standing], because="Test")


def test_a_chargeback_opens_the_claim_again(alpha: Any, server: Server) -> None:
    _entity, party, owed = scene()
    begun = begin(party, owed)
    server.agree(begun.order_id)
    done = captured(begun)
    body = message(hearing.REVERSED, {"id": "9X", "links": [
        {"rel": "up", "href": f"https://api.sandbox.paypal.com/v2/payments/captures/{done.capture_id}"}]})  # fmt: skip
    assert paypal.hear(at=AT, headers=HEADERS, body=body).effect == "returned"
    owed.refresh_from_db()
    assert owed.open == Decimal("119.00")
    assert paypal.hear(at=AT, headers=HEADERS, body=body).again


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {**HEADERS, "PayPal-cert-url": "https://evil.example/cert"},
        {**HEADERS, "PayPal-cert-url": "https://api.paypal.com@evil.example/cert"},
        {**HEADERS, "PayPal-cert-url": "http://api.paypal.com/cert"},
        {**HEADERS, "PayPal-transmission-sig": ""},
    ],
)
def test_what_paypal_has_not_signed_is_not_heard(alpha: Any, server: Server, headers: dict[str, str]) -> None:
    _entity, party, owed = scene()
    begun = begin(party, owed)
    server.agree(begun.order_id)
    body = message(hearing.APPROVED, {"id": begun.order_id})
    server.signed = not headers
    for bad in (headers, HEADERS) if not server.signed else (headers,):
        with pytest.raises(hearing.NotSigned):
            paypal.hear(at=AT, headers=bad, body=body)
    assert not server.captures
    with pytest.raises(hearing.NotSigned):
        paypal.hear(at=AT, headers=HEADERS, body=b"[]")


def test_without_an_answer_the_certificate_tells_who_signed() -> None:
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "messageverificationcerts.paypal.com")])
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, datetime(2026, 1, 1), datetime(2027, 1, 1))  # noqa: DTZ001
    pem = made.sign(key, SHA256()).public_bytes(Encoding.PEM)
    body = message("PAYMENT.CAPTURE.COMPLETED", {"id": "3C1"})
    text = says.signed_text("b2d6-1", "2026-06-10T10:00:00Z", "8PT", body)
    signature = base64.b64encode(key.sign(text, padding.PKCS1v15(), SHA256())).decode()
    given = {part.removeprefix("PayPal-"): value for part, value in HEADERS.items()}
    given["transmission-sig"] = signature
    assert hearing.fits(pem, given, "8PT", body)
    assert not hearing.fits(pem, given, "8PT", body + b" ")
    assert not hearing.fits(pem, given, "OTHER", body)
    assert not hearing.fits(b"no certificate", given, "8PT", body)


def test_nobody_is_led_or_asked_anywhere_but_at_paypal() -> None:
    good = {"links": [{"rel": "payer-action", "href": "https://www.paypal.com/checkoutnow?token=1"}]}
    assert says.approve_url(good)
    for bad in ("https://www.paypal.com.evil.example/", "http://www.paypal.com/", "https://x@www.paypal.com/", "//a"):
        assert says.approve_url({"links": [{"rel": "approve", "href": bad}]}) == ""


def test_the_secret_is_ciphertext_and_off_means_off(alpha: Any) -> None:
    entity, party, owed = scene()
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM payments_paypalaccount")
        assert CLIENT[1] not in cursor.fetchone()[0]
    assert CLIENT[1] not in json.dumps([one.data for one in rows("audit.Fact")])
    paypal.switch(actor=KEEPER, at=AT, entity_id=entity.pk, is_on=False)
    with pytest.raises(refusals.PayPalOff):
        begin(party, owed)
    assert not rows("payments.PayPalOrder").exists()


def test_two_messages_and_a_return_at_once_are_one_payment(committed_db: None, server: Server) -> None:
    enter_schema("alpha")
    _entity, party, owed = scene()
    begun = begin(party, owed)
    server.agree(begun.order_id)
    body = message(hearing.APPROVED, {"id": begun.order_id})

    def act(number: int) -> str:
        enter_schema("alpha")
        try:
            if number:
                return paypal.hear(at=AT, headers=HEADERS, body=body).effect
            return str(paypal.capture(actor=SYSTEM, at=AT, token=begun.token).state)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as pool:
        assert set(pool.map(act, range(3))) <= {"paid", ""}
    enter_schema("alpha")
    assert rows("payments.Payment").count() == len(server.captures) == 1
    assert rows("payments.PayPalNotice").count() == 1
    assert books.faults() == {}


def test_the_facts_this_server_knows_are_those_of_the_description() -> None:
    if not paypal_server.SPECS.exists():
        pytest.skip("PayPal's interface description is not in $OUTSIDE_DIR")
    told = json.loads((paypal_server.SPECS / "checkout_orders_v2.json").read_text())["components"]
    unit = told["schemas"]["purchase_unit_request"]["properties"]
    facts = paypal_server.FACTS
    assert unit["custom_id"]["maxLength"] == unit["invoice_id"]["maxLength"] == facts["unit_text"]
    assert told["parameters"]["paypal_request_id"]["schema"]["maxLength"] == facts["request_id"]
    context = told["schemas"]["paypal_wallet_experience_context"]["properties"]
    assert set(context["shipping_preference"]["enum"]) == facts["shipping"]
    assert set(context["user_action"]["enum"]) == facts["user_action"]
    signed = json.loads((paypal_server.SPECS / "notifications_webhooks_v1.json").read_text())["components"]["schemas"]
    assert set(signed["verify_webhook_signature"]["required"]) == set(facts["signature"])
