"""The test suite's own database: quick to make, private to a process, fresh after a commit."""

from __future__ import annotations

import asyncio
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any
from unittest.mock import patch

import psycopg
import pytest
from django.apps import apps
from django.db import connection, transaction

from quartier.core.providers.services import blueprint
from quartier.kit import postgres
from tests.mode import CLONE, SERVER
from tests.plugins.database import TENANCY, build_template, building, clone_template, prepare, template_name

Provider = Any

# Rows that Django writes after migrating, in an order of its own or with the time.
UNORDERED = ["django_migrations", "django_content_type", "auth_permission"]


def schemas() -> set[str]:
    """Schemas of the current database that are not PostgreSQL's own."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'")
        return {name for (name,) in cursor.fetchall()}


def providers() -> list[str]:
    """Keys of all providers there are."""
    return sorted(apps.get_model("providers.Provider").objects.values_list("schema_name", flat=True))


@pytest.mark.django_db
def test_a_clone_holds_two_empty_providers_and_no_demo() -> None:
    assert connection.settings_dict["NAME"] == CLONE
    assert schemas() == {"public", "blueprint", "console", "alpha", "beta"}
    assert providers() == ["alpha", "beta"]
    assert apps.get_model("providers.Hostname").objects.count() == 2


def test_a_fixture_enters_its_provider(alpha: Provider) -> None:
    assert (alpha.schema_name, TENANCY.schema_name) == ("alpha", "alpha")
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        assert cursor.fetchone() == ("alpha",)


def test_a_provider_entered_last_is_the_active_one(alpha: Provider, beta: Provider) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        assert cursor.fetchone() == ("beta",)


def test_the_console_has_a_schema_but_is_no_provider(console: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        assert cursor.fetchone() == (console,)
    assert apps.get_model("accounts.User").objects.count() == 0


@pytest.mark.parametrize("round_", [1, 2])
def test_a_commit_is_real_and_gone_for_the_next_test(committed_db: None, round_: int) -> None:
    assert providers() == ["alpha", "beta"]
    with transaction.atomic():
        apps.get_model("providers.Provider").objects.filter(schema_name="beta").delete()
    with psycopg.connect(**SERVER.conninfo(CLONE, user="quartier")) as stranger:
        assert stranger.execute("SELECT schema_name FROM public.providers_provider").fetchall() == [("alpha",)]


def test_other_machines_are_out_of_reach() -> None:
    with pytest.raises(RuntimeError, match=r"A test tried to look up portal\.example\."):
        socket.create_connection(("portal.example", 80))
    with socket.socket() as plug, pytest.raises(RuntimeError, match=r"A test tried to reach 192\.0\.2\.1\."):
        plug.connect(("192.0.2.1", 80))


def test_a_clone_is_ready_within_a_second(committed_db: None) -> None:
    assert min(prepare() for _ in range(3)) <= 1


def test_a_template_is_ready_within_fifteen_seconds(committed_db: None) -> None:
    name = f"test_{os.getpid()}0"
    begun = time.monotonic()
    with building():
        build_template(name)
    seconds = time.monotonic() - begun
    SERVER.drop_database(name)
    print(f"template built in {seconds:.2f} s")
    assert seconds <= 15


def test_the_quick_way_to_a_schema_makes_what_djangos_own_way_makes(committed_db: None) -> None:
    quick = postgres.dump_schema("blueprint", without_data=UNORDERED)
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA blueprint CASCADE")
    with patch.object(blueprint, "_models_drawn_alone", nullcontext):
        blueprint.migrate_all()
    TENANCY.set_schema_to_public()
    assert postgres.dump_schema("blueprint", without_data=UNORDERED) == quick
    assert quick.count("CREATE TABLE") > 100


def test_the_template_is_named_after_what_it_is_made_of(db: None) -> None:
    with SERVER.connect() as admin:
        found = admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template_name()]).fetchone()
    assert found == (1,)


def test_a_connection_of_an_ended_loop_is_closed_before_the_clone_under_it_goes(
    committed_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Django keeps a connection of its own while a browser's loop runs in this thread; the next browser gets it."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    loop = asyncio.new_event_loop()
    with _running(loop):
        assert providers() == ["alpha", "beta"]
    clone_template()
    with _running(loop):
        assert providers() == ["alpha", "beta"]
        connection.close()
    assert providers() == ["alpha", "beta"]
    loop.close()


@contextmanager
def _running(loop: asyncio.AbstractEventLoop) -> Iterator[None]:
    """As Playwright does it: the loop counts as running while ordinary code goes on."""
    asyncio._set_running_loop(loop)
    try:
        yield
    finally:
        asyncio._set_running_loop(None)
