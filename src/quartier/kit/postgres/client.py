"""Programs and questions that work with any PostgreSQL server, embedded or not."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection

from quartier.kit.postgres.account import wheel_programs
from quartier.kit.postgres.errors import DatabaseUnavailable

LIBPQ = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE"}
LIBPQ_OPTIONS = ("sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout")
RESTRICT = re.compile(r"(?m)^\\restrict .*\n")
UNRESTRICT = re.compile(r"\n\\unrestrict .*\n*\Z")
SESSION_SETTING = re.compile(r"(?m)^SET ")
SEARCH_PATH = re.compile(r"(?m)^SELECT pg_catalog\.set_config\('search_path', '', false\);\n")


def server_version(conninfo: dict[str, Any]) -> int:
    """The server's major version; raises ``DatabaseUnavailable`` with the server's own reason."""
    try:
        with psycopg.connect(**conninfo) as opened:
            return opened.info.server_version // 10000
    except psycopg.OperationalError as error:
        reason = " ".join(str(error).split())
        raise DatabaseUnavailable(f"The database does not answer: {reason}") from None


def dump_schema(name: str, *, without_data: Sequence[str] = ()) -> str:
    """The schema as SQL for one transaction on any connection: no psql commands, no lasting session settings.

    Reads from Django's current database with ``pg_dump`` of the wheel, or the one on the path where that is newer
    or speaks TLS. Tables named in ``without_data`` come empty.
    """
    arguments = ["--schema", f'"{name}"', "--no-owner", "--no-privileges", "--no-comments", "--inserts"]
    for table in without_data:
        arguments += ["--exclude-table-data", f'"{name}"."{table}"']
    script = _run("pg_dump", arguments)
    head, create, rest = script.partition("CREATE SCHEMA")
    # Only before the first statement and after the last one: a text in a row may look like a command.
    head = SESSION_SETTING.sub("SET LOCAL ", SEARCH_PATH.sub("", RESTRICT.sub("", head)))
    return head + create + UNRESTRICT.sub("", rest)


def dump_database(path: Path, *, snapshot: str, without_data: Sequence[str] = (), only: str = "") -> None:
    """Write Django's current database to an archive, compressed, exactly as the exported `snapshot` sees it.

    Tables whose names are in ``without_data`` come empty, in whatever schema they lie; ``only`` names one schema.
    """
    arguments = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={path}"]
    if only:
        arguments.append(f'--schema="{only}"')
    _run("pg_dump", [*arguments, *(f"--exclude-table-data=*.{table}" for table in without_data)])


def restore_database(path: Path) -> None:
    """Bring an archive into Django's current database, in one transaction: all of it or nothing."""
    name = str(connection.settings_dict["NAME"])
    arguments = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", f"--dbname={name}"]
    _run("pg_restore", [*arguments, str(path)])


def connect_plainly() -> psycopg.Connection[tuple[Any, ...]]:
    """Return a connection of its own to Django's current database, outside of all of Django's transactions."""
    parameters = connection.get_connection_params()
    words = {key: str(parameters[key]) for key in (*LIBPQ, *LIBPQ_OPTIONS) if parameters.get(key)}
    return psycopg.connect(**words)  # type: ignore[arg-type]


def _run(name: str, arguments: Sequence[str]) -> str:
    """Run one of PostgreSQL's programs on Django's current database and return what it says."""
    conninfo = connection.get_connection_params()
    words = {LIBPQ[key]: str(value) for key, value in conninfo.items() if key in LIBPQ and value}
    options = {f"PG{key.upper()}": str(conninfo[key]) for key in LIBPQ_OPTIONS if key in conninfo}
    environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", **words, **options}
    complaint = ""
    for program in _programs(name):
        done = subprocess.run([program, *arguments], env=environment, check=False, capture_output=True, text=True)
        if done.returncode == 0:
            return done.stdout
        complaint = complaint or done.stderr.strip()
    raise DatabaseUnavailable(f"The database refused {name}.", log=complaint)


def _programs(name: str) -> list[str]:
    found = shutil.which(name)
    return [str(wheel_programs() / name), *([found] if found else [])]
