"""Settling: which credit pays which claim, by the order of the law or by hand, and undone where money goes back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q

from quartier.core.ledger.models import Allocation, Item
from quartier.core.ledger.rules.books import Nature, Owed, settle
from quartier.core.ledger.services.refusals import AlreadyUndone, NotTogether, TooMuch
from quartier.values.actor import Actor


class Wanted(NamedTuple):
    """So much of a credit is to settle a claim."""

    credit: Item
    claim: Item
    amount: Decimal
    on: date
    because: str


@transaction.atomic
def allocate(
    *, actor: Actor, at: datetime, on: date, credit_id: int, claim_id: int, amount: Decimal, because: str
) -> Allocation:
    """Let so much of a credit settle a claim. Raises TooMuch, NotTogether; nothing is stored then."""
    rows = {row.pk: row for row in _locked(Item.everything.filter(pk__in=(credit_id, claim_id)))}
    credit, claim = rows[credit_id], rows[claim_id]
    if credit.party_id != claim.party_id or credit.entity_id != claim.entity_id or credit.amount > 0 > claim.amount:
        raise NotTogether
    if credit.nature != Nature.CREDIT or claim.nature == Nature.CREDIT:
        raise NotTogether
    if not 0 < amount <= min(claim.open, -credit.open):
        raise TooMuch
    return _written(actor, at, [Wanted(credit, claim, amount, on, because)])[0]


@transaction.atomic
def settle_pair(*, actor: Actor, at: datetime, on: date, first: Item, second: Item, because: str) -> None:
    """Let an item and its opposite settle each other as far as both are open."""
    rows = {row.pk: row for row in _locked(Item.everything.filter(pk__in=(first.pk, second.pk)))}
    claim, credit = sorted(rows.values(), key=lambda row: row.amount, reverse=True)
    amount = min(claim.open, -credit.open)
    if amount > 0:
        _written(actor, at, [Wanted(credit, claim, amount, on, because)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Settling:
    """That open credits of a customer settle what they owe a company.

    `credit_ids` limits which credits (all open ones without it), `named` are claims the customer meant, first.
    """

    party_id: int
    entity_id: int
    on: date
    because: str
    credit_ids: Collection[int] | None = None
    named: Sequence[int] = ()


@transaction.atomic
def settle_credits(
    *,
    actor: Actor,
    at: datetime,
    on: date,
    party_id: int,
    entity_id: int,
    because: str,
    credit_ids: Collection[int] | None = None,
    named: Sequence[int] = (),
) -> list[Allocation]:
    """Let open credits of one customer settle what they owe; see `Settling` and `settle_many`."""
    one = Settling(party_id=party_id, entity_id=entity_id, on=on, because=because, credit_ids=credit_ids, named=named)
    return settle_many(actor=actor, at=at, settlings=(one,))


@transaction.atomic
def settle_many(*, actor: Actor, at: datetime, settlings: Sequence[Settling]) -> list[Allocation]:
    """Let open credits settle what their customers owe, in the order of §§ 366, 367 BGB, one after the other.

    Returns what was written; the rest of a credit stays open. Two statements whatever their number.
    """
    parties, entities = {one.party_id for one in settlings}, {one.entity_id for one in settlings}
    rows = _locked(Item.everything.filter(party_id__in=parties, entity_id__in=entities).exclude(open=0))
    mine: dict[tuple[int, int], list[Item]] = defaultdict(list)
    for row in rows:
        mine[row.party_id, row.entity_id].append(row)
    left = {row.pk: abs(row.open) for row in rows}
    wanted: list[Wanted] = []
    for one in settlings:
        wanted += _wanted(one, mine[one.party_id, one.entity_id], left)
    return _written(actor, at, wanted)


def _wanted(one: Settling, rows: Sequence[Item], left: dict[int, Decimal]) -> Iterator[Wanted]:
    """Tell what settles what, and take it from what is left of each."""
    given = [row for row in rows if row.amount < 0 and (one.credit_ids is None or row.pk in one.credit_ids)]
    claims = {row.pk: row for row in rows if row.amount > 0}
    for credit in sorted(given, key=lambda row: (row.booked_on, row.pk)):
        owed = [_owed(row, left[row.pk]) for row in claims.values() if left[row.pk] > 0]
        for part in settle(left[credit.pk], owed, one.on, one.named):
            left[part.key] -= part.amount
            left[credit.pk] -= part.amount
            yield Wanted(credit, claims[part.key], part.amount, one.on, one.because)


@transaction.atomic
def undo(*, actor: Actor, at: datetime, on: date, allocation_ids: Iterable[int], because: str) -> list[Allocation]:
    """Open again what some settlements had settled. Raises AlreadyUndone."""
    rows = list(Allocation.objects.select_for_update(no_key=True).filter(pk__in=[*allocation_ids], undoes__isnull=True))
    if Allocation.objects.filter(undoes__in=rows).exists():
        raise AlreadyUndone
    return Allocation.objects.bulk_create([
        Allocation(
            claim_id=row.claim_id, credit_id=row.credit_id, amount=-row.amount, on=on, because=because[:160],
            undoes=row, noted_at=at, noted_by=actor.name,
        )
        for row in rows
    ])  # fmt: skip


def standing_allocations(item_ids: Iterable[int]) -> list[Allocation]:
    """Return the settlements of some items that were not undone."""
    ids = [*item_ids]
    rows = Allocation.objects.filter(Q(claim__in=ids) | Q(credit__in=ids), undoes__isnull=True, undone_by__isnull=True)
    return list(rows.order_by("pk"))


def _locked(rows: object) -> list[Item]:
    """Lock items in one order, so that no two settlings wait for each other."""
    found: list[Item] = list(rows.select_for_update(no_key=True).order_by("pk"))  # type: ignore[attr-defined]
    return found


def _owed(row: Item, left: Decimal) -> Owed:
    return Owed(
        key=row.pk, nature=Nature(row.nature), open=left, due_on=row.due_on, booked_on=row.booked_on,
        about=row.cause_id or row.pk,
    )  # fmt: skip


def _written(actor: Actor, at: datetime, wanted: Sequence[Wanted]) -> list[Allocation]:
    return Allocation.objects.bulk_create([
        Allocation(
            claim=one.claim, credit=one.credit, amount=one.amount, on=one.on, because=one.because[:160],
            noted_at=at, noted_by=actor.name,
        )
        for one in wanted
    ])  # fmt: skip
