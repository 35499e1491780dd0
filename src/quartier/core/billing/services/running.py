"""The run: planned through, confirmed, then billed chunk after chunk, each one transaction.

A run that broke off goes on where it was: what it has billed and how far it has come stand in the same transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from quartier.core.approvals import queries as approved
from quartier.core.approvals import services as approvals
from quartier.core.approvals.extension import Decided
from quartier.core.audit import services as audit
from quartier.core.billing import queries
from quartier.core.billing.models import Question, QuestionKind, Run, RunProblem, RunState, Schedule
from quartier.core.billing.queries import Plan
from quartier.core.billing.rules.kinds import FOUR_EYES_FROM
from quartier.core.billing.rules.periods import YEAR
from quartier.core.billing.services.refusals import InTheFuture, NotReady, NotStuck, RunOpen, StillRunning
from quartier.core.billing.services.scheduling import ask
from quartier.core.charges import services as charges
from quartier.core.contracts import services as contracts
from quartier.core.invoices import services as invoices
from quartier.core.invoices.extension import Invoice, InvoiceKind
from quartier.core.invoices.services import Bill
from quartier.kit import formats
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.kit.jobs import enqueue
from quartier.values.actor import SYSTEM, Actor

CHUNK: Final = 500
STALLED_AFTER: Final = timedelta(minutes=5)
APPROVAL: Final = "billing.run"
CONTRACTS, SINGLE, OVER = 0, 1, 2
MOVING: Final = ["phase", "position", "planned_invoices", "planned_net", "invoices", "net", "state", "touched_at",
                 "ended_at"]  # fmt: skip


@transaction.atomic
def draft(*, actor: Actor, at: datetime, entity_id: int, through_on: date) -> Run:
    """Have a run planned that bills whatever is due through a day. Raises InTheFuture, RunOpen."""
    if through_on > day_of(at):
        raise InTheFuture
    try:
        with transaction.atomic():
            row = Run.objects.create(
                entity_id=entity_id, through_on=through_on, drafted_at=at, drafted_by=str(actor)[:120], touched_at=at
            )
    except IntegrityError:
        raise RunOpen from None
    data = {"until": through_on.isoformat()}
    audit.record(actor=actor, at=at, kind="billing.run_drafted", subject=queries.subject_of(row), data=data)
    _go_on(row)
    return row


@transaction.atomic
def start(*, actor: Actor, at: datetime, run_id: int) -> Run:
    """Start a planned run; above a sum it waits for a second person first. Raises NotReady."""
    row = _locked(run_id)
    if row.state != RunState.PLANNED:
        raise NotReady
    if row.planned_net < FOUR_EYES_FROM:
        return _start(actor, at, row)
    row.state = RunState.WAITING
    row.save(update_fields=["state"])
    shown = {
        _("Company"): str(row.entity), _("Through"): formats.day(row.through_on),
        _("Invoices"): str(row.planned_invoices), _("Together, net"): formats.money(row.planned_net),
    }  # fmt: skip
    approvals.propose(
        actor=actor, at=at, kind=APPROVAL, subject=queries.subject_of(row), shown=shown, entity_id=row.entity_id
    )
    return row


def start_confirmed(decided: Decided) -> None:
    """Start a run that a second person has confirmed."""
    row = _locked(int(decided.subject.rpartition(":")[2]))
    if row.state != RunState.WAITING:
        raise NotReady
    _start(decided.actor, decided.at, row)


def wait_no_more(decided: Decided) -> None:
    """Let a run be planned only, after a second person has said no."""
    Run.objects.filter(pk=int(decided.subject.rpartition(":")[2]), state=RunState.WAITING).update(
        state=RunState.PLANNED
    )


def _start(actor: Actor, at: datetime, row: Run) -> Run:
    row.state, row.phase, row.position = RunState.RUNNING, CONTRACTS, 0
    row.issued_on, row.started_at, row.started_by, row.touched_at = day_of(at), at, str(actor)[:120], at
    row.save()
    data = {"until": row.through_on.isoformat(), "planned": row.planned_invoices, "amount": str(row.planned_net)}
    audit.record(actor=actor, at=at, kind="billing.run_started", subject=queries.subject_of(row), data=data)
    _go_on(row)
    return row


@transaction.atomic
def resume(*, actor: Actor, at: datetime, run_id: int) -> None:
    """Go on with a run whose worker has died; nothing is billed twice. Raises NotStuck, StillRunning."""
    row = _locked(run_id)
    if row.state not in (RunState.PLANNING, RunState.RUNNING):
        raise NotStuck
    if at - row.touched_at < STALLED_AFTER:
        raise StillRunning
    data = {"invoices": row.invoices}
    audit.record(actor=actor, at=at, kind="billing.run_resumed", subject=queries.subject_of(row), data=data)
    _go_on(row)


@transaction.atomic
def drop(*, actor: Actor, at: datetime, run_id: int) -> Run:
    """Drop a run that has billed nothing yet. Raises NotReady."""
    row = _locked(run_id)
    if row.state not in (RunState.PLANNING, RunState.PLANNED):
        raise NotReady
    row.state, row.ended_at = RunState.DROPPED, at
    row.save(update_fields=["state", "ended_at"])
    audit.record(actor=actor, at=at, kind="billing.run_dropped", subject=queries.subject_of(row))
    return row


def waits_for(row: Run) -> Any:
    """Return the proposal that a run waits for."""
    return approved.pending_of(APPROVAL, queries.subject_of(row))


def _go_on(row: Run) -> None:
    schema = str(getattr(connection, "schema_name", ""))
    name = f"billing.run:{schema}:{row.pk}"
    enqueue("billing.go_on", run_id=row.pk, lock=name, queueing_lock=name)


def _locked(run_id: int) -> Run:
    return Run.objects.select_for_update(no_key=True, of=("self",)).select_related("entity").get(pk=run_id)


@transaction.atomic
def advance(*, at: datetime, run_id: int, most: int = CHUNK) -> bool:
    """Plan or bill the next chunk and note how far it has come; tells whether there is more to do.

    Can be called again at any time: a chunk is billed whole or not at all.
    """
    row = _locked(run_id)
    if row.state not in (RunState.PLANNING, RunState.RUNNING):
        return False
    found, plans = _next(row, most)
    if not found:
        row.phase, row.position = row.phase + 1, 0
        if row.phase == OVER:
            _end(row, at)
    else:
        row.position = found[-1]
        if row.state == RunState.PLANNING:
            wanted = [one for one in plans if one.lines]
            row.planned_invoices += len(wanted)
            row.planned_net += sum((one.net for one in wanted), Decimal(0))
        else:
            _bill(row, at, plans)
    row.touched_at = at
    row.save(update_fields=MOVING)
    return row.state in (RunState.PLANNING, RunState.RUNNING)


def _next(row: Run, most: int) -> tuple[list[int], list[Plan]]:
    """Return the next contracts or customers and their invoices to be; what is billed now is locked."""
    lock = row.state == RunState.RUNNING
    if row.phase == CONTRACTS:
        found = queries.due_contracts(row, most)
        rows = Schedule.everything.filter(contract__in=found, entity=row.entity_id, bill_on__lte=row.through_on)
        rows = rows.select_related("contract").order_by("contract_id", "pk")
        taken = queries.charges_to_bill(row).filter(contract__in=found)
        if lock:
            rows, taken = (
                rows.select_for_update(no_key=True, of=("self",)),
                taken.select_for_update(no_key=True, of=("self",)),
            )
        return found, queries.plans_of_contracts(list(rows), taken, row)
    found = queries.due_parties(row, most)
    single = queries.single_charges(row).filter(party__in=found)
    single = single.select_for_update(no_key=True, of=("self",)) if lock else single
    return found, queries.plans_of_parties(single, row)


def _end(row: Run, at: datetime) -> None:
    is_plan = row.state == RunState.PLANNING
    row.state, row.phase = (RunState.PLANNED, CONTRACTS) if is_plan else (RunState.DONE, OVER)
    row.ended_at = None if is_plan else at
    kind = "billing.run_planned" if is_plan else "billing.run_done"
    data = {
        "invoices": row.planned_invoices if is_plan else row.invoices,
        "amount": str(row.planned_net if is_plan else row.net), "problems": row.problems.count(),
    }  # fmt: skip
    audit.record(actor=SYSTEM, at=at, kind=kind, subject=queries.subject_of(row), data=data)


def _bill(row: Run, at: datetime, plans: Sequence[Plan]) -> None:
    """Issue the invoices of a chunk together; where one is refused, one after the other, and the refusals are kept."""
    wanted = [one for one in plans if one.lines]
    try:
        with transaction.atomic():
            done = _issue(row, at, wanted)
    except Refused:
        done = [pair for one in wanted if (pair := _issue_alone(row, at, one)) is not None]
    moved = [plan for plan in plans if not plan.lines] + [plan for plan, _invoice in done]
    _move([schedule for plan in moved for schedule in plan.moved])
    Question.everything.bulk_create(
        [
            Question(kind=one.kind, key=one.key, party_id=plan.party_id, contract=plan.contract, text=one.text[:300],
                     asked_at=at)
            for plan in moved for one in plan.asked
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    row.invoices += len(done)
    row.net += sum((invoice.net for _plan, invoice in done), Decimal(0))


def _move(rows: Sequence[Schedule]) -> None:
    """Keep how far schedules are billed, in one statement; Django's own grows with the square of the rows."""
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE billing_schedule s SET billed_before = v.before, bill_on = v.next"
            "  FROM unnest(%s::bigint[], %s::date[], %s::date[]) AS v (id, before, next) WHERE s.id = v.id",
            [[one.pk for one in rows], [one.billed_before for one in rows], [one.bill_on for one in rows]],
        )


