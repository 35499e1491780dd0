"""From measures to a paid package with a real browser: a guest on a phone, and a customer at a desk."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

import pypdfium2
import pytest
from django_tenants.utils import schema_context
from playwright.sync_api import Browser, Page, expect

from quartier.core.accounts import services as accounts
from quartier.core.catalogue import queries as catalogue
from quartier.core.checkout.tests.counter import OPENED
from quartier.core.invoices.services import bill_order
from quartier.core.invoices.tests import shop as bills
from quartier.core.ledger import queries as books
from quartier.core.orders.models import Order
from quartier.core.parties import services as parties
from quartier.kit.access import Audience
from quartier.kit.clock import now
from quartier.modules.survey.models import Survey
from quartier.modules.survey.services import finishing
from quartier.modules.survey.tests.calculating import FACTS, open_portal
from quartier.values.actor import SYSTEM
from tests.browser.test_orders import who
from tests.browser.test_pages import PHONE, WIDE
from tests.browser.test_registration import fill, look, note, press

KEY = "planmass"
SECRET = "Kiesel-und-Farn-26"
EMAIL = "ada@posthaus.example"
PRICE = "49,00"


@pytest.mark.timeout(300)
def test_somebody_draws_orders_pays_and_holds_a_calculation(
    browser: Browser, live_server_for: Callable[[str], str]
) -> None:
    open_portal()
    common: dict[str, Any] = {"actor": SYSTEM, "at": OPENED}
    user = accounts.open_account(**common, audience=Audience.CUSTOMER, email=EMAIL, name="Ada", password=SECRET)
    parties.add_party(**common, kind="person", given_name="Ada", name="Lorenz", email=EMAIL, user=user)
    base = live_server_for(KEY)
    for size in (PHONE, WIDE):
        context = browser.new_context(locale="de-DE", reduced_motion="reduce", viewport=size)
        page, complaints = context.new_page(), list[str]()
        page.on("console", partial(note, complaints))
        if size is WIDE:
            logged_in(page, base)
        address = measured(page, base, is_phone=size is PHONE)
        ordered(page, is_guest=size is PHONE)
        paid()
        held(page, address)
        context.close()
        assert complaints == [], size
    with schema_context(KEY):
        assert [one.state for one in Survey.objects.all()] == ["finished", "finished"]
        assert [one.state for one in Order.objects.all()] == ["finished", "finished"]
        assert books.faults() == {}


def logged_in(page: Page, base: str) -> None:
    """Come in as a customer."""
    page.goto(f"{base}/anmelden/")
    page.fill("[name=login]", EMAIL)
    page.fill("[name=password]", SECRET)
    page.locator("main button.primary").click()
    expect(page.get_by_role("heading", name="Guten Tag, Ada Lorenz")).to_be_visible()


def measured(page: Page, base: str, *, is_phone: bool) -> str:
    """Begin a calculation and type a room; the drawing board shows it and saves by itself."""
    page.goto(f"{base}/wohnflaeche/")
    look(page)
    page.fill("[name=title]", "Gasse 1, Hochparterre")
    page.locator("[name=basis][value=measurements]").check()
    page.get_by_role("button", name="Berechnung beginnen").click()
    page.wait_for_selector("form[data-ready]")
    row = page.locator("tr[data-room='']")
    row.locator("[name$='-name']").fill("Wohnen")
    row.locator("[name$='-size']").fill("4,25x3,80 + 1,20x0,80")
    row.locator("[name$='-size']").press("Enter")
    expect(page.locator("g.room")).to_have_count(1)
    expect(page.locator("[data-sum]").first).to_have_text(re.compile("17,11"))
    expect(page.locator(".board-state")).to_have_text(re.compile("^gespeichert"))
    if not is_phone:
        # What is moved on the board by keyboard is saved as well.
        page.locator("g.room").focus()
        page.keyboard.press("ArrowRight")
    look(page)
    address = page.url
    with schema_context(KEY):
        (row_of_page,) = Survey.objects.filter(state="open")
        assert len(row_of_page.content["storeys"][0]["rooms"][0]["outline"]) > 4
    return address


def ordered(page: Page, *, is_guest: bool) -> None:
    """Go through the order, as a guest with all details."""
    page.get_by_role("button", name=f"Weiter zur Bestellung, {PRICE}").click()
    expect(page.get_by_role("heading", name="Was möchten Sie bestellen?")).to_be_visible()
    press(page, "Weiter")
    expect(page.get_by_role("heading", name="Was wir dafür brauchen")).to_be_visible()
    press(page, "Weiter")
    expect(page.get_by_role("heading", name="Wer bestellt?")).to_be_visible()
    if is_guest:
        who(page)
    else:
        page.locator("[name=standing]").first.check()
        press(page, "Weiter")
        expect(page.get_by_role("heading", name="Wie möchten Sie zahlen?")).to_be_visible()
        page.get_by_label("Rechnung").check()
        press(page, "Weiter")
    expect(page.get_by_role("heading", name="Bestellung prüfen")).to_be_visible()
    for name in ("terms", "privacy", "started_early", "loss_known"):
        page.locator(f"[name={name}]").check()
    press(page, "Jetzt kostenpflichtig bestellen")
    expect(page.get_by_role("heading", name="Ihre Bestellung ist eingegangen")).to_be_visible()
    look(page)


def paid() -> None:
    """The order is billed and the money comes in."""
    with schema_context(KEY):
        order = Order.objects.latest("pk")
        assert order.state == "accepted"
        (invoice,) = bill_order(at=now(), order_id=order.pk)
        bills.paid(order, str(invoice.gross), on=now(), key=f"journey {order.pk}")
        assert books.open_sum(invoice.subject) == Decimal(0)
        assert catalogue.product_keyed("wohnflaeche-express") is not None


def held(page: Page, address: str) -> None:
    """Finish with the notice, wait for the files, and open the sheet."""
    page.goto(f"{address}abschliessen/")
    look(page)
    fill(page, FACTS)
    press(page, "Weiter")
    finish = page.get_by_role("button", name="Berechnung abschließen")
    expect(finish).to_be_visible()
    look(page)
    assert "nur Aufbau und Form" in page.content()
    finish.click()
    page.wait_for_url("**/ergebnis/")
    with schema_context(KEY):
        finishing.press(at=now(), survey_id=Survey.objects.get(state="finishing").pk)
    page.reload()
    look(page)
    expect(page.locator(".sum").first).to_have_text(re.compile("17,11"))
    links = page.locator("main a[href*='/datei/']")
    if links.count():
        told = opened(page, str(links.first.get_attribute("href")))
        assert "17,11" in told
        assert "Hausverwaltung Lindenhof" in told


def opened(page: Page, href: str) -> str:
    """What the first page of a paper says."""
    status, content = page.evaluate(
        "async (at) => { const a = await fetch(at); return [a.status, [...new Uint8Array(await a.arrayBuffer())]]; }",
        href,
    )
    assert status == 200, href
    with pypdfium2.PdfDocument(bytes(content)) as paper:
        said: str = paper[0].get_textpage().get_text_range()
    return said
