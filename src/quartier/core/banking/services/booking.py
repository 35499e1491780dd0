"""Booking what stands on statements: what is sure at once, everything else as unclear money with guesses to choose."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import F

from quartier.core.audit import services as audit
from quartier.core.banking.models import Entry, StatementFile
from quartier.core.banking.models.statements import EntryState, FileState, Meaning
from quartier.core.banking.queries.finding import guesses_for
from quartier.core.banking.rules.codes import Sort, sort_of
from quartier.core.banking.rules.matching import Guess
from quartier.core.banking.services import outgoing, payers, returns
from quartier.core.banking.services.refusals import NotStopped
from quartier.core.banking.services.taking import go_on
from quartier.core.ledger import services as ledger
from quartier.core.ledger.services import AccountRole, PostingKind, Side, account_for
from quartier.core.payments import services as payments
from quartier.kit.errors import Refused
from quartier.values.actor import SYSTEM, Actor

CHUNK: Final = 500
STALLED_AFTER_S: Final = 300
STORE: Final = """
UPDATE banking_entry e SET state = x.state, meaning = x.meaning, party_id = x.party_id, points = x.points,
       reasons = x.reasons, proposals = x.proposals, booked_as = x.booked_as, decided_at = x.decided_at,
       decided_by = x.decided_by
  FROM jsonb_to_recordset(%s::jsonb) AS x(
       id bigint, state text, meaning text, party_id bigint, points smallint, reasons varchar[], proposals jsonb,
       booked_as text, decided_at timestamptz, decided_by text)
 WHERE e.id = x.id
