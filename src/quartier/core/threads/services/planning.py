"""What staff have to do about a request until a day."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from quartier.core.threads.models import Task
from quartier.core.threads.queries import carers
from quartier.core.threads.services.answering import NotStaff
from quartier.core.threads.services.writing import locked, recorded
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.values.actor import Actor


class InThePast(Refused):
    """Nothing can be done until a day that is over."""

    message = _("This day is over. Choose today or a later one.")
    field = "due_on"


class AlreadyDone(Refused):
    """A task is done once."""

    message = _("This task is done already.")


@transaction.atomic
def set_task(
    *, actor: Actor, at: datetime, thread_id: int, title: str, due_on: date, assignee: int | None = None
) -> Task:
    """Note something to do until a day, by somebody or by whoever comes to it. Raises InThePast and NotStaff."""
    thread = locked(thread_id)
    if due_on < day_of(at):
        raise InThePast
    if assignee is not None and not carers(thread, thread.area).filter(pk=assignee).exists():
        raise NotStaff
    row = Task.objects.create(thread=thread, title=title, due_on=due_on, assignee_id=assignee, set_at=at)
    recorded(actor, at, "thread.task_set", thread, {"title": title, "due": due_on.isoformat()})
    return row


@transaction.atomic
def finish_task(*, actor: Actor, at: datetime, task_id: int) -> Task:
    """Note that a task is done. Raises AlreadyDone."""
    row = Task.objects.select_for_update(of=("self",)).select_related("thread").get(pk=task_id)
    if row.done_at is not None:
        raise AlreadyDone
    row.done_at = at
    row.save(update_fields=["done_at"])
    recorded(actor, at, "thread.task_done", row.thread, {"title": row.title})
    return row
