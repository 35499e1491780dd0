"""Taking up claims, hearing when their papers came, and seeing default begin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from quartier.core.audit import services as audit
from quartier.core.blocks import services as blocks
from quartier.core.contracts import services as contracts
from quartier.core.deadlines import queries as periods
from quartier.core.deadlines import services as deadlines
from quartier.core.deadlines.extension import Passed
from quartier.core.dunning.models import Case
from quartier.core.dunning.queries import cases as reading
from quartier.core.dunning.queries.bases import Bases, bases_on
from quartier.core.dunning.queries.receipts import receipts
from quartier.core.dunning.rules.start import default_of, points_of
from quartier.core.dunning.services.refusals import InFuture, NotAClaim
from quartier.core.ledger.extension import Item, Nature
from quartier.core.parties import queries as parties
from quartier.kit import formats
from quartier.kit.clock import day_of
from quartier.values.actor import SYSTEM, Actor
from quartier.values.period import ONE_DAY

DEFAULT = "dunning.default"
RECEIPT = "dunning.receipt"
ARREARS = "dunning.arrears"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A claim to take up: what its paper says. Left out: the customer's standing and the day it was booked."""

    claim_id: int
    received_on: date | None = None
    told: bool = False
    fixed_day: bool = False
    consideration: bool = True
    arose_on: date | None = None


@transaction.atomic
def take_up(*, actor: Actor, at: datetime, claims: Sequence[Claim]) -> int:
    """Open a case for each claim that has none, and the deadline that ends in default; returns how many are new.

    A few statements whatever their number. Where nobody knows that the invoice came, staff are asked once it is due.
    """
    items = {
        row.pk: row
        for row in Item.everything.filter(pk__in=[one.claim_id for one in claims], case__isnull=True).select_related(
            "party"
        )
        if row.nature == Nature.PRINCIPAL
    }
    fresh = [one for one in claims if one.claim_id in items]
    rows = Case.objects.bulk_create([_case(one, items[one.claim_id], at) for one in fresh])
    bases = bases_on(day_of(at))
    deadlines.open_many(actor=actor, at=at, openings=[one for row in rows if (one := _opening(row, bases)) is not None])
    return len(rows)


def _case(one: Claim, item: Any, at: datetime) -> Case:
    return Case(
        claim=item, debtor=reading.debtor_of(item.party), arose_on=one.arose_on or item.booked_on,
        received_on=one.received_on, told=one.told, fixed_day=one.fixed_day, consideration=one.consideration,
        opened_at=at,
    )  # fmt: skip


def _opening(row: Case, bases: Bases) -> deadlines.Opening | None:
    """Return the deadline of a case: its default, or the question whether the invoice came."""
    found = default_of(reading.facts_of(row), bases.dunning, bases.land)
    given: dict[str, Any] = {"subject": reading.subject_of(row.claim_id), "holder": parties.subject_of(row.claim.party)}
    given["entity_id"] = row.claim.entity_id
    if found.value is not None:
        return deadlines.Opening(kind=DEFAULT, last_on=found.value.starts_on - ONE_DAY, derived=found, **given)
    if row.received_on is None:
        return deadlines.Opening(kind=RECEIPT, last_on=row.claim.due_on, **given)
    return None


@transaction.atomic
def ensure(*, actor: Actor, at: datetime, claim_id: int) -> Case:
    """Return the case of a claim, locked; taken up now where it had none. Raises NotAClaim."""
    row = (
        Case.objects.select_for_update(no_key=True, of=("self",))
        .select_related("claim__party")
        .filter(claim=claim_id)
        .first()
    )
    if row is None:
        if not take_up(actor=actor, at=at, claims=[Claim(claim_id=claim_id)]):
            raise NotAClaim
        row = (
            Case.objects.select_for_update(no_key=True, of=("self",)).select_related("claim__party").get(claim=claim_id)
        )
    return row


@transaction.atomic
def note_receipt(
    *, actor: Actor, at: datetime, claim_id: int, received_on: date, told: bool | None = None, how: str = ""
) -> Case:
    """Note on which day the invoice of a claim came; default is found anew. Raises NotAClaim, InFuture."""
    if received_on > day_of(at):
        raise InFuture
    row = ensure(actor=actor, at=at, claim_id=claim_id)
    before = row.received_on
    row.received_on = received_on
    row.told = row.told if told is None else told
    row.save(update_fields=["received_on", "told"])
    data = {"received_on": [str(before or ""), str(received_on)], "how": how}
    _fact(actor, at, "dunning.receipt_noted", row, data)
    _find_anew(actor, at, row)
    return row


@transaction.atomic
def note_reminded(*, actor: Actor, at: datetime, row: Case, received_on: date) -> None:
    """Note the first reminder after the due date: default begins with it at the latest (§ 286 Abs. 1 BGB)."""
    if row.reminded_on is not None or received_on <= row.claim.due_on:
        return
    row.reminded_on = received_on
    row.save(update_fields=["reminded_on"])
    _find_anew(actor, at, row)


