"""After the click: a guest is led to pay by PayPal, may turn back and pay otherwise, and nothing is paid twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from quartier.core.checkout.tests.counter import Buyer, boxes_of, open_shop
from quartier.core.invoices import services as invoices
from quartier.core.ledger import queries as books
from quartier.core.ledger.tests.books import KEEPER, rows
from quartier.core.payments import services
from quartier.core.payments.services import Received, duties, paypal
from quartier.core.payments.services.paypal import client
from quartier.core.payments.tests import paypal_server
from quartier.core.payments.tests.paypal_server import CLIENT, Server
from quartier.core.withdrawal.tests.people import withdrawn
from quartier.kit.clock import day_of, now
from quartier.law.bgb.form import Sending
from quartier.values.actor import SYSTEM

D = Decimal
SLUG, KEY = "wohnflaeche-express", "planmass"
PAY, BY_TRANSFER = "Jetzt mit PayPal bezahlen", "Oder per Überweisung"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A PayPal on this machine."""
    with paypal_server.running() as state:
        monkeypatch.setitem(client.BASES, False, state.base)
        yield state
    assert state.broken == []


@pytest.fixture
def buyer(alpha: Any) -> Buyer:
    """A guest in front of a shop that takes PayPal and has a bank account."""
    open_shop()
    entity = rows("providers.LegalEntity").get()
    rows("providers.LegalEntity").update(tax_number="314/5702/0199", vat_id="DE136695976")
    invoices.set_details(
        actor=KEEPER,
        at=now(),
        entity_id=entity.pk,
        given=invoices.Details(iban="DE89370400440532013000", bic="COBADEFFXXX"),
    )
    paypal.set_account(
        actor=KEEPER, at=now(), entity_id=entity.pk, client_id=CLIENT[0], secret=CLIENT[1], webhook_id="8PT",
        is_live=False,
    )  # fmt: skip
    return Buyer()


def ordered(buyer: Buyer, method: str = "paypal") -> Any:
    """An order of that guest."""
    page = buyer.walk(SLUG, method=method)
    answer = buyer.click(page, **dict.fromkeys(boxes_of(page), "on"))
    assert answer.status_code == 302, answer.content.decode()
    return rows("orders.Order").get()


def billed(order: Any) -> None:
    """What the jobs do within seconds."""
    for row in invoices.bill_order(at=now(), order_id=order.pk):
        invoices.press_and_send(at=now(), invoice_id=row.pk)


def shown(buyer: Buyer, address: str) -> str:
    """A page as text."""
    answer = buyer.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def page_of(order: Any) -> str:
    """The guest's page of an order."""
    return reverse("orders:guest", args=[order.token])


def begun(buyer: Buyer, order: Any) -> Any:
    """Press the button; returns what was begun."""
    answer = buyer.post(reverse("payments:guest_paypal", args=[order.token]))
    row = rows("payments.PayPalOrder").order_by("-pk").first()
    assert answer.headers["Location"] == reverse("payments:paypal", args=[row.token])
    return row


@pytest.mark.req("WR-073")
def test_a_guest_orders_pays_by_paypal_and_finds_invoice_and_thanks(buyer: Buyer, server: Server) -> None:
    order = ordered(buyer)
    thanks = shown(buyer, f"/bestellen/{buyer.token}/eingegangen/")
    assert "Die Rechnung kommt in wenigen Sekunden" in thanks
    assert f'hx-get="{reverse("payments:guest_due", args=[order.token])}"' in thanks
    billed(order)
    part = shown(buyer, reverse("payments:guest_due", args=[order.token]))
    assert "hx-get" not in part
    assert PAY in part
    assert PAY in shown(buyer, f"/bestellen/{buyer.token}/eingegangen/")
    assert "Wir beginnen, sobald Ihre Zahlung da ist" in part
    row = begun(buyer, order)
    assert urlsplit(row.approve_url).netloc == "www.sandbox.paypal.com"
    assert row.approve_url in shown(buyer, f"/zahlung/paypal/{row.token}/").replace("&amp;", "&")
    server.agree(row.order_id)
    back = f"/zahlung/paypal/{row.token}/"
    assert "Jetzt bezahlen" in shown(buyer, f"{back}?token=1&PayerID=2")
    assert buyer.post(back).headers["Location"] == page_of(order)
    page = shown(buyer, page_of(order))
    assert "Alles ist bezahlt" in page
    assert PAY not in page
    paper = rows("invoices.Invoice").get()
    pdf = buyer.get(reverse("invoices:guest_paper", args=[order.token, paper.pk]))
    assert b"".join(pdf.streaming_content).startswith(b"%PDF")
    assert books.faults() == {}


def test_whoever_turns_back_at_paypal_can_try_again_or_transfer(buyer: Buyer, server: Server) -> None:
    order = ordered(buyer)
    billed(order)
    row = begun(buyer, order)
    left = shown(buyer, f"/zahlung/paypal/{row.token}/?zurueck=1")
    assert "ohne zuzustimmen" in left
    assert page_of(order) in left
    page = shown(buyer, page_of(order))
    assert PAY in page
    assert BY_TRANSFER in page
    assert "DE89 3704 0044 0532 0130 00" in page
    assert begun(buyer, order).pk == row.pk, "the same order at PayPal, however often somebody begins"
    assert rows("payments.Payment").count() == 0


