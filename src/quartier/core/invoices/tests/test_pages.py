"""Pages of invoices: the customer's own, the office's, and how invoices go out."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connections, transaction
from django.urls import reverse
from django_tenants.utils import schema_context

from quartier.core.invoices import services
from quartier.core.invoices.queries import pages
from quartier.core.invoices.services import Bill, BillLine, Channel, Preference
from quartier.core.invoices.services.refusals import BeforeSending, NoAddress, NotYetSent
from quartier.core.invoices.tests.test_billing import DAY, billed
from quartier.core.ledger.tests.books import KEEPER, company, customer, noon, rows
from quartier.kit import clock
from quartier.kit.schemas import enter_schema
from tests.plugins.world import World

KEY, OTHER = "raumhafen", "emscher"
NOON = noon(DAY)
# As many as a page may take, login, portal and menu included (stack, house numbers).
STATEMENTS = 12


class Staff:
    """Somebody who sees everything."""

    entity_id = None


def an_invoice(world: World, count: int = 1) -> Any:
    """Invoices of the customer whose login is printed; the last one is returned."""
    with schema_context(KEY):
        entity = rows("providers.LegalEntity").order_by("pk").first()
        rows("providers.LegalEntity").filter(pk=entity.pk).update(tax_number="314/5702/0199")
        party = rows("parties.Party").get(user_id=world.people[KEY]["customer"])
        lines = (BillLine(title="Raumportal", unit_net=Decimal("49.00")),)
        bills = [
            Bill(entity_id=entity.pk, party_id=party.pk, key=f"p{n}", lines=lines, issued_on=clock.today())
            for n in range(count)
        ]
        return services.bill_many(actor=KEEPER, at=clock.now(), bills=bills)[-1]


def test_customers_read_their_invoices_and_nobody_elses(world: World) -> None:
    row = an_invoice(world)
    page = reverse("invoices:one", args=[row.pk])
    mine = world.client(KEY, "customer")
    shown = mine.get(page).content.decode()
    assert row.number in shown
    assert "58,31" in shown
    assert row.number in mine.get(reverse("invoices:own")).content.decode()
    asked = mine.get(re.findall(r'href="([^"]*betreff=[^"]*)"', shown)[0]).content.decode()
    assert f'value="Rechnung {row.number}"' in asked
    assert world.client(OTHER, "customer").get(page).status_code == 404


def test_ten_years_of_invoices_take_a_dozen_statements(world: World, django_assert_max_num_queries: Any) -> None:
    an_invoice(world, 120)
    mine, page = world.client(KEY, "customer"), reverse("invoices:own")
    mine.get(page)
    with django_assert_max_num_queries(STATEMENTS):
        assert mine.get(page).status_code == 200


def test_bookkeepers_cancel_and_credit_and_clerks_do_not(world: World) -> None:
    row = an_invoice(world)
    page, where = reverse("invoices:office_one", args=[row.pk]), reverse("invoices:cancel", args=[row.pk])
    keeper = world.client(KEY, "bookkeeper")
    assert row.number in keeper.get(page).content.decode()
    assert row.number in keeper.get(reverse("invoices:invoices"), {"q": row.number}).content.decode()
    assert world.client(KEY, "clerk").post(where, {"because": "x"}).status_code == 403
    assert keeper.post(where, {"because": ""}).status_code == 422
    assert keeper.post(where, {"because": "Doppelt"}).status_code == 302
    with schema_context(KEY):
        assert rows("invoices.Invoice").get(corrects=row).kind == "cancellation"


def test_an_invoice_by_hand_is_written_once(world: World) -> None:
    an_invoice(world)
    with schema_context(KEY):
        party = rows("parties.Party").get(user_id=world.people[KEY]["customer"])
    where, keeper = reverse("invoices:new", args=[party.pk]), world.client(KEY, "bookkeeper")
    given = {"title": "Beratung", "supply_to": f"{clock.today():%d.%m.%Y}", "lines": "2; 49,50; Stunden", "key": "A 1"}
    assert keeper.post(where, {**given, "lines": "zwei Stunden"}).status_code == 422
    assert [keeper.post(where, given).status_code for _ in range(2)] == [302, 302]
    with schema_context(KEY):
        assert rows("invoices.Invoice").get(title="Beratung").net == Decimal("99.00")


@pytest.fixture
def scene(alpha: Any) -> tuple[Any, Any]:
    """A company and a customer."""
    return company("raumhafen"), customer("business")


def prefer(party: Any, channel: Channel, **more: Any) -> None:
    """A way that was chosen."""
    given = Preference(channel=channel, **more)
    services.prefer(actor=KEEPER, at=NOON, party_id=party.pk, given=given)


def sent(row: Any) -> Any:
    """The way the job sends an invoice."""
    services.press_and_send(at=NOON, invoice_id=row.pk)
    return row.deliveries.get()


@pytest.mark.req("QX-32")
def test_each_way_reaches_the_customer_and_the_notice_names_sum_and_day(scene: Any) -> None:
    entity, party = scene
    prefer(party, Channel.PORTAL)
    portal = billed(entity, party, key="portal")
    one = sent(portal)
    mail = rows("inbox.OutgoingMail").get(about=portal.subject)
    portal.refresh_from_db()
    assert (one.channel, portal.document.visibility, mail.attached) == ("portal", "customer", [])
    assert "119,00" in mail.text
    assert "04.12.2026" in mail.text
    prefer(party, Channel.EMAIL, email="rechnung@posthaus.example")
    by_mail = billed(entity, party, key="mail")
    sent(by_mail)
    mail = rows("inbox.OutgoingMail").get(about=by_mail.subject)
    assert (mail.to_address, mail.attached) == ("rechnung@posthaus.example", [by_mail.subject])
    attached = services.paper_attached(by_mail.pk)
    assert attached.content.startswith(b"%PDF")
    assert b"factur-x.xml" in attached.content
    prefer(party, Channel.POST)
    assert sent(billed(entity, party, key="post")).state == "waiting"
    assert [row.invoice.key for row in pages.to_print(Staff)] == ["post"]


@pytest.mark.req("CC-73")
def test_receipt_is_kept_by_way_and_its_lack_is_a_task(scene: Any) -> None:
    entity, party = scene
    on = date(2025, 3, 1)
    prefer(party, Channel.EMAIL)
    by_mail = billed(entity, party, key="mail", issued_on=on)
    services.press_and_send(at=noon(on), invoice_id=by_mail.pk)
    assert by_mail.deliveries.get().received_on == on
    prefer(party, Channel.POST)
    row = billed(entity, party, key="post", issued_on=on)
    services.press_and_send(at=noon(on), invoice_id=row.pk)
    way = row.deliveries.get()
    who: dict[str, Any] = {"actor": KEEPER, "at": noon(on), "delivery_id": way.pk}
    with pytest.raises(NotYetSent), transaction.atomic():
        services.note_receipt(**who, received_on=on, evidence="Rückschein")
    services.note_posted(**who, posted_on=on)
    later = noon(on + timedelta(days=5))
    assert [one.pk for one in pages.without_receipt(Staff, later)] == [way.pk]
    for wrong in (on - timedelta(days=1), on + timedelta(days=1)):
        with pytest.raises(BeforeSending), transaction.atomic():
            services.note_receipt(**who, received_on=wrong, evidence="Rückschein")
    services.note_receipt(**{**who, "at": later}, received_on=on + timedelta(days=3), evidence="Rückschein")
    assert not pages.without_receipt(Staff, later).exists()


def test_mail_needs_an_address(scene: Any) -> None:
    entity, party = scene
    rows("parties.Party").filter(pk=party.pk).update(email="")
    row = billed(entity, party)
    with pytest.raises(NoAddress), transaction.atomic():
        services.deliver(actor=KEEPER, at=NOON, invoice_id=row.pk, channel=Channel.EMAIL)
    assert sent(row).channel == "post"


def test_ten_workers_send_an_invoice_once(committed_db: Any) -> None:
    enter_schema("alpha")
    entity, party = company("raumhafen"), customer("business")
    prefer(party, Channel.EMAIL)
    row = billed(entity, party)

    def work(_place: int) -> None:
        enter_schema("alpha")
        try:
            services.press_and_send(at=NOON, invoice_id=row.pk)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(5) as pool:
        list(pool.map(work, range(10)))
    enter_schema("alpha")
    assert rows("invoices.Delivery").count() == rows("inbox.OutgoingMail").count() == 1
    assert rows("documents.Document").count() == 1
