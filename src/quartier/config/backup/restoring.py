"""Bringing a copy back onto an empty installation, proven table by table and file by file."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.fernet import InvalidToken
from django.db import connection
from django_tenants.utils import schema_context
from psycopg import sql
from psycopg.types.json import Jsonb

from quartier.config.backup import entry
from quartier.config.backup.copies import (
    DATABASE,
    FILES,
    KEYS,
    MANIFEST,
    TABLES,
    Broken,
    Manifest,
    sha256_of,
    table_states,
)
from quartier.core.audit import services as audit
from quartier.kit import postgres, storage
from quartier.kit.encryption.keys import wrapping
from quartier.kit.errors import Refused
from quartier.kit.storage import blocks_of, digest_of


class NotEmpty(Refused):
    """A copy is only brought back where nothing is yet."""


class KeysMissing(Refused):
    """The data keys are missing or do not open, so no secret in the copy could be read."""


def restore(*, at: datetime, source: Path, keys: Path, files: storage.Storage) -> Manifest:
    """Bring the copy back. Everything that can be checked is checked before anything is written.

    A whole copy needs an empty installation; that of one provider needs an installation without it, where it comes
    back stopped. The database comes back in one transaction. Raises KeysMissing, NotEmpty, and Broken; raised
    afterwards, Broken means that a table is not what it was, and names it.
    """
    manifest = Manifest.read(source / MANIFEST)
    _check_copy(manifest, source)
    data_keys = _read_keys(keys, manifest)
    _refuse_full(manifest, files)
    postgres.restore_database(source / DATABASE)
    _put_keys(data_keys)
    _compare(manifest)
    _guard_protocols()
    if manifest.provider:
        entry.put(manifest.entry, key=manifest.provider, at=at)
    copy = storage.Disk(source / FILES)
    for name, digest in manifest.files.items():
        files.write(name, blocks_of(copy.read(name)))
        if digest_of(blocks_of(files.read(name))) != digest:
            raise Broken(f"The file {name} did not arrive as it was; this restore must not be used.")
    return manifest


def _guard_protocols() -> None:
    """Take the right to change facts from our role again, in every schema: copies carry no privileges (ADR 0018)."""
    for (schema,) in _asked("SELECT schemaname FROM pg_tables WHERE tablename = 'audit_fact'"):
        with schema_context(schema):
            audit.guard()


def _check_copy(manifest: Manifest, source: Path) -> None:
    """Compare what lies in the copy with what was written."""
    if not (source / DATABASE).is_file() or sha256_of(source / DATABASE) != manifest.dump_sha256:
        raise Broken(f"{source / DATABASE} is not what was written.")
    copy = storage.Disk(source / FILES)
    found = set(copy.names())
    for name, digest in manifest.files.items():
        if name not in found or digest_of(blocks_of(copy.read(name))) != digest:
            raise Broken(f"{source / FILES / name} is not what was written.")


def _read_keys(path: Path, manifest: Manifest) -> Sequence[Mapping[str, Any]]:
    """Return the wrapped data keys; each must open with the installation's keys."""
    try:
        data_keys: list[Mapping[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
        for key in data_keys:
            wrapping().decrypt(key["wrapped"].encode("ascii"))
    except (OSError, ValueError, KeyError, TypeError):
        raise KeysMissing(f"{path} is no file with data keys; name the right one with --keys.") from None
    except InvalidToken:
        raise KeysMissing("The data keys do not open with QUARTIER_ENCRYPTION_KEYS of this installation.") from None
    if len(data_keys) != manifest.keys:
        raise KeysMissing(f"{path} belongs to another backup.")
    return data_keys


def _refuse_full(manifest: Manifest, files: storage.Storage) -> None:
    """Refuse to bring a copy back over something."""
    key = manifest.provider
    if key:
        _refuse_known(key, manifest.entry)
    elif _asked(TABLES):
        raise NotEmpty("The database is not empty; a backup is only restored onto an empty installation.")
    if name := next(files.names(key), None):
        raise NotEmpty(f"There are files already, such as {name}; a backup is only restored where none are.")


def _refuse_known(key: str, known: entry.Entry) -> None:
    if not _asked("SELECT 1 WHERE to_regclass('public.providers_provider') IS NOT NULL"):
        raise NotEmpty("A copy of one provider needs an installation to join. Run: quartier migrate")
    if _asked("SELECT 1 FROM pg_namespace WHERE nspname = %s", [key]):
        raise NotEmpty(f"There is a provider “{key}” already.")
    if names := entry.taken(known):
        raise NotEmpty(f"These hostnames lead to somebody else already: {', '.join(names)}.")


def _asked(query: str, values: Sequence[str] | None = None) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())


def _put_keys(data_keys: Sequence[Mapping[str, Any]]) -> None:
    table = sql.Identifier(*KEYS)
    with closing(postgres.connect_plainly()) as line, line:
        for key in data_keys:
            insert = sql.SQL("INSERT INTO {0} SELECT * FROM jsonb_populate_record(NULL::{0}, %s)").format(table)
            line.execute(insert, [Jsonb(dict(key))])


def _compare(manifest: Manifest) -> None:
    with closing(postgres.connect_plainly()) as line:
        found = table_states(line, only=manifest.provider)
    for name in sorted({*found, *manifest.tables}):
        if found.get(name) != manifest.tables.get(name):
            raise Broken(f"The table {name} is not what it was; this restore must not be used.")
