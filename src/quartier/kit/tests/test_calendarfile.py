"""Calendars that programs read, checked with a reader that is not ours."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from quartier.kit.calendarfile import Event, calendar

AT = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def event(summary: str = "Frist", **changes: Any) -> Event:
    known: dict[str, Any] = {"uid": "u1", "on": date(2027, 2, 28), "summary": summary, "stamp": AT}
    return Event(**known | changes)


def read(text: str) -> Any:
    return Calendar.from_ical(text)


def test_a_reader_finds_every_day_with_its_name_and_link() -> None:
    text = calendar("Fristen – Emscher", [event(url="https://emscher.example/fristen/"), event(uid="u2")])
    found = read(text)
    assert str(found["X-WR-CALNAME"]) == "Fristen – Emscher"
    first, second = found.walk("VEVENT")
    assert (first["UID"], second["UID"]) == ("u1", "u2")
    assert first.decoded("DTSTART") == date(2027, 2, 28)
    assert first.decoded("DTSTAMP") == AT
    assert str(first["URL"]) == "https://emscher.example/fristen/"
    assert "URL" not in second
    assert found.walk("VALARM") == []
    assert found.errors == []


def test_signs_with_a_meaning_are_only_text() -> None:
    words = 'a;b,c\\d\ne: "f" BEGIN:VEVENT\r\nEND:VCALENDAR\x00\x07'
    (found,) = read(calendar("x", [event(words)])).walk("VEVENT")
    assert str(found["SUMMARY"]) == 'a;b,c\\d\ne: "f" BEGIN:VEVENT\nEND:VCALENDAR'


def test_lines_are_folded_by_octets_and_no_character_is_torn() -> None:
    text = calendar("x", [event("Ü" * 200), event("x" * 75, uid="u2")])
    raw = text.encode()
    assert max(len(line) for line in raw.split(b"\r\n")) == 75
    assert re.search(rb"[^\r]\n|\r[^\n]", raw) is None
    for line in raw.split(b"\r\n"):
        line.decode()
    assert str(read(text).walk("VEVENT")[0]["SUMMARY"]) == "Ü" * 200


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=300))
def test_any_text_arrives_as_it_was(words: str) -> None:
    (found,) = read(calendar("x", [event(words)])).walk("VEVENT")
    assert str(found["SUMMARY"]) == words
