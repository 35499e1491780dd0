"""Building models: valid for others, closed bodies of the very volume, and read back as the very survey."""

from __future__ import annotations

import json
import os
from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import ifcopenshell
import ifcopenshell.guid
import ifcopenshell.validate
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aufmass.areas.living import living_area
from aufmass.ceiling import Ceiling
from aufmass.checking import check
from aufmass.example import example
from aufmass.exporting.ifc import ifc
from aufmass.exporting.solids import Solid, solid
from aufmass.exporting.walls import walls
from aufmass.geometry.ring import area
from aufmass.importing.ifc import rooms_from_ifc
from aufmass.model import Dormer, Room, Slope, Survey
from aufmass.sentences import german
from aufmass.tests.make import rectangle, room, survey
from aufmass.tests.test_properties import roof_rooms

DATA = Path(os.environ.get("AUFMASS_DATA", "/nowhere"))
HOUSE = example(german())
ON = date(2026, 11, 23)


def written(subject: Survey, folder: Path) -> Path:
    """The model of a survey as a file."""
    path = folder / "haus.ifc"
    path.write_bytes(ifc(subject, on=ON, author="Halm"))
    return path


def model_of(subject: Survey) -> Any:
    """The model of a survey as another program reads it."""
    return ifcopenshell.file.from_string(ifc(subject, on=ON).decode())


def volume_of(body: Solid) -> Fraction:
    """The volume within faces, by cutting each into triangles with the origin."""
    total = Fraction(0)
    for first, *others in body.faces:
        for (bx, by, bz), (cx, cy, cz) in pairwise(others):
            ax, ay, az = first
            total += ax * (by * cz - bz * cy) + ay * (bz * cx - bx * cz) + az * (bx * cy - by * cx)
    return total / 6


def assert_closed(body: Solid) -> None:
    """Every edge is passed once in each direction."""
    passed = Counter((a, b) for face in body.faces for a, b in zip(face, (*face[1:], face[0]), strict=True))
    assert all(passed[b, a] == count for (a, b), count in passed.items())


