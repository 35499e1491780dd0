"""Programs and questions that work with any PostgreSQL server, embedded or not."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
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
    script = _pg_dump(arguments, connection.get_connection_params())
    head, create, rest = script.partition("CREATE SCHEMA")
    # Only before the first statement and after the last one: a text in a row may look like a command.
    head = SESSION_SETTING.sub("SET LOCAL ", SEARCH_PATH.sub("", RESTRICT.sub("", head)))
    return head + create + UNRESTRICT.sub("", rest)


def _pg_dump(arguments: list[str], conninfo: dict[str, Any]) -> str:
    words = {LIBPQ[key]: str(value) for key, value in conninfo.items() if key in LIBPQ and value}
    options = {f"PG{key.upper()}": str(conninfo[key]) for key in LIBPQ_OPTIONS if key in conninfo}
    environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", **words, **options}
    complaint = ""
    for program in _pg_dumps():
        done = subprocess.run([program, *arguments], env=environment, check=False, capture_output=True, text=True)
        if done.returncode == 0:
            return done.stdout
        complaint = complaint or done.stderr.strip()
    raise DatabaseUnavailable("The database could not be read by pg_dump.", log=complaint)


def _pg_dumps() -> list[str]:
    found = shutil.which("pg_dump")
    return [str(wheel_programs() / "pg_dump"), *([found] if found else [])]
