"""SBV-70 and SBV-71: the published list of cookies is the truth, and no cookie recognises anybody for statistics."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django_tenants.utils import schema_context

from quartier.core.privacy.extension import cookies
from quartier.core.privacy.services import writer
from tests.plugins.world import World
from tests.security.crawl import answers

# A walk through all pages may take longer than other tests on a busy machine.
pytestmark = pytest.mark.timeout(600)
LOGIN = {"login": "kunde@emscher.example", "password": "Quartier-Demo-2026"}


def cookies_set(world: World) -> dict[str, str]:
    """Every cookie that any page sets for anybody, and by which page."""
    seen: dict[str, str] = {}
    for name, page in answers(world):
        seen |= dict.fromkeys(page.cookies, name)
    client = world.client("emscher", "visitor")
    posts: list[tuple[str, Mapping[str, str]]] = [
        ("/sprache/", {"language": "en"}), ("/widerspruch/", {"about": "analysis"}), ("/anmelden/", LOGIN)
    ]  # fmt: skip
    for path, form in posts:
        answer: Any = client.post(path, form, secure=True)
        if answer.context and "token" in answer.context:
            again = {"_step": "confirm", "_shown": answer.context["token"]}
            answer = client.post(path, {**form, **again}, secure=True)
        seen |= dict.fromkeys(answer.cookies, f"POST {path}")
    return seen


def not_listed(seen: Mapping[str, str]) -> dict[str, str]:
    """Cookies that the published list does not name."""
    return {name: page for name, page in seen.items() if name not in cookies}


@pytest.mark.req("SBV-70")
def test_every_cookie_that_is_set_is_on_the_published_list_and_the_other_way_round(world: World) -> None:
    seen = cookies_set(world)
    assert not_listed(seen) == {}
    assert set(cookies.keys()) - set(seen) == set(), "the list names cookies that nobody sets"


@pytest.mark.req("SBV-70")
def test_a_cookie_that_nobody_listed_fails_with_its_name(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from quartier.core.privacy import middleware  # noqa: PLC0415 – a real page is made to set one more

    original = middleware.RequestLog.__call__

    def spying(self: middleware.RequestLog, request: object) -> object:
        answer = original(self, request)  # type: ignore[arg-type]
        answer.set_cookie("_spion", "1")
        return answer

    monkeypatch.setattr(middleware.RequestLog, "__call__", spying)
    client = world.client("emscher", "visitor")
    seen = dict.fromkeys(client.get("/impressum/", secure=True).cookies, "imprint")
    assert not_listed(seen) == {"_spion": "imprint"}


@pytest.mark.req("SBV-70")
def test_the_public_page_shows_name_purpose_category_vendor_lifetime_and_country(world: World) -> None:
    page = world.client("emscher", "visitor").get("/cookies/", secure=True).content.decode()
    for entry in cookies:
        for fact in (entry.name, entry.purpose, entry.category_label, entry.lifetime_text, entry.country):
            assert str(fact) in page
    assert "Emscher" in page
    assert "bis der Browser geschlossen wird" in page
    assert "dauerhaft, 365 Tage" in page


def test_lifetimes_on_the_list_are_those_of_the_cookies(world: World) -> None:
    client = world.client("emscher", "visitor")
    found = {}
    for path, form in (("/sprache/", {"language": "en"}), ("/anmelden/", LOGIN)):
        for name, cookie in client.post(path, form, secure=True).cookies.items():
            found[name] = cookie["max-age"]
    assert found[settings.LANGUAGE_COOKIE_NAME] == 365 * 24 * 3600
    for name, seconds in found.items():
        lifetime = cookies[name].lifetime
        assert (int(lifetime.total_seconds()) if lifetime else "") == seconds, name


@pytest.mark.req("SBV-71")
def test_no_identifier_of_a_cookie_is_used_for_the_log_or_the_statistics(world: World) -> None:
    client = world.client("emscher", "customer")
    client.get("/uebersicht/", secure=True)
    client.post("/sprache/", {"language": "en"}, secure=True)
    identifiers = [cookie.value for cookie in client.cookies.values() if len(cookie.value) > len("de")]
    client.get("/vertraege/", secure=True)
    writer.flush()
    assert len(identifiers) >= 2
    with schema_context("emscher"), connection.cursor() as cursor:
        for table in ("privacy_requestrecord", "privacy_pagecount"):
            cursor.execute(f"SELECT string_agg(t::text, ' ') FROM {table} t")
            rows = str(cursor.fetchone()[0])
            assert [value for value in identifiers if value in rows] == []


@pytest.mark.req("SBV-71")
def test_cookies_beside_login_and_form_say_the_same_for_everybody(world: World) -> None:
    values = {}
    for role in ("visitor", "customer"):
        client = world.client("emscher", role)
        client.post("/sprache/", {"language": "en"}, secure=True)
        form = {"about": "analysis"}
        token = client.post("/widerspruch/", form, secure=True).context["token"]
        client.post("/widerspruch/", form | {"_step": "confirm", "_shown": token}, secure=True)
        identifying = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME)
        values[role] = {name: c.value for name, c in client.cookies.items() if name not in identifying}
    assert values["visitor"] == values["customer"] == {"__Host-language": "en", "__Host-no-analysis": "1"}


def test_the_session_key_changes_with_the_login(world: World) -> None:
    client = world.client("emscher", "visitor")
    client.cookies[settings.SESSION_COOKIE_NAME] = "vorgegebenerschluessel1234567890"
    client.post("/anmelden/", LOGIN, secure=True)
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != "vorgegebenerschluessel1234567890"
