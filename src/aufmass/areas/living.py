"""Living area under the WoFlV, the II. BV and DIN 283: one way through a room, three sets of rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from aufmass.areas.dimensions import dimensions, product
from aufmass.areas.results import Adjustment, Line, LivingArea, RoomArea, UnitArea
from aufmass.areas.standards import Standard
from aufmass.ceiling import Band, Ceiling, band_of
from aufmass.geometry.ring import Ring, area
from aufmass.model import (
    BeneathStairs,
    Deduction,
    Dimensions,
    Interpretations,
    LowAndReduced,
    NicheHeights,
    Obstacle,
    Recess,
    RecessKind,
    Room,
    Stair,
    Survey,
    Unit,
    UnitKind,
)
from aufmass.sentences import Choice, Length, Name, Sentence, Share
from aufmass.sentences import mark as _
from aufmass.uses import Counting

WHOLE, HALF, QUARTER, NOTHING = Fraction(1), Fraction(1, 2), Fraction(1, 4), Fraction(0)
SHARES: Final = {Band.HIGH: WHOLE, Band.MIDDLE: HALF, Band.LOW: NOTHING}
SMALL_OBSTACLE: Final = 100_000  # 0.1 m²: only what is larger is deducted
SHALLOW_NICHE: Final = 130  # 0.13 m: only what is deeper counts
FEW_RISERS: Final = 3


@dataclass(frozen=True, slots=True)
class Rules:
    """What distinguishes one rule of living area from another, and where each point stands."""

    standard: Standard
    low_obstacle: int | None  # obstacles up to this height stay; None: all that do not reach the ceiling
    small_bay: int  # bays and wall cupboards below this area do not count
    beneath_stairs: BeneathStairs | None  # None: open to interpretation
    closed_share: Callable[[Room], Fraction]
    outdoor_share: Callable[[Room], Fraction]
    shell_factor: Fraction
    heights: str
    closed: str
    outdoor: str
    accessory: str
    obstacles: str
    stairs: str
    niches: str
    bays: str


def _heated(room: Room) -> Fraction:
    return WHOLE if room.heatable else HALF


def _stated(default: Fraction) -> Callable[[Room], Fraction]:
    return lambda room: default if room.share is None else Fraction(room.share)


def _covered(room: Room) -> Fraction:
    """DIN 283 counts a quarter of what is covered, and of balconies; nothing of open terraces."""
    return QUARTER if room.height is not None or room.use in ("balcony", "loggia") else NOTHING


WOFLV: Final = Rules(
    standard=Standard.WOFLV,
    low_obstacle=1_500,
    small_bay=0,
    beneath_stairs=None,
    closed_share=_heated,
    outdoor_share=_stated(QUARTER),
    shell_factor=WHOLE,
    heights=_("§ 4 nos. 1 and 2 WoFlV"),
    closed=_("§ 4 no. 3 WoFlV"),
    outdoor=_("§ 4 no. 4 WoFlV"),
    accessory=_("§ 2 para. 3 WoFlV"),
    obstacles=_("§ 3 para. 3 no. 1 WoFlV"),
    stairs=_("§ 3 para. 3 no. 2 WoFlV"),
    niches=_("§ 3 para. 3 nos. 3 and 4 WoFlV"),
    bays=_("§ 3 paras. 1 and 2 WoFlV"),
)
II_BV: Final = Rules(
    standard=Standard.II_BV,
    low_obstacle=None,
    small_bay=500_000,
    beneath_stairs=BeneathStairs.FROM_2_M,
    closed_share=lambda _room: HALF,
    outdoor_share=_stated(HALF),
    shell_factor=Fraction(97, 100),
    heights=_("§ 44 para. 1 II. BV"),
    closed=_("§ 44 para. 1 no. 2 II. BV"),
    outdoor=_("§ 44 para. 2 II. BV"),
    accessory=_("§ 42 para. 4 II. BV"),
    obstacles=_("§ 43 para. 4 no. 1 II. BV"),
    stairs=_("§ 43 paras. 4 and 5 II. BV"),
    niches=_("§ 43 paras. 4 and 5 II. BV"),
    bays=_("§ 43 para. 5 no. 2 II. BV"),
)
DIN_283: Final = Rules(
    standard=Standard.DIN_283,
    low_obstacle=None,
    small_bay=500_000,
    beneath_stairs=BeneathStairs.FROM_2_M,
    closed_share=_heated,
    outdoor_share=_covered,
    shell_factor=Fraction(97, 100),
    **dict.fromkeys(
        ("heights", "closed", "outdoor", "accessory", "obstacles", "stairs", "niches", "bays"), _("DIN 283 part 2")
    ),
)
RULES: Final = {rules.standard: rules for rules in (WOFLV, II_BV, DIN_283)}


def living_area(survey: Survey, standard: Standard = Standard.WOFLV) -> LivingArea:
    """Return the living area of every dwelling of a survey that was checked; without units, of the whole survey."""
    rules = RULES[standard]
    adjustments = tuple(_adjustments(survey, rules))
    units = tuple(
        UnitArea(unit, tuple(room_area(room, rules, survey.interpretations) for room in rooms), adjustments)
        for unit, rooms in dwellings(survey)
    )
    return LivingArea(standard, units, tuple(_notes(survey, rules)))


def dwellings(survey: Survey) -> Iterator[tuple[Unit | None, list[Room]]]:
    """Yield every dwelling with its rooms; a survey without units is one."""
    if not survey.units:
        yield None, list(survey.rooms)
    rooms = defaultdict(list)
    for room in survey.rooms:
        rooms[room.unit].append(room)
    for unit in survey.units:
        if unit.kind is UnitKind.DWELLING:
            yield unit, rooms[unit.id]


def room_area(room: Room, rules: Rules, choices: Interpretations) -> RoomArea:
    """Return one room with the lines of its area."""
    reason = _not_counted(room, rules)
    if reason is not None:
        what, source = reason
        return RoomArea(room, (Line(what, dimensions([room.outline]), area(room.outline), NOTHING, source),))
    reader = _Lines(room, rules, choices)
    lines = [*reader.floor(), *reader.dormers(), *reader.obstacles(), *reader.stairs(), *reader.recesses()]
    return RoomArea(room, tuple(lines))


def _not_counted(room: Room, rules: Rules) -> tuple[Sentence, str] | None:
    """Return why a room does not count at all, or nothing."""
    if not room.meets_building_law:
        return Sentence(_("Building law does not allow its use: not counted")), rules.accessory
    if room.meaning.counting is Counting.ACCESSORY:
        return Sentence(_("Accessory room: not counted")), rules.accessory
    if room.meaning.counting is Counting.BUSINESS:
        return Sentence(_("Business room: not counted")), rules.accessory
    return None


def _reduction(room: Room, rules: Rules) -> Fraction:
    """Return the share of a room by its kind, before heights."""
    match room.meaning.counting:
        case Counting.CLOSED:
            return rules.closed_share(room)
        case Counting.OUTDOOR:
            return rules.outdoor_share(room)
    return WHOLE


class _Lines:
    """Goes through one room and writes its lines."""

    def __init__(self, room: Room, rules: Rules, choices: Interpretations) -> None:
        self.room, self.rules, self.choices = room, rules, choices
        self.ceiling = Ceiling.of(room)
        self.reduction = _reduction(room, rules)

    def floor(self) -> Iterator[Line]:
        """Yield the floor of the room, zone by zone."""
        kind = self.room.meaning.counting
        sources = {Counting.CLOSED: self.rules.closed, Counting.OUTDOOR: self.rules.outdoor}
        source = sources.get(kind, self.rules.heights)
        for zone in Ceiling(self.ceiling.planes).zones(self.room.outline):
            share, choice = self._share(zone.band)
            what = Sentence(_("Floor, %(band)s"), {"band": zone.band}) if kind is Counting.FULL else _reduced(self.room)
            yield Line(what, dimensions(zone.pieces), zone.area, share, source, choice)

    def dormers(self) -> Iterator[Line]:
        """Yield what a dormer adds to the floor that is low without it."""
        for dormer in self.room.dormers:
            for zone in Ceiling(self.ceiling.planes).zones(dormer.outline):
                low, choice = self._share(zone.band)
                gained = self._share(band_of(dormer.height))[0] - low
                if gained > 0:
                    what = Sentence(_("Dormer, beneath it %(band)s"), {"band": zone.band})
                    yield Line(what, dimensions(zone.pieces), zone.area, gained, self.rules.heights, choice)

    def obstacles(self) -> Iterator[Line]:
        """Yield what stands on the floor and is large and high enough to be taken away."""
        for one in self.room.deductions:
            if self._is_deducted(one):
                source = self.rules.bays if one.kind is Obstacle.VOID else self.rules.obstacles
                yield from self._taken(Sentence("%(kind)s", {"kind": one.kind}), one.outline, source)

    def stairs(self) -> Iterator[Line]:
        """Yield stairs of more than three risers, and the floor beneath them that counts."""
        for stair in self.room.stairs:
            if stair.risers > FEW_RISERS:
                what = Sentence(_("Stair of %(risers)s risers"), {"risers": stair.risers})
                yield from self._taken(what, stair.outline, self.rules.stairs)
                yield from self._beneath(stair)

    def recesses(self) -> Iterator[Line]:
        """Yield niches, bays and cupboards; those that do not count are named with nothing."""
        for one in self.room.recesses:
            source = self.rules.bays if one.kind in (RecessKind.BAY, RecessKind.CUPBOARD) else self.rules.niches
            share, choice = self._recess_share(one)
            what = Sentence("%(kind)s", {"kind": one.kind})
            yield Line(what, product(one.width, one.depth), Fraction(one.area), share * self.reduction, source, choice)

    def _share(self, band: Band) -> tuple[Fraction, Choice | None]:
        """Return the share of a band of height, with the choice it rests on where the area is reduced already."""
        by_height = SHARES[band]
        if self.reduction == WHOLE or by_height != HALF:
            return by_height * self.reduction, None
        choice = self.choices.low_and_reduced
        return (min(by_height, self.reduction) if choice is LowAndReduced.ONCE else by_height * self.reduction), choice

    def _is_deducted(self, one: Deduction) -> bool:
        if one.kind is Obstacle.VOID:
            return True
        if area(one.outline) <= SMALL_OBSTACLE:
            return False
        if self.rules.low_obstacle is None:
            return one.height is None or (self.room.height is not None and one.height >= self.room.height)
        above = self.rules.low_obstacle + 1
        return (one.height is None or one.height >= above) and self.ceiling.reaches(one.outline, above)

    def _taken(self, what: Sentence, outline: Ring, source: str) -> Iterator[Line]:
        for zone in self.ceiling.zones(outline):
            share, choice = self._share(zone.band)
            yield Line(what, dimensions(zone.pieces), -zone.area, share, source, choice)

    def _beneath(self, stair: Stair) -> Iterator[Line]:
        choice = self.rules.beneath_stairs or self.choices.beneath_stairs
        for one in stair.beneath:
            band = band_of(one.height)
            counts = choice is BeneathStairs.HEIGHTS or (choice is BeneathStairs.FROM_2_M and band is Band.HIGH)
            share, _choice = self._share(band) if counts else (NOTHING, None)
            what = Sentence(_("Floor beneath the stair, from %(height)s high"), {"height": Length(one.height)})
            printed = choice if self.rules.beneath_stairs is None else None
            yield Line(what, dimensions([one.outline]), area(one.outline), share, self.rules.stairs, printed)

    def _recess_share(self, one: Recess) -> tuple[Fraction, Choice | None]:
        if one.kind is RecessKind.DOOR or not one.to_floor:
            return NOTHING, None
        if one.kind in (RecessKind.WINDOW, RecessKind.WALL) and one.depth <= SHALLOW_NICHE:
            return NOTHING, None
        if one.kind in (RecessKind.BAY, RecessKind.CUPBOARD) and one.area < self.rules.small_bay:
            return NOTHING, None
        by_height = SHARES[band_of(one.height)]
        if one.kind is RecessKind.BAY or by_height == WHOLE:
            return by_height, None
        choice = self.choices.niche_heights
        return (by_height if choice is NicheHeights.HEIGHTS else WHOLE), choice


def _reduced(room: Room) -> Sentence:
    """Return what a reduced area is, with the reason for a share of its own."""
    if room.share_reason:
        return Sentence(_("%(use)s, because: %(reason)s"), {"use": room.use, "reason": Name(room.share_reason)})
    if room.meaning.counting is Counting.CLOSED:
        heated = _("can be heated") if room.heatable else _("cannot be heated")
        return Sentence("%(use)s, %(heated)s", {"use": room.use, "heated": heated})
    return Sentence("%(use)s", {"use": room.use})


def _adjustments(survey: Survey, rules: Rules) -> Iterator[Adjustment]:
    if survey.dimensions is Dimensions.SHELL and rules.shell_factor != WHOLE:
        source = _("§ 43 para. 3 II. BV") if rules is II_BV else _("DIN 283 part 2")
        yield Adjustment(Sentence(_("Shell dimensions: 3 %% less")), rules.shell_factor, source)
    if rules is II_BV and survey.house_deduction:
        less = Fraction(survey.house_deduction) / 100
        what = Sentence(_("House of one dwelling: %(percent)s less"), {"percent": Share(less)})
        yield Adjustment(what, 1 - less, _("§ 44 para. 3 no. 1 II. BV"))


def _notes(survey: Survey, rules: Rules) -> Iterator[Sentence]:
    if survey.dimensions is Dimensions.SHELL and rules is WOFLV:
        yield Sentence(_("Measured in the shell. The WoFlV asks for the finished room (§ 3 para. 4): measure again."))
