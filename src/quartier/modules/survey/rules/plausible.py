"""What is possible but looks like a slip: a second look is asked for, and nothing is forbidden."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from aufmass.areas.living import dwellings
from aufmass.geometry.ring import area, bounds
from aufmass.model import OpeningKind, Room, Survey, Unit
from aufmass.uses import Counting, Use
from quartier.modules.survey.rules.entry import said
from quartier.values.sentences import Sentence
from quartier.values.sentences import mark as _

LOW_ROOM: Final = 2200
LONG: Final = 8
SMALL: Final = 1_000_000
MOST_HALL: Final = Fraction(1, 2)
LEAST_WINDOW: Final = Fraction(1, 10)
WET: Final = (Use.BATH, Use.WC)
STAYED_IN: Final = (Use.LIVING, Use.BEDROOM, Use.CHILD, Use.STUDY, Use.DINING)
FEW: Final = 3


@dataclass(frozen=True, slots=True)
class Doubt:
    """A hint about one room, or with no room about the whole."""

    room: str
    sentence: Sentence


def doubts(survey: Survey) -> Iterator[Doubt]:
    """Yield every doubt about a survey whose rooms are possible."""
    for room in survey.rooms:
        yield from (Doubt(room.id, sentence) for sentence in _room(room))
    for unit, rooms in dwellings(survey):
        yield from (Doubt("", sentence) for sentence in _dwelling(unit, rooms))


def _room(room: Room) -> Iterator[Sentence]:
    left, low, right, high = bounds([room.outline])
    short, long = sorted((right - left, high - low))
    counts = room.meaning.counting is Counting.FULL
    if room.height is not None and counts and not room.slopes and room.height < LOW_ROOM:
        yield Sentence(_("A clear height of %(height)s m is low for a dwelling."), {"height": said(room.height)})
    if short and long > LONG * short and room.use is not Use.HALL:
        yield Sentence(_("The room is more than eight times as long as wide."))
    if counts and area(room.outline) < SMALL and room.use not in (*WET, Use.STORE):
        yield Sentence(_("The room has less than one square metre."))
    if room.use in STAYED_IN and (windows := [one for one in room.openings if one.kind is OpeningKind.WINDOW]):
        glass = sum(one.width * one.height for one in windows)
        if glass < LEAST_WINDOW * area(room.outline):
            yield Sentence(_("Its windows are smaller than a tenth of its floor."))


def _dwelling(unit: Unit | None, rooms: list[Room]) -> Iterator[Sentence]:
    inside = [room for room in rooms if room.meaning.counting is Counting.FULL]
    whole = sum((area(room.outline) for room in inside), Fraction(0))
    name = unit.name if unit else ""
    about = {"unit": name or _("The dwelling")}
    if len(inside) >= FEW:
        halls = sum((area(room.outline) for room in inside if room.use is Use.HALL), Fraction(0))
        if halls > MOST_HALL * whole:
            yield Sentence(_("%(unit)s: more than half of it is hall."), about)
        if not any(room.use is Use.KITCHEN for room in inside):
            yield Sentence(_("%(unit)s: there is no kitchen. If one belongs to a living room, that is fine."), about)
        if not any(room.use in WET for room in inside):
            yield Sentence(_("%(unit)s: there is neither bath nor WC."), about)
    twins = Counter((room.name.casefold(), area(room.outline)) for room in inside)
    for (word, _size), many in twins.items():
        if many > 1:
            yield Sentence(_("“%(room)s” stands here %(many)s times with the same size."), {"room": word, "many": many})
    if unit and unit.agreed and whole and whole / 1_000_000 > 2 * Fraction(unit.agreed):
        yield Sentence(_("%(unit)s: it is more than twice as large as agreed."), about)
