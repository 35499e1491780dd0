"""Somebody reads what changes and objects, by keyboard on a phone; every page is accessible."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from playwright.sync_api import Browser, Page, expect

from quartier.core.changes import services
from quartier.core.changes.models import Announcement
from quartier.core.changes.tests.people import CLERK, contract, customer, rows
from quartier.core.providers import services as provision
from quartier.core.terms import queries as texts
from quartier.core.terms import services as terms
from quartier.kit import clock
from quartier.kit.schemas import enter_schema
from quartier.values.actor import SYSTEM
from tests.browser.test_pages import PHONE
from tests.browser.test_registration import fill, look, note, press

KEY = "planmass"
ADDED = "\n\n§ 99 Wir bewahren Berechnungen neunzig Tage auf.\n"


def open_portal() -> None:
    """Planmaß with a consumer under the old terms, to whom new ones are announced."""
    enter_schema("public")
    begun = clock.now() - timedelta(days=90)
    provision.create_from_preset(actor=SYSTEM, at=begun, key=KEY, preset=KEY)
    provision.publish_provider(actor=SYSTEM, at=begun, key=KEY)
    enter_schema(KEY)
    old, entity, at = texts.current("terms"), rows("providers.LegalEntity").order_by("pk")[0], clock.now()
    assert old is not None
    contract(entity, old, customer("Blum", has_login=True), standing="consumer")
    terms.accept(
        actor=SYSTEM, at=begun, documents=texts.current_documents(), occasion="registration",  # type: ignore[arg-type]
        user_id=rows("accounts.User").get(email="blum@posthaus.example").pk,
    )  # fmt: skip
    new = terms.import_version(
        actor=SYSTEM, at=at, text_id=old.text_id, data=(old.body + ADDED).encode(), file_name="b.md", name="Neu",
        dated_on=clock.today(),
    )  # fmt: skip
    terms.publish(actor=SYSTEM, at=at, version_id=new.pk, reason="Test")
    given = services.Draft(
        topic="text", grade="adverse", title="Berechnungen bleiben länger", summary="Neunzig statt dreißig Tage.",
        reason="Gesetz", reasonable="Üblich", effective_on=clock.today() + timedelta(days=50), version_id=new.pk,
    )  # fmt: skip
    change = services.draft(actor=CLERK, at=at, given=given)
    services.announce(actor=CLERK, at=at, change_id=change.pk)
    while services.advance(at=at, change_id=change.pk):
        pass


def object_to(page: Page, base: str) -> None:
    """From the login to the receipt of the objection."""
    page.goto(f"{base}/anmelden/")
    fill(page, {"login": "blum@posthaus.example", "password": "Kiesel-und-Farn-26"})
    press(page, "Anmelden")
    page.wait_for_url(lambda where: "/anmelden/" not in where)
    # The yearly question about contact data stands in the way first.
    press(page, "Später: beim nächsten Anmelden fragen")
    page.wait_for_url(lambda where: "/pruefen/" not in where)
    page.goto(f"{base}/aenderungen/")
    look(page)
    page.get_by_role("link", name="Berechnungen bleiben länger").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Wir bewahren Berechnungen neunzig Tage auf.")).to_be_visible()
    expect(page.get_by_text("Die Änderung braucht Ihre Zustimmung.")).to_be_visible()
    look(page)
    page.get_by_role("link", name="Widersprechen …").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Einer Änderung widersprechen")).to_be_visible()
    fill(page, {"words": "Dreißig Tage genügen."})
    look(page)
    press(page, "Weiter")
    expect(page.get_by_role("heading", level=1, name="Dieser Änderung widersprechen?")).to_be_visible()
    press(page, "Jetzt widersprechen")
    expect(page.get_by_text("Ihr Widerspruch ist eingegangen.")).to_be_visible()
    look(page)


def test_a_consumer_objects_by_keyboard_on_a_phone(
    committed_db: None, live_server_for: Callable[[str], str], browser: Browser
) -> None:
    open_portal()
    complaints: list[str] = []
    context: Any = browser.new_context(viewport=PHONE, locale="de-DE")
    page = context.new_page()
    page.on("console", lambda said: note(complaints, said))
    object_to(page, live_server_for(KEY))
    context.close()
    assert complaints == []
    enter_schema(KEY)
    assert Announcement.objects.get().state == "objected"
