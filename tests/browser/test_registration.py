"""All five ways in with a real browser, by keyboard alone, on a desk and on a phone; every page is accessible."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth import get_user_model
from django_tenants.utils import schema_context
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from quartier.core.registration import services
from quartier.core.registration.models import Application
from quartier.core.registration.tests import ways
from quartier.core.registration.tests.ways import CLERK, ENTRIES, PASSWORD, code_for, customer, flow, mails_to, token_to
from quartier.kit.clock import now
from tests.browser.test_pages import AXE, PHONE, WIDE

EMAIL = "neu@posthaus.example"
MOST_TABS = 60
# What stands there where the confirmation is not the last step.
NEXT = {"raumhafen": "Wir sehen uns Ihren Antrag an", "werkstatt": "Bitte sehen Sie in Ihr Postfach"}
PORTALS = ("rheinufer", "emscher", "planmass", "raumhafen", "werkstatt")


def note(complaints: list[str], said: ConsoleMessage) -> None:
    """Keep what a browser complains about; a refused form answers 422 on purpose."""
    if said.type == "error":
        complaints.append(said.text)


def reach(page: Page, selector: str) -> None:
    """Press Tab until the focus stands on something."""
    for _step in range(MOST_TABS):
        if page.evaluate("selector => document.activeElement?.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} cannot be reached by keyboard on {page.url}")


def fill(page: Page, entries: Mapping[str, str]) -> None:
    """Type everything, pick radio buttons by arrow keys."""
    for name in page.eval_on_selector_all("form.form [name]", "all => all.map(one => one.name)"):
        if name not in entries:
            continue
        reach(page, f'[name="{name}"]')
        if page.locator(f'[name="{name}"]').first.get_attribute("type") == "radio":
            page.keyboard.press("Space")
        else:
            page.keyboard.type(entries[name])


def press(page: Page, words: str) -> None:
    """Reach a button and press Enter."""
    for _step in range(MOST_TABS):
        said = page.evaluate("document.activeElement?.tagName === 'BUTTON' && document.activeElement.innerText.trim()")
        if said == words:
            page.keyboard.press("Enter")
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the button {words} cannot be reached by keyboard on {page.url}")


def look(page: Page) -> None:
    """No fault of accessibility, and nothing wider than the window."""
    found = Axe().run(page, options=AXE).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url


def entries_of(key: str, code: str) -> dict[str, str]:
    """What somebody types at a portal."""
    password = {} if key == "werkstatt" else {"password": PASSWORD, "password_again": PASSWORD}
    asked = {"rheinufer": {"code": code}, "emscher": {"code": code, "surname": "Yıldız", "born_on": "23.4.1961"}}
    return {"email": EMAIL, **asked.get(key, dict(ENTRIES.get(key, {}))), **password}


def finish(page: Page, key: str, link: Callable[[], str]) -> None:
    """Go on where somebody decides first, or where a password is chosen."""
    if key == "raumhafen":
        with schema_context(key):
            row = Application.objects.get()
            services.note(actor=CLERK, at=now(), application_id=row.pk, text="Register eingesehen.")
            services.accept(actor=CLERK, at=now(), flow=flow(now()), application_id=row.pk)
            words = mails_to(EMAIL, "registration.code")[0].text.split()
        page.goto(link())
        fill(page, {"code": next(word for word in words if word.count("-") == 2)})
        look(page)
        press(page, "Konto aktivieren")
    if key == "werkstatt":
        page.goto(link())
        fill(page, {"password": PASSWORD, "password_again": PASSWORD})
        look(page)
        press(page, "Passwort speichern")
    expect(page.get_by_role("heading", name="Ihr Konto ist aktiv")).to_be_visible()
    look(page)


def register(page: Page, base: str, key: str, code: str) -> None:
    """Walk from the start page to the account."""
    page.goto(f"{base}/")
    reach(page, 'a.button[href="/registrieren/"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**/registrieren/")
    look(page)
    fill(page, entries_of(key, code))
    press(page, "Weiter")
    expect(page.get_by_role("heading", name="Stimmt alles?")).to_be_visible()
    look(page)
    for name in ("terms", "privacy"):
        reach(page, f'[name="{name}"]')
        page.keyboard.press("Space")
    press(page, "Konto bestellen" if key == "raumhafen" else "Registrieren")
    expect(page.get_by_role("heading", name="Bitte sehen Sie in Ihr Postfach")).to_be_visible()
    look(page)

    def link() -> str:
        with schema_context(key):
            return f"{base}/registrieren/weiter/{token_to(EMAIL)}/"

    page.goto(link())
    look(page)
    press(page, "Adresse bestätigen" if key in NEXT else "Konto aktivieren")
    if key in NEXT:
        expect(page.get_by_role("heading", name=NEXT[key])).to_be_visible()
        look(page)
    finish(page, key, link)


@pytest.mark.timeout(400)
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["desk", "phone"])
def test_everybody_gets_in_by_keyboard_alone(
    browser: Browser, live_server_for: Callable[[str], str], size: Any
) -> None:
    for key in PORTALS:
        ways.open_portal(key)
        code = code_for(customer(), now()) if flow(now()).by_code else ""
        context = browser.new_context(locale="de-DE", reduced_motion="reduce", viewport=size)
        page = context.new_page()
        complaints: list[str] = []
        page.on("console", partial(note, complaints))
        register(page, live_server_for(key), key, code)
        context.close()
        assert complaints == [], key
        with schema_context(key):
            assert get_user_model().objects.filter(audience="customer", email=EMAIL).count() == 1, key
