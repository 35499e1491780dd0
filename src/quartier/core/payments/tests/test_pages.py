"""Pages of payments: what customers pay, get back and set off; what staff book, approve and decide."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from html import unescape
from typing import Any

import pytest

from quartier.config.demo.seed import PASSWORD
from quartier.core.ledger import queries as books
from quartier.core.ledger.tests.books import rows
from quartier.core.payments import services
from quartier.core.payments.services import Received, paypal
from quartier.core.payments.services.paypal import client as line
from quartier.core.payments.tests import paypal_server
from quartier.core.payments.tests.paypal_server import CLIENT, Server
from quartier.core.payments.tests.scene import IBAN
from quartier.core.providers.policies import BillingPolicy
from quartier.core.providers.services import policy
from quartier.kit import clock
from quartier.kit.schemas import enter_schema
from quartier.values.actor import SYSTEM
from tests.matrix.objects_of_ledger import SOMEBODY, _book
from tests.matrix.objects_of_payments import claim, credit, payment, refund

HERE = "emscher"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A PayPal on this machine."""
    with paypal_server.running() as state:
        monkeypatch.setitem(line.BASES, False, state.base)
        yield state
    assert state.broken == []


def me(world: Any) -> int:
    """The customer with the login."""
    enter_schema(HERE)
    return int(world.people[HERE]["customer"])


def told(answer: Any) -> str:
    return unescape(answer.content.decode())


def confirmed(client: Any, path: str, given: dict[str, str]) -> Any:
    """Send a form and confirm its check page."""
    page = client.post(path, given)
    token = page.content.decode().split('name="_shown" value="')[1].split('"')[0]
    return client.post(path, {**given, "_shown": token, "_step": "confirm"})


def offers_paypal(entity_id: int) -> None:
    """The terms name PayPal, and it is set up."""
    policy.decide(
        actor=SYSTEM, at=clock.now(), valid_from=date(2020, 1, 1), reason="Test", concern=BillingPolicy,
        entries={"payment_methods": {"value": ["invoice", "paypal"], "origin": "stated"}},
    )  # fmt: skip
    paypal.set_account(
        actor=SOMEBODY, at=clock.now(), entity_id=entity_id, client_id=CLIENT[0], secret=CLIENT[1], webhook_id="8PT",
        is_live=False,
    )  # fmt: skip


@pytest.mark.req("WR-073")
def test_a_customer_pays_an_invoice_by_paypal_from_the_first_click_to_the_receipt(world: Any, server: Server) -> None:
    number = claim(me(world))
    item = rows("ledger.Item").get(pk=number)
    offers_paypal(item.entity_id)
    customer = world.client(HERE, "customer")
    assert f"/zahlungen/{number}/bezahlen/" in told(customer.get("/zahlungen/"))
    assert f"/zahlungen/{number}/paypal/" in told(customer.get(f"/zahlungen/{number}/bezahlen/"))
    onward = customer.post(f"/zahlungen/{number}/paypal/", {}).headers["Location"]
    assert "https://www.sandbox.paypal.com/checkoutnow?token=" in told(customer.get(onward))
    enter_schema(HERE)
    server.agree(rows("payments.PayPalOrder").get().order_id)
    visitor = world.client(HERE, "visitor")
    assert "Jetzt bezahlen" in told(visitor.get(f"{onward}?token=5O1&PayerID=P1"))
    done = visitor.post(onward, follow=True)
    assert "Ihre Zahlung ist eingegangen" in told(done)
    enter_schema(HERE)
    item.refresh_from_db()
    assert item.open == 0
    assert customer.get(f"/zahlungen/{number}/bezahlen/").status_code == 404


@pytest.mark.req("WR-073")
def test_an_invoice_is_paid_by_transfer_and_stands_among_the_payments(world: Any) -> None:
    number = claim(me(world))
    item = rows("ledger.Item").get(pk=number)
    page = told(world.client(HERE, "customer").get(f"/zahlungen/{number}/bezahlen/"))
    assert "Per Überweisung" in page
    assert "PayPal" not in page
    enter_schema(HERE)
    given = Received(
        entity_id=item.entity_id, party_id=item.party_id, amount=item.open, kind="invoice",
        received_on=clock.day_of(clock.now()), origin="test:1", named_item_ids=(item.pk,),
    )  # fmt: skip
    services.receive(actor=SOMEBODY, at=clock.now(), received=given)
    item.refresh_from_db()
    assert item.open == 0
    assert "3,00" in told(world.client(HERE, "customer").get("/zahlungen/"))


def test_a_customer_names_the_account_for_a_refund_and_nobody_else_does(world: Any) -> None:
    number = refund(me(world))
    customer = world.client(HERE, "customer")
    assert "Bankverbindung angeben" in told(customer.get("/zahlungen/"))
    path = f"/rueckzahlungen/{number}/konto/"
    assert customer.post(path, {"holder": "Ilse", "iban": "DE00"}).status_code == 422
    assert confirmed(customer, path, {"holder": "Ilse Markgraf", "iban": IBAN}).status_code == 302
    assert IBAN not in told(customer.get("/zahlungen/"))
    enter_schema(HERE)
    assert rows("payments.Refund").get(pk=number).state == "ready"
    assert IBAN not in str([one.values for one in rows("audit.Confirmation")])
    assert customer.get(path).status_code == 404