def _issue(row: Run, at: datetime, plans: Sequence[Plan]) -> list[tuple[Plan, Invoice]]:
    made = invoices.bill_many(actor=SYSTEM, at=at, bills=[_bill_of(row, one) for one in plans])
    pairs = list(zip(plans, made, strict=True))
    billed = []
    for plan, invoice in pairs:
        for charge in plan.charges:
            charge.billed_as, charge.billed_number = invoice.subject, invoice.number
            billed.append(charge)
    if billed:
        charges.note_billed(billed)
    _note_years(row, at, pairs)
    return pairs


def _issue_alone(row: Run, at: datetime, plan: Plan) -> tuple[Plan, Invoice] | None:
    try:
        with transaction.atomic():
            return _issue(row, at, (plan,))[0]
    except Refused as refusal:
        RunProblem.everything.create(run=row, party_id=plan.party_id, contract=plan.contract, text=str(refusal)[:300])
        return None


def _bill_of(row: Run, plan: Plan) -> Bill:
    assert row.issued_on is not None
    return Bill(
        entity_id=row.entity_id, party_id=plan.party_id, key=plan.key, lines=plan.lines, issued_on=row.issued_on,
        contract_id=plan.contract.pk if plan.contract else None, payment_method=plan.payment_method,
    )  # fmt: skip


