"""What the queue does for itself: regular tasks for every provider, jobs of dead workers, resuming, tidying up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import IntegrityError, connection, transaction

from quartier.kit import clock
from quartier.kit.jobs.declare import Schedule, schemas_for, tasks
from quartier.kit.jobs.queue import enqueue, resume
from quartier.kit.jobs.runner import note_failure, wait_after
from quartier.kit.models import JobFailure

UPKEEP_QUEUE = "upkeep"
UPKEEP_ATTEMPTS = 3
WORKER_DEAD_AFTER = timedelta(seconds=30)
FAILED_KEPT_FOR = timedelta(days=30)
WORKER_DIED = "The worker died while it was running this job."

STALLED = """
SELECT j.id, j.task_name, j.attempts
  FROM public.procrastinate_jobs j LEFT JOIN public.procrastinate_workers w ON w.id = j.worker_id
 WHERE j.status = 'doing' AND (w.id IS NULL OR w.last_heartbeat < now() - make_interval(secs => %s))
 ORDER BY j.id
   FOR UPDATE OF j SKIP LOCKED
"""


def fan_out(schedule: Schedule) -> None:
    """Enqueue a regular task for each of its schemas; one that still waits from last time is not added twice."""
    for schema in schemas_for(schedule):
        key = f"{schedule.task.name}:{schema}"
        enqueue(schedule.task, schema=schema, lock=key, queueing_lock=key)


def rescue(dead_after: timedelta = WORKER_DEAD_AFTER) -> int:
    """Run jobs of dead workers again, and fail those that have had all their attempts; returns how many were found.

    The rows are locked while they are decided on, so that two rescues never run a job twice.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(STALLED, [dead_after.total_seconds()])
        stalled = cursor.fetchall()
        for job_id, name, attempts in stalled:
            tried = attempts + 1
            note_failure(job_id, tried, WORKER_DIED)
            if tried >= _most_attempts(name):
                cursor.execute("SELECT public.procrastinate_finish_job_v1(%s, 'failed', false)", [job_id])
            else:
                _run_again(job_id, clock.now() + wait_after(tried))
        cursor.execute(
            "DELETE FROM public.procrastinate_workers WHERE last_heartbeat < now() - make_interval(secs => %s)",
            [dead_after.total_seconds()],
        )
    return len(stalled)


def _run_again(job_id: int, at: datetime) -> None:
    """Put a job back; where one with the same queueing lock waits already, that one does the work."""
    with connection.cursor() as cursor:
        try:
            with transaction.atomic():
                cursor.execute("SELECT public.procrastinate_retry_job_v2(%s, %s, NULL, NULL, NULL)", [job_id, at])
        except IntegrityError:
            cursor.execute("SELECT public.procrastinate_finish_job_v1(%s, 'failed', true)", [job_id])


def _most_attempts(name: str) -> int:
    task = tasks.get(name)
    return task.attempts if task else UPKEEP_ATTEMPTS


def tidy() -> None:
    """Forget failed jobs after 30 days, and the reasons of jobs that are gone."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            DELETE FROM public.procrastinate_jobs j
             WHERE status IN ('failed', 'cancelled', 'aborted')
               AND NOT EXISTS (SELECT 1 FROM public.procrastinate_events e
                                WHERE e.job_id = j.id AND e.at > now() - make_interval(secs => %s))
            """,
            [FAILED_KEPT_FOR.total_seconds()],
        )
        cursor.execute(
            f"DELETE FROM public.{JobFailure._meta.db_table} f"  # noqa: S608 – our own table name
            " WHERE NOT EXISTS (SELECT 1 FROM public.procrastinate_jobs j WHERE j.id = f.job)"
        )


# Six fields: the last counts seconds.
UPKEEP: dict[str, tuple[str, Callable[[], object]]] = {
    "upkeep.rescue": ("* * * * * */15", rescue),
    "upkeep.resume": ("* * * * *", resume),
    "upkeep.tidy": ("41 3 * * *", tidy),
}
