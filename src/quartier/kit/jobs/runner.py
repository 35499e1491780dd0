"""How a worker runs one job: in its provider's schema, tried again a few times, the reason of each failure kept."""

from __future__ import annotations

import logging
import random
import traceback
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import Error as DatabaseError
from django.db import connection
from django_tenants.utils import get_public_schema_name, schema_context
from procrastinate import BaseRetryStrategy, JobContext, RetryDecision
from procrastinate.jobs import Job

from quartier.kit import clock
from quartier.kit.errors import Refused
from quartier.kit.jobs.declare import NoScope, Paused, Task, scope
from quartier.kit.jobs.queue import PAUSED_QUEUE
from quartier.kit.models import JobFailure

FIRST_WAIT = timedelta(seconds=10)
GROWTH = 3
LAST_STEP = 9
LONGEST_WAIT = timedelta(hours=1)
SPREAD = 0.25
REASON_LENGTH = 300

logger = logging.getLogger(__name__)


def wait_after(attempts: int) -> timedelta:
    """Return how long to wait after that many failed tries: 10 s, 30 s, 90 s … at most 1 h, each ± 25 %."""
    steps = min(attempts - 1, LAST_STEP)
    wait: timedelta = min(FIRST_WAIT * GROWTH**steps, LONGEST_WAIT)
    return wait * random.uniform(1 - SPREAD, 1 + SPREAD)  # noqa: S311 – spreads load, no secret


class Attempts(BaseRetryStrategy):
    """Tries a job again with growing pauses, up to a cap. A mistake in the code or a refusal is final at once."""

    def __init__(self, most: int) -> None:
        self.most = most

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """Return when to try again, or None for never."""
        if isinstance(exception, Paused):
            return RetryDecision(retry_at=clock.now(), queue=PAUSED_QUEUE + job.queue)
        tried = job.attempts + 1
        if tried >= self.most or isinstance(exception, NoScope | Refused | TypeError):
            return None
        return RetryDecision(retry_at=clock.now() + wait_after(tried))


def runner(task: Task[Any]) -> Callable[..., None]:
    """Return what the worker calls for a task: enters the provider's schema, notes why an attempt failed."""

    def run(context: JobContext, *, schema: str | None = None, **args: Any) -> None:
        if context.job.queueing_lock:
            _let_others_wait(context.job.id)
        try:
            with scope(schema, when_stopped=task.when_stopped):
                task.function(**args)
        except Paused:
            raise
        except Exception as error:
            note_failure(context.job.id or 0, context.job.attempts + 1, reason_of(error))
            raise

    return run


def _let_others_wait(job_id: int | None) -> None:
    """A queueing lock is for waiting jobs; on a running one it would forbid trying it again while another waits."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE public.procrastinate_jobs SET queueing_lock = NULL WHERE id = %s", [job_id])


def note_failure(job_id: int, attempt: int, reason: str) -> None:
    """Keep why an attempt failed; without a database the log has to do."""
    try:
        with schema_context(get_public_schema_name()):
            JobFailure.objects.create(job=job_id, attempt=attempt, failed_at=clock.now(), reason=reason[:REASON_LENGTH])
    except DatabaseError:
        logger.error("the reason of a failed job could not be kept: job %s, %s", job_id, reason)


def reason_of(error: BaseException) -> str:
    """Return a refusal's sentence, or the kind of error and the last line of our own code: never a value."""
    if isinstance(error, Refused | NoScope):
        return f"{type(error).__name__}: {error}"
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if "/quartier/" in frame.filename] or list(frames)
    place = f" ({Path(own[-1].filename).parent.name}/{Path(own[-1].filename).name}:{own[-1].lineno})" if own else ""
    return f"{type(error).__module__}.{type(error).__qualname__}{place}"
