"""SBV-64 and SBV-66 through the whole stack: what a visit leaves behind, and what an objection changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django_tenants.utils import schema_context

from quartier.core.privacy.extension import NO_ANALYSIS_COOKIE
from quartier.core.privacy.models import PageCount, RequestRecord
from quartier.core.privacy.services import writer
from tests.plugins.world import World

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"
CANARY = "Kanarienvogel4711geheim"


@pytest.fixture
def visitor(world: World) -> Iterator[Client]:
    """A visitor of a portal whose log is empty; its schema is entered."""
    writer.flush()
    with schema_context("emscher"):
        RequestRecord.objects.all().delete()
        PageCount.objects.all().delete()
        yield world.client("emscher", "visitor")
        writer.flush()


def logged(schema: str = "emscher") -> list[RequestRecord]:
    writer.flush()
    with schema_context(schema):
        return list(RequestRecord.objects.order_by("pk"))


def counted(schema: str = "emscher") -> dict[str, int]:
    writer.flush()
    with schema_context(schema):
        return dict(PageCount.objects.values_list("page", "views"))


def everything_in(*tables: str) -> str:
    with connection.cursor() as cursor:
        text = ""
        for table in tables:
            cursor.execute(f"SELECT coalesce(string_agg(t::text, ' '), '') FROM {table} t")
            text += str(cursor.fetchone()[0])
    return text


@pytest.mark.req("SBV-64")
def test_a_visit_leaves_only_the_allowed_fields(visitor: Client) -> None:
    headers = {"user-agent": FIREFOX, "referer": f"https://such.example/finden?q={CANARY}", "accept-language": "tlh"}
    answer = visitor.get("/impressum/", {"token": CANARY}, secure=True, headers=headers, REMOTE_ADDR="203.0.113.7")
    row = logged()[0]
    assert (row.page, row.ip, row.browser, row.system) == ("/impressum/", "203.0.113.7", "Firefox 145", "Windows 10")
    assert (row.referrer, row.target, row.network) == ("https://such.example/finden", "", "")
    assert row.size == len(answer.content)
    text = everything_in("privacy_requestrecord", "privacy_pagecount")
    assert CANARY not in text
    assert "tlh" not in text


@pytest.mark.req("SBV-64")
def test_no_token_in_a_path_no_cookie_and_no_account_stand_in_the_log(world: World, visitor: Client) -> None:
    visitor.get(f"/einladung/{CANARY}/", secure=True)
    visitor.get(f"/einladung/{CANARY}", secure=True, headers={"referer": f"https://emscher.localhost/x/{CANARY}/"})
    customer = world.client("emscher", "customer")
    customer.get("/uebersicht/", secure=True, headers={"authorization": f"Bearer {CANARY}"})
    customer.post("/anmelden/", {"login": "kunde@emscher.example", "password": CANARY}, secure=True)
    assert len(logged()) == 4
    text = everything_in("privacy_requestrecord", "privacy_pagecount")
    for secret in (CANARY, "kunde@emscher.example", world.sessions["emscher", "customer"]):
        assert secret not in text


def test_a_redirect_is_logged_with_its_target(visitor: Client) -> None:
    visitor.get("/uebersicht/", secure=True)
    assert [(row.page, row.target) for row in logged()] == [("/uebersicht/", "/anmelden/")]


def test_files_and_health_are_not_logged(visitor: Client) -> None:
    visitor.get("/static/kit/kit.css", secure=True)
    visitor.get("/health/live", secure=True)
    visitor.get("/health/ready", secure=True)
    assert logged() == []


def test_a_page_that_breaks_is_logged_too(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError(CANARY)

    monkeypatch.setattr("quartier.core.privacy.views.cookies", property(broken))
    assert visitor.get("/cookies/", secure=True).status_code == 500
    assert [row.page for row in logged()] == ["/cookies/"]


def test_a_stream_is_logged_with_the_bytes_it_had(world: World, visitor: Client) -> None:
    answer = world.client("emscher", "lead").post("/buero/nutzung/", {"export": "pages"}, secure=True)
    assert answer.status_code == 200
    size = len(b"".join(answer.streaming_content))  # type: ignore[attr-defined]
    assert [row.size for row in logged()] == [size]


def test_pages_are_counted_by_name_and_day_only(visitor: Client) -> None:
    for _ in range(3):
        visitor.get("/impressum/", secure=True)
    visitor.get("/gibt-es-nicht/", secure=True)
    visitor.post("/sprache/", {"language": "de"}, secure=True)
    assert counted() == {"providers:imprint": 3}


@pytest.mark.parametrize("header", [{"sec-gpc": "1"}, {"dnt": "1"}])
def test_a_browser_that_asks_not_to_be_tracked_is_not_counted(visitor: Client, header: dict[str, str]) -> None:
    visitor.get("/impressum/", secure=True, headers=header)
    assert counted() == {}


def object_to(client: Client, about: str) -> Any:
    """Fill in the form, and confirm on the check page when there is one."""
    answer = client.post("/widerspruch/", {"about": about}, secure=True)
    shown = answer.context["token"] if answer.context and "token" in answer.context else None
    if shown is None:
        return answer
    return client.post("/widerspruch/", {"about": about, "_step": "confirm", "_shown": shown}, secure=True)


@pytest.mark.req("SBV-66")
def test_an_objection_to_the_analysis_takes_effect_at_once(visitor: Client) -> None:
    visitor.get("/impressum/", secure=True)
    answer = object_to(visitor, "analysis")
    assert answer.status_code == 302
    assert answer.cookies[NO_ANALYSIS_COOKIE].value == "1"
    before = counted()
    page = visitor.get("/widerspruch/", secure=True).content.decode()
    visitor.get("/impressum/", secure=True)
    assert counted() == before
    assert before["providers:imprint"] == 1
    assert "Ihr Widerspruch gilt" in page
    assert len(logged()) == 5, "the security log goes on"


@pytest.mark.req("SBV-66")
def test_an_objection_to_the_security_log_is_answered_with_the_reason_and_changes_nothing(visitor: Client) -> None:
    answer = object_to(visitor, "log")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert NO_ANALYSIS_COOKIE not in answer.cookies
    assert "Gegen das Protokoll ist kein Widerspruch möglich" in page
    assert "Art. 21 Abs. 1 DSGVO" in page
    visitor.get("/impressum/", secure=True)
    assert [row.page for row in logged()][-1] == "/impressum/"


@pytest.mark.req("DWG-46")
def test_an_objection_without_the_check_step_is_refused_and_with_it_stored(visitor: Client) -> None:
    from quartier.core.audit.models import Confirmation, Fact  # noqa: PLC0415 – models load late

    form = {"about": "analysis", "_step": "confirm", "_shown": "erfunden"}
    answer = visitor.post("/widerspruch/", form, secure=True)
    assert answer.status_code == 409
    assert NO_ANALYSIS_COOKIE not in answer.cookies
    assert not Confirmation.objects.filter(form="privacy.objection").exists()
    object_to(visitor, "analysis")
    assert Confirmation.objects.get(form="privacy.objection").confirmed_at is not None
    assert Fact.objects.get(kind="analysis.objected").actor_kind == "visitor"


def test_opening_the_objection_page_changes_nothing(visitor: Client) -> None:
    answer = visitor.get("/widerspruch/", {"about": "analysis", "_step": "confirm"}, secure=True)
    assert answer.status_code == 200
    assert NO_ANALYSIS_COOKIE not in answer.cookies


def test_an_objection_to_nothing_is_explained_at_the_field(visitor: Client) -> None:
    answer = visitor.post("/widerspruch/", {}, secure=True)
    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()


def test_the_console_is_logged_in_its_own_schema_and_never_counted(world: World, visitor: Client) -> None:
    world.client(settings.CONSOLE_SCHEMA, "visitor").get("/impressum/", secure=True)
    assert logged() == []
    assert "/impressum/" in [row.page for row in logged(settings.CONSOLE_SCHEMA)]
    assert counted(settings.CONSOLE_SCHEMA) == {}


def test_an_address_of_an_unknown_portal_is_logged_nowhere(visitor: Client) -> None:
    Client(HTTP_HOST="fremd.localhost").get("/", secure=True)
    assert logged() == []
