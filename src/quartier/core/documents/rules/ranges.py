"""Which part of a file a request asks for (RFC 9110, 14.1–14.2 and 13.1.5)."""

from __future__ import annotations

import re
from dataclasses import dataclass

ONE_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)


class OutOfReach(ValueError):
    """The file has no such part: 416."""


@dataclass(frozen=True, slots=True)
class Part:
    """The bytes from `start` to before `end`."""

    start: int
    end: int


def asked_part(header: str, size: int, *, if_range: str = "", tag: str = "") -> Part | None:
    """Return the part, or None for the whole: without a range, several ranges, or when `If-Range` names another file.

    Raises OutOfReach for a part that begins behind the end.
    """
    found = ONE_RANGE.fullmatch(header.strip())
    if found is None or (if_range and if_range != tag):
        return None
    first, last = found.groups()
    if not first:
        return _tail(last, size)
    start, end = int(first), int(last) + 1 if last else size
    if last and end <= start:
        return None
    if start >= size:
        raise OutOfReach
    return Part(start, min(end, size))


def _tail(length: str, size: int) -> Part | None:
    if not length:
        return None
    if int(length) == 0 or size == 0:
        raise OutOfReach
    return Part(max(size - int(length), 0), size)
