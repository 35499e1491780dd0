"""What the operator sees of the queue: what waits, what failed and why, which workers are alive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from quartier.kit.errors import Refused
from quartier.kit.jobs.queue import PAUSED_QUEUE
from quartier.kit.jobs.upkeep import UPKEEP_QUEUE, WORKER_DEAD_AFTER
from quartier.kit.models import JobFailure


class NotFailed(Refused):
    """Only a failed job can be run again."""

    message = _("This job has not failed, or it is running again already.")


@dataclass(frozen=True, slots=True)
class JobLine:
    """One job as the operator sees it: no arguments but the provider, because arguments may lead to people."""

    id: int
    task: str
    provider: str
    queue: str
    status: str
    attempts: int
    due_at: datetime | None
    changed_at: datetime | None
    reason: str

    @property
    def is_paused(self) -> bool:
        """Tell whether the job waits for its provider to be resumed."""
        return self.queue.startswith(PAUSED_QUEUE)


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """One worker process and when it was last heard of."""

    worker: int
    seen_at: datetime

    def is_alive(self, at: datetime) -> bool:
        """Tell whether the worker has been heard of lately."""
        return at - self.seen_at < WORKER_DEAD_AFTER


LINES = f"""
SELECT j.id, j.task_name, coalesce(j.args->>'schema', ''), j.queue_name, j.status::text, j.attempts, j.scheduled_at,
       (SELECT max(e.at) FROM public.procrastinate_events e WHERE e.job_id = j.id),
       coalesce((SELECT f.reason FROM public.{JobFailure._meta.db_table} f
                  WHERE f.job = j.id ORDER BY f.failed_at DESC, f.id DESC LIMIT 1), '')
  FROM public.procrastinate_jobs j
 WHERE j.status::text = ANY(%s) AND j.queue_name <> %s
 ORDER BY j.id DESC
 LIMIT %s
"""  # noqa: S608 – our own table name


def failed_jobs(limit: int = 200) -> Sequence[JobLine]:
    """Return the jobs that have had all their attempts, newest first, upkeep included."""
    return _lines(["failed", "aborted"], "", limit)


def open_jobs(limit: int = 200) -> Sequence[JobLine]:
    """Return the jobs that wait or run, newest first."""
    return _lines(["todo", "doing"], UPKEEP_QUEUE, limit)


def _lines(states: list[str], without_queue: str, limit: int) -> list[JobLine]:
    with connection.cursor() as cursor:
        cursor.execute(LINES, [states, without_queue, limit])
        return [JobLine(*row) for row in cursor.fetchall()]


def count_failed() -> int:
    """Return how many jobs need a look."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM public.procrastinate_jobs WHERE status IN ('failed', 'aborted')")
        return int(cursor.fetchone()[0])


def heartbeats() -> list[Heartbeat]:
    """Return the workers that were heard of, latest first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, last_heartbeat FROM public.procrastinate_workers ORDER BY last_heartbeat DESC")
        return [Heartbeat(*row) for row in cursor.fetchall()]


def oldest_due(at: datetime) -> timedelta | None:
    """Return how long the longest-waiting due job has been waiting, or None when nothing is late."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT min(greatest(j.scheduled_at,
                                (SELECT max(e.at) FROM public.procrastinate_events e WHERE e.job_id = j.id)))
              FROM public.procrastinate_jobs j
             WHERE j.status = 'todo' AND coalesce(j.scheduled_at, %(at)s) <= %(at)s
               AND NOT starts_with(j.queue_name, %(mark)s)
            """,
            {"at": at, "mark": PAUSED_QUEUE},
        )
        since: datetime | None = cursor.fetchone()[0]
    return max(at - since, timedelta()) if since else None


@transaction.atomic
def run_again(job_id: int) -> tuple[str, str]:
    """Give a failed job all its attempts anew; returns task and provider. Raises NotFailed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE public.procrastinate_jobs SET status = 'todo', attempts = 0, scheduled_at = NULL,"
            " queueing_lock = NULL"
            " WHERE id = %s AND status IN ('failed', 'aborted') RETURNING task_name,"
            " coalesce(args->>'schema', '')",
            [job_id],
        )
        row = cursor.fetchone()
    if row is None:
        raise NotFailed
    return str(row[0]), str(row[1])
