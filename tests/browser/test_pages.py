"""Every page in a real browser, as everybody who may open it: accessible, alone with our server, usable at 360 px.

Checks 20 and 23, SBV-76. New addresses are looked at without being named here.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from signal import SIGTERM
from typing import Any

import axe_playwright_python
import psycopg
import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Route

from quartier.kit.processes import die_with_parent
from tests.mode import DATA_DIR, database
from tests.plugins import browser as tools
from tests.plugins import database as test_database
from tests.plugins.world import NAME, World, standing_in
from tests.security.crawl import visits

WIDE: Any = {"width": 1280, "height": 900}
PHONE: Any = {"width": 360, "height": 740}
CONSOLE = settings.CONSOLE_SCHEMA
PEOPLE = [
    ("emscher", "visitor"),
    ("emscher", "customer"),
    ("emscher", "lead"),
    (CONSOLE, "visitor"),
    (CONSOLE, "operator"),
]
# Who mostly comes by phone; of the office's pages axe judges the desk, and the phone is held to its width.
ON_PHONES = {"visitor", "customer"}
# Who sees so much that the walk is shared out between processes, in so many parts.
PARTS = {("emscher", "lead"): 6, ("emscher", "customer"): 2}
# A mail inside its page; it is a document of its own without our shell.
FRAME = "_frame"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COPY = f"site_{os.getpid()}"
AXE: dict[str, Any] = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
SCRIPT = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
# Only what is wrong crosses over to us: all that is right would take longer than finding out.
RUN = "options => axe.run(document, options).then(told => told.violations)"


@dataclass(frozen=True, slots=True)
class Site:
    """The running town: its port, what there is to see for everybody."""

    port: int
    world: World
    pages: dict[tuple[str, str], list[str]]

    def address(self, schema: str, path: str) -> str:
        """The address of a page of a portal."""
        return f"http://{self.world.hosts[schema]}:{self.port}{path}"


@pytest.fixture(scope="module")
def site(town: World, django_db_blocker: Any) -> Iterator[Site]:
    """A web server on a copy of the town: what there is to see is made for good, and no other test may meet it."""
    with suppress(psycopg.Error):
        test_database.SERVER.drop_database(COPY)
    test_database.SERVER.create_database(COPY, template=NAME)
    with django_db_blocker.unblock(), standing_in(COPY):
        pages: dict[tuple[str, str], list[str]] = {}
        for address, schema, role, path in visits(town):
            answer = town.client(schema, role).get(path, secure=True)
            is_text = answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html")
            # What htmx puts into a page is none itself.
            is_page = is_text and answer.content.lstrip()[:9].lower() == b"<!doctype"
            if is_page and not address.name.endswith(FRAME):
                pages.setdefault((schema, role), []).append(path)
    port = tools.free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--workers", "1", "--blocking-threads", "2", "--no-ws", "--log-level", "warning"]
    DATA_DIR.mkdir(exist_ok=True)
    with (DATA_DIR / "town.log").open("ab") as log:
        server = subprocess.Popen(
            [*command, "quartier.config.wsgi:application"],
            stdout=log, stderr=log, start_new_session=True, env={**os.environ, "DATABASE_URL": database(COPY).url()},
            preexec_fn=die_with_parent(SIGTERM),  # noqa: PLW1509
        )  # fmt: skip
    try:
        deadline = time.monotonic() + tools.READY_LIMIT_S
        while not tools._is_ready(port):
            if server.poll() is not None or time.monotonic() > deadline:
                pytest.fail((DATA_DIR / "town.log").read_text()[-2000:])
            time.sleep(0.05)
        yield Site(port, town, pages)
    finally:
        server.terminate()
        server.wait(20)
        with suppress(psycopg.Error):
            test_database.SERVER.drop_database(COPY)


def enter(browser: Browser, site: Site, schema: str, role: str, **options: Any) -> BrowserContext:
    """Somebody's browser, logged in unless a visitor."""
    context = browser.new_context(locale="de-DE", reduced_motion="reduce", **options)
    if role != "visitor":
        value = site.world.sessions[schema, role]
        url = site.address(schema, "/")
        cookie: Any = {"name": settings.SESSION_COOKIE_NAME, "value": value, "secure": True, "httpOnly": True}
        context.add_cookies([cookie | {"url": url.replace("http:", "https:"), "sameSite": "Lax"}])
    return context


def own(url: str, site: Site) -> bool:
    """Tell whether an address is one of our server's, or inside the page itself."""
    return url.startswith("data:") or f".localhost:{site.port}/" in url or f"//localhost:{site.port}/" in url