def test_a_credit_is_paid_back_on_request_and_a_claim_set_off_only_when_decided(world: Any) -> None:
    owner = me(world)
    owed, mine = claim(owner), credit(owner)
    customer, lead = world.client(HERE, "customer"), world.client(HERE, "lead")
    assert customer.post(f"/zahlungen/guthaben/{mine}/", {}).status_code == 302
    assert customer.get(f"/zahlungen/guthaben/{mine}/").status_code == 404
    path = f"/zahlungen/{owed}/aufrechnen/"
    assert confirmed(customer, path, {"amount": "3,00", "words": "Wasserschaden"}).status_code == 302
    enter_schema(HERE)
    item, row = rows("ledger.Item").get(pk=owed), rows("payments.SetOff").get()
    assert item.open == Decimal("3.00")
    office = f"/buero/aufrechnungen/{row.pk}/"
    assert "Wasserschaden" in told(lead.get(office))
    given = {"verdict": "refuse", "standing": "claimed", "reason": ""}
    assert lead.post(f"{office}entscheiden/", given).status_code == 409
    assert (
        lead.post(f"{office}entscheiden/", {**given, "verdict": "accept", "standing": "undisputed"}).status_code == 302
    )
    enter_schema(HERE)
    item.refresh_from_db()
    assert item.open == 0
    assert books.faults() == {}


def test_strangers_find_nothing(world: Any) -> None:
    enter_schema(HERE)
    stranger = next(
        one for one in rows("parties.Relationship").exclude(party__user=me(world)).select_related("party")
        if one.party.user_id
    ).party.user_id  # fmt: skip
    assert stranger != me(world)
    enter_schema(HERE)
    paths = [
        f"/zahlungen/{claim(stranger)}/bezahlen/", f"/zahlungen/{claim(stranger)}/paypal/",
        f"/zahlungen/{claim(stranger)}/aufrechnen/", f"/zahlungen/guthaben/{credit(stranger)}/",
        f"/rueckzahlungen/{refund(stranger)}/konto/", "/zahlung/paypal/abc/",
    ]  # fmt: skip
    customer = world.client(HERE, "customer")
    assert [customer.get(path).status_code for path in paths] == [404] * len(paths)


def test_staff_book_cash_return_a_payment_and_approve_a_refund(world: Any) -> None:
    owner = me(world)
    party, paid, back = _book(owner, "20.00").party_id, payment(owner), refund(owner)
    lead = world.client(HERE, "lead")
    today = clock.now().strftime("%d.%m.%Y")
    given = {"kind": "cash", "amount": "20,00", "received_on": today, "reference": "Quittung"}
    assert lead.post(f"/buero/kunden/{party}/zahlung/", given).status_code == 302
    assert lead.post("/buero/kasse/bank/", {"way": "brought", "amount": "20,01"}).status_code == 409
    assert "20,00" in told(lead.get("/buero/kasse/"))
    cheque = {**given, "kind": "cheque"}
    assert "Vereinbarung" in told(lead.post(f"/buero/kunden/{party}/zahlung/", cheque))
    gone = {"on": today, "costs": "3,50", "reason": "MS03"}
    assert lead.post(f"/buero/zahlungen/{paid}/rueckgabe/", gone).status_code == 302
    assert lead.post(f"/buero/zahlungen/{paid}/rueckgabe/", gone).status_code == 409
    path = f"/buero/rueckzahlungen/{back}/"
    assert lead.post(f"{path}konto/", {"holder": "Ilse", "iban": IBAN}).status_code == 302
    assert lead.post(f"{path}freigeben/", {}).status_code == 302
    enter_schema(HERE)
    assert rows("payments.Refund").get(pk=back).state == "approved"
    assert books.faults() == {}
    for page in ("zahlungen", "rueckzahlungen", "aufrechnungen", "kasse", "paypal", f"zahlungen/{paid}"):
        assert lead.get(f"/buero/{page}/").status_code == 200


def test_the_credentials_of_paypal_ask_for_the_password_and_are_never_shown(world: Any) -> None:
    lead = world.client(HERE, "lead")
    given = {"client_id": CLIENT[0], "secret": CLIENT[1], "webhook_id": "8PT"}
    assert "/buero/paypal" not in lead.post("/buero/paypal/zugang/", given).headers.get("Location", "")
    enter_schema(HERE)
    assert not rows("payments.PayPalAccount").exists()
    lead.post("/anmelden/bestaetigen/", {"password": PASSWORD, "next": "/buero/paypal/zugang/"})
    assert lead.post("/buero/paypal/zugang/", given).status_code == 302
    enter_schema(HERE)
    assert rows("payments.PayPalAccount").get().is_on
    assert CLIENT[1] not in told(lead.get("/buero/paypal/")) + told(lead.get("/buero/paypal/zugang/"))


def test_messages_of_nobody_are_refused_without_a_word(world: Any) -> None:
    visitor = world.client(HERE, "visitor", csrf=True)
    answer = visitor.post("/zahlung/paypal-meldung/", b"{}", content_type="application/json")
    assert (answer.status_code, answer.content) == (400, b"")
    assert visitor.get("/zahlung/paypal-meldung/").status_code == 405
