"""The drawing board and the capture on site in a real browser: what is drawn is saved, with or without a net."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django_tenants.utils import schema_context
from playwright.sync_api import Browser, BrowserContext, Page, expect

from quartier.core.accounts import services as accounts
from quartier.kit.clock import now
from quartier.kit.schemas import enter_schema
from quartier.modules.survey.models import Survey, Version, Visit
from quartier.modules.survey.services import drawn_on_site, surveys
from quartier.modules.survey.tests import ground
from quartier.modules.survey.tests.calculating import open_portal
from quartier.values.actor import SYSTEM
from tests.browser.test_pages import PHONE, WIDE
from tests.browser.test_registration import look, note

KEY = "planmass"
MEASURES = Path(__file__).parents[2] / "src" / "quartier" / "modules" / "survey" / "tests" / "measures.json"
# The server hears an edit, but is not heard, once.
LOSING = """() => {
    const real = fetch;
    self.lost = 0;
    self.fetch = async (...given) => {
        const answer = await real(...given);
        if (self.lost++ === 0) throw new TypeError('lost');
        self.lost = 1;
        return answer;
    };
}"""
CAPTURE = "[data-field-capture][data-ready]"
READY = "form[data-ready]"


def box(left: int, bottom: int, width: int, depth: int) -> list[list[int]]:
    """The corners of a rectangle."""
    return [[left, bottom], [left + width, bottom], [left + width, bottom + depth], [left, bottom + depth]]


def flat(rooms: int = 3) -> dict[str, Any]:
    """A flat as the format has it."""
    outlines = {
        "living": box(0, 0, 5200, 4100),
        "kitchen": box(5315, 0, 3000, 2500),
        "balcony": box(0, -1700, 4000, 1600),
    }
    names = {"living": "Wohnen", "kitchen": "Küche", "balcony": "Balkon"}
    three = [
        {"id": str(number), "name": names[use], "use": use, "outline": outline, "unit": "W",
         "height": None if use == "balcony" else 2520}
        for number, (use, outline) in enumerate(outlines.items(), 1)
    ]  # fmt: skip
    storey = {"id": "EG", "name": "Erdgeschoss", "level": 0, "height": 2800, "rooms": three[:rooms]}
    units = [{"id": "W", "name": "Wohnung"}]
    return {"aufmass": 1, "name": "Speicherstraße 9", "basis": "measurements", "storeys": [storey], "units": units}


def begun(rooms: int = 3) -> tuple[Survey, str]:
    """A calculation and the path of its page."""
    row, token = surveys.open_survey(at=now(), title="Speicherstraße 9", content=flat(rooms))
    return row, f"/wohnflaeche/{token}/"


def opened(context: BrowserContext, address: str) -> Page:
    """The page once its program stands."""
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector(READY)
    return page


def saved(page: Page) -> None:
    """Wait until everything is on the server."""
    expect(page.locator(".board-state")).to_have_text(re.compile("^gespeichert"))


def stored(row: Survey) -> dict[str, list[list[int]]]:
    """The outlines that the server has, by the room's number."""
    with schema_context(KEY):
        content = Survey.objects.get(pk=row.pk).content
    return {room["id"]: room["outline"] for storey in content["storeys"] for room in storey["rooms"]}


@pytest.mark.timeout(300)
def test_what_is_drawn_is_typed_and_saved(browser: Browser, live_server_for: Callable[[str], str]) -> None:
    open_portal()
    row, path = begun()
    base = live_server_for(KEY)
    context = browser.new_context(locale="de-DE", reduced_motion="reduce", viewport=WIDE)
    page, complaints = opened(context, base + path), list[str]()
    page.on("console", partial(note, complaints))
    pure(page)
    by_keyboard(page, row)
    look(page)
    context.close()
    assert complaints == []
    on_a_phone(browser, base, path)
    connection_lost(browser, base)
    two_devices(browser, base)


