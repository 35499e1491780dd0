"""Days and dates as a calendar that programs read (iCalendar, RFC 5545): no alarms, nobody invited."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

CONTENT_TYPE = "text/calendar; charset=utf-8"
LINE_OCTETS = 75
# A line break inside of text is written as \n; no other control character may stand in a calendar at all (3.3.11).
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
SPECIAL = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One day. `uid` is the same for ever, so that a program knows it again; `stamp` is when it was last written."""

    uid: str
    on: date
    summary: str
    stamp: datetime
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """A date with a beginning and an end, told in UTC; `sequence` grows with every change of it."""

    uid: str
    begins_at: datetime
    ends_at: datetime
    summary: str
    stamp: datetime
    place: str = ""
    sequence: int = 0
    is_cancelled: bool = False


def calendar(name: str, events: Iterable[Event | Timed], method: str = "") -> str:
    """Return the calendar as text, its lines folded at 75 octets and ended by CR and LF.

    A file that travels with a mail names its `method`: PUBLISH, or CANCEL for what does not take place.
    """
    return "".join(f"{_folded(line)}\r\n" for line in _lines(name, events, method))


def _lines(name: str, events: Iterable[Event | Timed], method: str) -> Iterator[str]:
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Quartier//Quartier//DE", "CALSCALE:GREGORIAN")
    if method:
        yield f"METHOD:{method}"
    yield f"X-WR-CALNAME:{_text(name)}"
    yield "REFRESH-INTERVAL;VALUE=DURATION:PT4H"
    for event in events:
        yield from ("BEGIN:VEVENT", f"UID:{_text(event.uid)}", f"DTSTAMP:{_instant(event.stamp)}")
        yield f"SUMMARY:{_text(event.summary)}"
        yield from _timed(event) if isinstance(event, Timed) else _whole(event)
        yield from ("CLASS:PRIVATE", "END:VEVENT")
    yield "END:VCALENDAR"


def _whole(event: Event) -> Iterator[str]:
    yield f"DTSTART;VALUE=DATE:{event.on:%Y%m%d}"
    if event.url:
        yield f"URL:{_one_line(event.url)}"
    # A day on which something ends leaves its owner free.
    yield "TRANSP:TRANSPARENT"


def _timed(event: Timed) -> Iterator[str]:
    yield from (f"DTSTART:{_instant(event.begins_at)}", f"DTEND:{_instant(event.ends_at)}")
    yield f"SEQUENCE:{event.sequence}"
    if event.place:
        yield f"LOCATION:{_text(event.place)}"
    yield f"STATUS:{'CANCELLED' if event.is_cancelled else 'CONFIRMED'}"


def _instant(value: datetime) -> str:
    return f"{value.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(value: str) -> str:
    return CONTROL.sub("", value.replace("\r\n", "\n").replace("\r", "\n")).translate(SPECIAL)


def _one_line(value: str) -> str:
    return CONTROL.sub("", value).replace("\n", "")


def _folded(line: str) -> str:
    """Break a line after at most 75 octets, never inside of a character; what follows begins with a space."""
    parts, part, room = [], "", LINE_OCTETS
    for sign in line:
        size = len(sign.encode())
        if size > room:
            parts.append(part)
            part, room = "", LINE_OCTETS - 1
        part, room = part + sign, room - size
    return "\r\n ".join([*parts, part])
