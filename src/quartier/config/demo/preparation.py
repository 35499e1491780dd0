"""What must be in place before web server and worker start: newest schemas, demo data, static files.

Each step leaves a mark of what it was made from, so that a warm start has nothing to do.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.apps import apps
from django.core.management import call_command
from django.db import connection, connections
from psycopg import sql

from quartier.config.environment import Environment

Words = Callable[[], str]


class NotMigrated(Exception):
    """The database lacks tables this version needs; ``quartier migrate`` makes them."""


def demo(env: Environment) -> Words:
    """Everything the five portals need, made or brought up to date; the words that tell addresses and logins."""
    django.setup()
    with _tables():
        from quartier.config.demo import seed  # noqa: PLC0415 - models load after set-up
        from quartier.core.providers.services import migrate_all  # noqa: PLC0415

        mark = _fingerprint(_migrations())
        if _database_mark() != mark:
            migrate_all()
            _set_database_mark(mark)
        seed.seed()
        _static_files(env)
    return lambda: demo_words(env)


def deployment(env: Environment) -> Words:
    """Static files for a migrated database; raises ``NotMigrated`` for another one."""
    django.setup()
    with _tables(), connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('public.providers_provider') IS NOT NULL")
        if not cursor.fetchone()[0]:
            raise NotMigrated("The database is empty. Run: quartier migrate")
        _static_files(env)
    return lambda: f"Quartier listens on {env.bind}:{env.port}; the console is at {env.console_host}. Ctrl-C stops it."


def demo_words(env: Environment) -> str:
    """Addresses and logins, for the terminal."""
    from quartier.config.demo.seed import OPERATOR, OPERATOR_SECRET, PASSWORD, PORTALS, STAFF, way_in  # noqa: PLC0415

    places = [f"    http://{portal.key}.localhost:{env.port}/".ljust(42) for portal in PORTALS]
    lines = ["", f"  Portals (password for every login: {PASSWORD})"]
    lines += [f"{place}{way_in(portal.key)}" for place, portal in zip(places, PORTALS, strict=True)]
    staff = ", ".join(f"{local}@" for local, *_ in STAFF)
    lines += [
        f"    staff of each portal: {staff} the same domain; the office is at /buero/",
        "",
        "  Codes to register with, as they stand in a letter (/registrieren/, each once)",
        *_codes_words(),
        "",
        "  Operator console",
        f"    http://{env.console_host}:{env.port}/".ljust(42) + OPERATOR,
        f"    second factor: the authenticator secret is {OPERATOR_SECRET}",
        "",
        "  Ctrl-C stops everything.",
    ]
    return "\n".join(lines)


def _codes_words() -> list[str]:
    """The codes of two customers who have no login yet."""
    from quartier.config.demo.people import KNOWN_CODES, people  # noqa: PLC0415
    from quartier.core.registration.demo import BORN, CUSTOMER  # noqa: PLC0415

    *_others, someone = people("emscher", int(CUSTOMER) - 20_000 + 1)
    return [
        f"    rheinufer: {KNOWN_CODES['rheinufer']}",
        f"    emscher:   {KNOWN_CODES['emscher']} with surname {someone.name}, born {BORN:%d.%m.%Y}",
    ]


@contextmanager
def _tables() -> Iterator[None]:
    """Use the database, then let go of it: the supervisor itself keeps no connection."""
    try:
        yield
    finally:
        connections.close_all()


def _fingerprint(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(f"\0{path}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:24]


def _migrations() -> list[Path]:
    roots = [Path(config.path) / "migrations" for config in apps.get_app_configs()]
    return [path for root in roots for path in root.glob("*.py")]


def _database_mark() -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
        )
        return str(cursor.fetchone()[0] or "").removeprefix("Quartier ")


def _set_database_mark(mark: str) -> None:
    name = sql.Identifier(str(connection.settings_dict["NAME"]))
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(name, sql.Literal(f"Quartier {mark}")))


def _static_files(env: Environment) -> None:
    """Collect static files under names that carry their hash."""
    from django.contrib.staticfiles.finders import get_finders  # noqa: PLC0415 - after set-up

    found = [Path(storage.path(path)) for finder in get_finders() for path, storage in finder.list([])]
    mark, place = _fingerprint(found), env.data_dir / "static"
    note = place / ".mark"
    if note.is_file() and note.read_text(encoding="ascii") == mark:
        return
    logging.getLogger("whitenoise").setLevel(logging.ERROR)
    call_command("collectstatic", clear=True, interactive=False, verbosity=0)
    note.write_text(mark, encoding="ascii")
