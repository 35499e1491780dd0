"""The chain: rows as they are hashed, and whether facts and seals are still what was sealed (ADR 0011)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import connection, transaction
from django.db.models import F, TextField
from django.db.models.functions import Cast

from quartier.core.audit import rules
from quartier.core.audit.models import Confirmation, Fact, Seal
from quartier.core.audit.rules import Leaf, Row, Table
from quartier.kit.schemas import current_schema

CHUNK = 2_000
SEALS = 20

# The triggers that make a table append-only; PostgreSQL says "D" for one that is switched off.
TRIGGERS = """
SELECT wanted.table_name || ': ' || wanted.trigger_name
  FROM unnest(%s::text[], %s::text[]) AS wanted (table_name, trigger_name)
 WHERE NOT EXISTS (SELECT 1 FROM pg_trigger t
                    WHERE t.tgrelid = to_regclass(wanted.table_name) AND t.tgname = wanted.trigger_name
                      AND t.tgenabled <> 'D')
 ORDER BY 1
"""
# What our own role must not be able to do (ADR 0018); a superuser always can.
RIGHTS = """
SELECT wanted.table_name || ': our role may ' || wanted.act
  FROM unnest(%s::text[], %s::text[]) AS wanted (table_name, act)
 WHERE has_table_privilege(to_regclass(wanted.table_name), wanted.act)
 ORDER BY 1
"""
FORBIDDEN = [
    (table, act) for table in ("audit_confirmation", "audit_fact", "audit_seal")
    for act in ("DELETE", "TRUNCATE", "UPDATE")
] + [("audit_origin", "TRUNCATE"), ("audit_origin", "UPDATE")]  # fmt: skip
PROTECTED = [
    (table, f"{table}_{trigger}")
    for table in ("audit_fact", "audit_confirmation", "audit_seal")
    for trigger in ("append_only", "no_truncate")
] + [("audit_origin", "audit_origin_unchanged")]


class FaultKind(StrEnum):
    """What somebody did to the protocol."""

    CHANGED = "changed"
    DELETED = "deleted"
    INSERTED = "inserted"
    SEAL = "seal"
    HEAD = "head"


@dataclass(frozen=True, slots=True)
class Fault:
    """The first place where the protocol is not what was sealed; `row` is None where a seal itself is wrong."""

    kind: FaultKind
    seal: int
    row: tuple[Table, int] | None = None

    def __str__(self) -> str:
        if self.kind is FaultKind.HEAD:
            return "no seal has the hash that was kept: the chain has been written anew or cut off"
        if self.row is None:
            return f"seal {self.seal} is not what was sealed, or does not follow the one before"
        table, number = self.row
        return f"{table.name.lower()} {number} has been {self.kind} (seal {self.seal})"


@dataclass(frozen=True, slots=True)
class Proof:
    """What was compared; `fault` is the first difference, `unsealed` counts rows that wait for the next seal."""

    seals: int
    rows: int
    unsealed: int
    fault: Fault | None


def facts(*, after: int | None, until: int | None) -> Iterator[Row]:
    """Return facts as they are hashed, in the order of their numbers, from after one number up to another."""
    rows = Fact.objects.order_by("pk").annotate(
        text=Cast("data", TextField()), ip=F("origin__ip"), ip_salt=F("origin__salt")
    )
    fields = (
        "pk", "at", "kind", "subject", "actor_kind", "actor_key", "actor_name", "text", "salt",
        "via", "behalf", "behalf_name", "origin_hash", "ip", "ip_salt",
    )  # fmt: skip
    for pk, at, kind, subject, actor_kind, actor_key, name, text, salt, *where in _between(rows, after, until, fields):
        via, behalf, behalf_name, hashed, ip, ip_salt = where
        fixed: tuple[str, ...] = (rules.instant(at), kind, subject, actor_kind, actor_key)
        content: tuple[str, ...] = (name, text)
        blank: tuple[str, ...] = ("", "{}")
        if via:
            # What was sealed before ways were known is hashed as it was then.
            fixed += (via, behalf, _origin(hashed, ip, ip_salt))
            content, blank = (*content, behalf_name), (*blank, "")
        yield Row(Table.FACT, pk, fixed, content, blank, _bytes(salt))


def confirmations(*, after: int | None, until: int | None) -> Iterator[Row]:
    """Return confirmations as they are hashed, in the order of their numbers."""
    rows = Confirmation.objects.order_by("pk").annotate(text=Cast("values", TextField()))
    fields = ("pk", "confirmed_at", "form", "subject", "actor_kind", "actor_key", "text", "salt")
    for pk, at, form, subject, actor_kind, actor_key, text, salt in _between(rows, after, until, fields):
        yield Row(
            Table.CONFIRMATION, pk, (rules.instant(at), form, subject, actor_kind, actor_key), (text,), ("{}",),
            _bytes(salt),
        )  # fmt: skip


def head() -> tuple[int, datetime, str] | None:
    """Return number, instant and hash of the newest seal: what to keep elsewhere, so that nobody rewrites the chain."""
    newest = Seal.objects.defer("leaves").last()
    return (newest.number, newest.sealed_at, bytes(newest.hash).hex()) if newest else None


@transaction.atomic
def verify(*, known_head: str = "") -> Proof:
    """Recompute every hash of this schema's protocol and name the first difference.

    `known_head` is the hash of any seal that was kept elsewhere: without it, somebody who may do anything in the
    database could write facts and seals anew.
    """
    last = Seal.objects.defer("leaves").last()
    walk = _Walk(last)
    fault = walk.first_fault()
    if fault is None and known_head and not _is_known(known_head):
        fault = Fault(FaultKind.HEAD, last.number if last else 0)
    newer = Fact.objects.filter(pk__gt=last.facts_until if last else 0).count()
    newer += Confirmation.objects.filter(pk__gt=last.confirmations_until if last else 0).count()
    return Proof(walk.seals, walk.rows, newer, fault)


def unprotected() -> list[str]:
    """Return what does not protect the protocol: triggers missing or switched off, rights that our role still has."""
    found: list[str] = []
    with connection.cursor() as cursor:
        for query, pairs in ((TRIGGERS, PROTECTED), (RIGHTS, FORBIDDEN)):
            cursor.execute(query, [[table for table, _what in pairs], [what for _table, what in pairs]])
            found += [str(row[0]) for row in cursor.fetchall()]
    return found


class _Walk:
    """One pass over all seals with the rows beside them, each row read once."""

    def __init__(self, last: Seal | None) -> None:
        self.last = last
        self.seals = self.rows = 0
        self._streams = {
            Table.FACT: _Stream(facts(after=None, until=last.facts_until if last else 0)),
            Table.CONFIRMATION: _Stream(confirmations(after=None, until=last.confirmations_until if last else 0)),
        }

    def first_fault(self) -> Fault | None:
        previous = rules.genesis(current_schema())
        seals = Seal.objects.filter(number__lte=self.last.number if self.last else 0)
        for number, seal in enumerate(seals.iterator(chunk_size=SEALS), start=1):
            if seal.number != number or bytes(seal.previous) != previous or _hash_of(seal) != bytes(seal.hash):
                return Fault(FaultKind.SEAL, number)
            if fault := self._first_in(seal):
                return fault
            previous = bytes(seal.hash)
            self.seals += 1
        return None

    def _first_in(self, seal: Seal) -> Fault | None:
        try:
            leaves = list(rules.unpack(bytes(seal.leaves)))
        except ValueError:
            return Fault(FaultKind.SEAL, seal.number)
        for table, until in ((Table.FACT, seal.facts_until), (Table.CONFIRMATION, seal.confirmations_until)):
            kept = [leaf for leaf in leaves if leaf.table is table]
            for kind, number in _differences(kept, self._streams[table].until(until)):
                if kind is not None:
                    return Fault(kind, seal.number, (table, number))
                self.rows += 1
        return None


class _Stream:
    """Rows in order, handed out seal by seal."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rows = rows
        self._waiting: Row | None = None

    def until(self, number: int) -> Iterator[Row]:
        """Return the next rows up to a number."""
        while (row := self._waiting or next(self._rows, None)) is not None:
            self._waiting = row if row.number > number else None
            if self._waiting:
                return
            yield row


