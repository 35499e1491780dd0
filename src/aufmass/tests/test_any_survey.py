"""Whatever somebody writes into a file: it is refused in sentences, or calculated, told and drawn."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from aufmass.areas.din277 import balance
from aufmass.areas.gif import rental_area
from aufmass.areas.living import RULES, living_area
from aufmass.checking import check
from aufmass.drawing.sheet import sheet
from aufmass.drawing.svg import svg
from aufmass.example import example
from aufmass.faults import Unreadable
from aufmass.model import Survey
from aufmass.reading import read
from aufmass.sentences import ENGLISH, german
from aufmass.telling import balance_lines, living_data, living_lines, rental_lines
from aufmass.writing import write

TEXT = write(example(ENGLISH))


def leaves(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every number, text and truth of a survey."""
    if isinstance(data, dict | list):
        for name, part in data.items() if isinstance(data, dict) else enumerate(data):
            yield from leaves(part, (*path, name))
    else:
        yield path


PATHS = sorted(leaves(json.loads(TEXT)), key=str)
NUMBERS = st.integers(-12_000, 12_000) | st.sampled_from([0, 1, -1, 10**6])
SLIPS = st.lists(st.tuples(st.sampled_from(PATHS), NUMBERS, st.booleans()), min_size=1, max_size=3)


def slipped(slips: list[tuple[tuple[Any, ...], int, bool]]) -> str:
    """The example with slips of the pen: numbers replaced or moved."""
    data = json.loads(TEXT)
    for path, number, moves in slips:
        place = data
        for step in path[:-1]:
            place = place[step]
        old = place[path[-1]]
        if isinstance(old, int) and not isinstance(old, bool):
            place[path[-1]] = old + number if moves else number
    return json.dumps(data)


@settings(max_examples=40, deadline=None)
@given(SLIPS)
def test_a_slip_of_the_pen_is_named_or_does_no_harm(slips: list[tuple[tuple[Any, ...], int, bool]]) -> None:
    try:
        survey = read(slipped(slips))
    except Unreadable:
        return
    faults = check(survey)
    assert all(fault.text(german()) for fault in faults)
    if all(fault.is_hint for fault in faults):
        _use(survey)


def _use(survey: Survey) -> None:
    """Calculate, tell and draw a survey."""
    for standard in RULES:
        result = living_area(survey, standard)
        assert all(room.exact >= 0 for unit in result.units for room in unit.rooms)
        assert list(living_lines(result, german()))
        assert json.dumps(living_data(result, ENGLISH))
    assert list(balance_lines(balance(survey), german()))
    assert list(rental_lines(rental_area(survey), balance(survey).source, ENGLISH))
    for storey in survey.storeys:
        assert svg(sheet(survey, storey, german(), 200)).endswith("</svg>\n")
