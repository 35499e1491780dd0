"""The queue: in the caller's transaction, in one provider's schema, tried again up to a cap."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone
from django_tenants.utils import schema_context

from quartier.kit.jobs import NoScope, enqueue, periodic, resume, task
from quartier.kit.jobs.declare import Schedule, schedules, tasks
from quartier.kit.jobs.runner import wait_after
from quartier.kit.jobs.state import NotFailed, failed_jobs, heartbeats, oldest_due, open_jobs, run_again
from quartier.kit.jobs.upkeep import fan_out, rescue
from quartier.kit.jobs.worker import make_app, queues
from quartier.kit.tests import chores


@pytest.fixture
def chore_table(committed_db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(chores.TABLE)


def work() -> None:
    """Run a real worker in this process until nothing is due."""
    app = make_app()

    async def run() -> None:
        async with app.open_async():
            await app.run_worker_async(
                queues=queues(),
                wait=False,
                delete_jobs="successful",
                install_signal_handlers=False,
                listen_notify=False,
            )

    asyncio.run(run())


def lines() -> list[tuple[str, str]]:
    """What the chores left: schema and word."""
    return rows("SELECT schema, word FROM public.chore ORDER BY id")


def jobs(columns: str = "task_name, status::text, attempts") -> list[tuple[Any, ...]]:
    """The chores in the queue."""
    return rows(f"SELECT {columns} FROM public.procrastinate_jobs WHERE task_name LIKE 'chores.%' ORDER BY id")


def rows(query: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


def make_due() -> None:
    """Let the waiting time of all jobs pass."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE public.procrastinate_jobs SET scheduled_at = NULL WHERE status = 'todo'")


def set_state(key: str, state: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE public.providers_provider SET state = %s WHERE schema_name = %s", [state, key])


def test_a_rollback_drops_the_job_and_a_commit_delivers_it(chore_table: None) -> None:
    with schema_context("alpha"):
        with transaction.atomic():
            enqueue(chores.touch, word="rolled back")
            transaction.set_rollback(True)
        with transaction.atomic():
            enqueue(chores.touch, word="committed")
    work()
    assert lines() == [("alpha", "committed")]
    assert jobs() == []


def test_a_job_runs_in_the_schema_it_was_asked_for_in(chore_table: None) -> None:
    for schema in ("alpha", "beta", "console"):
        with schema_context(schema):
            enqueue(chores.touch, word=f"from {schema}")
    enqueue(chores.touch, schema="beta", word="named")
    work()
    assert lines() == [("alpha", "from alpha"), ("beta", "from beta"), ("console", "from console"), ("beta", "named")]


def test_a_job_that_a_task_enqueues_joins_that_tasks_own_transaction(chore_table: None) -> None:
    enqueue(chores.pass_on, schema="alpha", word="one", fails=False)
    enqueue(chores.pass_on, schema="alpha", word="two", fails=True)
    work()
    assert sorted(word for _schema, word in lines()) == ["one", "one, passed on", "two", "two, rolled back"]


def test_a_job_without_a_provider_is_refused(db: None) -> None:
    with pytest.raises(NoScope):
        enqueue(chores.touch, word="public")
    with pytest.raises(NoScope):
        enqueue(chores.touch, schema="public", word="public")
    assert jobs() == []


def test_a_job_whose_provider_is_missing_fails_at_once(chore_table: None) -> None:
    with connection.cursor() as cursor:
        for args in ('{"word": "no scope"}', '{"word": "gone", "schema": "gone"}', '{"word": "p", "schema": "public"}'):
            cursor.execute(
                "INSERT INTO public.procrastinate_jobs (queue_name, task_name, args) VALUES ('chores', %s, %s)",
                ["chores.touch", args],
            )
    work()
    assert lines() == []
    assert jobs() == [("chores.touch", "failed", 1)] * 3
    assert [line.reason for line in failed_jobs()] == [
        "NoScope: a job runs for one provider or for the console",
        "NoScope: there is no provider “gone”",
        "NoScope: a job runs for one provider or for the console",
    ]


@pytest.mark.parametrize("args", [{}, {"word": "x", "other": 1}])
def test_wrong_arguments_are_refused_where_the_caller_sees_it(alpha: Any, args: dict[str, Any]) -> None:
    with pytest.raises(TypeError):
        enqueue(chores.touch, **args)
    assert jobs() == []


def test_a_time_without_a_zone_and_an_unknown_name_are_refused(alpha: Any) -> None:
    with pytest.raises(ValueError, match="time zone"):
        enqueue(chores.touch, at=datetime(2026, 3, 1), word="naive")  # noqa: DTZ001
    with pytest.raises(KeyError):
        enqueue("chores.unknown", word="x")
    assert jobs() == []


def test_tasks_are_sync_tried_at_least_once_and_registered_once() -> None:
    async def later() -> None: ...

    def now() -> None: ...

    with pytest.raises(TypeError, match="sync"):
        task()(later)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="at least once"):
        task(attempts=0)
    with pytest.raises(TypeError):
        periodic("* * * * *")(chores.touch)
    assert "test_jobs.later" not in tasks
    assert "chores.touch" not in schedules


