"""How fast a hundred thousand due deadlines pass, each in its own transaction, beside bare SQL: BENCH=deadlines."""

from __future__ import annotations

import multiprocessing
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from benchmarks.figures import Figure, median_ratio
from benchmarks.measured import AT, SCHEMA, prepare, provider

ROWS = 100_000
ROUNDS = 5
WORKERS = 2
GOAL_S = 120.0
BATCH = 500
KIND = "measured.nothing"
# Both sides have as many rows of their own in one table; those of bare SQL are due far later, so that ours never sees
# them. A round lets a fifth of each fall due.
STEP = timedelta(seconds=ROWS // ROUNDS)
LATER = timedelta(days=20_000)
Side = Callable[[str, Any, Any, int], None]


@dataclass(frozen=True, slots=True)
class Round:
    """How long one side took for its fifth, and how much processor time its workers themselves used."""

    seconds: float
    cpu_s: float


def measure(say: Callable[[str], None]) -> list[Figure]:
    """Measure two worker processes on an embedded database, durable as in production, side by side in five rounds."""
    ours: list[Round] = []
    bare: list[Round] = []
    with tempfile.TemporaryDirectory(prefix="quartier-bench-") as home, provider(home, say):
        _register()
        _fill()
        for number in range(ROUNDS):
            sides = [(_ours, ours), (_bare, bare)]
            for run, rounds in sides if number % 2 == 0 else reversed(sides):
                rounds.append(_race(run, home, number))
            say(f"{ROWS // ROUNDS} deadlines: {ours[-1].seconds:.1f} s, in bare SQL {bare[-1].seconds:.1f} s")
        _check()
    return [
        Figure("deadlines_100k_s", sum(one.seconds for one in ours), "s", GOAL_S),
        Figure("bare_100k_s", sum(one.seconds for one in bare), "s"),
        Figure("ratio", median_ratio([one.seconds for one in bare], [one.seconds for one in ours]), "", None, "high"),
        Figure("cpu_ms", median(one.cpu_s for one in ours) * 1000 * ROUNDS / ROWS, "ms"),
        Figure("bare_cpu_ms", median(one.cpu_s for one in bare) * 1000 * ROUNDS / ROWS, "ms"),
    ]


def _register() -> None:
    from quartier.core.deadlines.extension import DeadlineKind, Passed, deadline, deadline_kinds  # noqa: PLC0415

    def nothing(_passed: Passed) -> None:
        """The most trivial effect."""

    if KIND not in deadline_kinds:
        deadline(KIND, DeadlineKind(label="Measured", effect=nothing))


def _fill() -> None:
    from quartier.core.deadlines.models import Deadline  # noqa: PLC0415

    rows = (
        Deadline(
            kind=KIND, subject=f"{side}:{place}", holder=f"parties.party:{place % 5000}", opened_at=AT,
            due_at=AT + later + timedelta(seconds=place), source="§ 188 BGB",
        )
        for side, later in (("orders.order", timedelta(0)), ("bare.row", LATER))
        for place in range(ROWS)
    )  # fmt: skip
    Deadline.objects.bulk_create(rows, batch_size=2_000)
    _statistics()


def _statistics() -> None:
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE deadlines_deadline")


def _race(run: Side, home: str, number: int) -> Round:
    """Start the workers, wait until all are ready, and take the time from there to the end of the last one."""
    context = multiprocessing.get_context("spawn")
    start = context.Barrier(WORKERS + 1)
    cpu = context.Value("d", 0.0)
    workers = [context.Process(target=run, args=(home, start, cpu, number)) for _ in range(WORKERS)]
    for worker in workers:
        worker.start()
    start.wait()
    begun = time.perf_counter()
    for worker in workers:
        worker.join()
    seconds = time.perf_counter() - begun
    if any(worker.exitcode for worker in workers):
        raise RuntimeError("A worker failed.")
    return Round(seconds, cpu.value)


@contextmanager
def _counted(start: Any, cpu: Any) -> Iterator[None]:
    """Begin with the others, and add what processor time the block takes."""
    start.wait()
    begun = time.process_time()
    yield
    with cpu.get_lock():
        cpu.value += time.process_time() - begun


def _ours(home: str, start: Any, cpu: Any, number: int) -> None:
    prepare(home)
    from django_tenants.utils import schema_context  # noqa: PLC0415

    from quartier.core.deadlines import services  # noqa: PLC0415

    _register()
    with schema_context(SCHEMA):
        services.process(at=AT - timedelta(days=1))
        with _counted(start, cpu):
            services.process(at=AT + (number + 1) * STEP - timedelta(seconds=1))


def _bare(home: str, start: Any, cpu: Any, number: int) -> None:
    prepare(home)
    from django.db import connection  # noqa: PLC0415
    from django_tenants.utils import schema_context  # noqa: PLC0415

    with schema_context(SCHEMA):
        connection.ensure_connection()
        raw = connection.connection
        raw.autocommit = True
        raw.execute(f"SET search_path TO {SCHEMA}, public")
        until = AT + LATER + (number + 1) * STEP - timedelta(seconds=1)
        with _counted(start, cpu):
            while ids := _due(raw, until):
                for pk in ids:
                    _pass(raw, pk)


def _due(raw: Any, until: datetime) -> list[int]:
    found = raw.execute(
        "SELECT id FROM deadlines_deadline WHERE state = 'running' AND due_at BETWEEN %s AND %s"
        " ORDER BY due_at, id LIMIT %s",
        [AT + LATER, until, BATCH],
    )
    return [row[0] for row in found.fetchall()]


def _pass(raw: Any, pk: int) -> None:
    with raw.transaction():
        row = raw.execute(
            "SELECT id, kind, holder FROM deadlines_deadline"
            " WHERE id = %s AND state = 'running' FOR UPDATE SKIP LOCKED",
            [pk],
        ).fetchone()
        if row is None:
            return
        raw.execute("UPDATE deadlines_deadline SET state = 'passed', closed_at = now() WHERE id = %s", [pk])
        raw.execute(
            "INSERT INTO audit_fact"
            " (at, kind, subject, actor_kind, actor_key, actor_name, via, behalf, behalf_name, data, origin_hash)"
            " VALUES (now(), 'deadline.passed', %s, 'system', '', 'Quartier', '', '', '', '{}', NULL)",
            [row[2]],
        )


def _check() -> None:
    from quartier.core.deadlines.models import Deadline  # noqa: PLC0415

    if left := Deadline.objects.exclude(state="passed").count():
        raise RuntimeError(f"{left} deadlines did not pass.")
