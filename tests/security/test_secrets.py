"""Checks 39 and 41: no secret reaches a log, nobody forges a line, and what breaks tells and leaves nothing."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django_tenants.utils import schema_context

from quartier.core.privacy.services import writer
from quartier.kit.logs import OneLine
from tests.plugins.world import KEYS, World, row_hashes

CANARY = "Kanarienvogel4711geheim"
LOGIN = {"login": "kunde@emscher.example", "password": CANARY}


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """Everything that is logged during a test, written as production writes it."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(OneLine())
    root = logging.getLogger()
    loggers = [root, *(logging.getLogger(name) for name in ("django.request", "django.security", "allauth"))]
    levels = [logger.level for logger in loggers]
    root.addHandler(handler)
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)


def break_view(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    """Let the imprint fail halfway, after it has changed something."""
    from quartier.core.parties.models import Party  # noqa: PLC0415 – models load late

    def broken(request: Any, *args: Any, **kwargs: Any) -> None:
        Party.objects.update(city="halb gespeichert")
        raise error

    monkeypatch.setattr("quartier.core.parties.services.change_contact", broken, raising=False)
    monkeypatch.setattr("quartier.core.providers.views.public.queries.imprint_lines", broken)


def everything_stored(schema: str) -> str:
    """All rows of a schema as text."""
    text = ""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [schema])
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT coalesce(string_agg(t::text, chr(10)), \'\') FROM "{schema}"."{table}" t')
            text += str(cursor.fetchone()[0])
    return text


def test_no_secret_reaches_a_log_or_a_table(world: World, lines: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = world.client("emscher", "visitor", csrf=True)
    visitor.post(f"/anmelden/?code={CANARY}", LOGIN, secure=True)
    client = world.client("emscher", "visitor")
    headers = {
        "authorization": f"Bearer {CANARY}",
        "cookie": f"__Host-session={CANARY}",
        "referer": f"https://a.example/?t={CANARY}",
    }
    client.post("/anmelden/", LOGIN, secure=True, headers=headers)
    client.get("/gibt-es-nicht/", {"token": CANARY}, secure=True, headers=headers)
    break_view(monkeypatch, RuntimeError("broken"))
    client.get(f"/impressum/?token={CANARY}", secure=True, headers=headers)
    writer.flush()
    told = lines.getvalue()
    assert "broken" in told, "the log was really read"
    assert CANARY not in told
    assert CANARY not in everything_stored("emscher")


@pytest.mark.parametrize("forged", ["\n", "\r", "\r\n", "\u2028", "\x85"])
def test_nobody_forges_a_line_of_the_log(world: World, lines: io.StringIO, forged: str) -> None:
    path = f"/nirgends{forged}2026-01-01 00:00:00,000 CRITICAL root: erfunden"
    world.client("emscher", "visitor").get(path, secure=True)
    logging.getLogger("django.request").error("%s is broken", path)
    begun = [line for line in lines.getvalue().splitlines() if line.startswith("2026-01-01 00:00:00,000 CRITICAL")]
    assert begun == []


@pytest.mark.parametrize(
    "said",
    [
        f"password={CANARY}", f"Passwort: {CANARY}", f"Authorization: Bearer {CANARY}",
        f"Cookie: __Host-session={CANARY}",
        f'{{"token": "{CANARY}"}}', f"/brief/?key={CANARY}", f"csrfmiddlewaretoken={CANARY}",
        f"{{'secret': '{CANARY}'}}",
    ],
)  # fmt: skip
def test_a_line_that_names_a_secret_hides_its_value(said: str) -> None:
    record = logging.LogRecord("quartier", logging.ERROR, __file__, 1, "%s", (said,), None)
    assert CANARY not in OneLine().format(record)


def test_a_bug_shows_a_number_and_nothing_of_the_inside(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    break_view(monkeypatch, RuntimeError(f"SELECT {CANARY} FROM /work/geheim.py"))
    answer = world.client("emscher", "visitor").get("/impressum/", secure=True)
    page = answer.content.decode()
    assert answer.status_code == 500
    assert "Das hat nicht geklappt" in page or "500-" in page
    for inside in (CANARY, "Traceback", "RuntimeError", "SELECT", ".py", "Django", settings.SECRET_KEY):
        assert inside not in page


def test_a_bug_in_the_middle_of_saving_leaves_nothing_half_saved(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from quartier.core.audit import services as audit  # noqa: PLC0415 – models load late

    client = world.client("emscher", "lead")
    where = "/buero/hinweise/"
    form = {"kind": "fault", "title": "Aufzug steht", "body": "", "starts_at": "1.12.2026, 8:00", "ends_at": ""}
    before = row_hashes("emscher")

    def broken(**kwargs: Any) -> None:
        raise RuntimeError(CANARY)

    with monkeypatch.context() as patch:
        patch.setattr(audit, "record", broken)
        answer = client.post(where, form, secure=True)
    assert answer.status_code == 500
    assert row_hashes("emscher") == before
    assert client.post(where, form, secure=True).status_code == 302
    assert row_hashes("emscher") != before


def test_a_database_that_goes_away_gives_503_in_nobody_s_brand(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    break_view(monkeypatch, OperationalError(f"server closed the connection {CANARY}"))
    answer = world.client("emscher", "visitor").get("/impressum/", secure=True)
    page = answer.content.decode()
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "120"
    assert CANARY not in page
    assert "Emscher" not in page


def test_a_database_that_is_away_from_the_start_gives_503_too(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(domain: str) -> None:
        raise OperationalError(CANARY)

    monkeypatch.setattr("quartier.core.providers.middleware.find_address", away)
    for path in ("/", "/anmelden/", "/uebersicht/"):
        answer = world.client("emscher", "visitor").get(path, secure=True)
        assert answer.status_code == 503
        assert CANARY not in answer.content.decode()


def test_a_guard_that_breaks_lets_nobody_in(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(rule: Any, user: Any) -> bool:
        raise RuntimeError(CANARY)

    monkeypatch.setattr("quartier.kit.access.permits", broken)
    answer = world.client("emscher", "lead").get("/buero/kundschaft/", secure=True)
    assert answer.status_code == 500
    assert CANARY not in answer.content.decode()


@pytest.mark.parametrize("schema", KEYS)
def test_ip_addresses_stand_nowhere_but_in_the_log(world: World, schema: str) -> None:
    client = world.client(schema, "visitor")
    client.post("/anmelden/", LOGIN, secure=True, REMOTE_ADDR="203.0.113.77")
    writer.flush()
    with schema_context(schema), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM privacy_requestrecord WHERE ip = '203.0.113.77'")
        assert cursor.fetchone()[0] >= 1
        cursor.execute("UPDATE privacy_requestrecord SET ip = NULL")
    assert "203.0.113.77" not in everything_stored(schema) + everything_stored("public")
