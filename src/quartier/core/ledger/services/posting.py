"""Booking: entries go into the journal once, whole and balanced; wrong ones are reversed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction

from quartier.core.ledger.models import Account, Item, Line, PeriodLock, Posting
from quartier.core.ledger.rules.books import Nature, PostingKind, balanced
from quartier.core.ledger.services.accounts import next_numbers
from quartier.core.ledger.services.refusals import AlreadyReversed, NotBalanced, PeriodClosed
from quartier.core.ledger.services.settling import settle_pair
from quartier.values.actor import Actor

SERIES = "journal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Owing:
    """What a line on the account of claims says about the customer; `subject` names the paper it comes from."""

    party_id: int
    nature: Nature
    due_on: date
    subject: str = ""
    document: str = ""
    text: str = ""
    contract_id: int | None = None
    cause_id: int | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """One line of an entry: debit above zero, credit below; claims say whose they are."""

    account: Account
    amount: Decimal
    owing: Owing | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry to book. `origin` names what it records; what was booked under it before is not booked again."""

    entity_id: int
    booked_on: date
    kind: PostingKind
    text: str
    origin: str
    sides: Sequence[Side] = field(default_factory=tuple)
    document: str = ""
    reverses_id: int | None = None


@transaction.atomic
def post(*, actor: Actor, at: datetime, entry: Entry) -> Posting:
    """Book one entry and return it; booked before under its origin, return that. Raises NotBalanced, PeriodClosed."""
    return post_many(actor=actor, at=at, entries=(entry,))[0]


@transaction.atomic
def post_many(*, actor: Actor, at: datetime, entries: Sequence[Entry]) -> list[Posting]:
    """Book entries in their order, all or none, and return their postings in that order.

    A handful of statements whatever their number. Origins that are booked already are returned as they are. Lines
    of zero are left out. Raises NotBalanced, PeriodClosed.
    """
    known = {row.origin: row for row in Posting.objects.filter(origin__in=[one.origin for one in entries])}
    fresh = [one for one in entries if one.origin not in known]
    for one in fresh:
        if len(_sides(one)) < 2 or not balanced(side.amount for side in one.sides):  # noqa: PLR2004
            raise NotBalanced
    _refuse_closed(fresh)
    try:
        with transaction.atomic():
            known |= {row.origin: row for row in _insert(actor, at, fresh)}
    except IntegrityError:
        # Somebody else has booked one of them between the look and the lock on the numbers.
        known |= {row.origin: row for row in Posting.objects.filter(origin__in=[one.origin for one in entries])}
        missing = [one for one in entries if one.origin not in known]
        if len(missing) == len(fresh):
            raise
        known |= {row.origin: row for row in _insert(actor, at, missing)}
    return [known[one.origin] for one in entries]


@transaction.atomic
def wait_turn(*, entity_id: int, on: date) -> None:
    """Wait for whoever books for a company. Asked by what locks items first and books then: numbers come before items.

    Everybody who books locks the numbers of the journal, then items; the other way round two would wait for each other.
    """
    next_numbers(entity_id, SERIES, on.year, 0)


def _sides(entry: Entry) -> list[Side]:
    return [side for side in entry.sides if side.amount]


def _refuse_closed(entries: Sequence[Entry]) -> None:
    for entity_id in {one.entity_id for one in entries}:
        latest = PeriodLock.objects.filter(entity_id=entity_id).first()
        first = min(one.booked_on for one in entries if one.entity_id == entity_id)
        if latest is not None and latest.until_on is not None and first <= latest.until_on:
            raise PeriodClosed


def _insert(actor: Actor, at: datetime, entries: Sequence[Entry]) -> list[Posting]:
    numbers = _numbers(entries)
    postings = Posting.objects.bulk_create([
        Posting(
            entity_id=one.entity_id, year=one.booked_on.year, number=numbers[place], kind=one.kind,
            booked_on=one.booked_on, document=one.document, text=one.text[:160], origin=one.origin,
            parts=len(_sides(one)), reverses_id=one.reverses_id, noted_at=at, noted_by=actor.name,
        )
        for place, one in enumerate(entries)
    ])  # fmt: skip
    sides = [(row, one, side) for row, one in zip(postings, entries, strict=True) for side in _sides(one)]
    lines = Line.objects.bulk_create(
        [Line(posting=row, account=side.account, amount=side.amount) for row, _one, side in sides]
    )
    items = [_item(line, one, side.owing) for line, (_row, one, side) in zip(lines, sides, strict=True) if side.owing]
    Item.everything.bulk_create(items)
    return postings


def _numbers(entries: Sequence[Entry]) -> dict[int, int]:
    """Return the journal numbers by place; ranges are locked in one order, so that no two wait for each other."""
    wanted: dict[tuple[int, int], list[int]] = {}
    for place, one in enumerate(entries):
        wanted.setdefault((one.entity_id, one.booked_on.year), []).append(place)
    numbers: dict[int, int] = {}
    for (entity_id, year), places in sorted(wanted.items()):
        numbers |= dict(zip(places, next_numbers(entity_id, SERIES, year, len(places)), strict=True))
    return numbers


def _item(line: Line, entry: Entry, owing: Owing) -> Item:
    return Item(
        line=line, entity_id=entry.entity_id, party_id=owing.party_id, contract_id=owing.contract_id,
        nature=owing.nature, subject=owing.subject, document=owing.document or entry.document,
        text=(owing.text or entry.text)[:160], booked_on=entry.booked_on, due_on=owing.due_on, amount=line.amount,
        open=line.amount, cause_id=owing.cause_id,
    )  # fmt: skip


@transaction.atomic
def reverse(*, actor: Actor, at: datetime, posting_id: int, on: date, text: str) -> Posting:
    """Book the opposite of an entry, and let its items settle each other as far as they are open.

    Raises AlreadyReversed, PeriodClosed. What was allocated to a reversed item before stays and is to be undone first.
    """
    row = Posting.objects.select_for_update(no_key=True).get(pk=posting_id)
    if Posting.objects.filter(reverses=row).exists():
        raise AlreadyReversed
    sides = []
    for line in row.lines.select_related("account", "item").order_by("pk"):
        item = getattr(line, "item", None)
        sides.append(Side(line.account, -line.amount, _opposite(item) if item else None))
    entry = Entry(
        entity_id=row.entity_id, booked_on=on, kind=PostingKind.REVERSAL, text=text, document=row.document,
        origin=f"ledger.posting:{row.pk}:reversed", sides=sides, reverses_id=row.pk,
    )  # fmt: skip
    new = post(actor=actor, at=at, entry=entry)
    for old, opposite in zip(row.lines.order_by("pk"), new.lines.order_by("pk"), strict=True):
        items: Any = (getattr(old, "item", None), getattr(opposite, "item", None))
        if all(items):
            settle_pair(actor=actor, at=at, on=on, first=items[0], second=items[1], because=text)
    return new


def _opposite(item: Item) -> Owing:
    nature = Nature.PRINCIPAL if item.nature == Nature.CREDIT else Nature.CREDIT
    return Owing(
        party_id=item.party_id, nature=nature, due_on=item.due_on, subject=item.subject, document=item.document,
        text=item.text, contract_id=item.contract_id, cause_id=item.cause_id,
    )  # fmt: skip
