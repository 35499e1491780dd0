"""Work on orders for areas and drawings: made with the order, checked, taken, begun, stopped with the order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from aufmass.model import Basis
from quartier.core.approvals import queries as approved
from quartier.core.approvals import services as approvals
from quartier.core.audit import services as audit
from quartier.core.orders import services as orders
from quartier.kit.jobs import enqueue
from quartier.modules.survey.models import ChangeWishState, Job, JobState, Origin, Survey, SurveyState
from quartier.modules.survey.queries import jobs as queries
from quartier.modules.survey.queries.offers import outputs_of
from quartier.modules.survey.rules import jobs as rules
from quartier.modules.survey.rules.jobs import Finding, Judged
from quartier.modules.survey.rules.kinds import DRAWINGS
from quartier.modules.survey.services import surveys
from quartier.modules.survey.services.job_refusals import ItemUnsaid, NotChecked, NotNow, NotYours, NoWorker
from quartier.values.actor import SYSTEM, Actor


@transaction.atomic
def make(*, actor: Actor, at: datetime, order: Any) -> Job:
    """Return the job of an order, made if there is none: what its products deliver, documents to be checked."""
    values = {"outputs": outputs_of(order), "made_at": at, "touched_at": at}
    job, is_new = Job.objects.get_or_create(order=order, defaults=values)
    if is_new:
        _record(actor, at, "survey.job_made", job, outputs=", ".join(job.outputs))
    return job


def hear_placed(actor: Actor, at: datetime, order: Any) -> None:
    """Make the job of an order for drawings; it is checked before anybody accepts it (WR-018, WR-069)."""
    if order.kind == DRAWINGS:
        make(actor=actor, at=at, order=order)


def hear_ended(actor: Actor, at: datetime, order: Any) -> None:
    """Stop the job of an order that is over: nothing more is drawn or delivered, open wishes fall away."""
    job = Job.objects.select_for_update(no_key=True).filter(order=order).first()
    if job is None or job.state == JobState.ENDED:
        return
    if job.state == JobState.REVIEW:
        # In a transaction of its own: whoever decides locks the proposal first, and the order only then.
        enqueue("survey.drop_release", job_id=job.pk)
    job.wishes.filter(state__in=rules.OPEN_WISH).update(state=ChangeWishState.DECLINED, answered_at=at)
    _move(job, at, JobState.ENDED)
    if job.survey_id is not None:
        Survey.objects.filter(pk=job.survey_id, state=SurveyState.FINISHING).update(state=SurveyState.OPEN)
    _record(actor, at, "survey.job_ended", job)


@transaction.atomic
def drop_release(*, at: datetime, job_id: int) -> None:
    """Take back the proposal to release a job whose order is over."""
    job = queries.numbered(job_id)
    waiting = approved.pending_of(queries.APPROVAL, queries.subject_of(job)) if job else None
    if job is not None and waiting is not None and job.state == JobState.ENDED:
        with translation.override("de"):
            approvals.refuse(actor=SYSTEM, at=at, approval_id=waiting.pk, reason=_("The order is over."))


def hear_resumed(actor: Actor, at: datetime, order: Any) -> None:
    """Take the job of an order up again that goes on (WR-065): its documents are looked at anew."""
    job = Job.objects.select_for_update(no_key=True).filter(order=order, state=JobState.ENDED).first()
    if job is not None:
        _move(job, at, JobState.CHECKING)
        _record(actor, at, "survey.job_made", job, outputs=", ".join(job.outputs))


@transaction.atomic
def take(*, actor: Actor, at: datetime, job_id: int, worker: Any, handed_by: Any = None) -> Job:
    """Let somebody work on a job. Raises NotYours when it is somebody else's and they do not hand it over, NoWorker."""
    job = locked(job_id)
    if job.state == JobState.ENDED:
        raise NotNow
    if job.worker_id not in (None, worker.pk) and (handed_by is None or handed_by.pk != job.worker_id):
        raise NotYours
    if worker.pk not in {one.pk for one in queries.workers(job)}:
        raise NoWorker
    if job.worker_id != worker.pk:
        job.worker = worker
        job.save(update_fields=["worker"])
        _record(actor, at, "survey.job_taken", job, by=worker.name)
    return job


