"""What the page of a calculation shows: groups of rows by storey, pictures, the result."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from aufmass.drawing.live import picture
from aufmass.model import Storey
from aufmass.model import Survey as Measured
from aufmass.reading import from_data
from aufmass.sentences import NBSP
from aufmass.uses import MEANINGS, Counting, Use
from quartier.kit import formats
from quartier.kit.clock import day_of
from quartier.kit.components.markup import part
from quartier.kit.http import Request
from quartier.modules.survey.models import Survey, SurveyState
from quartier.modules.survey.queries import surveys as queries
from quartier.modules.survey.rules.table import Faults, Row, row_of

COLOURS: Final = {
    "#FBE9C6": "living", "#DCE8F5": "sleeping", "#CFEBE6": "wet", "#EEEEEE": "hall", "#E3F0D5": "outdoor",
    "#F1E1EC": "ancillary",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table as it is drawn."""

    place: int
    row: Row
    result: queries.RoomResult | None
    fault: Mapping[str, str]
    more: str

    def __getattr__(self, name: str) -> str:
        """Return what was typed."""
        return str(getattr(self.row, name))

    @property
    def colour(self) -> str:
        """Return the class of the colour that the use has in a plan."""
        return COLOURS[MEANINGS[self._use].colour]

    @property
    def is_outdoor(self) -> bool:
        """Tell whether a share may be stated."""
        return MEANINGS[self._use].counting is Counting.OUTDOOR

    @property
    def faults(self) -> Sequence[str]:
        """Return what is wrong with what was typed, and what cannot be with the room."""
        return (
            [*self.fault.values(), *(one.text for one in self.result.faults)] if self.result else [*self.fault.values()]
        )

    @property
    def remarks(self) -> Sequence[str]:
        """Return how the area came about where that is not plain, and what looks like a slip."""
        if self.result is None:
            return []
        told = [f"{line.what}: {line.area}{NBSP}m², {line.source}" for line in self.result.lines]
        return [*(told if len(told) > 1 or self.counted_share != "1" else []), *self.result.hints]

    @property
    def area(self) -> str:
        """Return the area that counts."""
        has_none = self.result is None or self.result.area is None
        return formats.NOTHING if has_none else formats.number(self.result.area, 2)  # type: ignore[union-attr, arg-type]

    @property
    def counted_share(self) -> str:
        """Return the share where all of the room has the same one."""
        return self.result.share if self.result else ""

    @property
    def _use(self) -> Use:
        return Use(self.row.use) if self.row.use in {one.value for one in Use} else Use.LIVING


@dataclass(frozen=True, slots=True)
class Group:
    """A storey with its rows and its picture."""

    storey: Storey
    rows: Sequence[Line]
    picture: SafeString


def page_of(
    request: Request, row: Survey, urls: Mapping[str, str], *, typed: Sequence[Row] | None = None,
    faults: Faults | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Return what the board is drawn with; `typed` rows and their `faults` stay as somebody sent them."""
    measured = from_data(row.content)
    result = queries.reckoned(measured, day_of(request.now))
    is_final = row.state != SurveyState.OPEN
    rows = list(typed) if typed is not None else with_blanks(measured, is_final=is_final)
    lines = [_line(place, one, result, faults or {}, urls, measured) for place, one in enumerate(rows)]
    return {
        "row": row, "number": row.number, "client": uuid.uuid4(), "is_final": is_final, "result": result,
        "area": formats.number(result.area, 2), "uses": queries.uses(), "legend": legend(),
        "groups": [_group(measured, storey, lines) for storey in measured.storeys],
        "rows_wrong": [line for line in lines if line.fault],
    }  # fmt: skip


def with_blanks(measured: Measured, *, is_final: bool = False) -> list[Row]:
    """Return all rows with an empty one for every storey, into which the next room is typed."""
    found = []
    for storey in measured.storeys:
        found += [row_of(room, storey) for room in storey.rooms]
        found += [] if is_final else [Row("", storey.id)]
    return found


def legend() -> list[tuple[str, str]]:
    """Return the colours of the plan with their words."""
    return [
        ("living", _("Living")), ("sleeping", _("Sleeping")), ("wet", _("Bath")), ("outdoor", _("Outdoors")),
    ]  # fmt: skip


def _group(measured: Measured, storey: Storey, lines: Sequence[Line]) -> Group:
    svg = part(picture)(measured, storey, queries.voice())
    return Group(storey, [one for one in lines if one.row.storey == storey.id], svg)


def _line(
    place: int, row: Row, result: queries.Result, faults: Faults, urls: Mapping[str, str], measured: Measured
) -> Line:
    said = {field: sentence.text(formats.voice()) for (at, field), sentence in faults.items() if at == place}
    order = [room.id for room in measured.rooms]
    more = f"{urls['room']}{order.index(row.key) + 1}/" if row.key in order and "room" in urls else ""
    return Line(place, row, result.of(row.key), said, more)
