"""All parts in a real browser: strict CSP and Trusted Types without a complaint, with and without script."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http import HTTPStatus
from mimetypes import guess_type
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from axe_playwright_python.sync_playwright import Axe
from csp.middleware import CSPMiddleware
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse, HttpResponseBase
from django.urls import set_urlconf
from django.utils import translation
from playwright.sync_api import Browser, Error, Page, expect

from quartier.core.providers.middleware import CONSOLE
from quartier.kit import clock
from quartier.kit.gallery import FLATS, TABLE, WRONG, Sample, gallery_page
from quartier.kit.middleware import Headers

ABORTED = "net::ERR_ABORTED"  # the page was left before it came
BRAND = ":root { --brand: #0f5c7a; --accent: #e8835a; }"


class Quiet(WSGIRequestHandler):
    """Writes no log."""

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def serve(request: Any) -> HttpResponseBase:
    """The gallery as an operator sees it, and the static files; no database, no login."""
    if request.path.startswith("/static/"):
        found = str(finders.find(request.path.removeprefix("/static/")))
        return HttpResponse(Path(found).read_bytes(), content_type=guess_type(found)[0])
    if request.path == "/brand.css":
        return HttpResponse(BRAND, content_type="text/css")
    if request.path == "/logo":
        return HttpResponse('<svg xmlns="http://www.w3.org/2000/svg"/>', content_type="image/svg+xml")
    if request.path != "/bausteine/":
        return HttpResponse(status=HTTPStatus.NOT_FOUND)
    set_urlconf(settings.CONSOLE_URLCONF)
    request.portal, request.user, request.now = CONSOLE, AnonymousUser(), clock.now()
    with translation.override("de"):
        table = TABLE.bind(request, FLATS)
        return table.answer() or gallery_page(request, table=table, broken=Sample(WRONG, auto_id="broken_%s"))


def application(environ: Any, start: Callable[..., Any]) -> Any:
    """Answer under the real security headers."""
    response: Any = CSPMiddleware(Headers(serve))(WSGIRequest(environ))  # type: ignore[arg-type]
    start(f"{response.status_code} {response.reason_phrase}", list(response.items()))
    return response


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with make_server("127.0.0.1", 0, application, handler_class=Quiet) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/bausteine/"
        server.shutdown()


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser complained about: violations of the policy, errors, failed requests."""
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("requestfailed", lambda request: heard.append(request.url) if request.failure != ABORTED else None)
    return heard


def names(page: Page) -> list[str]:
    """The first column of the list."""
    return page.locator("#table-flats tbody th a").all_inner_texts()


def test_htmx_swaps_a_list_in_place_without_a_violation(page: Page, complaints: list[str], address: str) -> None:
    page.goto(address)
    page.evaluate("window.stayed = true")
    before = names(page)
    page.click("#table-flats-sort-name")
    page.wait_for_url("**/bausteine/?sort=-name")
    page.wait_for_selector("th[aria-sort=descending]")
    assert names(page) != before
    assert page.evaluate("window.stayed") is True
    assert page.evaluate("document.activeElement.id") == "table-flats-sort-name"
    page.click("#table-flats-next")
    page.wait_for_url("**seite=2**")
    assert "9 bis 16 von 24" in page.inner_text("#table-flats")
    assert complaints == []


def test_going_back_shows_the_list_as_it_was(page: Page, complaints: list[str], address: str) -> None:
    page.goto(address)
    before = names(page)
    page.click("#table-flats-next")
    page.wait_for_url("**seite=2**")
    page.go_back()
    expect(page.locator("#table-flats [role=status]")).to_contain_text("1 bis 8 von 24")
    assert names(page) == before
    assert page.locator("h1").count() == 1
    assert complaints == []


def test_lists_work_the_same_without_script(browser: Browser, page: Page, address: str) -> None:
    plain = browser.new_context(java_script_enabled=False).new_page()
    plain.goto(address)
    plain.click("#table-flats-sort-name")
    plain.click("#table-flats-next")
    page.goto(address)
    page.click("#table-flats-sort-name")
    page.wait_for_selector("th[aria-sort=descending]")
    page.click("#table-flats-next")
    page.wait_for_url("**seite=2**")
    assert names(plain) == names(page)
    assert plain.url == page.url
    plain.context.close()


@pytest.mark.parametrize(
    "attack",
    [
        "document.body.innerHTML = '<img src=x onerror=alert(1)>'",
        "document.body.insertAdjacentHTML('beforeend', '<b>x</b>')",
        "document.createElement('script').src = 'https://evil.example/x.js'",
        "document.createElement('script').text = 'alert(1)'",
        "new DOMParser().parseFromString('<b>x</b>', 'text/html')",
        "trustedTypes.createPolicy('mine', {createHTML: (html) => html})",
    ],
)
def test_no_string_becomes_markup_or_code(page: Page, address: str, attack: str) -> None:
    page.goto(address)
    with pytest.raises(Error, match="TypeError"):
        page.evaluate(f"() => {{ {attack} }}")


def test_after_an_answer_of_htmx_other_markup_is_still_refused(page: Page, address: str) -> None:
    page.goto(address)
    page.click("#table-flats-next")
    page.wait_for_url("**seite=2**")
    with pytest.raises(Error, match="TypeError"):
        page.evaluate("() => { document.body.innerHTML = '<img src=x onerror=alert(1)>' }")


def test_the_error_summary_has_the_focus_and_leads_to_the_field(page: Page, address: str) -> None:
    page.goto(address)
    assert page.evaluate("document.activeElement.className") == "error-summary"
    page.click(".error-summary a >> nth=0")
    assert page.evaluate("document.activeElement.id") == "broken_email"
    page.click(".error-summary a[href='#broken_reason']")
    assert page.evaluate("document.activeElement.id") == "broken_reason"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_every_part_is_accessible_and_no_page_scrolls_sideways(
    browser: Browser, address: str, width: int, scheme: Any
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    found = Axe().run(
        page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    )
    assert [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found.response["violations"]] == []
    context.close()


def test_data_theme_overrides_the_system(browser: Browser, address: str) -> None:
    context = browser.new_context(color_scheme="light")
    page = context.new_page()
    page.goto(address)
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    assert page.evaluate(ground) != light
    context.close()


def test_on_paper_menus_filters_and_buttons_are_gone_and_folds_are_open(page: Page, address: str) -> None:
    page.goto(address)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    for gone in (".nav", ".pages", ".tabs", ".actions", ".foot", ".skip"):
        assert page.locator(gone).first.is_hidden()
    assert page.locator("details:not([open])").count() == 0
    assert page.locator("#table-flats tbody tr").count() == 8
