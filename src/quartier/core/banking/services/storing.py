"""Writing statements: what is new of them, in one stream, and details of batches where their entry stands."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from django.db import connection
from django.db.models import Count, F, Q

from quartier.core.banking.models import Entry, OwnAccount, Statement, StatementFile
from quartier.core.banking.models.statements import EntryState, Meaning, StatementKind
from quartier.core.banking.rules.ibans import hashed
from quartier.core.banking.rules.reading import EURO, Kind, Read, ReadStatement
from quartier.core.banking.rules.references import signs_of

COLUMNS: Final = (
    "id, account_id, statement_id, parent_id, number, kind, booked_on, value_on, amount, currency, name, iban_hash,"
    " ending, purpose, end_to_end, mandate, bank_reference, batch, batch_size, code, reason, charges, fingerprint,"
    " occurrence, state, meaning, points, reasons, proposals, booked_as, decided_by"
)
ALIKE: Final = 200


def statement(row: StatementFile, account: OwnAccount, head: ReadStatement, entries: Sequence[Read]) -> Statement:
    """Write the head of a statement; one that tells the same as an earlier one is its twin."""
    days = [one.booked_on for one in entries]
    to_on = head.to_on or max(days)
    from_on = min([head.from_on or to_on, to_on, *days])
    new = Statement(
        file=row, account=account, kind=StatementKind(str(head.kind)), ident=head.ident[:70], number=head.number,
        from_on=from_on, to_on=max([to_on, *days]), opening=head.opening, closing=head.closing, entries=len(entries),
    )  # fmt: skip
    if head.kind is Kind.BOOKED:
        same = {"account": account, "kind": new.kind, "to_on": new.to_on, "opening": new.opening}
        new.twin = Statement.objects.filter(**same, closing=new.closing, entries=len(entries), twin=None).first()
    new.save(force_insert=True)
    return new


def fingerprint(row: Read) -> str:
    """Return what is the same of an entry in every format: its day, its sum, and the signs of its purpose."""
    said = f"{row.booked_on}|{row.amount:.2f}|{row.currency}|{signs_of(row.purpose)[:ALIKE]}|{signs_of(row.end_to_end)}"
    return hashlib.blake2b(said.encode(), digest_size=16).hexdigest()


def new_ones(new: Statement, entries: list[Read]) -> list[Read]:
    """Return the entries that no earlier statement has told of; equal ones count as often as they stand there."""
    if new.twin_id is not None:
        return []
    wanted = Counter(fingerprint(one) for one in entries)
    found = Entry.objects.filter(
        account=new.account_id, kind=StatementKind.BOOKED, parent=None, booked_on__gte=new.from_on,
        booked_on__lte=new.to_on,
    ).exclude(_another(new))  # fmt: skip
    known = Counter(dict(found.values_list("fingerprint").annotate(n=Count("pk"))))
    known = known & wanted
    fresh = []
    for one in entries:
        print_ = fingerprint(one)
        if known[print_]:
            known[print_] -= 1
        else:
            fresh.append(one)
    return fresh


def _another(new: Statement) -> Q:
    """Return which statements cannot tell of the same entries: of the same days and format, with another number."""
    if new.number is None:
        return Q(pk=None)
    same = Q(statement__from_on=new.from_on, statement__to_on=new.to_on, statement__file__format=new.file.format)
    return same & Q(statement__number__isnull=False) & ~Q(statement__number=new.number)


def copy(new: Statement, entries: Sequence[Read], key: bytes) -> None:
    """Write entries in one stream, each with its details behind it."""
    if not entries:
        return
    total = len(entries) + sum(len(one.details) for one in entries)
    start = _highest(new) if new.kind == StatementKind.BOOKED else Counter()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('banking_entry', 'id')) FROM generate_series(1, %s)", [total]
        )
        numbers = iter([number for (number,) in cursor.fetchall()])
        with cursor.copy(f"COPY banking_entry ({COLUMNS}) FROM STDIN") as stream:
            for cells in _rows(new, entries, key, numbers, start):
                stream.write_row(cells)


def _highest(new: Statement) -> Counter[str]:
    """Return how many entries with each fingerprint of the days of a statement there are."""
    rows = Entry.objects.filter(
        account=new.account_id, kind=new.kind, parent=None, booked_on__gte=new.from_on, booked_on__lte=new.to_on
    )
    return Counter(dict(rows.values_list("fingerprint").annotate(n=Count("pk"))))


def _rows(
    new: Statement, entries: Iterable[Read], key: bytes, numbers: Iterator[int], seen: Counter[str]
) -> Iterator[Sequence[Any]]:
    for place, one in enumerate(entries, start=1):
        print_ = fingerprint(one)
        seen[print_] += 1
        parent = next(numbers)
        split = bool(one.details) and sum(part.amount for part in one.details) == one.amount
        yield _cells(new, one, key, parent, None, place, print_, seen[print_], _state(new, one, split=split))
        for number, part in enumerate(one.details, start=1):
            state = EntryState.NEW if split and new.kind == StatementKind.BOOKED else EntryState.SHOWN
            yield _cells(new, part, key, next(numbers), parent, number, "", number, (state, Meaning.UNKNOWN))


def _state(new: Statement, one: Read, *, split: bool) -> tuple[str, str]:
    if new.kind != StatementKind.BOOKED:
        return EntryState.SHOWN, Meaning.UNKNOWN
    if one.currency != EURO:
        return EntryState.OPEN, Meaning.FOREIGN
    return (EntryState.BOOKED, Meaning.SPLIT) if split else (EntryState.NEW, Meaning.UNKNOWN)


def _cells(
    new: Statement, one: Read, key: bytes, pk: int, parent: int | None, number: int, print_: str, occurrence: int,
    state: tuple[str, str],
) -> Sequence[Any]:  # fmt: skip
    return (
        pk, new.account_id, new.pk, parent, number, str(new.kind), one.booked_on, one.value_on, one.amount,
        one.currency, one.name[:140].replace("\0", ""), hashed(key, one.iban) if one.iban else "", one.iban[-4:],
        one.purpose[:700].replace("\0", ""), one.end_to_end[:70], one.mandate[:70], one.bank_reference[:70],
        one.batch[:70], one.batch_size, one.code[:40], one.reason[:10], one.charges, print_, occurrence,
        str(state[0]), str(state[1]), 0, [], "[]", "", "",
    )  # fmt: skip


def note_gaps(account: OwnAccount) -> None:
    """Note for every statement by how much it does not begin where the one before it ended."""
    rows = list(Statement.objects.filter(account=account, kind=StatementKind.BOOKED, twin=None).order_by("to_on", "pk"))
    closings = defaultdict(set)
    for row in rows:
        closings[row.to_on].add(row.closing)
    last = account.opening if account.opened_on else None
    for row in rows:
        before = [closing for day in (row.from_on, row.to_on) for closing in closings[day]]
        off = None if last is None or row.opening == last or row.opening in before else row.opening - last  # type: ignore[operator]
        if off != row.gap:
            Statement.objects.filter(pk=row.pk).update(gap=off)
        last = row.closing


def detail_from_notices(new: Statement) -> None:
    """Give batches of a new statement the details that came before it."""
    bare = Entry.objects.filter(statement=new, parent=None, state=EntryState.NEW, details=None)
    for row in bare.filter(Q(batch_size__gt=1) | ~Q(batch="")):
        notice = _told_of(row, StatementKind.NOTICE)
        if notice is not None:
            _adopt(row, notice, with_posting=False)


def detail_to_entries(new: Statement) -> None:
    """Give details that have just come in to the batches that wait for somebody."""
    for notice in Entry.objects.filter(statement=new, parent=None).exclude(details=None).distinct():
        row = _told_of(notice, StatementKind.BOOKED)
        if row is not None and row.state in (EntryState.NEW, EntryState.OPEN) and not row.details.exists():
            _adopt(row, notice, with_posting=row.state == EntryState.OPEN)


def _told_of(row: Entry, kind: StatementKind) -> Entry | None:
    """Return the entry of another kind of statement that tells of the same booking."""
    rows = Entry.objects.filter(
        account=row.account_id, kind=kind, parent=None, booked_on=row.booked_on, amount=row.amount
    )
    by_reference = rows.filter(bank_reference=row.bank_reference).exclude(bank_reference="")
    found = list(by_reference[:2]) or list(rows[:2])
    return found[0] if len(found) == 1 else None


def _adopt(row: Entry, notice: Entry, *, with_posting: bool) -> None:
    """Copy the details of a notice to the entry they belong to, where they add up to it.

    An entry that waits for somebody is booked as unclear money already: its details come from there.
    """
    parts = list(notice.details.all())
    if sum(part.amount for part in parts) != row.amount:
        return
    for part in parts:
        part.pk, part.parent, part.statement, part.kind = None, row, row.statement, row.kind
        part.state, part.booked_on = EntryState.NEW, row.booked_on
    Entry.objects.bulk_create(parts)
    row.state, row.meaning = EntryState.BOOKED, Meaning.SPLIT
    row.booked_as = "unclear" if with_posting else ""
    row.proposals = []
    row.save(update_fields=["state", "meaning", "booked_as", "proposals"])
    StatementFile.objects.filter(pk=row.statement.file_id).update(
        position=0, queued=F("queued") - (1 if with_posting else 0), state="booking"
    )
