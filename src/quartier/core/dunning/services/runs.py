"""Dry runs, and sending what they found: in chunks of customers, each looked at once more, nobody reminded twice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import IntegrityError, connection, transaction

from quartier.core.approvals import services as approvals
from quartier.core.approvals.extension import Decided
from quartier.core.audit import services as audit
from quartier.core.dunning.extension import collected
from quartier.core.dunning.models import Run, RunLine, RunState, StagePlan, Verdict
from quartier.core.dunning.queries import plan
from quartier.core.dunning.queries.bases import bases_on, stages_on
from quartier.core.dunning.rules.stages import Stages, packed_stages
from quartier.core.dunning.services.cases import look_up_receipts
from quartier.core.dunning.services.refusals import (
    NotADryRun,
    RateMissing,
    ReasonMissing,
    RunGoesOn,
    StillRunning,
    TooOld,
    WrongStages,
)
from quartier.core.dunning.services.reminding import remind
from quartier.core.ledger.extension import Item
from quartier.kit import formats
from quartier.kit.clock import day_of
from quartier.kit.jobs import enqueue
from quartier.values.actor import SYSTEM, Actor
from quartier.values.timeline import NotYetKnown

SEND = "dunning.send"
CHUNK = 100
STALLED_AFTER = timedelta(minutes=5)


def subject_of(run_id: int) -> str:
    """Return how facts and proposals name a run."""
    return f"dunning.run:{run_id}"


@transaction.atomic
def decide_stages(*, actor: Actor, at: datetime, stages: Stages, valid_from: date, reason: str) -> StagePlan:
    """Let other stages hold from a day on, today at the earliest. Raises WrongStages, ReasonMissing."""
    if valid_from < day_of(at):
        raise WrongStages(field="valid_from")
    if not reason.strip():
        raise ReasonMissing
    row = StagePlan.objects.create(
        valid_from=valid_from, data=packed_stages(stages), reason=reason.strip()[:300], decided_at=at,
        decided_by=str(actor)[:120],
    )  # fmt: skip
    data = {"valid_from": str(valid_from), "reason": reason, "stages": [one.title for one in stages.stages]}
    audit.record(actor=actor, at=at, kind="dunning.stages_decided", subject=f"dunning.stageplan:{row.pk}", data=data)
    return row


@transaction.atomic
def dry_run(*, actor: Actor, at: datetime, entity_id: int) -> Run:
    """See who would get what as of today and why, and who not; nobody is told. Older dry runs of the company go.

    Raises RateMissing.
    """
    on = day_of(at)
    look_up_receipts(actor=actor, at=at)
    Run.objects.filter(entity=entity_id, state=RunState.DRAFT).delete()
    run = Run.objects.create(entity_id=entity_id, on=on, made_at=at, made_by=str(actor)[:120])
    try:
        plan.put_lines(run, stages_on(on), _collected(entity_id))
    except NotYetKnown as error:
        raise RateMissing from error
    data = {"on": str(on), "customers": run.customers, "claims": run.claims, "left_out": run.left_out}
    audit.record(actor=actor, at=at, kind="dunning.dry_run", subject=subject_of(run.pk), data=data)
    return run


def _collected(entity_id: int) -> list[int]:
    return [pk for one in collected for pk in one(entity_id)]


@transaction.atomic
def propose(*, actor: Actor, at: datetime, run_id: int) -> Run:
    """Put a dry run of today before a second person. Raises NotADryRun, TooOld, RunGoesOn."""
    run = _locked(run_id, RunState.DRAFT)
    if run.on != day_of(at):
        raise TooOld
    run.state = RunState.PROPOSED
    try:
        with transaction.atomic():
            run.save(update_fields=["state"])
    except IntegrityError as error:
        raise RunGoesOn from error
    shown = {
        "Stand": formats.day(run.on), "Kunden": str(run.customers), "Forderungen": str(run.claims),
        "Offen": formats.money(run.sum), "Ausgelassen": str(run.left_out),
    }  # fmt: skip
    approvals.propose(
        actor=actor, at=at, kind=SEND, subject=subject_of(run.pk), entity_id=run.entity_id, shown=shown,
        data={"run": run.pk},
    )  # fmt: skip
    return run


def confirmed(decided: Decided) -> None:
    """Begin to send what a second person has confirmed."""
    run = _locked(int(decided.data["run"]), RunState.PROPOSED)
    run.state, run.sent_by, run.touched_at = RunState.RUNNING, str(decided.actor)[:120], decided.at
    run.save(update_fields=["state", "sent_by", "touched_at"])
    data = {"on": str(run.on), "customers": run.customers, "claims": run.claims}
    audit.record(actor=decided.actor, at=decided.at, kind="dunning.run_begun", subject=subject_of(run.pk), data=data)
    _go_on(run)


def refused(decided: Decided) -> None:
    """Drop a run that the second person did not want."""
    run = _locked(int(decided.data["run"]), RunState.PROPOSED)
    run.state = RunState.DROPPED
    run.save(update_fields=["state"])


@transaction.atomic
def resume(*, actor: Actor, at: datetime, run_id: int) -> None:
    """Go on with a run whose worker has died; nobody is reminded twice. Raises NotADryRun, StillRunning."""
    run = _locked(run_id, RunState.RUNNING)
    if run.touched_at is not None and at - run.touched_at < STALLED_AFTER:
        raise StillRunning
    audit.record(actor=actor, at=at, kind="dunning.run_resumed", subject=subject_of(run.pk), data={})
    _go_on(run)


def _go_on(run: Run) -> None:
    schema = str(getattr(connection, "schema_name", ""))
    name = f"dunning.run:{schema}:{run.pk}"
    enqueue("dunning.go_on", run_id=run.pk, lock=name, queueing_lock=name)


@transaction.atomic
def advance(*, at: datetime, run_id: int, most: int = CHUNK) -> bool:
    """Remind the next customers of a run; tells whether there are more. Can be called again at any time."""
    run = Run.objects.select_for_update(no_key=True, of=("self",)).select_related("entity").get(pk=run_id)
    if run.state != RunState.RUNNING:
        return False
    parties = _next(run, most)
    if parties:
        _remind(run, at, parties)
        run.position = parties[-1]
    else:
        run.state = RunState.DONE
        data = {"reminders": run.reminders.count()}
        audit.record(actor=SYSTEM, at=at, kind="dunning.run_done", subject=subject_of(run.pk), data=data)
    run.touched_at = at
    run.save(update_fields=["state", "position", "touched_at"])
    return run.state == RunState.RUNNING


def _next(run: Run, most: int) -> list[int]:
    rows = RunLine.objects.filter(run=run, verdict=Verdict.REMIND, reminder__isnull=True, party_id__gt=run.position)
    return list(rows.order_by("party_id").values_list("party_id", flat=True).distinct()[:most])


def _remind(run: Run, at: datetime, parties: Sequence[int]) -> None:
    """Remind some customers of what is still to be reminded now that their items are locked against payments."""
    mine = Item.everything.filter(party__in=parties, entity=run.entity_id).exclude(open=0).order_by("pk")
    list(mine.select_for_update(no_key=True).values_list("pk", flat=True))
    on, stages = day_of(at), stages_on(run.on)
    now = {
        claim: (stage, open_, interest)
        for _party, claim, stage, verdict, open_, interest in plan.lines_of(
            run.entity_id, on, stages, parties, _collected(run.entity_id)
        )
        if verdict == Verdict.REMIND
    }
    bases = bases_on(on)
    by_party: dict[int, list[RunLine]] = {}
    for line in RunLine.objects.filter(run=run, party__in=parties, verdict=Verdict.REMIND).order_by("claim_id"):
        found: tuple[int, Decimal, Decimal] | None = now.get(line.claim_id)
        if found is None or found[0] != line.stage:
            line.verdict = Verdict.GONE
            line.save(update_fields=["verdict"])
            continue
        line.open, line.interest = found[1], found[2]
        by_party.setdefault(line.party_id, []).append(line)
    for lines in by_party.values():
        remind(at=at, run=run, lines=lines, stages=stages, bases=bases)


def _locked(run_id: int, state: RunState) -> Run:
    run = Run.objects.select_for_update(no_key=True, of=("self",)).get(pk=run_id)
    if run.state != state:
        raise NotADryRun
    return run