class Watch:
    """Notes what a browser complains about and whom it asks."""

    def __init__(self, context: BrowserContext, site: Site) -> None:
        self.complaints: list[str] = []
        self.strangers: list[str] = []
        self.page = context.new_page()
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        context.on("request", lambda r: None if own(r.url, site) else self.strangers.append(r.url))

    def _said(self, message: Any) -> None:
        if message.type in ("error", "warning") and "responded with a status of 4" not in message.text:
            self.complaints.append(message.text)

    def faults(self, *, with_axe: bool = True) -> list[str]:
        """What is wrong with the page that is open: policy, strangers, accessibility, width."""
        found = [f"console: {line}" for line in self.complaints] + [f"stranger: {url}" for url in self.strangers]
        self.complaints.clear()
        self.strangers.clear()
        if with_axe and not self.page.evaluate("'axe' in window"):
            self.page.evaluate(SCRIPT)
        for violation in self.page.evaluate(RUN, AXE) if with_axe else ():
            found += [f"{violation['id']}: {node['html'][:140]}" for node in violation["nodes"][:2]]
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        return [*found, f"{wide} px too wide"] if wide > 0 else found


@pytest.mark.parametrize(
    ("schema", "role", "part"), [(*who, part) for who in PEOPLE for part in range(PARTS.get(who, 1))]
)
@pytest.mark.timeout(900)
def test_every_page_is_accessible_keeps_its_policy_and_asks_nobody_else(
    browser: Browser, site: Site, schema: str, role: str, part: int
) -> None:
    context = enter(browser, site, schema, role, viewport=WIDE)
    watch = Watch(context, site)
    found: dict[str, list[str]] = {}
    for path in site.pages[schema, role][part :: PARTS.get((schema, role), 1)]:
        watch.page.goto(site.address(schema, path))
        for size in (WIDE, PHONE):
            watch.page.set_viewport_size(size)
            if faults := watch.faults(with_axe=size is WIDE or role in ON_PHONES):
                found[f"{path} at {size['width']} px"] = faults
    context.close()
    assert found == {}


@pytest.mark.req("SBV-76")
@pytest.mark.parametrize(("schema", "role"), PEOPLE)
def test_text_renders_when_every_font_file_is_blocked(browser: Browser, site: Site, schema: str, role: str) -> None:
    context = enter(browser, site, schema, role, viewport=WIDE)
    asked: list[str] = []

    def block(route: Route) -> None:
        if route.request.resource_type == "font":
            asked.append(route.request.url)
            route.abort()
        else:
            route.continue_()

    context.route("**/*", block)
    page = context.new_page()
    page.goto(site.address(schema, site.pages[schema, role][0]))
    title = page.locator("h1").first
    box = title.bounding_box()
    assert box is not None
    assert box["width"] > 40
    assert box["height"] > 10
    assert [url for url in asked if not own(url, site)] == []
    context.close()


@pytest.mark.parametrize(("schema", "role"), PEOPLE)
def test_the_first_tab_stop_skips_to_the_content_and_the_focus_can_be_seen(
    browser: Browser, site: Site, schema: str, role: str
) -> None:
    context = enter(browser, site, schema, role, viewport=WIDE)
    page = context.new_page()
    page.goto(site.address(schema, "/konto/" if role != "visitor" else "/anmelden/"))
    # A form may take the focus itself, so start from the top of the page.
    page.evaluate("document.activeElement.blur(); window.getSelection().removeAllRanges()")
    page.evaluate("document.body.tabIndex = -1; document.body.focus()")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#inhalt"
    assert page.locator(".skip").is_visible()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "inhalt"
    unseen = []
    for _ in range(12):
        page.keyboard.press("Tab")
        shown = page.evaluate(
            "(() => { const s = getComputedStyle(document.activeElement), b = document.activeElement;"
            " return b === document.body || (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2)"
            " || s.boxShadow !== 'none' })()"
        )
        if not shown:
            unseen.append(page.evaluate("document.activeElement.outerHTML.slice(0, 100)"))
    context.close()
    assert unseen == []


@pytest.mark.parametrize(("schema", "role"), [("emscher", "customer"), ("emscher", "lead"), (CONSOLE, "operator")])
def test_the_menu_on_a_phone_opens_and_closes_by_keyboard(browser: Browser, site: Site, schema: str, role: str) -> None:
    context = enter(browser, site, schema, role, viewport=PHONE)
    page = context.new_page()
    page.goto(site.address(schema, "/konto/"))
    menu = page.locator("#nav")
    assert not menu.is_visible()
    page.locator("button.menu-open").focus()
    page.keyboard.press("Enter")
    assert menu.is_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('#nav').contains(document.activeElement)")
    page.keyboard.press("Escape")
    assert not menu.is_visible()
    context.close()


def test_a_violation_a_stranger_and_a_barrier_would_be_noticed(browser: Browser, site: Site) -> None:
    context = enter(browser, site, "emscher", "visitor", viewport=PHONE)
    watch = Watch(context, site)
    watch.page.goto(site.address("emscher", "/impressum/"))
    assert watch.faults() == []
    watch.page.evaluate(
        "() => { const add = (tag, traits) => document.querySelector('main').append(Object.assign("
        "document.createElement(tag), traits)); add('img', {src: 'http://fremd.example/p.png', width: 700});"
        " add('iframe', {src: 'http://fremd.example/'});"
        " document.querySelector('main').lastElementChild.style.minWidth = '900px' }"
    )
    watch.page.wait_for_timeout(300)
    faults = " ".join(watch.faults())
    context.close()
    assert "Content Security Policy" in faults
    assert "image-alt" in faults
    assert "px too wide" in faults
