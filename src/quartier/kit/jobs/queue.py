"""The one way into the queue: Django's own connection, so that a job joins the caller's transaction.

That holds in a request and inside a task alike. Procrastinate's own `defer()` uses the worker's pool inside a
task, so its job would survive a rollback. Its tables lie in `public`, which every schema's search path ends with.
"""

from __future__ import annotations

from contextlib import nullcontext
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection, transaction
from django_tenants.utils import get_public_schema_name, get_tenant_model
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task

from quartier.kit.jobs.declare import STOPPED, NoScope, Task, tasks

PAUSED_QUEUE = "paused:"


@cache
def _queue() -> JobManager:
    return JobManager(DjangoConnector())


def enqueue(
    task: Task[Any] | str,
    *,
    schema: str | None = None,
    at: datetime | None = None,
    lock: str | None = None,
    queueing_lock: str | None = None,
    **args: Any,
) -> int | None:
    """Ask for a task to be run, in the caller's transaction: rolled back with it, delivered with its commit.

    A service names the task (`"inbox.send"`), because tasks stand above services; an unknown name is a KeyError.
    `schema` is the caller's unless given; `at` is the earliest instant (aware). Jobs with the same `lock` run one
    after the other; while a job with the same `queueing_lock` waits, no second one is added (returns None).
    Raises NoScope in the schema public and TypeError for arguments that the task does not take.
    """
    task = tasks[task] if isinstance(task, str) else task
    scope = schema or str(getattr(connection, "schema_name", ""))
    if not scope or scope == get_public_schema_name():
        raise NoScope(f"{task.name}: a job runs for one provider or for the console")
    if at is not None and at.tzinfo is None:
        raise ValueError("a job needs an instant with a time zone")
    task.check(args)
    return enqueue_named(
        task.name, queue=task.queue, at=at, lock=lock, queueing_lock=queueing_lock, args={**args, "schema": scope}
    )


def enqueue_named(
    name: str,
    *,
    queue: str,
    args: dict[str, Any],
    at: datetime | None = None,
    lock: str | None = None,
    queueing_lock: str | None = None,
) -> int | None:
    """Put a job of this name into the queue; the unchecked part of `enqueue`."""
    deferrer = configure_task(
        name=name,
        job_manager=_queue(),
        queue=queue,
        lock=lock,
        queueing_lock=queueing_lock,
        schedule_at=at,
    )
    # The savepoint keeps the caller's transaction usable when the unique index refuses a second waiting job.
    with transaction.atomic() if queueing_lock else nullcontext():
        try:
            return deferrer.defer(**args)
        except AlreadyEnqueued:
            if queueing_lock:
                transaction.set_rollback(True)
    return None


def resume(schema: str | None = None) -> int:
    """Put the jobs of a provider, or of all that are no longer stopped, back into their queues; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            UPDATE public.procrastinate_jobs j
               SET queue_name = substr(queue_name, length(%(mark)s) + 1), attempts = greatest(attempts - 1, 0)
             WHERE status = 'todo' AND starts_with(queue_name, %(mark)s)
               AND (args->>'schema' = %(schema)s OR %(schema)s::text IS NULL)
               AND NOT EXISTS (SELECT 1 FROM public.{get_tenant_model()._meta.db_table} p
                                WHERE p.schema_name = j.args->>'schema' AND p.state = %(stopped)s)
            """,  # noqa: S608 – our own table name
            {"mark": PAUSED_QUEUE, "schema": schema, "stopped": STOPPED},
        )
        return int(cursor.rowcount)
