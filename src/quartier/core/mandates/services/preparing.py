"""A collection run is prepared: what goes in, what does not and why; nothing of it has left yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext

from quartier.core.approvals import services as approvals
from quartier.core.audit import services as audit
from quartier.core.ledger import services as ledger
from quartier.core.ledger.extension import Item
from quartier.core.mandates import queries
from quartier.core.mandates.extension import holds
from quartier.core.mandates.models import Collection, Creditor, Payout, Run
from quartier.core.mandates.rules import CollectionState, PayoutState, RunState
from quartier.core.mandates.rules.calendar import announce_by, business_days_after
from quartier.core.mandates.services import refusals
from quartier.kit import formats
from quartier.kit.clock import day_of
from quartier.values.actor import Actor

DEBIT: Final = "debit"
TRANSFER: Final = "transfer"
APPROVAL: Final = "mandates.run"
SEQUENCE: Final = "RCUR"
ONCE: Final = "OOFF"
LETTERS: Final = {DEBIT: "L", TRANSFER: "A"}
SHOWN: Final = 500
NOTHING: Final = Decimal("0.00")
# Banks want the file a business day before the day of collection.
LEAD: Final = 1


@transaction.atomic
def prepare(*, actor: Actor, at: datetime, entity_id: int, until_on: date) -> Run:
    """Gather what is due for collection until a day into a run; what is refused stays planned, with the reason.

    Rows and claims are locked: of two runs at the same time, one gets a collection. Raises NoCreditor,
    NothingToCollect; nothing has changed then.
    """
    creditor = queries.creditor_of(entity_id)
    if creditor is None or not creditor.identifier:
        raise refusals.NoCreditor
    rows = list(
        Collection.objects.select_for_update(no_key=True, of=("self",))
        .filter(mandate__entity_id=entity_id, state=CollectionState.PLANNED, collect_on__lte=until_on)
        .select_related("mandate__party")
        .defer("mandate__iban", "mandate__sent_iban", "mandate__words")
        .order_by("pk")
    )
    chosen, refused = _judged(rows, at, creditor)
    if not chosen:
        raise refusals.NothingToCollect
    run = _run(actor, at, entity_id, DEBIT, until_on)
    for row in chosen:
        row.run, row.state = run, CollectionState.CHOSEN
        row.sequence = SEQUENCE if row.mandate.is_recurring else ONCE
    Collection.objects.bulk_update(chosen, ["run", "state", "sequence", "amount", "collect_on"], batch_size=2_000)
    run.count, run.sum = len(chosen), sum((row.amount for row in chosen), NOTHING)
    run.refused = [_told(row, why) for row, why in refused[:SHOWN]]
    run.save()
    _noted(actor, at, run, "mandates.run_prepared", refused=len(refused))
    return run


def _run(actor: Actor, at: datetime, entity_id: int, kind: str, until_on: date) -> Run:
    year = day_of(at).year
    number = ledger.next_numbers(entity_id, f"{kind}-runs", year)[0]
    return Run.objects.create(
        entity_id=entity_id, kind=kind, state=RunState.PREPARED, until_on=until_on, prepared_at=at,
        message_id=f"{LETTERS[kind]}{entity_id}-{year}-{number:05}", prepared_by=actor.name[:120],
    )  # fmt: skip


def _told(row: Collection, why: str) -> Mapping[str, str]:
    return {"collection": str(row.pk), "party": f"parties.party:{row.mandate.party_id}", "why": why}


def _judged(
    rows: Sequence[Collection], at: datetime, creditor: Creditor
) -> tuple[list[Collection], list[tuple[Collection, str]]]:
    """Part what can be collected from what cannot; amounts become what is open, days what banks still take."""
    items = locked_items(rows)
    held = held_back(list(items.values()), day_of(at))
    earliest = business_days_after(day_of(at), LEAD)
    chosen, refused = [], []
    for row in rows:
        row.collect_on = max(row.collect_on, earliest)
        why = _why_not(row, items[row.item_id], held, creditor.notice_days)
        if why:
            refused.append((row, why))
        else:
            row.amount = min(row.amount, items[row.item_id].open)
            chosen.append(row)
    return chosen, refused


def locked_items(rows: Sequence[Collection]) -> dict[int, Item]:
    """Lock the claims of collections, in one order: nobody pays them while they are looked at."""
    found = Item.everything.select_for_update(no_key=True, of=("self",)).filter(pk__in=[row.item_id for row in rows])
    return {one.pk: one for one in found.order_by("pk")}


def held_back(items: Sequence[Item], on: date) -> dict[int, str]:
    """Return why claims are held back, by their key."""
    held: dict[int, str] = {}
    for ask in holds:
        held |= ask(items, on)
    return held


def _why_not(row: Collection, item: Item, held: Mapping[int, str], notice_days: int) -> str:
    if item.open <= 0:
        return gettext("Paid already")
    if row.item_id in held:
        return held[row.item_id]
    if row.mandate.party.is_restricted or item.is_restricted:
        return gettext("The data of the customer are restricted")
    if not queries.is_usable(row.mandate, row.collect_on):
        return gettext("The mandate cannot be used")
    if row.announced_on is None:
        return row.because or gettext("Not announced yet")
    if row.announced_on > announce_by(row.collect_on, notice_days):
        return gettext("Announced too late for this day")
    return ""


@transaction.atomic
def prepare_payouts(*, actor: Actor, at: datetime, entity_id: int, refunds: Sequence[Any]) -> Run:
    """Gather approved refunds into a run of transfers. Raises NoCreditor, NothingToPay."""
    if queries.creditor_of(entity_id) is None:
        raise refusals.NoCreditor
    taken = set(
        Payout.objects.filter(refund__in=[one.pk for one in refunds], state__in=("chosen", "sent", "paid"))
        .values_list("refund", flat=True)
    )  # fmt: skip
    new = [one for one in refunds if one.pk not in taken and one.iban and one.entity_id == entity_id]
    if not new:
        raise refusals.NothingToPay
    run = _run(actor, at, entity_id, TRANSFER, day_of(at))
    Payout.objects.bulk_create([
        Payout(
            run=run, party_id=one.party_id, refund=one.pk, state=PayoutState.CHOSEN, amount=one.amount,
            holder=one.holder[:70], iban=one.iban, country=one.country, ending=one.ending,
            purpose=f"{one.because} {one.reference or ''}".strip()[:140],
        )
        for one in new
    ])  # fmt: skip
    run.count, run.sum = len(new), sum((one.amount for one in new), NOTHING)
    run.save(update_fields=["count", "sum"])
    _noted(actor, at, run, "mandates.run_prepared")
    return run


@transaction.atomic
def propose(*, actor: Actor, at: datetime, run_id: int) -> Run:
    """Let a prepared run wait for a second person. Raises WrongState, and PersonNeeded for a program."""
    run = locked(run_id, RunState.PREPARED)
    run.state = RunState.WAITING
    run.save(update_fields=["state"])
    kind = gettext("Direct debits") if run.kind == DEBIT else gettext("Transfers")
    shown = {
        gettext("Company"): run.entity.name, gettext("Run"): f"{kind} {run.message_id}",
        gettext("Count"): str(run.count), gettext("Sum"): formats.money(run.sum),
    }  # fmt: skip
    approvals.propose(
        actor=actor, at=at, kind=APPROVAL, subject=queries.subject_of(run), shown=shown, entity_id=run.entity_id
    )
    return run


@transaction.atomic
def discard(*, actor: Actor, at: datetime, run_id: int, reason: str) -> Run:
    """Discard a run that the bank has not got: what it held is planned again. Raises WrongState, ReasonMissing."""
    run = locked(run_id, RunState.PREPARED, RunState.APPROVED)
    if not reason.strip():
        raise refusals.ReasonMissing
    discarded(actor, at, run, reason.strip())
    return run


def discarded(actor: Actor, at: datetime, run: Run, reason: str) -> None:
    """Undo a run: collections are planned again unless their mandate ended, refunds wait again."""
    run.state, run.ended_because = RunState.DISCARDED, reason[:200]
    run.save(update_fields=["state", "ended_because"])
    rows = run.collections.filter(state=CollectionState.CHOSEN)
    over = rows.exclude(mandate__state="active")
    over.update(state=CollectionState.DROPPED, because="Mandat beendet", ended_on=day_of(at), end_to_end_id=None)
    rows.update(state=CollectionState.PLANNED, run=None, sequence="", end_to_end_id=None)
    run.payouts.filter(state=PayoutState.CHOSEN).update(state=PayoutState.DROPPED, ended_on=day_of(at))
    _noted(actor, at, run, "mandates.run_discarded", reason=reason)


def locked(run_id: int, *states: RunState) -> Run:
    """Lock a run in one of some states. Raises WrongState."""
    run = Run.objects.select_for_update(no_key=True, of=("self",)).select_related("entity").get(pk=run_id)
    if run.state not in states:
        raise refusals.WrongState
    return run


def _noted(actor: Actor, at: datetime, run: Run, kind: str, **more: Any) -> None:
    data = {"run": run.message_id, "count": run.count, "sum": str(run.sum), **more}
    audit.record(actor=actor, at=at, kind=kind, subject=queries.subject_of(run), data=data)
