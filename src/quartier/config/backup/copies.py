"""What a backup says about itself, and the fingerprints by which a restore is proven."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from quartier.kit.errors import Refused

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "database.dump"
FILES = "files"

# Short-lived or not to outlive their days in a copy (SBV-65): these tables come back empty. Files that are on their
# way in are not copied either; their senders begin again.
LEFT_OUT = (
    "privacy_requestrecord",
    "audit_origin",
    "accounts_session",
    "accounts_attempts",
    "quartier_cache",
    "documents_upload",
)
# What opens the secrets of all schemas stays out of the copy and goes into a file of its own.
KEYS = ("public", "kit_datakey")

TABLES = """
SELECT schemaname, tablename FROM pg_tables
 WHERE schemaname NOT LIKE 'pg\\_%' AND schemaname <> 'information_schema' ORDER BY 1, 2
"""
# Two halves of each row's hash, added up: the order of rows does not matter, and memory stays constant.
STATE = """
SELECT count(*), concat_ws(':',
       coalesce(sum(('x' || substr(md5(t::text), 1, 16))::bit(64)::bigint::numeric), 0),
       coalesce(sum(('x' || substr(md5(t::text), 17))::bit(64)::bigint::numeric), 0))
  FROM {} t
"""


class Broken(Refused):
    """The copy is not what was written, or did not arrive as it was."""


@dataclass(frozen=True, slots=True)
class TableState:
    """How many rows a table has, and a fingerprint of all of them."""

    rows: int
    hash: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a copy holds: every table with its fingerprint, every file with its hash, how many data keys lie apart."""

    made_at: datetime
    version: str
    dump_sha256: str
    tables: Mapping[str, TableState]
    files: Mapping[str, str]
    keys: int
    # Where the copy is of one provider alone: its key, and what the installation knows about it.
    provider: str = ""
    entry: Mapping[str, list[dict[str, Any]]] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """Return how many rows there are in all tables."""
        return sum(state.rows for state in self.tables.values())

    def write(self, path: Path) -> None:
        """Write it down."""
        said = {"format": FORMAT, **asdict(self), "made_at": self.made_at.isoformat()}
        path.write_text(json.dumps(said, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> Manifest:
        """Read it back; raises Broken for anything else."""
        try:
            said: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            if said.pop("format") != FORMAT:
                raise Broken(f"{path} was written by another version of Quartier.")
            said["made_at"] = datetime.fromisoformat(said["made_at"])
            said["tables"] = {name: TableState(**state) for name, state in said["tables"].items()}
            return cls(**said)
        except (OSError, ValueError, KeyError, TypeError):
            raise Broken(f"{path} is no backup that Quartier wrote.") from None


def table_states(line: psycopg.Connection[Any], *, only: str = "") -> dict[str, TableState]:
    """Return the state of every table that a copy holds, as this connection's transaction sees it.

    `only` names a schema where the copy is of one provider.
    """
    line.execute("SET LOCAL timezone = 'UTC'")
    names = [(schema, table) for schema, table in line.execute(TABLES).fetchall() if table not in LEFT_OUT]
    names = [(schema, table) for schema, table in names if only in ("", schema)]
    found = {}
    for schema, table in names:
        row = line.execute(sql.SQL(STATE).format(sql.Identifier(schema, table))).fetchone()
        assert row is not None
        found[f"{schema}.{table}"] = TableState(*row)
    return found


def sha256_of(path: Path) -> str:
    """Return the hash of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
