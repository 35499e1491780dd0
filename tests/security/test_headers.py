"""Checks 18, 19 and 38: cookies, headers and caching, on every address, errors and files included."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.plugins.world import World
from tests.security.crawl import HSTS_S, answers

# A walk through all pages may take longer than other tests on a busy machine.
pytestmark = pytest.mark.timeout(600)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Strict-Transport-Security": f"max-age={HSTS_S}",
}
POLICY = (
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'",
    "connect-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
    "require-trusted-types-for 'script'", "trusted-types default",
)  # fmt: skip
# A mail in the frame of its page, a logo that may be an SVG, files of others: closed off by stricter policies.
SHUT = (
    "inbox:outbox_frame", "console inbox:mailbox_frame", "providers:logo", "console providers:logo",
    "documents:link", "documents:office_link", "documents:public",
    "terms:file", "terms:office_file", "terms:pdf",
)  # fmt: skip
SHARED = ("providers:brand_css", "providers:logo", "console providers:brand_css", "console providers:logo")


def wanting(answer: Any) -> list[str]:
    """The headers that are missing or different."""
    found = [
        f"{name}: {answer.headers.get(name)}" for name, value in HEADERS.items() if answer.headers.get(name) != value
    ]
    policy = answer.headers.get("Content-Security-Policy", "")
    found += [f"CSP without {part}" for part in POLICY if part not in policy]
    if "camera=()" not in answer.headers.get("Permissions-Policy", ""):
        found.append("Permissions-Policy")
    if "unsafe" in policy:
        found.append("CSP allows something unsafe")
    return found


@pytest.fixture(autouse=True)
def _by_https(settings: Any) -> None:
    """As in production, where visitors come by HTTPS."""
    settings.SECURE_HSTS_SECONDS = HSTS_S


def test_every_page_has_every_header(world: World) -> None:
    faults = {name: wanting(answer) for name, answer in answers(world) if not name.startswith(SHUT)}
    assert {name: found for name, found in faults.items() if found} == {}
    assert len(faults) > 50


def test_a_mail_in_its_frame_and_a_logo_may_do_nothing_at_all(world: World) -> None:
    frames = [answer for name, answer in answers(world) if name.startswith(SHUT) and answer.status_code == 200]
    assert frames
    for answer in frames:
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "sandbox" in policy
        assert "script-src" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("host", "path", "status"),
    [
        ("emscher.localhost", "/gibt-es-nicht/", 404),
        ("emscher.localhost", "/uebersicht", 301),
        ("fremd.localhost", "/", 404),
        ("kaputt_!", "/", 400),
        ("localhost", "/gibt-es-nicht/", 404),
        ("emscher.localhost", "/static/kit/kit.css", 200),
        ("emscher.localhost", "/static/kit/fehlt.css", 404),
        ("emscher.localhost", "/health/live", 200),
        ("fremd.localhost", "/health/ready", 200),
    ],
)
def test_errors_files_and_health_have_every_header(world: World, host: str, path: str, status: int) -> None:
    client = Client(HTTP_HOST=host, raise_request_exception=False)
    answer = client.get(path, secure=True)
    assert answer.status_code == status
    assert wanting(answer) == []


def test_a_form_without_a_token_is_refused_with_every_header(world: World) -> None:
    answer = world.client("emscher", "visitor", csrf=True).post("/anmelden/", {"login": "x"}, secure=True)
    assert answer.status_code == 403
    assert wanting(answer) == []


def test_a_page_without_a_header_is_found() -> None:
    bare = HttpResponse()
    bare.headers["Content-Security-Policy"] = "script-src 'self' 'unsafe-inline'"
    found = wanting(bare)
    assert "X-Content-Type-Options: None" in found
    assert "CSP allows something unsafe" in found
    assert "CSP without frame-ancestors 'none'" in found


def test_every_cookie_is_bound_to_its_host_and_out_of_reach(world: World) -> None:
    seen = {}
    for name, answer in answers(world):
        for cookie in answer.cookies.values():
            seen[cookie.key] = name
            assert cookie.key.startswith("__Host-"), name
            traits = (cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["path"], cookie["domain"])
            assert traits == (True, True, "Lax", "/", ""), name
    assert "__Host-csrf" in seen


def test_the_session_cookie_of_a_login_is_bound_to_its_host(world: World) -> None:
    client = world.client("emscher", "visitor")
    form = {"login": "kunde@emscher.example", "password": "Quartier-Demo-2026"}
    answer = client.post("/anmelden/", form, secure=True)
    assert answer.status_code == 302
    cookie = answer.cookies["__Host-session"]
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["path"], cookie["domain"]) == (
        True, True, "Lax", "/", "",
    )  # fmt: skip


def test_no_personal_page_is_kept_by_browsers_or_proxies(world: World) -> None:
    kept = {
        name: answer.headers.get("Cache-Control")
        for name, answer in answers(world)
        if not name.endswith("visitor") and "no-store" not in answer.headers.get("Cache-Control", "")
    }
    assert {name: value for name, value in kept.items() if not name.startswith(SHARED)} == {}