def _note_years(row: Run, at: datetime, pairs: Sequence[tuple[Plan, Invoice]]) -> None:
    """Tell contracts that renew themselves of the invoice for their year: notice is counted from it (CC-82)."""
    for plan, invoice in pairs:
        if plan.contract is None or invoice.standing != "business" or all(one.rhythm != YEAR for one in plan.moved):
            continue
        try:
            with transaction.atomic():
                contracts.note_invoice(
                    actor=SYSTEM, at=at, contract_id=plan.contract.pk, invoiced_on=invoice.issued_on,
                    number=invoice.number,
                )  # fmt: skip
        except Refused:
            # Contracts without such a term need no invoice, and one year needs one only.
            continue


def hear_issued(actor: Actor, at: datetime, rows: Sequence[Invoice]) -> None:
    """Hear of cancellations: their charges can be billed again, and a schedule's part is a question to staff."""
    undone = {row.corrects_id: row for row in rows if row.kind == InvoiceKind.CANCELLATION and row.corrects_id}
    if not undone:
        return
    charges.set_free(f"invoices.invoice:{key}" for key in undone)
    for key, row in undone.items():
        lines = row.lines.model.objects.filter(invoice=key, source__startswith="billing.schedule:")
        for line in lines:
            found = queries.schedule_named(line.source)
            if found is not None:
                text = f"{line.title}: {formats.day(line.supply_from)} – {formats.day(line.supply_to)}"
                ask(at, QuestionKind.CANCELLED, found, f"cancelled:{key}:{line.pk}", text)