def _differences(leaves: list[Leaf], rows: Iterator[Row]) -> Iterator[tuple[FaultKind | None, int]]:
    """Compare in the order of numbers: one pair for each row or leaf, with None where both agree."""
    waiting = iter(leaves)
    leaf = next(waiting, None)
    for row in rows:
        while leaf is not None and leaf.number < row.number:
            yield FaultKind.DELETED, leaf.number
            leaf = next(waiting, None)
        if leaf is None or leaf.number > row.number:
            yield FaultKind.INSERTED, row.number
            continue
        yield None if rules.stands_for(leaf, row) else FaultKind.CHANGED, row.number
        leaf = next(waiting, None)
    for gone in (leaf, *waiting) if leaf else ():
        yield FaultKind.DELETED, gone.number


def _hash_of(seal: Seal) -> bytes:
    head = rules.Head(seal.number, seal.sealed_at, seal.facts_until, seal.confirmations_until, bytes(seal.previous))
    return rules.seal_hash(head, bytes(seal.leaves))


def _origin(hashed: Any, ip: str | None, salt: Any) -> str:
    """Return the commitment to an address: computed anew while the address is there, or else what the fact keeps."""
    found = rules.origin_hash(bytes(salt), ip) if ip is not None else _bytes(hashed)
    return found.hex() if found else ""


def _is_known(known_head: str) -> bool:
    try:
        return Seal.objects.filter(hash=bytes.fromhex(known_head)).exists()
    except ValueError:
        return False


def _between(rows: Any, after: int | None, until: int | None, fields: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
    if after is not None:
        rows = rows.filter(pk__gt=after)
    if until is not None:
        rows = rows.filter(pk__lte=until)
    found: Iterator[tuple[Any, ...]] = rows.values_list(*fields).iterator(chunk_size=CHUNK)
    return found


def _bytes(salt: Any) -> bytes | None:
    return None if salt is None else bytes(salt)
