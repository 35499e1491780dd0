"""The books as files: for DATEV's bookkeeping, and whole for an auditor (GoBD, Z3)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from quartier.core.audit import services as audit
from quartier.core.ledger import queries
from quartier.core.ledger.rules.auditor import TABLES, description
from quartier.core.ledger.rules.datev import Batch, lines
from quartier.kit import csvfile
from quartier.values.actor import Actor

PIECE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class DatevWish:
    """Which entries a file for DATEV holds, and the numbers by which the tax adviser knows the company."""

    entity: Any
    from_on: date
    until_on: date
    consultant: int
    client: int


@transaction.atomic
def datev(*, actor: Actor, at: datetime, wish: DatevWish) -> Iterator[bytes]:
    """Note the export and return the file's blocks; its entries are fixed, they cannot be changed any more."""
    _note(actor, at, wish.entity, "DATEV", wish.from_on, wish.until_on)
    batch = Batch(
        consultant=wish.consultant, client=wish.client, year_from=date(wish.from_on.year, 1, 1), from_on=wish.from_on,
        until_on=wish.until_on, made_at=at, title=f"Quartier {wish.from_on:%m/%Y}", most_debtors=queries.most_debtors(),
    )  # fmt: skip
    return _blocks(lines(batch, queries.entries_between(wish.entity.pk, wish.from_on, wish.until_on)))


def _blocks(rows: Iterator[str]) -> Iterator[bytes]:
    """Encode as DATEV reads it (code page 1252); signs it does not know become question marks."""
    block: list[str] = []
    for row in rows:
        block.append(row)
        if len(block) >= PIECE:
            yield ("\r\n".join(block) + "\r\n").encode("cp1252", "replace")
            block.clear()
    if block:
        yield ("\r\n".join(block) + "\r\n").encode("cp1252", "replace")


@transaction.atomic
def journal_files(*, actor: Actor, at: datetime, entity: Any, from_on: date, until_on: date) -> bytes:
    """Note the export and return a ZIP with the journal, accounts, items, settlements and their description."""
    _note(actor, at, entity, "GoBD", from_on, until_on)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("index.xml", description(entity.name, entity.city, from_on, until_on))
        for table in TABLES:
            with archive.open(f"{table.key}.csv", "w") as file:
                rows = queries.rows_for_auditors(table.key, entity.pk, from_on, until_on)
                for block in csvfile.lines([name for name, _kind in table.columns], rows):
                    file.write(block.encode())
    return held.getvalue()


def _note(actor: Actor, at: datetime, entity: Any, form: str, from_on: date, until_on: date) -> None:
    data = {"form": form, "from": from_on.isoformat(), "until": until_on.isoformat()}
    audit.record(actor=actor, at=at, kind="ledger.exported", subject=f"providers.legalentity:{entity.pk}", data=data)