def pure(page: Page) -> None:
    """Reading measures gives the same as on the server, writing them too."""
    wrong = page.evaluate(
        """async (cases) => {
            const m = await import('/static/survey/measure.js');
            const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
            return [
                ...cases.lengths.filter(([text, mm]) => m.length(text).mm !== mm),
                ...cases.not_lengths.filter(([text, kind]) => m.length(text).fault !== kind),
                ...cases.outlines.filter(([text, ring]) => !same(m.outline(text).outline, ring)),
                ...cases.outlines.filter(([, ring, words]) => m.words(ring) !== words),
                ...cases.not_outlines.filter(([text, kind]) => m.outline(text).fault !== kind),
            ];
        }""",
        json.loads(MEASURES.read_text()),
    )
    assert wrong == []


def by_keyboard(page: Page, row: Survey) -> None:
    """Rooms are moved, measured, added and taken away without a pointer; drawing and table are in step."""
    room = page.locator("g.room[data-room='2']")
    room.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowUp")
    page.keyboard.press("Enter")
    page.keyboard.type("3,20x2,80")
    page.keyboard.press("Enter")
    expect(room).to_be_focused()
    expect(page.locator("tr[data-room='2'] [name$='-size']")).to_have_value("3,20 × 2,80")
    saved(page)
    assert stored(row)["2"] == box(5325, 100, 3200, 2800)
    expect(page.locator("tr[data-room='2'] [data-area]")).to_have_text("8,96")
    page.locator("tr[data-room='1'] [name$='-size']").fill("5,00x4,00")
    page.locator("tr[data-room='1'] [name$='-size']").press("Enter")
    expect(page.locator("g.room[data-room='1']")).to_have_attribute("aria-label", "1 Wohnen, 5,00 × 4,00, 20,00 m².")
    page.locator("g.room[data-room='3']").focus()
    page.keyboard.press("Delete")
    page.keyboard.press("n")
    page.keyboard.type("4250x3800")
    page.keyboard.press("Enter")
    expect(page.locator("#board-entry-fault")).to_contain_text("mm oder cm")
    page.keyboard.type(" mm")
    page.keyboard.press("Enter")
    expect(page.locator("tr[data-room='3'] [name$='-size']")).to_have_value("4,25 × 3,80")
    saved(page)
    assert sorted(stored(row)) == ["1", "2", "3"]


def on_a_phone(browser: Browser, base: str, path: str) -> None:
    """A finger selects a room, then its wall follows; nothing is wider than the window."""
    context = browser.new_context(locale="de-DE", reduced_motion="reduce", viewport=PHONE, has_touch=True)
    page = opened(context, base + path)
    page.locator("g.room[data-room='1'] .floor").tap()
    expect(page.locator("g.room[data-room='1']")).to_have_attribute("aria-pressed", "true")
    grip = page.locator("g.edge[data-edge='2'] .grip").bounding_box()
    assert grip is not None
    assert grip["height"] >= 24
    look(page)
    context.close()


def connection_lost(browser: Browser, base: str) -> None:
    """What was drawn without a connection, or whose answer got lost, is on the server exactly once in the end."""
    row, path = begun(1)
    context = browser.new_context(locale="de-DE", viewport=WIDE)
    page = opened(context, base + path)
    context.set_offline(True)
    page.locator("g.room[data-room='1']").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".board-state")).to_contain_text("auf diesem Gerät gesichert")
    page.close()
    context.set_offline(False)
    page = opened(context, base + path)
    saved(page)
    assert stored(row)["1"] == box(10, 0, 5200, 4100)
    page.evaluate(LOSING)
    page.locator("g.room[data-room='1']").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".board-state")).to_contain_text("auf diesem Gerät gesichert")
    saved(page)
    assert page.evaluate("lost") == 1
    assert stored(row)["1"] == box(20, 0, 5200, 4100)
    with schema_context(KEY):
        assert list(Version.objects.filter(survey=row).values_list("number", "is_aside")) == [
            (3, False), (2, False), (1, False),
        ]  # fmt: skip
    context.close()