def test_a_job_waits_for_its_time(chore_table: None) -> None:
    at = timezone.now() + timedelta(hours=1)
    enqueue(chores.touch, schema="alpha", at=at, word="later")
    work()
    assert lines() == []
    assert jobs("scheduled_at") == [(at,)]


def test_a_second_job_with_the_same_queueing_lock_is_not_added(alpha: Any) -> None:
    first = enqueue(chores.touch, queueing_lock="one", word="first")
    second = enqueue(chores.touch, queueing_lock="one", word="second")
    assert (first is not None, second) == (True, None)
    assert jobs("args->>'word'") == [("first",)]


def test_a_failing_job_is_tried_as_often_as_allowed_and_then_shown(chore_table: None) -> None:
    enqueue(chores.fail, schema="alpha", word="try")
    for tries in (1, 2):
        work()
        assert jobs() == [("chores.fail", "todo", tries)]
        make_due()
    work()
    work()
    assert lines() == [("alpha", "try")] * 3
    assert jobs() == [("chores.fail", "failed", 3)]
    (line,) = failed_jobs()
    assert (line.task, line.provider, line.attempts) == ("chores.fail", "alpha", 3)
    assert line.reason.startswith("builtins.RuntimeError (tests/chores.py:")
    assert "mara" not in line.reason


def test_a_refusal_is_final_and_says_its_sentence(chore_table: None) -> None:
    enqueue(chores.refuse, schema="alpha", word="once")
    work()
    assert jobs() == [("chores.refuse", "failed", 1)]
    assert [line.reason for line in failed_jobs()] == ["Refused: This number is taken."]


def test_waiting_grows_and_is_capped() -> None:
    for tries, seconds in ((1, 10), (2, 30), (3, 90), (4, 270), (9, 3600), (30, 3600)):
        waits = [wait_after(tries).total_seconds() for _ in range(50)]
        assert min(waits) >= seconds * 0.75
        assert max(waits) <= seconds * 1.25
    assert len({wait_after(1) for _ in range(20)}) > 1


def test_a_failed_job_can_be_started_again_with_all_its_tries(chore_table: None) -> None:
    enqueue(chores.refuse, schema="alpha", word="again")
    work()
    (line,) = failed_jobs()
    assert run_again(line.id) == ("chores.refuse", "alpha")
    assert jobs() == [("chores.refuse", "todo", 0)]
    with pytest.raises(NotFailed):
        run_again(line.id)
    work()
    assert lines() == [("alpha", "again")] * 2


def test_jobs_of_a_stopped_provider_wait_until_it_is_resumed(chore_table: None) -> None:
    enqueue(chores.touch, schema="alpha", word="waits")
    enqueue(chores.go_on, schema="alpha", word="goes on")
    enqueue(chores.touch, schema="beta", word="other provider")
    set_state("alpha", "stopped")
    work()
    assert sorted(lines()) == [("alpha", "goes on"), ("beta", "other provider")]
    assert jobs("status::text, queue_name") == [("todo", "paused:chores")]
    assert [line.is_paused for line in open_jobs()] == [True]
    assert resume() == 0
    set_state("alpha", "published")
    assert (resume("beta"), resume("alpha"), resume()) == (0, 1, 0)
    assert jobs("queue_name, attempts") == [("chores", 0)]
    work()
    assert ("alpha", "waits") in lines()
    assert failed_jobs() == []


