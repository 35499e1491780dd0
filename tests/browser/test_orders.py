"""A guest orders, and somebody orders by a link, with a real browser by keyboard; every page is accessible."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django_tenants.utils import schema_context
from playwright.sync_api import Browser, Page, expect

from quartier.core.checkout.tests import counter, test_links
from quartier.core.orders.models import Order
from tests.browser.test_pages import PHONE, WIDE
from tests.browser.test_registration import fill, look, note, press, reach

KEY = "planmass"
PERSON = {name: value for name, value in counter.GUEST.items() if name != "standing"}


def who(page: Page) -> None:
    """Say who orders, as a consumer, and how it is paid."""
    expect(page.get_by_role("heading", name="Wer bestellt?")).to_be_visible()
    reach(page, '[name="standing"]')
    page.keyboard.press("Space")
    fill(page, PERSON)
    press(page, "Weiter")
    expect(page.get_by_role("heading", name="Wie möchten Sie zahlen?")).to_be_visible()
    look(page)
    page.get_by_label("Rechnung").check()
    press(page, "Weiter")
    expect(page.get_by_role("heading", name="Bestellung prüfen")).to_be_visible()


def click(page: Page, button: str) -> None:
    """Tick both texts and press the button that binds."""
    expect(page.get_by_role("heading", name="Bestellung prüfen")).to_be_visible()
    look(page)
    assert page.locator("input[type=checkbox]:checked").count() == 0
    for name in ("terms", "privacy"):
        reach(page, f'[name="{name}"]')
        page.keyboard.press("Space")
    press(page, button)
    expect(page.get_by_role("heading", name="Ihre Bestellung ist eingegangen")).to_be_visible()
    look(page)


@pytest.mark.timeout(300)
def test_a_guest_orders_and_somebody_orders_by_link(
    browser: Browser, live_server_for: Callable[[str], str], tmp_path: Path
) -> None:
    counter.open_shop(KEY)
    _link, secret = test_links.prepared(with_files=True)
    file = tmp_path / "grundriss.pdf"
    file.write_bytes(counter.PDF)
    base = live_server_for(KEY)
    for size, way in ((PHONE, "guest"), (WIDE, "link")):
        context = browser.new_context(locale="de-DE", reduced_motion="reduce", viewport=size)
        page, complaints = context.new_page(), list[str]()
        page.on("console", partial(note, complaints))
        if way == "guest":
            guest(page, base, file)
            who(page)
            page.go_back()
            assert page.get_by_label("Rechnung").is_checked()
            press(page, "Weiter")
            click(page, "Jetzt kostenpflichtig bestellen")
        else:
            page.goto(f"{base}/vorbereitet/{secret}/")
            look(page)
            press(page, "Mit meinen Angaben weiter")
            who(page)
            click(page, "zahlungspflichtig bestellen")
        context.close()
        assert complaints == [], way
    with schema_context(KEY):
        assert sorted(Order.objects.values_list("scope", flat=True)) == ["documents", "order_link"]


def guest(page: Page, base: str, file: Any) -> None:
    """Choose a service in the shop and give what it needs, a file included."""
    page.goto(f"{base}/leistungen/")
    look(page)
    page.get_by_role("link", name="Wohnflächenberechnung nach WoFlV").click()
    expect(page.get_by_role("heading", level=1, name="Wohnflächenberechnung nach WoFlV")).to_be_visible()
    look(page)
    press(page, "Bestellung zusammenstellen")
    expect(page.get_by_role("heading", name="Was möchten Sie bestellen?")).to_be_visible()
    look(page)
    press(page, "Weiter")
    expect(page.get_by_role("heading", name="Was wir dafür brauchen")).to_be_visible()
    fill(page, {"entry_address": "Speicherstraße 9", "entry_area": "96,4"})
    page.get_by_label("Wohnung", exact=True).check()
    page.set_input_files('[name="file_plans"]', file)
    press(page, "Gewählte Dateien hinzufügen")
    expect(page.get_by_role("button", name="grundriss.pdf")).to_be_visible()
    look(page)
    # The Enter key in a field goes on; the file stays.
    page.locator('[name="entry_area"]').press("Enter")
    expect(page.get_by_role("heading", name="Wer bestellt?")).to_be_visible()
    look(page)
