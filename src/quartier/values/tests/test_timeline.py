"""What holds from which day: the day before, the day, and what nobody knows."""

from __future__ import annotations

from datetime import date

import pytest

from quartier.values.period import Period
from quartier.values.timeline import NotInForce, NotYetKnown, Timeline, Version


def version(year: int, value: str) -> Version[str]:
    return Version(valid_from=date(year, 7, 1), value=value, source="§ 1")


LINE = Timeline(
    "Rate", (version(2020, "a"), version(2022, "b")), known_until=date(2024, 1, 1), advice="Enter the next one."
)


def test_a_version_holds_until_the_next() -> None:
    assert LINE.begins_on == date(2020, 7, 1)
    assert [LINE.at(date(*day)).value for day in ((2020, 7, 1), (2022, 6, 30), (2022, 7, 1), (2023, 12, 31))] == list(
        "aabb"
    )


def test_the_time_before_and_after_is_refused_with_advice() -> None:
    with pytest.raises(NotInForce, match=r"Rate: nothing is known for 30 Jun 2020; .* holds from 1 Jul 2020"):
        LINE.at(date(2020, 6, 30))
    with pytest.raises(NotYetKnown, match=r"not known for 1 Jan 2024, only until 1 Jan 2024\. Enter the next one\."):
        LINE.at(date(2024, 1, 1))


def test_a_period_is_split_where_the_version_changes() -> None:
    parts = LINE.over(Period(date(2022, 6, 1), date(2022, 8, 1)))
    assert [(part.days, one.value) for part, one in parts] == [(30, "a"), (31, "b")]
    assert LINE.over(Period(date(2021, 1, 1), date(2021, 1, 1))) == ()
    assert [one.value for _part, one in LINE.over(Period(date(2023, 12, 1), date(2024, 1, 1)))] == ["b"]


def test_a_period_that_reaches_into_the_unknown_is_refused() -> None:
    with pytest.raises(NotYetKnown, match="1 Jan 2024"):
        LINE.over(Period(date(2023, 12, 31), date(2024, 1, 2)))
    with pytest.raises(NotYetKnown, match="3 Feb 2024"):
        LINE.over(Period(date(2024, 2, 3), date(2024, 2, 5)))
    with pytest.raises(NotInForce):
        LINE.over(Period(date(2020, 6, 30), date(2020, 7, 2)))


def test_history_is_extended_and_never_changed() -> None:
    longer = LINE.extended(Version(valid_from=date(2024, 1, 1), value="c", source="§ 2"), known_until=date(2025, 1, 1))
    assert longer.at(date(2024, 12, 31)).value == "c"
    assert LINE.known_until == date(2024, 1, 1)
    with pytest.raises(ValueError, match="history does not change"):
        LINE.extended(version(2023, "x"))
    with pytest.raises(NotYetKnown, match="between 1 Jan 2024 and 1 Jul 2024"):
        LINE.extended(version(2024, "x"))
    endless = Timeline("Open", (version(2020, "a"),))
    assert endless.extended(version(2021, "b")).at(date(2090, 1, 1)).value == "b"
    with pytest.raises(ValueError, match="history does not change"):
        endless.extended(version(2020, "b"))


def test_a_timeline_is_well_made() -> None:
    with pytest.raises(ValueError, match="rising order"):
        Timeline("Rate", (version(2022, "b"), version(2020, "a")))
    with pytest.raises(ValueError, match="rising order"):
        Timeline("Rate", ())
    with pytest.raises(ValueError, match="last version must begin before"):
        Timeline("Rate", (version(2022, "b"),), known_until=date(2022, 7, 1))


def test_a_version_has_a_source_and_says_what_to_check() -> None:
    with pytest.raises(ValueError, match="rumour"):
        Version(valid_from=date(2020, 1, 1), value=1, source="")
    with pytest.raises(ValueError, match="what has to be checked"):
        Version(valid_from=date(2020, 1, 1), value=1, source="§ 1", verified=False)
