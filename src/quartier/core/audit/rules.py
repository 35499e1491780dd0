"""How rows and seals are hashed: what `audit verify` recomputes. Pure, so that a dump can be checked elsewhere too.

A row's fixed columns are hashed as they are. Its content (what may be personal: details, names) goes in only as a
salted commitment: once content and salt are erased, the commitment still stands in the seal and the chain still closes.
"""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum

LEAF = struct.Struct(">Bq32s32s")
# The commitment of a row whose content was erased before it was sealed.
NO_CONTENT = bytes(32)


class Table(IntEnum):
    """Which table a sealed row stands in."""

    FACT = 1
    CONFIRMATION = 2


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it is hashed. `blank` is what its content looks like once it is erased; `salt` is None then."""

    table: Table
    number: int
    fixed: tuple[str, ...]
    content: tuple[str, ...]
    blank: tuple[str, ...]
    salt: bytes | None


@dataclass(frozen=True, slots=True)
class Leaf:
    """What a seal keeps of a row: where it stands, the commitment to its content, the hash of the whole row."""

    table: Table
    number: int
    content: bytes
    whole: bytes


@dataclass(frozen=True, slots=True)
class Head:
    """What a seal says besides its leaves: up to which rows it reaches, and the hash of the seal before."""

    number: int
    sealed_at: datetime
    facts_until: int
    confirmations_until: int
    previous: bytes


def instant(at: datetime) -> str:
    """Return an instant in the one spelling that is hashed: UTC, microseconds."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def leaf_of(row: Row) -> Leaf:
    """Return what a seal keeps of a row."""
    content = _commitment(row.salt, row.content) if row.salt else NO_CONTENT
    return Leaf(row.table, row.number, content, _whole(row, content))


def stands_for(leaf: Leaf, row: Row) -> bool:
    """Tell whether a row is still what was sealed; erased content is, as long as nothing stands in its place."""
    if row.salt is None:
        return row.content == row.blank and _whole(row, leaf.content) == leaf.whole
    return leaf_of(row) == leaf


def origin_hash(salt: bytes, ip: str) -> bytes:
    """Return the commitment to an address that a fact keeps when the address itself has gone."""
    return hashlib.sha256(salt + ip.encode()).digest()


def pack(leaves: Iterable[Leaf]) -> bytes:
    """Return leaves as they are stored and hashed, 73 bytes each."""
    return b"".join(LEAF.pack(leaf.table, leaf.number, leaf.content, leaf.whole) for leaf in leaves)


def unpack(packed: bytes) -> Iterator[Leaf]:
    """Return what `pack` was given; ValueError for anything else."""
    if len(packed) % LEAF.size:
        raise ValueError("leaves are cut off")
    return (Leaf(Table(table), number, content, whole) for table, number, content, whole in LEAF.iter_unpack(packed))


def genesis(schema: str) -> bytes:
    """Return what the first seal of a schema follows, so that a chain cannot be passed off as another provider's."""
    return hashlib.sha256(f"quartier audit {schema}".encode()).digest()


def seal_hash(head: Head, leaves: bytes) -> bytes:
    """Return the hash of a seal over its rows and the seal before."""
    said = [head.number, instant(head.sealed_at), head.facts_until, head.confirmations_until, head.previous.hex()]
    return hashlib.sha256(json.dumps(said).encode() + b"\n" + leaves).digest()


def _commitment(salt: bytes, content: tuple[str, ...]) -> bytes:
    return hashlib.sha256(salt + json.dumps(content).encode()).digest()


def _whole(row: Row, content: bytes) -> bytes:
    return hashlib.sha256(json.dumps([row.table, row.number, *row.fixed, content.hex()]).encode()).digest()
