"""Taking a bank's file in: read whole, checked against its balances, compared with what came before, stored."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import IO, Final

from django.db import transaction
from django.utils.translation import gettext as _

from quartier.core.audit import services as audit
from quartier.core.banking.models import OwnAccount, StatementFile
from quartier.core.banking.rules import files
from quartier.core.banking.rules.ibans import plain
from quartier.core.banking.rules.reading import EURO, Kind, Read, ReadStatement, Unreadable, collected, missing
from quartier.core.banking.services import payers, storing
from quartier.core.banking.services.refusals import AlreadyTaken, NothingOfOurs, NotReadable, StillFuture
from quartier.kit import formats
from quartier.kit.clock import day_of
from quartier.kit.jobs import enqueue
from quartier.kit.schemas import current_schema
from quartier.values.actor import Actor

PIECE: Final = 1 << 20
SUBJECT: Final = "banking.statementfile"


@dataclass(slots=True)
class Taken:
    """What came in with a file."""

    statements: int = 0
    entries: int = 0
    known: int = 0
    formats: set[str] = field(default_factory=set)
    told: list[str] = field(default_factory=list)


@transaction.atomic
def take_in(*, actor: Actor, at: datetime, name: str, file: IO[bytes]) -> StatementFile:
    """Store the statements of a file (CAMT, MT940, or a ZIP of them) and have them booked in the background.

    What was told before, by this or another format, is recognised and not booked again. Raises AlreadyTaken,
    NotReadable, NothingOfOurs, StillFuture; nothing is stored then.
    """
    digest, size, packed = _packed(file)
    if StatementFile.objects.filter(digest=digest).exists():
        raise AlreadyTaken
    row, is_new = StatementFile.objects.get_or_create(
        digest=digest,
        defaults={
            "name": name[:150], "format": "", "size": size, "content": packed, "received_at": at,
            "received_by": str(actor)[:120], "touched_at": at,
        },
    )  # fmt: skip
    if not is_new:
        raise AlreadyTaken
    taken = Taken()
    try:
        for inner, content in files.members(file):
            _read(row, content, inner, at, taken)
    except Unreadable as fault:
        raise NotReadable(fault.sentence.text(_)) from None
    if not taken.statements:
        raise NothingOfOurs(" ".join(taken.told) or None)
    row.format, row.told = ", ".join(sorted(taken.formats))[:40], taken.told[:50]
    row.statements, row.entries, row.known = taken.statements, taken.entries, taken.known
    row.save(update_fields=["format", "told", "statements", "entries", "known"])
    data = {"name": row.name, "entries": row.entries, "known": row.known}
    audit.record(actor=actor, at=at, kind="banking.taken_in", subject=f"{SUBJECT}:{row.pk}", data=data)
    go_on(row)
    return row


def go_on(row: StatementFile) -> None:
    """Have a file booked in the background, one run at a time."""
    name = f"banking.go_on:{current_schema()}"
    enqueue("banking.go_on", file_id=row.pk, lock=name)


def opened(row: StatementFile) -> IO[bytes]:
    """Return the file as the bank gave it out."""
    return BytesIO(gzip.decompress(bytes(row.content)))


def _packed(file: IO[bytes]) -> tuple[str, int, bytes]:
    """Return digest, size and the compressed bytes of a file, and wind it back."""
    digest, size, target = hashlib.sha256(), 0, BytesIO()
    with gzip.GzipFile(fileobj=target, mode="wb", compresslevel=3, mtime=0) as packer:
        while piece := file.read(PIECE):
            digest.update(piece)
            packer.write(piece)
            size += len(piece)
    file.seek(0)
    return digest.hexdigest(), size, target.getvalue()


def _read(row: StatementFile, content: IO[bytes], inner: str, at: datetime, taken: Taken) -> None:
    if inner:
        content = BytesIO(content.read())
    for head, entries in _statements(content):
        taken.formats.add(head.format)
        where = f"{inner}: " if inner else ""
        account = account_of(head.account)
        if account is None:
            text = _("The account %(account)s is none of ours.") % {"account": f"… {head.account[-4:]}"}
            taken.told.append(f"{where}{text}")
        elif fault := fault_of(head, entries):
            taken.told.append(f"{where}{fault}")
        else:
            if max((one.booked_on for one in entries), default=day_of(at)) > day_of(at) and head.kind is Kind.BOOKED:
                raise StillFuture
            _store(row, account, head, entries, taken)


def _statements(content: IO[bytes]) -> Iterator[tuple[ReadStatement, list[Read]]]:
    yield from collected(files.read(content))


def account_of(text: str) -> OwnAccount | None:
    """Return the own account a statement is about, locked: by IBAN, or by bank code and number as MT940 has them."""
    wanted = plain(text)
    bank, _slash, number = wanted.partition("/")
    rows = OwnAccount.objects.select_for_update(no_key=True).order_by("pk")
    if bank.isdecimal() and number.isdecimal():
        return rows.filter(iban__startswith="DE", iban__endswith=f"{bank}{number[-10:].zfill(10)}").first()
    return rows.filter(iban=wanted).first()


def fault_of(head: ReadStatement, entries: Sequence[Read]) -> str:
    """Return why a booked statement cannot be right, "" where it can."""
    if head.kind is not Kind.BOOKED:
        return ""
    if head.opening is None or head.closing is None:
        return _("The statement %(ident)s has no opening or closing balance.") % {"ident": head.ident}
    if head.currency != EURO:
        return _("The statement %(ident)s is not kept in euro.") % {"ident": head.ident}
    off = missing(head, sum((one.amount for one in entries), Decimal(0)))
    if off:
        said = {"ident": head.ident, "off": formats.money(off)}
        return (
            _("The entries of the statement %(ident)s do not lead to its closing balance: %(off)s is missing.") % said
        )
    return ""


def _store(row: StatementFile, account: OwnAccount, head: ReadStatement, entries: list[Read], taken: Taken) -> None:
    """Write a statement and those of its entries that did not come in before."""
    statement = storing.statement(row, account, head, entries)
    fresh = entries if head.kind is not Kind.BOOKED else storing.new_ones(statement, entries)
    taken.statements += 1
    taken.entries += len(entries)
    taken.known += len(entries) - len(fresh)
    storing.copy(statement, fresh, payers.key())
    if head.kind is Kind.BOOKED:
        storing.detail_from_notices(statement)
        storing.note_gaps(account)
    elif head.kind is Kind.NOTICE:
        storing.detail_to_entries(statement)
