"""Jobs in tests: run what waits, inside the test's own transaction."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from quartier.kit.jobs.declare import scope, tasks

NEXT = """
DELETE FROM public.procrastinate_jobs
 WHERE id = (SELECT id FROM public.procrastinate_jobs
              WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now())
              ORDER BY priority DESC, id LIMIT 1)
RETURNING task_name, args
"""

RunJobs = Callable[[], list[str]]


@pytest.fixture
def run_jobs(db: None) -> RunJobs:
    """Run all due jobs one after the other, each in its provider's schema; returns the names of their tasks."""

    def run() -> list[str]:
        done = []
        while job := _take():
            name, args = job
            with scope(args.pop("schema", None), when_stopped=True):
                tasks[name](**args)
            done.append(name)
        return done

    return run


def _take() -> tuple[str, dict[str, Any]] | None:
    with connection.cursor() as cursor:
        cursor.execute(NEXT)
        row = cursor.fetchone()
    if row is None:
        return None
    args = json.loads(row[1]) if isinstance(row[1], str) else dict(row[1])
    return str(row[0]), args
