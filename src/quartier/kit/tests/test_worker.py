"""The worker as a process: killed, asked to stop, doubled, and left without a database."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from psycopg import sql

from quartier.kit.jobs import enqueue
from quartier.kit.jobs.state import failed_jobs, heartbeats
from quartier.kit.jobs.upkeep import rescue
from quartier.kit.tests import chores
from tests.mode import CLONE, SERVER

WORKER = """
import sys
import django
django.setup()
from quartier.kit.tests import chores
from quartier.kit.jobs import run_worker
sys.exit(run_worker(["--threads", "2"]))
"""


@pytest.fixture
def chore_table(committed_db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(chores.TABLE)


@contextmanager
def worker() -> Iterator[subprocess.Popen[str]]:
    """A worker process of our own; whatever happens, it is gone afterwards."""
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE}
    process = subprocess.Popen([sys.executable, "-c", WORKER], env=env, stderr=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def until(condition: Callable[[], bool], seconds: float = 30) -> None:
    """Wait for something to become true."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.05)


def rows(query: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


def words() -> list[str]:
    return [word for (word,) in rows("SELECT word FROM public.chore ORDER BY id")]


def state_of(job: int | None) -> tuple[str, int]:
    ((status, attempts),) = rows(f"SELECT status::text, attempts FROM public.procrastinate_jobs WHERE id = {job}")
    return str(status), int(attempts)


def make_due() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE public.procrastinate_jobs SET scheduled_at = NULL WHERE status = 'todo'")


def test_a_job_whose_worker_is_killed_runs_again_exactly_as_often_as_allowed(chore_table: None) -> None:
    job = enqueue(chores.dawdle, schema="alpha", word="begun")
    for tries in (1, 2, 3):
        with worker() as process:
            until(lambda wanted=tries: len(words()) == wanted)  # type: ignore[misc]
            assert state_of(job) == ("doing", tries - 1)
            process.send_signal(signal.SIGKILL)
            process.wait()
        assert state_of(job) == ("doing", tries - 1)
        rescue(timedelta(0))
        assert state_of(job) == (("todo", tries) if tries < 3 else ("failed", 3))
        make_due()
    assert words() == ["begun"] * 3
    (line,) = [line for line in failed_jobs() if line.task == "chores.dawdle"]
    assert (line.provider, line.reason) == ("alpha", "The worker died while it was running this job.")


def test_two_workers_have_one_effect(chore_table: None) -> None:
    with worker(), worker():
        until(lambda: len(heartbeats()) == 2)
        for number in range(60):
            enqueue(chores.touch, schema="alpha" if number % 2 else "beta", word=str(number))
        until(lambda: len(words()) >= 60)
        until(lambda: rows("SELECT 1 FROM public.procrastinate_jobs WHERE task_name = 'chores.touch'") == [])
    assert Counter(words()) == Counter(str(number) for number in range(60))


def test_a_worker_that_is_asked_to_stop_ends_in_order(chore_table: None) -> None:
    with worker() as process:
        until(lambda: len(heartbeats()) == 1)
        process.terminate()
        assert process.wait(20) == 0
    assert heartbeats() == []


def test_a_worker_without_a_database_ends_with_an_error_so_that_it_is_started_anew(chore_table: None) -> None:
    database = sql.Identifier(CLONE)
    with worker() as process, SERVER.connect() as admin:
        until(lambda: len(heartbeats()) == 1)
        connection.close()
        try:
            admin.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(database))
            admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [CLONE])
            assert process.wait(30) == 4
        finally:
            admin.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS true").format(database))
        assert process.stderr is not None
        assert "quartier worker: the database connection was lost." in process.stderr.read().splitlines()


def test_a_worker_that_finds_no_database_says_so_and_ends(committed_db: None) -> None:
    address = os.environ["DATABASE_URL"].replace(CLONE, f"{CLONE}_gone")
    env = {**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE}
    done = subprocess.run(
        [sys.executable, "-c", WORKER], env=env, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 4
    assert "Traceback" not in done.stderr
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(address)