@transaction.atomic
def note_refusal(*, actor: Actor, at: datetime, claim_id: int, refused_on: date) -> Case:
    """Note that the customer refused to pay seriously and finally (§ 286 Abs. 2 Nr. 3 BGB). Raises as note_receipt."""
    if refused_on > day_of(at):
        raise InFuture
    row = ensure(actor=actor, at=at, claim_id=claim_id)
    row.refused_on = refused_on
    row.save(update_fields=["refused_on"])
    _fact(actor, at, "dunning.refusal_noted", row, {"refused_on": str(refused_on)})
    _find_anew(actor, at, row)
    return row


def _find_anew(actor: Actor, at: datetime, row: Case) -> None:
    """Let the deadline of a case follow what is known now; a default that has begun stays unless it began earlier."""
    bases = bases_on(day_of(at))
    found = default_of(reading.facts_of(row), bases.dunning, bases.land)
    _close_running(actor, at, row)
    if found.value is None:
        return
    if found.value.starts_on <= day_of(at):
        _begin(actor, at, row, bases)
        return
    opening = _opening(row, bases)
    if opening is not None and row.default_since is None:
        deadlines.open_many(actor=actor, at=at, openings=[opening])


def _close_running(actor: Actor, at: datetime, row: Case) -> None:
    for kind in (DEFAULT, RECEIPT):
        running = periods.open_deadline_of(kind, reading.subject_of(row.claim_id))
        if running is not None:
            deadlines.cancel(actor=actor, at=at, deadline_id=running.pk, reason="Neue Tatsachen")


def begin_default(passed: Passed) -> None:
    """See a claim fall into default when its days are over, unless it is paid; the day counts, not the look."""
    row = _locked(reading.claim_of(passed.subject))
    if row is not None:
        _begin(SYSTEM, passed.at, row, bases_on(day_of(passed.at)))


def ask_for_receipt(passed: Passed) -> None:
    """Leave the question to staff: without a day of receipt no default is assumed (CC-73)."""
    row = _locked(reading.claim_of(passed.subject))
    if row is None or _looked_up(SYSTEM, passed.at, row):
        return
    if row.claim.open > 0 and row.received_on is None:
        _fact(SYSTEM, passed.at, "dunning.receipt_missing", row, {"due_on": str(row.claim.due_on)})


def _looked_up(actor: Actor, at: datetime, row: Case) -> bool:
    """Take the day of receipt from the invoice's delivery where it is known by now; tells whether it was."""
    received_on = receipts([row.claim]).get(row.claim_id) if row.received_on is None else None
    if received_on is None:
        return False
    row.received_on = received_on
    row.save(update_fields=["received_on"])
    _find_anew(actor, at, row)
    return True


@transaction.atomic
def look_up_receipts(*, actor: Actor, at: datetime) -> int:
    """Take days of receipt that were noted since into cases that lack one; returns how many."""
    found = 0
    for pk in reading.without_receipt(day_of(at)).values_list("claim_id", flat=True):
        row = _locked(pk)
        found += row is not None and _looked_up(actor, at, row)
    return found


def look_again(*, actor: Actor, at: datetime, claim_ids: Sequence[int]) -> None:
    """See default begin for claims that were paid when their days ended and are open again now."""
    rows = Case.objects.filter(claim__in=claim_ids, default_since__isnull=True)
    for pk in rows.values_list("claim_id", flat=True):
        row = _locked(pk)
        if row is not None:
            _find_anew(actor, at, row)


def _locked(claim_id: int) -> Case | None:
    rows = Case.objects.select_for_update(no_key=True, of=("self",)).select_related("claim__party", "claim__contract")
    return rows.filter(claim=claim_id).first()


def _begin(actor: Actor, at: datetime, row: Case, bases: Bases) -> None:
    if row.claim.open <= 0:
        return
    facts = reading.facts_of(row)
    found = default_of(facts, bases.dunning, bases.land)
    start = found.value
    if start is None or (row.default_since is not None and row.default_since <= start.starts_on):
        return
    points = points_of(facts, bases.dunning)
    row.default_since, row.interest_from, row.way = start.starts_on, start.interest_from_on, start.way.value
    row.points, row.explanation = points.value, reading.steps_packed(found) + reading.steps_packed(points)
    row.save(update_fields=["default_since", "interest_from", "way", "points", "explanation"])
    data = {"since": str(start.starts_on), "interest_from": str(start.interest_from_on), "open": str(row.claim.open)}
    _fact(actor, at, "dunning.default_began", row, data)
    _follow(at, row)


def _follow(at: datetime, row: Case) -> None:
    """Put before staff what default lets them think about: a block, the contract's end. Neither comes by itself."""
    claim = row.claim
    text = (
        f"{claim.document or claim.text}: {formats.money(claim.open)} offen, in Verzug seit {_day(row.default_since)}"
    )
    blocks.raise_candidate(
        at=at, kind=ARREARS, party_id=claim.party_id, ground="arrears", text=text,
        item=reading.subject_of(row.claim_id),
    )  # fmt: skip
    if claim.contract is not None:
        contracts.look_into_dues(at=at, contracts=[claim.contract])


def _day(on: date | None) -> str:
    return formats.day(on) if on is not None else ""


def _fact(actor: Actor, at: datetime, kind: str, row: Case, data: dict[str, Any]) -> None:
    given = {"claim": row.claim_id, "document": row.claim.document, **data}
    audit.record(actor=actor, at=at, kind=kind, subject=parties.subject_of(row.claim.party), data=given)
