"""What an import yields: a survey that still has to be looked at, and notes about what was guessed or left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from aufmass.model import Room, Survey
from aufmass.sentences import Sentence
from aufmass.uses import Use

LONGEST_NAME: Final = 120
BEGINNINGS: Final = {
    "wohn|living|lounge": Use.LIVING,
    "schlaf|bed": Use.BEDROOM,
    "kind|child|nursery": Use.CHILD,
    "arbeit|büro|buero|office|study|studio|galerie|gallery": Use.STUDY,
    "ess|dining": Use.DINING,
    "küche|kueche|kitchen": Use.KITCHEN,
    "bad|bath|dusch|shower": Use.BATH,
    "wc|gäste-wc|toilet": Use.WC,
    "flur|diele|hall|gang|foyer|garderobe": Use.HALL,
    "abstell|store|storage|speis|pantry|ankleide": Use.STORE,
    "hauswirtschaft|hwr|utility": Use.UTILITY,
    "wintergarten|winter garden|conservatory": Use.WINTER_GARDEN,
    "schwimm|pool": Use.POOL,
    "balkon|balcony": Use.BALCONY,
    "loggia": Use.LOGGIA,
    "dachgarten|dachterrasse|roof garden|roof terrace": Use.ROOF_GARDEN,
    "terrasse|terrace|patio": Use.TERRACE,
    "treppenhaus|stairwell|stair": Use.STAIRWELL,
    "keller|cellar|basement": Use.CELLAR,
    "waschküche|waschkueche|laundry": Use.LAUNDRY,
    "trocken|drying": Use.DRYING,
    "speicher|dachboden|attic": Use.ATTIC,
    "heiz|boiler": Use.BOILER,
    "technik|hausanschluss|plant|mechanical": Use.PLANT,
    "garage|carport": Use.GARAGE,
    "laden|shop|verkauf": Use.SHOP,
}


@dataclass(frozen=True, slots=True)
class Imported:
    """A survey with what a person has to know about it."""

    survey: Survey
    notes: tuple[Sentence, ...]


def use_of(name: str) -> Use | None:
    """Return the use that a room's name begins with, in German or English, or nothing."""
    plain = name.strip().lower()
    return next((use for words, use in BEGINNINGS.items() if re.match(words, plain)), None)


def plain_text(text: str) -> str:
    """Return a name of somebody's drawing as a survey can hold it: one line, no signs that cannot be seen."""
    shown = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(shown.split())[:LONGEST_NAME]


def numbered(rooms: Iterable[Room]) -> Iterator[Room]:
    """Yield rooms whose numbers stand once: a second 0.1 becomes 0.1-2."""
    seen: dict[str, int] = {}
    for room in rooms:
        seen[room.id] = seen.get(room.id, 0) + 1
        yield room if seen[room.id] == 1 else replace(room, id=f"{room.id}-{seen[room.id]}")