def test_a_regular_task_is_enqueued_for_each_published_provider_once(db: None) -> None:
    set_state("alpha", "published")
    nothing = tasks["privacy.forget_cached"]
    fan_out(Schedule(nothing, "* * * * *", providers=True, console=True))
    fan_out(Schedule(nothing, "* * * * *", providers=True, console=True))
    waiting = "SELECT args->>'schema' FROM public.procrastinate_jobs WHERE task_name = '{}' ORDER BY id"
    assert rows(waiting.format("privacy.forget_cached")) == [("alpha",), ("console",)]
    set_state("beta", "stopped")
    fan_out(Schedule(tasks["privacy.forget"], "* * * * *", providers=True, console=False))
    assert rows(waiting.format("privacy.forget")) == [("alpha",), ("beta",)]


def a_dead_workers_job(attempts: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH w AS (INSERT INTO public.procrastinate_workers (last_heartbeat)"
            " VALUES (now() - interval '31 seconds') RETURNING id)"
            " INSERT INTO public.procrastinate_jobs (queue_name, task_name, args, status, attempts, worker_id)"
            " SELECT 'chores', 'chores.dawdle', '{\"schema\": \"alpha\"}', 'doing', %s, id FROM w",
            [attempts],
        )


def test_a_dead_workers_job_runs_again_until_its_tries_are_used_up(db: None) -> None:
    a_dead_workers_job(1)
    a_dead_workers_job(2)
    assert rescue() == 2
    assert jobs() == [("chores.dawdle", "todo", 2), ("chores.dawdle", "failed", 3)]
    assert [line.reason for line in failed_jobs()] == ["The worker died while it was running this job."]
    assert heartbeats() == []
    assert rescue() == 0


def test_a_dead_workers_job_gives_way_to_one_that_waits_for_the_same(db: None) -> None:
    a_dead_workers_job(0)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE public.procrastinate_jobs SET queueing_lock = 'one' WHERE status = 'doing'")
    a_dead_workers_job(0)
    waiting = enqueue(chores.touch, schema="alpha", word="waits", queueing_lock="one")
    assert rescue() == 2
    assert jobs(f"id = {waiting}, status::text") == [(False, "todo"), (True, "todo")]
    assert failed_jobs() == []


def test_a_failing_job_is_tried_again_although_another_one_waits_for_the_same(chore_table: None) -> None:
    enqueue(chores.call_twin, schema="alpha", word="twin", queueing_lock="twin")
    work()
    assert jobs() == [("chores.call_twin", "todo", 1), ("chores.touch", "todo", 0)]
    (first, _second) = rows("SELECT id FROM public.procrastinate_jobs ORDER BY id")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE public.procrastinate_jobs SET status = 'failed' WHERE id = %s", first)
    assert run_again(first[0]) == ("chores.call_twin", "alpha")


def test_a_living_workers_job_is_left_alone(db: None) -> None:
    a_dead_workers_job(0)
    assert rescue(timedelta(seconds=60)) == 0
    assert jobs() == [("chores.dawdle", "doing", 0)]
    assert [beat.is_alive(timezone.now()) for beat in heartbeats()] == [False]


def test_the_longest_wait_is_known(db: None) -> None:
    now = timezone.now()
    assert oldest_due(now) is None
    enqueue(chores.touch, schema="alpha", word="future", at=now + timedelta(hours=1))
    assert oldest_due(now) is None
    enqueue(chores.touch, schema="alpha", word="late", at=now - timedelta(minutes=7))
    late = oldest_due(now + timedelta(minutes=3))
    assert late is not None
    assert timedelta(minutes=2) < late <= timedelta(minutes=10)


def test_every_task_has_a_worker_that_listens() -> None:
    assert {declared.queue for declared in tasks} <= set(queues())
    assert not any(name.startswith("paused:") for name in queues())