def test_paypal_that_does_not_answer_leaves_everything_as_it_was(buyer: Buyer, server: Server) -> None:
    order = ordered(buyer)
    billed(order)
    server.lose = 2
    answer = buyer.post(reverse("payments:guest_paypal", args=[order.token]))
    assert answer.headers["Location"] == page_of(order)
    assert PAY in shown(buyer, page_of(order))
    assert begun(buyer, order).approve_url


def test_two_tabs_and_a_transfer_meanwhile_are_one_payment(buyer: Buyer, server: Server) -> None:
    order = ordered(buyer)
    billed(order)
    first = begun(buyer, order)
    server.agree(first.order_id)
    given = Received(
        entity_id=order.entity_id, party_id=order.party_id, amount=D("5.00"), kind="transfer",
        received_on=day_of(now()), origin="test:1",
    )  # fmt: skip
    services.receive(actor=KEEPER, at=now(), received=given)
    second = begun(buyer, order)
    assert second.amount == order.gross - D("5.00")
    buyer.post(f"/zahlung/paypal/{first.token}/")
    first.refresh_from_db()
    assert first.state == "left"
    server.agree(second.order_id)
    for _click in range(2):
        buyer.post(f"/zahlung/paypal/{second.token}/")
    assert sum(one.amount for one in rows("payments.Payment")) == order.gross
    assert len(server.captures) == 1
    assert books.balance_of(order.party_id) == 0
    assert books.faults() == {}


def test_what_was_paid_otherwise_before_coming_back_is_not_taken_again(buyer: Buyer, server: Server) -> None:
    order = ordered(buyer)
    billed(order)
    row = begun(buyer, order)
    server.agree(row.order_id)
    given = Received(
        entity_id=order.entity_id, party_id=order.party_id, amount=order.gross, kind="transfer",
        received_on=day_of(now()), origin="test:1",
    )  # fmt: skip
    services.receive(actor=KEEPER, at=now(), received=given)
    buyer.post(f"/zahlung/paypal/{row.token}/")
    assert server.captures == {}
    assert "weniger zu zahlen" in shown(buyer, f"/zahlung/paypal/{row.token}/")
    assert "Alles ist bezahlt" in shown(buyer, page_of(order))


def test_on_invoice_the_page_shows_account_and_code_and_paypal_as_another_way(buyer: Buyer) -> None:
    order = ordered(buyer, "invoice")
    billed(order)
    page = shown(buyer, page_of(order))
    assert "Code für Ihre Banking-App" in page
    assert "Rechnung RE-" in page
    assert "Stattdessen mit PayPal bezahlen" in page
    assert "Wir beginnen, sobald" not in page
    later = now() + timedelta(minutes=10)
    assert invoices.held(order) == ""
    assert later > now()


def test_strangers_find_nothing_of_it(buyer: Buyer, server: Server) -> None:
    order = ordered(buyer)
    billed(order)
    paper = rows("invoices.Invoice").get()
    wrong = "x" * 43
    for name, more in (("guest_due", ()), ("guest_account", ())):
        assert buyer.get(reverse(f"payments:{name}", args=[wrong, *more])).status_code == 404
    assert buyer.get(reverse("payments:guest_account", args=[order.token])).status_code == 404
    assert buyer.post(reverse("payments:guest_paypal", args=[wrong])).status_code == 404
    assert buyer.get(reverse("invoices:guest_paper", args=[wrong, paper.pk])).status_code == 404
    assert buyer.get(reverse("invoices:guest_paper", args=[order.token, paper.pk + 1])).status_code == 404


@pytest.mark.req("WR-064")
def test_a_guest_withdraws_from_a_paid_order_and_names_an_account(buyer: Buyer) -> None:
    order = ordered(buyer, "invoice")
    billed(order)
    given = Received(
        entity_id=order.entity_id, party_id=order.party_id, amount=order.gross, kind="transfer",
        received_on=day_of(now()), origin="test:1",
    )  # fmt: skip
    services.receive(actor=KEEPER, at=now(), received=given)
    withdrawn(now(), about=order.number, name=str(order.party), contact=order.party.email, channel=Sending.PORTAL_FORM)
    invoices.credit_withdrawn(at=now(), withdrawal_id=rows("withdrawal.Withdrawal").get().pk)
    duties.take_up(actor=SYSTEM, at=now())
    where = reverse("payments:guest_account", args=[order.token])
    assert where in shown(buyer, page_of(order))
    mail = rows("inbox.OutgoingMail").order_by("-pk").first()
    assert where in mail.text
    asked = buyer.post(where, {"holder": "Mara Öztürk", "iban": "DE89370400440532013000"})
    token = asked.content.decode().split('name="_shown" value="')[1].split('"')[0]
    buyer.post(where, {"holder": "Mara Öztürk", "iban": "DE89370400440532013000", "_shown": token, "_step": "confirm"})
    refund = rows("payments.Refund").get()
    assert (refund.state, refund.amount, refund.ending) == ("ready", order.gross, "3000")
    assert where not in shown(buyer, page_of(order))
    assert books.faults() == {}
