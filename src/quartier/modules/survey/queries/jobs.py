"""Reading jobs: the queue, one job with its checklist and files, what changed since the last delivery, and wishes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.db.models import Q, QuerySet

from quartier.core.accounts import queries as accounts
from quartier.core.approvals import queries as approvals
from quartier.core.catalogue import queries as catalogue
from quartier.core.orders import queries as orders
from quartier.kit.clock import day_of
from quartier.modules.survey.models import ChangeWish, ChangeWishState, Delivery, Job, JobState
from quartier.modules.survey.queries.surveys import reckoned
from quartier.modules.survey.rules.jobs import OPEN_WISH, Item

APPROVAL: Final = "survey.release"
# Written into the journal of the order; the first thing that is done for it (WR-018).
BEGUN: Final = "Bearbeitung begonnen"
CONFIRMATION: Final = "confirmation"


def subject_of(job: Job) -> str:
    """Return how facts and approvals name a job."""
    return f"survey.job:{job.pk}"


def visible(staff: Any) -> QuerySet[Job]:
    """Return the jobs that a member of staff may see."""
    rows = Job.objects.select_related("order", "order__party", "order__entity", "worker", "survey")
    return rows if staff.entity_id is None else rows.filter(order__entity=staff.entity_id)


def numbered(job_id: int) -> Job | None:
    """Return a job."""
    return Job.objects.select_related("order", "survey").filter(pk=job_id).first()


def of_subject(subject: str) -> Job | None:
    """Return the job that a fact or an approval is about."""
    return numbered(int(subject.rpartition(":")[2]))


def of_order(order: Any) -> Job | None:
    """Return the job of an order."""
    return Job.objects.select_related("survey").filter(order=order).first()


def of_account(user: Any) -> QuerySet[Job]:
    """Return the jobs of the customer behind an account."""
    rows = Job.objects.filter(order__in=orders.of_account(user)).select_related("order", "survey")
    return rows.order_by("-made_at", "-pk")


def in_stage(rows: QuerySet[Job], stage: str, at: datetime) -> QuerySet[Job]:
    """Narrow jobs to a state or to what waits for somebody."""
    if stage == "answered":
        return rows.filter(state=JobState.WAITING, order__flags__contains=[orders.ANSWERED])
    if stage == "wishes":
        return rows.filter(wishes__state=ChangeWishState.ASKED)
    if stage == "overdue":
        open_states = (JobState.CHECKING, JobState.READY, JobState.DRAWING, JobState.REVIEW)
        return rows.filter(state__in=open_states, order__due_at__lt=at)
    return rows.filter(state=stage)


def to_do(staff: Any) -> QuerySet[Job]:
    """Return the jobs that wait for staff: documents to look at, answers, wishes to judge, work nobody has taken."""
    answered = Q(state=JobState.WAITING, order__flags__contains=[orders.ANSWERED])
    wanted = Q(state__in=(JobState.CHECKING, JobState.READY)) | answered | Q(wishes__state=ChangeWishState.ASKED)
    return visible(staff).filter(wanted).distinct()


def workers(job: Job) -> list[Any]:
    """Return who may draw for a job, by name; a partner's staff for their own company's orders alone."""
    rows = accounts.staff().filter(is_active=True)
    fit = [one for one in rows if "survey.draw" in one.permissions]
    return [one for one in fit if one.entity_id in (None, job.order.entity_id)]


def checklist(job: Job) -> list[Item]:
    """Return what the products of a job need, item by item, with how many of each are there (WR-031)."""
    files = Counter(one.key for one in orders.files_of(job.order) if not one.is_result and one.key != CONFIRMATION)
    given: dict[str, Any] = job.order.inputs
    found: dict[str, Item] = {}
    for line in job.order.lines.select_related("product"):
        for wanted in catalogue.wanted_of(line.product.uploads):
            found.setdefault(wanted.key, Item(wanted.key, wanted.label, wanted.least, files[wanted.key]))
        for asked in catalogue.asked_of(line.product.inputs):
            there = int(bool(str(given.get(asked.key, "")).strip()))
            found.setdefault(asked.key, Item(asked.key, asked.label, int(asked.required), there))
    return list(found.values())


def files_of(job: Job) -> list[Any]:
    """Return what the customer has sent, the latest last."""
    return [one for one in orders.files_of(job.order) if not one.is_result and one.key != CONFIRMATION]


@dataclass(frozen=True, slots=True)
class Difference:
    """A room whose area is another one than in the last delivery; None where it was not or is not there."""

    room: str
    before: Decimal | None
    after: Decimal | None


def last_delivery(job: Job) -> Delivery | None:
    """Return what was handed out last."""
    return job.deliveries.order_by("-number").first()


def differences(job: Job, at: datetime) -> Sequence[Difference] | None:
    """Return which rooms have another area than in the last delivery, None where nothing was delivered."""
    last = last_delivery(job)
    if last is None or job.survey is None:
        return None
    before, after = _areas(last.content, at), _areas(job.survey.content, at)
    names = [*before, *(name for name in after if name not in before)]
    rows = [Difference(name, before.get(name), after.get(name)) for name in names]
    return [one for one in rows if one.before != one.after]


def _areas(content: Any, at: datetime) -> dict[str, Decimal | None]:
    return {f"{one.room.id} {one.room.name}": one.area for one in reckoned(content, day_of(at)).rooms}


def proposal_of(job: Job) -> Any | None:
    """Return the proposal to release a job that waits for a second person."""
    return approvals.pending_of(APPROVAL, subject_of(job))


def open_wish(job: Job) -> ChangeWish | None:
    """Return the wish that is not done yet."""
    return job.wishes.filter(state__in=OPEN_WISH).select_related("change").first()


def wish_subject(wish: ChangeWish) -> str:
    """Return how facts name a wish."""
    return f"survey.changewish:{wish.pk}"


def wish_of_order(order: Any) -> ChangeWish | None:
    """Return the wish about an order that is not done yet."""
    rows = ChangeWish.objects.filter(job__order=order, state__in=OPEN_WISH)
    return rows.select_related("job", "job__order", "change").first()
