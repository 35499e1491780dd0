"""Somebody withdraws without a login, on day 14 and on day 15, by keyboard on a phone; every page is accessible."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

import pytest
from django_tenants.utils import schema_context
from playwright.sync_api import Browser, Page, expect

from quartier.core.contracts.models import Contract
from quartier.core.declarations.models import Declaration
from quartier.core.providers import services as provision
from quartier.core.providers.policies.choices import Scope
from quartier.core.withdrawal.rules import Facts, Sent, judge
from quartier.core.withdrawal.tests.people import contract, customer, rows
from quartier.kit import clock
from quartier.kit.schemas import enter_schema
from quartier.values.actor import SYSTEM
from quartier.values.land import Land
from quartier.values.zone import BERLIN
from tests.browser.test_pages import PHONE
from tests.browser.test_registration import fill, look, note, press

KEY = "planmass"
DAY_14 = 14


def last_day(concluded_on: date) -> date:
    """The last day to withdraw from what was concluded and instructed on a day."""
    land, sent = Land.MV, Sent(received_on=concluded_on, dispatched_on=concluded_on)
    facts = Facts(
        is_consumer=True, is_paid=True, land=land, days=DAY_14, concluded_on=concluded_on, instructed_on=concluded_on
    )
    found = judge(facts, sent).last_on
    assert found is not None
    return found


def concluded(today: date, *, late: bool) -> datetime:
    """When a contract was concluded whose day 14 is today, or whose period ended before today."""
    begun = today - timedelta(days=DAY_14)
    while late and last_day(begun) >= today:
        begun -= timedelta(days=1)
    return datetime.combine(begun, time(12), BERLIN)


def open_portal() -> None:
    """Planmaß with two contracts: one on its day 14, one a day too old."""
    enter_schema("public")
    provision.create_from_preset(actor=SYSTEM, at=clock.now() - timedelta(days=90), key=KEY, preset=KEY)
    provision.publish_provider(actor=SYSTEM, at=clock.now() - timedelta(days=90), key=KEY)
    enter_schema(KEY)
    entity, today = rows("providers.LegalEntity").order_by("pk")[0], clock.today()
    for name, number, late in (("Blum", "PM-1401", False), ("Kern", "PM-1501", True)):
        party = customer(entity, name)
        contract(party, entity, concluded(today, late=late), scope=Scope.SURVEY, number=number)


def withdraw(page: Page, base: str, name: str, number: str) -> None:
    """From the footer of the start page to the receipt."""
    page.goto(f"{base}/")
    page.get_by_role("link", name="Vertrag widerrufen", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Vertrag widerrufen")).to_be_visible()
    look(page)
    fill(page, {"name": f"Ida {name}", "about": number, "contact": f"{name.lower()}@posthaus.example"})
    press(page, "Weiter")
    expect(page.get_by_role("button", name="Widerruf bestätigen")).to_be_visible()
    look(page)
    press(page, "Widerruf bestätigen")
    expect(page.get_by_role("heading", name="Ihr Widerruf ist eingegangen")).to_be_visible()
    look(page)
    assert number in page.inner_text("main")


@pytest.mark.timeout(200)
def test_withdrawing_without_a_login_on_day_14_and_day_15(
    browser: Browser, live_server_for: Callable[[str], str]
) -> None:
    open_portal()
    base = live_server_for(KEY)
    context = browser.new_context(locale="de-DE", reduced_motion="reduce", viewport=PHONE, java_script_enabled=True)
    page, complaints = context.new_page(), list[str]()
    page.on("console", partial(note, complaints))
    withdraw(page, base, "Blum", "PM-1401")
    withdraw(page, base, "Kern", "PM-1501")
    page.goto(f"{base}/vertraege-kuendigen/")
    look(page)
    context.close()
    assert complaints == []
    with schema_context(KEY):
        said: dict[str, Any] = dict(Declaration.objects.values_list("about", "state"))
        states = dict(Contract.objects.values_list("relationship__number", "state"))
    assert said == {"PM-1401": "effective", "PM-1501": "late"}
    assert states == {"PM-1401": "withdrawn", "PM-1501": "running"}
