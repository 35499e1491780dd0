"""The worker process: runs jobs until it is asked to stop, and ends with an error when the database is lost."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import signal
import sys
from collections.abc import Callable, Sequence
from typing import Any

import django
from django.apps import apps
from django.db import Error as DatabaseError
from django.db import connection
from django.utils.module_loading import autodiscover_modules
from procrastinate import App, exceptions
from procrastinate.contrib.django import DjangoApp
from procrastinate.contrib.django.utils import connector_params
from procrastinate.psycopg_connector import PsycopgConnector
from psycopg import OperationalError
from psycopg_pool import PoolTimeout

THREADS = 4
LONGEST_STOP = 20.0
CONNECT_TIMEOUT = 5.0
MISSED_RUNS_COUNT = 86_400
EXIT_DATABASE_LOST = 4


def run_worker(argv: Sequence[str] = ()) -> int:
    """Run jobs until SIGTERM or SIGINT; returns 0 then, 4 when the database was lost (the supervisor starts anew)."""
    parser = argparse.ArgumentParser(prog="quartier worker", description="Run jobs until stopped.")
    parser.add_argument("--threads", type=int, default=THREADS, help=f"jobs at the same time (default {THREADS})")
    threads: int = parser.parse_args(argv).threads
    if threads < 1:
        parser.error("--threads must be at least 1")
    if not apps.ready:
        django.setup()
    autodiscover_modules("tasks")
    try:
        # The pool would try for half a minute before it says that there is nothing.
        connection.ensure_connection()
        connection.close()
        asked = asyncio.run(_work(threads))
    except (DatabaseError, exceptions.ConnectorException, OperationalError, PoolTimeout):
        asked = False
    if not asked:
        print("quartier worker: the database connection was lost.", file=sys.stderr)  # noqa: T201
    return 0 if asked else EXIT_DATABASE_LOST


async def _work(threads: int) -> bool:
    """Work until a signal comes (True) or the worker gives up by itself (False)."""
    app = make_app(threads)
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    async with app.open_async():
        work = asyncio.create_task(
            app.run_worker_async(
                queues=queues(),
                concurrency=threads,
                delete_jobs="successful",
                install_signal_handlers=False,
                shutdown_graceful_timeout=LONGEST_STOP,
            )
        )

        def stop() -> None:
            asked.set()
            work.cancel()

        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stop)
        with contextlib.suppress(asyncio.CancelledError):
            await work
    return asked.is_set()


def make_app(threads: int = THREADS) -> App:
    """Return procrastinate's application with all declared tasks, on connections of its own."""
    from quartier.kit.jobs.declare import schedules, tasks  # noqa: PLC0415 – needs Django's apps
    from quartier.kit.jobs.runner import Attempts, runner  # noqa: PLC0415
    from quartier.kit.jobs.upkeep import UPKEEP, fan_out  # noqa: PLC0415

    connector = PsycopgConnector(
        kwargs=connector_params(), min_size=1, max_size=threads + 2, timeout=CONNECT_TIMEOUT, name="jobs"
    )
    app = DjangoApp(connector=connector, periodic_defaults={"max_delay": MISSED_RUNS_COUNT})
    for task in tasks:
        app.task(name=task.name, queue=task.queue, retry=Attempts(task.attempts), pass_context=True)(runner(task))
    for schedule in schedules:
        _add_upkeep(app, f"{schedule.task.name}.for_all", schedule.cron, lambda s=schedule: fan_out(s))  # type: ignore[misc]
    for name, (cron, function) in UPKEEP.items():
        _add_upkeep(app, name, cron, function)
    return app


def _add_upkeep(app: App, name: str, cron: str, function: Callable[[], Any]) -> None:
    from quartier.kit.jobs.upkeep import UPKEEP_QUEUE  # noqa: PLC0415

    def run(timestamp: int) -> None:
        function()

    # No lock: a dead worker's rescue job would hold it against the very job that frees it.
    declared = app.task(name=name, queue=UPKEEP_QUEUE, queueing_lock=name, priority=10)(run)
    app.periodic(cron=cron)(declared)


def queues() -> list[str]:
    """Return the queues a worker listens to: all but those of paused jobs."""
    from quartier.kit.jobs.declare import tasks  # noqa: PLC0415
    from quartier.kit.jobs.upkeep import UPKEEP_QUEUE  # noqa: PLC0415

    return sorted({UPKEEP_QUEUE, *(task.queue for task in tasks)})