"""
UNCLEAR: Final = "unclear"
WAY: Final = "transfer"
TEXT_IN: Final = "Ungeklärter Zahlungseingang"
TEXT_OUT: Final = "Ungeklärter Zahlungsausgang"


def subject_of(row: Entry) -> str:
    """Return what payments, postings and facts name an entry."""
    return f"banking.entry:{row.pk}"


@transaction.atomic
def advance(*, at: datetime, file_id: int, most: int = CHUNK) -> bool:
    """Book the next entries of a file and note how far it is; tells whether there is more to do.

    Can be called again at any time, however the call before it ended: what is booked stays booked, once.
    """
    row = StatementFile.objects.select_for_update(no_key=True).get(pk=file_id)
    if row.state != FileState.BOOKING:
        return False
    entries = list(
        Entry.objects.select_related("account", "parent")
        .filter(statement__file=row, state=EntryState.NEW, pk__gt=row.position)
        .order_by("pk")[:most]
    )
    if not entries:
        row.state, row.touched_at = FileState.DONE, at
        row.save(update_fields=["state", "touched_at"])
        data = {"name": row.name, "booked": row.booked, "queued": row.queued}
        audit.record(actor=SYSTEM, at=at, kind="banking.booked", subject=f"banking.statementfile:{row.pk}", data=data)
        return False
    for entity_id in sorted({one.account.entity_id for one in entries}):
        book(at, entity_id, [one for one in entries if one.account.entity_id == entity_id])
    row.booked += sum(one.state == EntryState.BOOKED for one in entries)
    row.queued += sum(one.state == EntryState.OPEN for one in entries)
    row.position, row.touched_at = entries[-1].pk, at
    row.save(update_fields=["booked", "queued", "position", "touched_at"])
    return True


@transaction.atomic
def halt(*, at: datetime, file_id: int, because: str) -> None:
    """Note why a file cannot be booked on; it goes on once somebody has mended that."""
    row = StatementFile.objects.select_for_update(no_key=True).get(pk=file_id)
    if because not in row.told:
        row.told = [*row.told, because[:300]]
    row.touched_at = at
    row.save(update_fields=["told", "touched_at"])


@transaction.atomic
def resume(*, actor: Actor, at: datetime, file_id: int) -> None:
    """Go on with a file that was stopped, or whose worker has died; nothing is booked twice. Raises NotStopped."""
    row = StatementFile.objects.select_for_update(no_key=True).get(pk=file_id)
    is_still = bool(row.told) or (at - row.touched_at).total_seconds() > STALLED_AFTER_S
    if row.state != FileState.BOOKING or not is_still:
        raise NotStopped
    data = {"name": row.name, "booked": row.booked, "queued": row.queued}
    audit.record(actor=actor, at=at, kind="banking.resumed", subject=f"banking.statementfile:{row.pk}", data=data)
    go_on(row)


def book(at: datetime, entity_id: int, entries: Sequence[Entry]) -> None:
    """Decide and book entries of one company."""
    payments_in: list[Entry] = []
    for one in entries:
        sort = sort_of(one.amount, one.code, one.reason)
        if sort is Sort.INCOMING or (sort is Sort.COLLECTION and not outgoing.collected(at, one)):
            payments_in.append(one)
        elif sort is Sort.RETURNED:
            returns.booked(at, one)
        elif sort in (Sort.OUTGOING, Sort.FEE):
            outgoing.paid_back(at, one)
            one.meaning = one.meaning or (Meaning.BANK_FEE if sort is Sort.FEE else Meaning.UNKNOWN)
    found = guesses_for(entity_id, payments_in)
    sure = [(one, found[one.pk][0]) for one in payments_in if found[one.pk] and found[one.pk][0].is_sure]
    _receive(at, entity_id, sure)
    left = [one for one in entries if one.state == EntryState.NEW]
    for one in left:
        one.proposals = [kept(guess) for guess in found.get(one.pk, ())]
        one.state = EntryState.OPEN
    post_unclear(at, left)
    _store(entries)


def _store(entries: Sequence[Entry]) -> None:
    """Write what was decided, in one statement."""
    told = [
        {
            "id": one.pk, "state": str(one.state), "meaning": str(one.meaning), "party_id": one.party_id,
            "points": one.points, "reasons": one.reasons, "proposals": one.proposals, "booked_as": one.booked_as,
            "decided_at": one.decided_at.isoformat() if one.decided_at else None, "decided_by": one.decided_by,
        }
        for one in entries
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(STORE, [json.dumps(told)])


def kept(guess: Guess) -> dict[str, Any]:
    """Return a guess as it is kept with its entry."""
    return {
        "party": guess.party,
        "items": list(guess.named),
        "points": guess.points,
        "reasons": [str(reason) for reason in guess.reasons],
    }


def role_of(row: Entry) -> AccountRole:
    """Return where the money of an entry lies before it is booked: at the bank, or as unclear money already."""
    is_clearing = row.state == EntryState.OPEN or (row.parent is not None and row.parent.booked_as == UNCLEAR)
    return AccountRole.UNCLEAR if is_clearing else AccountRole.BANK


def received_of(row: Entry, party_id: int, amount: Decimal, named: Sequence[int], part: str = "") -> payments.Received:
    """Return an entry, or a part of it, as payments take it."""
    return payments.Received(
        entity_id=row.account.entity_id, party_id=party_id, amount=amount, kind=WAY, received_on=row.booked_on,
        reference=(row.purpose or row.end_to_end)[:200], payer=row.name, origin=f"{subject_of(row)}{part}",
        named_item_ids=tuple(named), account_role=role_of(row),
    )  # fmt: skip


def _receive(at: datetime, entity_id: int, sure: Sequence[tuple[Entry, Guess]]) -> None:
    given = [received_of(row, guess.party, row.amount, guess.named) for row, guess in sure]
    made = payments.receive_many(actor=SYSTEM, at=at, received=given) if given else []
    for (row, guess), payment in zip(sure, made, strict=True):
        row.state, row.meaning, row.party_id = EntryState.BOOKED, Meaning.PAYMENT, guess.party
        row.points, row.reasons = guess.points, [str(reason) for reason in guess.reasons]
        row.booked_as, row.decided_at, row.decided_by = f"payments.payment:{payment.pk}", at, SYSTEM.name


def post_unclear(at: datetime, rows: Sequence[Entry], on: date | None = None) -> None:
    """Book money that nobody is credited with yet, so that the bank in the books is the bank on its statement."""
    entries = []
    for row in rows:
        if row.parent is not None and row.parent.booked_as == UNCLEAR:
            continue
        entity_id = row.account.entity_id
        entries.append(
            ledger.Entry(
                entity_id=entity_id, booked_on=on or row.booked_on, kind=PostingKind.TRANSFER,
                text=TEXT_IN if row.amount > 0 else TEXT_OUT, origin=f"{subject_of(row)}:{UNCLEAR}",
                sides=(
                    Side(account_for(entity_id, AccountRole.BANK), row.amount),
                    Side(account_for(entity_id, AccountRole.UNCLEAR), -row.amount),
                ),
            )
        )  # fmt: skip
    if entries:
        ledger.post_many(actor=SYSTEM, at=at, entries=entries)


def run(*, at: datetime, file_id: int) -> None:
    """Book a whole file, chunk after chunk; where the books refuse, the file says why and waits."""
    payers.know_bank_details()
    try:
        while advance(at=at, file_id=file_id):
            pass
    except Refused as refusal:
        halt(at=at, file_id=file_id, because=str(refusal))


def count_again(file_id: int, *, queued: int) -> None:
    """Note that entries of a file were decided by somebody."""
    StatementFile.objects.filter(pk=file_id).update(queued=F("queued") + queued, booked=F("booked") - queued)
