"""New schemas from the migrated blueprint: a dump of it is replayed under the new name, in the caller's transaction."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from unittest.mock import patch

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.state import ProjectState
from django_tenants.utils import get_public_schema_name, get_tenant_model, schema_context

from quartier.core.audit import services as audit
from quartier.kit import postgres
from quartier.kit.schemas import leave_schema

# What holds addresses stays out of every copy, so that none outlives its days in a backup (SBV-65).
NOT_IN_COPIES = ("privacy_requestrecord", "audit_origin", "accounts_session", "accounts_attempts")

_sql_by_state: dict[str, str] = {}


def make_schema(key: str) -> None:
    """Create a provider's schema with all tables, constraints and triggers, exactly as the migrations made them."""
    blueprint = settings.BLUEPRINT_SCHEMA
    sql = _sql_by_state.get(_state())
    if sql is None:
        sql = postgres.dump_schema(blueprint)
        _sql_by_state.clear()
        _sql_by_state[_state()] = sql
    quoted = connection.ops.quote_name(key)
    sql = re.sub(rf"\b{blueprint}\.", f"{quoted}.", sql).replace(
        f"CREATE SCHEMA {blueprint};", f"CREATE SCHEMA {quoted};"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql)
    # Copies are made without privileges, so that they fit any role.
    with schema_context(key):
        audit.guard()


def migrate_all() -> None:
    """Bring `public`, the blueprint, the console and every provider to the newest migrations; repeatable.

    A console that is not there yet is copied from the blueprint, which is much quicker than migrating twice.
    """
    _migrate_public()
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {connection.ops.quote_name(settings.BLUEPRINT_SCHEMA)}")
    _migrate(settings.BLUEPRINT_SCHEMA)
    leave_schema()
    if _exists(settings.CONSOLE_SCHEMA):
        _migrate(settings.CONSOLE_SCHEMA)
    else:
        make_schema(settings.CONSOLE_SCHEMA)
    leave_schema()
    for schema in get_tenant_model().objects.values_list("schema_name", flat=True):
        _migrate(schema)
    leave_schema()
    call_command("createcachetable", verbosity=0)


def _migrate_public() -> None:
    with _models_drawn_alone() if not _tables_in(get_public_schema_name()) else nullcontext():
        call_command("migrate_schemas", shared=True, verbosity=0, interactive=False)
    leave_schema()


def _migrate(schema: str) -> None:
    with _models_drawn_alone() if not _tables_in(schema) else nullcontext():
        call_command("migrate_schemas", tenant=True, schema_name=schema, verbosity=0, interactive=False)
    with schema_context(schema):
        audit.guard()


@contextmanager
def _models_drawn_alone() -> Iterator[None]:
    """Let migrations of an empty schema draw a changed model alone, which takes a third of the time.

    Django draws anew whatever is related to a model, however remotely: here that is nearly everything, with every
    step. The tables come out the same, because a foreign key looks at the name and the key of its target only.
    """
    with patch.object(ProjectState, "_find_reload_model", lambda _self, label, name, _delay=False: {(label, name)}):
        yield


def _tables_in(schema: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = %s", [schema])
        return int(cursor.fetchone()[0])


def _exists(schema: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [schema])
        return cursor.fetchone() is not None


def dump_to(path: Path, key: str) -> None:
    """Write a provider's schema to a file that only its owner can read."""
    sql = postgres.dump_schema(key, without_data=NOT_IN_COPIES)
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(sql)


def _state() -> str:
    """Return what identifies the blueprint's migrations in this database."""
    with connection.cursor() as cursor:
        table = f"{connection.ops.quote_name(settings.BLUEPRINT_SCHEMA)}.django_migrations"
        cursor.execute(f"SELECT current_database() || ':' || count(*) || ':' || max(id) FROM {table}")  # noqa: S608
        return str(cursor.fetchone()[0])