@given(subject=roof_rooms(), dormer=st.booleans())
def test_the_body_of_a_room_is_closed_and_has_its_exact_volume(subject: Room, *, dormer: bool) -> None:
    width, depth = subject.outline[2]
    if dormer:
        shape = rectangle(int(width) // 2, int(depth) // 2, (int(width) // 4, 0))
        subject = replace(subject, dormers=(Dormer(shape, 2_000),))
    body = solid(subject.outline, Ceiling.of(subject))
    assert_closed(body)
    assert volume_of(body) == Ceiling.of(subject).volume(subject.outline)


def test_a_model_is_valid_for_others_rules_and_all(tmp_path: Path) -> None:
    logger: Any = ifcopenshell.validate.json_logger()  # type: ignore[no-untyped-call]
    ifcopenshell.validate.validate(str(written(HOUSE, tmp_path)), logger, express_rules=True)
    assert logger.statements == []


def test_a_model_says_what_was_measured() -> None:
    model = model_of(HOUSE)
    kinds = ("IfcBuildingStorey", "IfcSpace", "IfcDoor", "IfcWindow", "IfcSlab", "IfcRoof", "IfcZone")
    assert [len(model.by_type(kind)) for kind in kinds] == [2, 11, 9, 11, 2, 1, 1]
    assert sorted(wall.PredefinedType for wall in model.by_type("IfcWall")) == ["PARTITIONING"] * 2 + ["STANDARD"] * 2
    (bath,) = (space for space in model.by_type("IfcSpace") if space.LongName == "Bad")
    found = {
        one.Name: one[3] if one.is_a("IfcPhysicalSimpleQuantity") else one.NominalValue.wrappedValue
        for relation in bath.IsDefinedBy
        for one in getattr(relation.RelatingPropertyDefinition, "Quantities", ())
        or relation.RelatingPropertyDefinition.HasProperties
    }
    assert (found["NetFloorArea"], found["LivingAreaWoFlV"], found["Height"]) == (8.94, 8.94, 2500.0)
    assert found["GrossVolume"] == pytest.approx(22.344)
    assert (found["Unit"], found["CategoryDIN277"]) == ("WE1", "NUF 7")


def test_the_same_survey_and_day_give_the_same_bytes() -> None:
    assert ifc(HOUSE, on=ON) == ifc(HOUSE, on=ON) != ifc(HOUSE, on=date(2026, 11, 24))


def test_walls_are_the_house_without_its_rooms() -> None:
    for storey in HOUSE.storeys:
        pieces, _gaps = walls(storey)
        found = sum(area(wall.ring) - sum(map(area, wall.holes)) for wall in pieces)
        rooms = sum(area(one.outline) for one in storey.rooms if not one.is_outdoor)
        niches = sum(one.area for room in storey.rooms for one in room.recesses)
        assert found == area(storey.footprint[0]) - rooms - niches


def test_a_model_of_ours_is_read_back_whole(tmp_path: Path) -> None:
    found = rooms_from_ifc(written(HOUSE, tmp_path))
    assert (found.survey, found.notes) == (HOUSE, ())


def test_a_model_that_somebody_changed_is_read_by_its_bodies(tmp_path: Path) -> None:
    path = written(HOUSE, tmp_path)
    model = ifcopenshell.open(str(path))
    for text in model.by_type("IfcPropertySingleValue"):
        if text.Name == "Room" and "Bad" in text.NominalValue.wrappedValue:
            stated = json.loads(text.NominalValue.wrappedValue)
            stated["outline"][2][0] += 500
            stated["outline"][1][0] += 500
            text.NominalValue.wrappedValue = json.dumps(stated)
    model.write(str(path))
    found = rooms_from_ifc(path)
    assert str(found.notes[0]) == "The rooms were changed since aufmass wrote them: only their bodies are read."
    assert found.survey.units == ()
    (bath,) = (one for one in found.survey.rooms if one.name == "Bad")
    assert area(bath.outline) == 8_937_600


@settings(max_examples=12, deadline=None)
@given(roof_rooms())
def test_any_room_comes_back_by_its_body_alone(tmp_path_factory: pytest.TempPathFactory, subject: Room) -> None:
    bare = replace(subject, deductions=(), id="1")
    one = survey_of(bare)
    if any(not fault.is_hint for fault in check(one)):
        return
    path = tmp_path_factory.mktemp("ifc") / "raum.ifc"
    path.write_text(ifc(one, on=ON).decode().replace("Aufmass_Stated", "Somebody_Else"))
    try:
        (found,) = rooms_from_ifc(path).survey.rooms
    except ValueError:
        assert len(bare.slopes) > 1  # a plane that reaches its edge nowhere is no slope of the body
        return
    assert area(found.outline) == area(bare.outline)
    assert living_area(survey_of(found)).units[0].area == pytest.approx(
        living_area(one).units[0].area, abs=Decimal("0.02")
    )


def survey_of(subject: Room) -> Survey:
    """A survey of one room, whatever it is."""
    return replace(
        survey(room(rectangle(4_000, 3_000))), storeys=(replace(HOUSE.storeys[0], footprint=(), rooms=(subject,)),)
    )


@pytest.mark.skipif(not (DATA / "AC20-FZK-Haus.ifc").exists(), reason="the sample building is not here")
def test_a_sample_building_goes_out_and_comes_back(tmp_path: Path) -> None:
    found = rooms_from_ifc(DATA / "AC20-FZK-Haus.ifc").survey
    again = rooms_from_ifc(written(found, tmp_path))
    assert (again.survey, again.notes) == (found, ())
    assert living_area(again.survey) == living_area(found)


def test_a_slope_that_begins_at_the_floor_leaves_no_empty_face() -> None:
    subject = room(rectangle(4_000, 3_000), 2_500, slopes=(Slope(1, 0, Decimal(45)), Slope(3, 0, Decimal(45))))
    body = solid(subject.outline, Ceiling.of(subject))
    assert_closed(body)
    assert volume_of(body) == 9_000_000_000