@transaction.atomic
def check(*, actor: Actor, at: datetime, job_id: int, items: Sequence[Judged], words: str = "") -> Job:
    """Note what was found in the documents, item by item, and tell the customer (WR-031, WR-069).

    Where something lacks, the job is incomplete and what is due waits. Raises NotNow, ItemUnsaid, orders.OrderOver.
    """
    job = locked(job_id)
    if job.state not in rules.CHECKABLE:
        raise NotNow
    if {one.key for one in items} != {one.key for one in queries.checklist(job)}:
        raise NotNow
    if unsaid := [one for one in items if one.finding is Finding.UNUSABLE and not one.words.strip()]:
        raise ItemUnsaid(field=f"words_{unsaid[0].key}")
    orders.checked(actor=actor, at=at, order_id=job.order_id, missing=rules.lacking(items), words=words)
    job.checklist, job.checked_at, job.checked_by = [one.data() for one in items], at, str(actor)[:120]
    job.save(update_fields=["checklist", "checked_at", "checked_by"])
    begun = JobState.DRAWING if job.order.begun_at else JobState.READY
    _move(job, at, JobState.WAITING if rules.lacking(items) else begun)
    _record(actor, at, "survey.job_checked", job, missing=len(rules.lacking(items)))
    return job


@transaction.atomic
def start(*, actor: Actor, at: datetime, job_id: int, worker: Any) -> Job:
    """Begin to work: the first thing done for an order, which concludes its contract where nobody had (WR-018).

    Raises NotChecked before the documents are complete, NotYours, and what `orders.begin` raises.
    """
    job = locked(job_id)
    if job.state in (JobState.CHECKING, JobState.WAITING):
        raise NotChecked
    if job.state != JobState.READY:
        raise NotNow
    take(actor=actor, at=at, job_id=job.pk, worker=worker)
    order = orders.begin(actor=actor, at=at, order_id=job.order_id, words=queries.BEGUN)
    job.refresh_from_db()
    if job.survey_id is None:
        job.survey = _opened(actor, at, order)
        job.save(update_fields=["survey"])
    _move(job, at, JobState.DRAWING)
    _record(actor, at, "survey.job_begun", job)
    return job


def _opened(actor: Actor, at: datetime, order: Any) -> Survey:
    """Begin the survey of an order, with what its sheet says as far as the order tells it."""
    address = str(order.inputs.get("address", "")).strip()
    with translation.override("de"):
        row, _token = surveys.open_survey(
            at=at, title=address or order.title, basis=Basis.DOCUMENTS, party=order.party, actor=actor,
            origin=Origin.OFFICE, order=order,
        )  # fmt: skip
    row.author, row.recipient, row.address = order.entity.name[:120], str(order.party)[:200], address[:200]
    row.save(update_fields=["author", "recipient", "address"])
    return row


def locked(job_id: int) -> Job:
    """Return a job for a change; its order is locked before it, as everywhere. Raises Job.DoesNotExist."""
    order_id = Job.objects.values_list("order_id", flat=True).get(pk=job_id)
    order = orders.locked(order_id)
    rows = Job.objects.select_for_update(no_key=True, of=("self",)).select_related("survey")
    job: Job = rows.get(pk=job_id)
    job.order = order
    return job


def _move(job: Job, at: datetime, state: JobState) -> None:
    job.state, job.touched_at = state, at
    job.save(update_fields=["state", "touched_at"])


def _record(actor: Actor, at: datetime, kind: str, job: Job, **data: Any) -> None:
    data["order"] = job.order.number
    audit.record(actor=actor, at=at, kind=kind, subject=queries.subject_of(job), data=data)
