"""When a backup is due: German hours through both changes of the clock, weekdays, beginning and end."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from quartier.core.backups.rules import Rhythm, cleared_at, next_run

DAILY = {"rhythm": Rhythm.DAILY, "begins_on": date(2026, 3, 2)}


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("after", "due"),
    [
        (at(2026, 2, 1), at(2026, 3, 2, 2)),
        (at(2026, 3, 2, 1, 59), at(2026, 3, 2, 2)),
        (at(2026, 3, 2, 2), at(2026, 3, 3, 2)),
        (at(2026, 3, 28, 3), at(2026, 3, 29, 1)),
        (at(2026, 10, 24, 3), at(2026, 10, 25, 2)),
        (at(2026, 3, 3, 23, 30), at(2026, 3, 4, 2)),
    ],
)
def test_a_daily_backup_is_due_at_its_german_hour(after: datetime, due: datetime) -> None:
    assert next_run(**DAILY, hour=3, after=after) == due  # type: ignore[arg-type]


def test_an_hour_that_a_day_does_not_have_is_made_up_for_at_the_next_one() -> None:
    # On 29 March 2026 the clock goes from 2 to 3.
    assert next_run(**DAILY, hour=2, after=at(2026, 3, 28, 12)) == at(2026, 3, 29, 1)  # type: ignore[arg-type]


def test_a_weekly_backup_keeps_the_weekday_on_which_it_began() -> None:
    weekly = {"rhythm": Rhythm.WEEKLY, "hour": 23, "begins_on": date(2026, 3, 4)}
    assert next_run(**weekly, after=at(2026, 3, 1)) == at(2026, 3, 4, 22)  # type: ignore[arg-type]
    assert next_run(**weekly, after=at(2026, 3, 4, 22)) == at(2026, 3, 11, 22)  # type: ignore[arg-type]
    assert next_run(**weekly, after=at(2026, 7, 5)) == at(2026, 7, 8, 21)  # type: ignore[arg-type]


def test_nothing_is_due_from_the_day_of_the_end_on() -> None:
    for end, due in ((date(2026, 3, 5), at(2026, 3, 4, 2)), (date(2026, 3, 4), None)):
        assert next_run(**DAILY, hour=3, ends_on=end, after=at(2026, 3, 3, 5)) == due  # type: ignore[arg-type]


def test_copies_outlive_the_agreement_by_thirty_days() -> None:
    assert cleared_at(date(2026, 3, 4)) == at(2026, 3, 3, 23) + timedelta(days=30)