def two_devices(browser: Browser, base: str) -> None:
    """Who saves second is asked; both states are on the server whatever the answer."""
    row, path = begun(1)
    contexts = [browser.new_context(locale="de-DE", viewport=WIDE) for _device in range(2)]
    first, second = (opened(context, base + path) for context in contexts)
    for page, key in ((first, "ArrowRight"), (second, "ArrowUp")):
        page.locator("g.room[data-room='1']").focus()
        page.keyboard.press(key)
        if page is first:
            saved(page)
    expect(second.get_by_text("Beide Stände sind aufbewahrt.")).to_be_visible()
    second.get_by_role("button", name="Mit meinem weiterarbeiten").click()
    saved(second)
    assert stored(row)["1"] == box(0, 10, 5200, 4100)
    with schema_context(KEY):
        kept = [one.content["storeys"][0]["rooms"][0]["outline"] for one in Version.objects.filter(survey=row)]
    assert box(10, 0, 5200, 4100) in kept
    for context in contexts:
        context.close()


def at_the_door() -> tuple[Visit, str]:
    """A visit of today's surveyor with an empty survey, and the session of who measures."""
    who = ground.surveyor()
    visit = ground.agreed(ground.opened(ground.accepted()), who)
    drawn_on_site.survey_of(actor=SYSTEM, at=now(), site=visit.site)
    accounts.set_up_second_factor(actor=SYSTEM, at=now(), user=who, secret="JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    client = Client()
    client.force_login(who)
    return visit, client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.mark.timeout(300)
def test_a_surveyor_measures_without_a_connection(browser: Browser, live_server_for: Callable[[str], str]) -> None:
    enter_schema("alpha")
    visit, session = at_the_door()
    base = live_server_for("alpha")
    context = browser.new_context(locale="de-DE", reduced_motion="reduce", viewport=PHONE, has_touch=True)
    cookie: Any = {"name": settings.SESSION_COOKIE_NAME, "value": session, "secure": True, "httpOnly": True}
    context.add_cookies([cookie | {"url": base.replace("http:", "https:"), "sameSite": "Lax"}])
    page, address = context.new_page(), f"{base}/vor-ort/{visit.pk}/aufmass/"
    page.goto(address)
    page.wait_for_selector(CAPTURE)
    expect(page.get_by_text("Diese Seite geht auch ohne Verbindung.")).to_be_visible()
    look(page)
    context.set_offline(True)
    measured(page, "Bad", "2,60", "3,60")
    expect(page.get_by_text("auf diesem Gerät gesichert")).to_be_visible()
    page.reload()
    page.wait_for_selector(CAPTURE)
    expect(page.get_by_role("button", name="Bad 2,60 × 3,60 m, 9,36 m²")).to_be_visible()
    measured(page, "Flur", "8,20", "1,30")
    look(page)
    context.set_offline(False)
    expect(page.locator(".board-state")).to_have_text(re.compile("^gespeichert"), timeout=20_000)
    once(visit)
    page.get_by_role("button", name="Menü").first.click()
    page.get_by_role("button", name="Abmelden").locator("visible=true").first.click()
    page.wait_for_url(f"{base}/")
    assert page.evaluate("async () => (await caches.keys()).length") == 0
    context.close()


def measured(page: Page, use: str, width: str, depth: str) -> None:
    """Measure a room as one does with a thumb."""
    page.get_by_role("button", name="Neuer Raum").tap()
    page.get_by_label("Nutzung").select_option(label=use)
    page.get_by_label("Name des Raums").fill(use)
    page.get_by_label("Breite, m").fill(width)
    page.get_by_label("Tiefe, m").fill(depth)
    page.get_by_label("Lichte Höhe, m").fill("2,52")
    page.get_by_role("button", name="Raum ist fertig").tap()


def once(visit: Visit) -> None:
    """Both rooms are on the server, and no state was stored twice or beside another."""
    with schema_context("alpha"):
        row = Survey.objects.get(order=visit.site.order)
        rooms = [room for storey in row.content["storeys"] for room in storey["rooms"]]
        assert [(room["name"], room["outline"][2]) for room in rooms] == [
            ("Bad", [2600, 0]),
            ("Flur", [10915, 0]),
        ]
        states = list(Version.objects.filter(survey=row).values_list("number", "is_aside"))
        assert states == [(number, False) for number in range(row.number, 0, -1)]
