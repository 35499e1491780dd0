"""Who opens the doors of a site, and what is still missing before a date can be agreed (WR-052, WR-053)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

# “Speicherstraße 9, 19399 Lübzin”: street, postcode and place as people write them in one line.
ADDRESS: Final = re.compile(r"(?P<street>.+?),\s*(?P<postcode>\d{5})\s+(?P<city>\S.*)")
MOST_UNITS: Final = 400


def without_access(labels: Iterable[str], known: Iterable[str], *, has_person: bool) -> Sequence[str]:
    """Return the units for which nobody is known who opens; one authorised person opens all of them.

    >>> without_access(["EG links", "EG rechts"], ["EG links"], has_person=False)
    ['EG rechts']
    >>> without_access(["EG links", "EG rechts"], [], has_person=True)
    []
    """
    found = set(known)
    return [] if has_person else [one for one in labels if one not in found]


def place_of(line: str) -> tuple[str, str, str]:
    """Return street, postcode and place of an address in one line; what does not fit stays in the street.

    >>> place_of("Speicherstraße 9, 19399 Lübzin")
    ('Speicherstraße 9', '19399', 'Lübzin')
    """
    found = ADDRESS.fullmatch(line.strip())
    return (found["street"], found["postcode"], found["city"]) if found else (line.strip(), "", "")


def unit_labels(said: str, word: str) -> Sequence[str]:
    """Return the units that an order names: a number of them, or their names with commas between; each name once.

    >>> unit_labels("3", "Wohnung")
    ['Wohnung 1', 'Wohnung 2', 'Wohnung 3']
    >>> unit_labels("EG, 1. OG, DG, EG", "Wohnung")
    ['EG', '1. OG', 'DG']
    """
    text = said.strip()
    if text.isdecimal() and 0 < int(text) <= MOST_UNITS:
        return [word] if int(text) == 1 else [f"{word} {number}" for number in range(1, int(text) + 1)]
    names = [one.strip()[:40] for one in text.split(",") if one.strip() and not text.isdecimal()]
    return list(dict.fromkeys(names))[:MOST_UNITS] or [word]
