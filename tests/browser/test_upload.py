"""A large file sent by a real browser goes on by itself when the connection breaks."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from playwright.sync_api import Browser, Route, expect

from tests.browser.test_pages import WIDE, Site, enter, site

__all__ = ["site"]

LARGE = 9_000_000


def test_a_large_file_goes_on_by_itself_when_the_connection_breaks(
    browser: Browser, site: Site, tmp_path: Path
) -> None:
    source = tmp_path / "Messwerte.txt"
    source.write_bytes(b"4711\n" * (LARGE // 5))
    seen: Counter[str] = Counter()

    def breaking(route: Route) -> None:
        """Break off the second part once."""
        if route.request.method == "POST":
            seen["parts"] += 1
        if seen["parts"] == 2 and not seen["broken"]:
            seen["broken"] += 1
            route.abort("connectionreset")
        else:
            route.continue_()

    context = enter(browser, site, "emscher", "customer", viewport=WIDE)
    page = context.new_page()
    page.route("**/teil/", breaking)
    page.goto(site.address("emscher", "/dokumente/hochladen/"))
    page.set_input_files("input[type=file]", source)
    page.get_by_role("button", name="Datei senden").click()
    page.wait_for_url(re.compile(r"/dokumente/hochladen/[0-9a-f-]{36}/$"))
    expect(page.get_by_text("Messwerte.txt, 9,0")).to_be_visible()
    assert seen == {"parts": 4, "broken": 1}
    page.goto(site.address("emscher", "/dokumente/"))
    page.locator("li", has_text="Messwerte.txt").get_by_role("button").click()
    expect(page.get_by_text("Messwerte.txt")).to_have_count(0)
    context.close()


def test_what_a_full_server_says_is_shown_and_the_file_goes_on_when_there_is_room(
    browser: Browser, site: Site, tmp_path: Path
) -> None:
    source, said = tmp_path / "Messwerte.txt", "Im Moment ist kein Platz für diese Datei."
    source.write_bytes(b"4711\n" * (LARGE // 5))
    is_full = True

    def full(route: Route) -> None:
        """Answer as a server without room does, until there is some."""
        if route.request.method == "POST" and is_full:
            route.fulfill(status=507, json={"error": said})
        else:
            route.continue_()

    context = enter(browser, site, "emscher", "customer", viewport=WIDE)
    page = context.new_page()
    page.route("**/teil/", full)
    page.goto(site.address("emscher", "/dokumente/hochladen/"))
    page.set_input_files("input[type=file]", source)
    page.get_by_role("button", name="Datei senden").click()
    expect(page.get_by_role("status").filter(has_text=said)).to_be_visible()
    is_full = False
    page.wait_for_url(re.compile(r"/dokumente/hochladen/[0-9a-f-]{36}/$"))
    context.close()


def test_a_refused_file_is_explained_in_words(browser: Browser, site: Site, tmp_path: Path) -> None:
    source = tmp_path / "Messwerte.pdf"
    source.write_bytes(b"4711\n" * (LARGE // 5))
    context = enter(browser, site, "emscher", "customer", viewport=WIDE)
    page = context.new_page()
    page.goto(site.address("emscher", "/dokumente/hochladen/"))
    page.set_input_files("input[type=file]", source)
    page.get_by_role("button", name="Datei senden").click()
    expect(page.get_by_role("status").filter(has_text="nicht, was ihr Name sagt")).to_be_visible()
    context.close()
