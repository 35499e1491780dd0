"""What measures come to on the page: areas with paragraphs, faults at their place, doubts, and the table of rooms."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import translation

from aufmass.model import Basis, Slope, Survey
from aufmass.reading import from_data
from quartier.modules.survey.queries import surveys as queries
from quartier.modules.survey.rules import parts, placing, plausible, table
from quartier.modules.survey.rules.table import Row
from tests.matrix.objects_of_survey import MEASURED, ROOM, STOREY

ON = date(2026, 11, 23)
SQUARE = ((0, 0), (4_250, 0), (4_250, 3_800), (0, 3_800))


def of(*rooms: dict[str, Any], **more: Any) -> Survey:
    """Measures of rooms beside one another."""
    beside = [
        {**ROOM, "id": str(n), "outline": [[5_000 * n + x, y] for x, y in SQUARE], **room}
        for n, room in enumerate(rooms, 1)
    ]
    return from_data({**MEASURED, "storeys": [{**STOREY, "rooms": beside}], **more})


def test_faulty_rooms_are_named_at_their_place_and_the_others_are_reckoned() -> None:
    crossed = {"outline": [[20_000, 0], [24_000, 3_000], [24_000, 0], [20_000, 3_000]]}
    slope = {"slopes": [{"edge": 1, "knee": 1_000, "pitch": "95"}]}
    with translation.override("de"):
        result = queries.reckoned(of({}, crossed, slope, {"height": 0}), ON)
    assert result.area == Decimal("16.15")
    assert not result.is_possible
    places = [[fault.place for fault in room.faults] for room in result.rooms]
    assert places[0] == []
    assert places[1:] == [
        ["storeys[1].rooms[2].outline"], ["storeys[1].rooms[3].slopes[1].pitch"], ["storeys[1].rooms[4].height"]
    ]  # fmt: skip
    data = queries.as_data(result)
    assert data["rooms"][2]["faults"][0]["edge"] == 1
    assert data["rooms"][1]["area"] is None
    assert data["sum"] == "16.15"


def test_every_line_has_its_paragraph_and_rooms_of_no_unit_say_so() -> None:
    with translation.override("de"):
        balcony = {"use": "balcony", "height": None}
        result = queries.reckoned(of({"unit": "1"}, {**balcony, "unit": "1"}, {},
                                     units=[{"id": "1", "name": "Wohnung 1", "agreed": "20"}]), ON)  # fmt: skip
    first, second, third = result.rooms
    assert [line.source for line in first.lines] == ["§ 4 Nr. 1 und 2 WoFlV"]
    assert (second.share, second.lines[0].source) == ("1/4", "§ 4 Nr. 4 WoFlV")
    assert third.area is None
    assert third.hints == ["Er gehört zu keiner Einheit und zählt nicht mit."]
    data = queries.as_data(result)
    assert data["comparison"]["other"] == "20,00"
    assert data["comparison"]["defect"] is False


def test_slips_are_asked_about_and_forbid_nothing() -> None:
    low, narrow = {"height": 2_100}, {"outline": [[30_000, 0], [30_400, 0], [30_400, 4_000], [30_000, 4_000]]}
    window = {"openings": [{"kind": "window", "edge": 1, "offset": 500, "width": 600, "height": 600}]}
    found = [str(one.sentence) for one in plausible.doubts(of(low, narrow, window, {"use": "hall"}))]
    assert any("low for a dwelling" in text for text in found)
    assert any("eight times" in text for text in found)
    assert any("tenth of its floor" in text for text in found)
    assert any("there is no kitchen" in text for text in found)
    assert any("neither bath nor WC" in text for text in found)
    assert any("stands here" in text for text in found)
    halls = of({"use": "hall"}, {"use": "hall"}, {})
    assert any("more than half of it is hall" in str(one.sentence) for one in plausible.doubts(halls))


def test_the_table_makes_rooms_in_rows_and_what_was_drawn_keeps_its_place() -> None:
    empty = table.blank("Probe", Basis.MEASUREMENTS, "EG")
    typed = [Row("", "EG", f"Zimmer {n}", "living", "5x4", "2,50") for n in range(3)]
    survey, faults = table.with_rows(empty, typed)
    assert not faults
    assert [room.outline[0] for room in survey.rooms] == [(0, -4_000), (5_115, -4_000), (0, -8_115)]
    same, _none = table.with_rows(survey, table.rows_of(survey))
    assert same == survey
    rows = table.rows_of(survey)
    wider, _none = table.with_rows(survey, [Row(*("1", "EG", "Zimmer 0", "living", "6,00 × 4,00", "2,50")), *rows[1:]])
    assert wider.storeys[0].rooms == placing.in_rows(wider.storeys[0].rooms)
    drawn = of({}, {"outline": [[20_000, 9_000], [24_000, 9_000], [24_000, 12_000], [20_000, 12_000]]})
    after, _none = table.with_rows(drawn, [*table.rows_of(drawn), Row("", "EG", "Bad", "bath", "2x3")])
    assert list(after.rooms)[:2] == list(drawn.rooms)
    assert list(after.rooms)[2].height == 2_500


def test_lines_that_cannot_be_read_are_named_and_the_rest_is_taken() -> None:
    survey = of({})
    rows = [
        Row("1", "EG", "Wohnen", "living", "425x380", "2,50"), Row("", "EG", "", "living", "3x4", "2,50"),
        Row("", "EG", "Balkon", "balcony", "4x1,5", "", "3/4"), Row("", "EG"),
    ]  # fmt: skip
    after, faults = table.with_rows(survey, rows)
    assert set(faults) == {(0, "size"), (1, "name"), (2, "share")}
    assert next(iter(after.rooms)).outline == next(iter(survey.rooms)).outline
    gone, _none = table.with_rows(survey, table.rows_of(survey), gone="1")
    assert not list(gone.rooms)


def test_parts_of_a_room_are_typed_and_read_back() -> None:
    room = next(iter(of({}).rooms))
    kinds = {kind.name: kind for kind in parts.KINDS}
    typed: dict[str, list[dict[str, str]]] = {
        "slopes": [{"edge": "1", "knee": "0,80", "pitch": "38,5"}],
        "dormers": [{"size": "1,20x1,00", "across": "1,00", "up": "0,00", "height": "2,30"}],
        "deductions": [{"kind": "chimney", "size": "0,50x0,40", "across": "3,00", "up": "3,00", "height": ""}],
        "recesses": [{"kind": "window", "edge": "2", "offset": "0,50", "width": "1,20", "depth": "0,25",
                      "height": "2,20", "to_floor": "on"}],
        "stairs": [{"size": "1,00x2,60", "across": "0,00", "up": "1,00", "risers": "15", "headroom": "1,40"}],
        "openings": [{"kind": "door", "edge": "3", "offset": "0,30", "width": "0,885", "height": "2,01", "sill": "0,00",
                      "hinge": "end", "inward": "on"}],
    }  # fmt: skip
    found = {}
    for name, rows in typed.items():
        found[name], faults = parts.read_parts(kinds[name], room, [*rows, {}])
        assert not faults, name
    full = parts.with_parts(room, found)
    assert full.slopes == (Slope(1, 800, Decimal("38.5")),)
    for name in typed:
        said = [parts.words_of(kinds[name], one, full) for one in getattr(full, name)]
        again, _none = parts.read_parts(kinds[name], full, said)
        assert again == getattr(full, name)
    _wrong, faults = parts.read_parts(kinds["slopes"], room, [{"edge": "0", "knee": "x", "pitch": "120"}])
    assert set(faults) == {(0, "edge"), (0, "knee"), (0, "pitch")}
