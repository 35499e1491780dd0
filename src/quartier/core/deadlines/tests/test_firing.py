"""Time passes: each effect once, in order, whatever happens to the worker."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quartier.core.audit import queries as audit
from quartier.core.deadlines import queries, services
from quartier.core.deadlines.models import Deadline, DeadlineState
from quartier.core.deadlines.rules import MOST_ATTEMPTS, wait_after
from quartier.core.deadlines.tests.kinds import BROKEN, CHAIN, NOTED, PLAIN
from quartier.values.actor import SYSTEM

pytestmark = pytest.mark.usefixtures("alpha")
START = datetime(2026, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def opened(kind: str, subject: str, days: float, **data: Any) -> Deadline:
    """A deadline that ends so many days after the start."""
    return services.open_deadline(
        actor=SYSTEM, at=START, kind=kind, subject=subject, due_at=START + timedelta(days=days), data=data
    )


def noted() -> list[tuple[str, str]]:
    """What effects wrote down: subject and instant, in the order in which they ran."""
    return [(fact.subject, fact.data["at"]) for fact in audit.facts().filter(kind="test.noted").order_by("pk")]


def test_nothing_passes_before_its_time_and_everything_at_it() -> None:
    row = opened(NOTED, "a:1", 3)
    assert services.process(at=row.due_at - timedelta(microseconds=1)).fired == 0
    assert services.process(at=row.due_at).fired == 1
    row.refresh_from_db()
    assert (row.state, row.closed_at) == (DeadlineState.PASSED, row.due_at)
    assert services.process(at=row.due_at + 9 * DAY).fired == 0
    assert noted() == [("a:1", row.due_at.isoformat())]


def test_a_clock_that_jumps_back_does_nothing_twice() -> None:
    opened(NOTED, "a:1", 1)
    opened(NOTED, "a:2", 2)
    assert services.process(at=START + 1.5 * DAY).fired == 1
    assert services.process(at=START + 1.5 * DAY - timedelta(hours=1)).fired == 0
    assert services.process(at=START + 2 * DAY).fired == 1
    assert [subject for subject, _at in noted()] == ["a:1", "a:2"]


def test_effects_run_in_the_order_of_their_ends() -> None:
    for subject, days in (("c", 5), ("a", 1), ("d", 9), ("b", 3)):
        opened(NOTED, subject, days)
    assert services.process(at=START + 8 * DAY) == services.Processed(fired=3, failed=0)
    assert [subject for subject, _at in noted()] == ["a", "b", "c"]


def test_a_deadline_without_effect_only_passes() -> None:
    row = opened(PLAIN, "a", 1)
    services.process(at=START + DAY)
    row.refresh_from_db()
    assert row.state == DeadlineState.PASSED
    assert audit.about("a")[0].kind == "deadline.passed"


def test_a_failed_effect_changes_nothing_and_blocks_its_subject_alone() -> None:
    broken = opened(BROKEN, "a", 1, broken=True)
    opened(NOTED, "a", 2)
    opened(NOTED, "b", 3)
    assert services.process(at=START + 4 * DAY) == services.Processed(fired=1, failed=1)
    assert [subject for subject, _at in noted()] == ["b"]
    broken.refresh_from_db()
    assert (broken.state, broken.attempts) == (DeadlineState.RUNNING, 1)
    assert broken.failure.startswith("quartier.core.deadlines.tests.kinds.Broken")
    assert broken.next_try_at == START + 4 * DAY + timedelta(minutes=1)


def test_a_failed_effect_is_tried_again_with_a_cap_and_then_by_hand() -> None:
    broken = opened(BROKEN, "a", 1, broken=True)
    at = START + DAY
    for attempt in range(1, MOST_ATTEMPTS + 1):
        assert services.process(at=at) == services.Processed(fired=0, failed=1)
        assert services.process(at=at).failed == 0
        at += wait_after(attempt) or timedelta(0)
    broken.refresh_from_db()
    assert (broken.state, broken.next_try_at) == (DeadlineState.FAILED, None)
    assert queries.failed().count() == 1
    assert services.process(at=at + 99 * DAY).failed == 0
    Deadline.objects.filter(pk=broken.pk).update(data={"broken": False})
    services.try_again(actor=SYSTEM, at=at, deadline_id=broken.pk)
    assert services.process(at=at).fired == 1
    assert noted() == [("a", (START + DAY).isoformat())]
    kinds = list(audit.facts().filter(subject="a").order_by("pk").values_list("kind", flat=True))
    assert kinds == ["deadline.opened", "deadline.failed", "deadline.tried_again", "test.noted", "deadline.passed"]


def test_an_effect_may_open_what_is_due_as_well() -> None:
    opened(CHAIN, "a", 1, left=3, step=7)
    opened(NOTED, "b", 10)
    assert services.process(at=START + 30 * DAY).fired == 5
    days: dict[str, list[int]] = {"a": [], "b": []}
    for subject, at in noted():
        days[subject].append((datetime.fromisoformat(at) - START).days)
    assert days == {"a": [1, 8, 15, 22], "b": [10]}


STEPS = st.lists(
    st.tuples(st.sampled_from("abcde"), st.integers(0, 300), st.integers(0, 5), st.integers(1, 90)),
    min_size=1,
    max_size=8,
    unique_by=lambda step: step[0],
)


def end_state() -> list[tuple[Any, ...]]:
    """What is left: all that matters of every row and every fact of an effect, without keys and times of noticing."""
    rows = Deadline.objects.order_by("subject", "due_at").values_list("subject", "kind", "due_at", "state", "data")
    return [(*row[:4], str(row[4])) for row in rows] + sorted(noted())


@given(STEPS)
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_year_in_one_jump_equals_a_year_day_by_day(steps: list[tuple[str, int, int, int]]) -> None:
    ends = []
    for jumps in ([365], range(0, 366, 1)):
        savepoint = transaction.savepoint()
        for subject, days, left, step in steps:
            opened(CHAIN, subject, days, left=left, step=step)
        for day in jumps:
            services.process(at=START + day * DAY)
        ends.append(end_state())
        transaction.savepoint_rollback(savepoint)
    assert ends[0] == ends[1]
    assert len(ends[0]) >= 2


def test_a_run_can_be_limited() -> None:
    for number in range(5):
        opened(NOTED, f"a:{number}", 1)
    assert services.process(at=START + DAY, most=3).fired == 3
    assert services.process(at=START + DAY, most=3).fired == 2


def test_a_deadline_costs_few_statements(django_assert_num_queries: Any) -> None:
    for number in range(10):
        opened(PLAIN, f"a:{number}", 1)
    # One to find the batch, then for each: savepoint, lock and close, fact, release; and one that finds nothing more.
    with django_assert_num_queries(2 + 10 * 4):
        services.process(at=START + DAY)
    assert connection.in_atomic_block
