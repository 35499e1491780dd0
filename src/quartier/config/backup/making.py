"""Making a copy: it appears complete and proven, or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from psycopg import IsolationLevel, sql

from quartier.config.backup import entry
from quartier.config.backup.copies import (
    DATABASE,
    FILES,
    KEYS,
    LEFT_OUT,
    MANIFEST,
    Broken,
    Manifest,
    TableState,
    sha256_of,
    table_states,
)
from quartier.kit import postgres, storage
from quartier.kit.errors import Refused
from quartier.kit.storage import blocks_of, digest_of


class NotWritable(Refused):
    """The copy cannot be written where it should be."""


class UnknownProvider(Refused):
    """Nobody is called that on this installation."""


def make(*, at: datetime, to: Path, keys: Path, files: storage.Storage, provider: str = "") -> Manifest:
    """Copy the database as it is at one moment, all files wherever they lie, and the wrapped data keys into `keys`.

    `provider` is the key of the only one to copy. Raises NotWritable for a place that is taken, out of reach or full;
    then nothing of the copy is left.
    """
    for path in (to, keys):
        if path.exists():
            raise NotWritable(f"{path} exists already; choose another place.")
    part = to.with_name(f".{to.name}.part")
    try:
        part.mkdir(mode=0o700, parents=True)
        said = _dump(part / DATABASE, provider)
        place = storage.Disk(part / FILES)
        hashes = {name: _copy(name, files, place) for name in files.names(provider)}
        dump, count = sha256_of(part / DATABASE), len(said.keys)
        manifest = Manifest(at, version("quartier"), dump, said.tables, hashes, count, provider, said.entry)
        manifest.write(part / MANIFEST)
        _write_keys(keys, said.keys)
        part.rename(to)
    except FileExistsError:
        raise NotWritable(f"{part} is left from another backup, or one runs now; remove it first.") from None
    except storage.StorageFull:
        _remove(part, keys)
        raise NotWritable(f"{to} cannot be written: there is no room left.") from None
    except OSError as error:
        _remove(part, keys)
        raise NotWritable(f"{to} cannot be written: {error.strerror}.") from None
    except BaseException:
        _remove(part, keys)
        raise
    return manifest


@dataclass(frozen=True, slots=True)
class _Moment:
    """What the database held at the very moment that the dump shows."""

    tables: dict[str, TableState]
    keys: list[Mapping[str, str]]
    entry: entry.Entry


def _dump(path: Path, provider: str) -> _Moment:
    """Dump the database, or the schema of one provider."""
    with closing(postgres.connect_plainly()) as line:
        line.isolation_level, line.read_only = IsolationLevel.REPEATABLE_READ, True
        (snapshot,) = line.execute("SELECT pg_export_snapshot()").fetchone() or ("",)
        known = entry.read(line, provider) if provider else {}
        if provider and not known["provider"]:
            raise UnknownProvider(f"There is no provider “{provider}”.")
        postgres.dump_database(path, snapshot=snapshot, without_data=[*LEFT_OUT, KEYS[1]], only=provider)
        path.chmod(0o600)
        query = sql.SQL("SELECT row_to_json(k)::jsonb FROM {} k WHERE %s IN ('', schema) ORDER BY schema, created_at")
        rows = line.execute(query.format(sql.Identifier(*KEYS)), [provider]).fetchall()
        return _Moment(table_states(line, only=provider), [row[0] for row in rows], known)


def _copy(name: str, files: storage.Storage, place: storage.Storage) -> str:
    """Copy a file and return the hash of what arrived; it must be what was there."""
    read = hashlib.sha256()

    def passing() -> Iterator[bytes]:
        for block in blocks_of(files.read(name)):
            read.update(block)
            yield block

    place.write(name, passing())
    if digest_of(blocks_of(place.read(name))) != read.hexdigest():
        raise Broken(f"{name} did not arrive as it was.")
    return read.hexdigest()


def _write_keys(path: Path, data_keys: list[Mapping[str, str]]) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump(data_keys, file, indent=1)


def _remove(part: Path, keys: Path) -> None:
    shutil.rmtree(part, ignore_errors=True)
    keys.unlink(missing_ok=True)
