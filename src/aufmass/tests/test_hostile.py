"""Files that are broken, huge, or meant to do harm: a sentence, an exit code, nothing written, in bounded time."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from ezdxf.filemanagement import new
from hypothesis import given, settings
from hypothesis import strategies as st

from aufmass.checking import check
from aufmass.command import main
from aufmass.example import example
from aufmass.exporting.ifc import ifc
from aufmass.faults import Unreadable
from aufmass.importing import ifc as ifc_import
from aufmass.importing import limits
from aufmass.importing.dxf import rooms_from_dxf
from aufmass.importing.ifc import rooms_from_ifc
from aufmass.reading import read
from aufmass.sentences import ENGLISH, Unusable
from aufmass.tests.make import rectangle, room, survey
from aufmass.writing import write

HOUSE = example(ENGLISH)
TEXT = write(HOUSE)
HEAD = "ISO-10303-21;\nHEADER;\nFILE_DESCRIPTION((''),'2;1');\nFILE_NAME('','',(''),(''),'','','');\n"
HEAD += "FILE_SCHEMA(('IFC4'));\nENDSEC;\nDATA;\n"
END = "ENDSEC;\nEND-ISO-10303-21;\n"
# A body made of itself, on a placement relative to itself.
LOOP = """#1=IFCLOCALPLACEMENT(#1,#1);
#2=IFCSPACE('0000000000000000000001',$,'1',$,$,#1,#3,$,$,$,$);
#3=IFCPRODUCTDEFINITIONSHAPE($,$,(#4));
#4=IFCSHAPEREPRESENTATION(#5,'Body','CSG',(#6));
#6=IFCBOOLEANRESULT(.UNION.,#6,#6);
#7=IFCBUILDINGSTOREY('0000000000000000000002',$,'s',$,$,#1,$,$,.ELEMENT.,0.);
#8=IFCRELAGGREGATES('0000000000000000000003',$,$,$,#7,(#2));
"""
Corners = Sequence[tuple[float, float]]
SQUARE = [(0.0, 0.0), (4.0, 0.0), (4.0, 3.0), (0.0, 3.0)]


def drawing(path: Path, *outlines: Corners, closed: bool = True) -> Path:
    """A DXF in metres with these polylines."""
    document = new("R2010")
    document.header["$INSUNITS"] = 6
    for outline in outlines:
        document.modelspace().add_lwpolyline(outline, close=closed)
    document.saveas(path)
    return path


def model(path: Path, data: str) -> Path:
    """An IFC4 with these lines."""
    path.write_text(HEAD + data + END)
    return path


def refusal(text: str | bytes) -> str:
    """What is said about a survey that cannot be read."""
    with pytest.raises(Unreadable) as refused:
        read(text)
    return str(refused.value)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (b" " * 50_000_000, "larger than 32 MB"),
        ("[" * 1_000_000, "nested too deeply"),
        ('{"aufmass":1,"terrain":' + "9" * 100_000 + "}", "thousands of digits"),
        ('{"aufmass":1,"name":"a","basis":"survey","storeys":[],"north":1e999999999}', "is no number such as 38.5"),
    ],
)
def test_a_file_that_is_no_survey_is_refused_at_once(text: str | bytes, sentence: str) -> None:
    begun = time.monotonic()
    assert sentence in refusal(text)
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        ([[0, 0]] * 150_000, "150,004 corners up to here; at most 100,000 can be used"),
        (["x"] * 5_000, "There is more; mend this first."),
    ],
)
def test_a_list_that_is_far_too_long_is_not_read_to_its_end(part: list[Any], sentence: str) -> None:
    data = json.loads(TEXT)
    data["storeys"][0]["rooms"][0]["outline"] = part
    found = refusal(json.dumps(data))
    assert sentence in found
    assert found.count("\n") < 150


def test_of_a_survey_full_of_faults_some_hundred_are_named() -> None:
    (one,) = survey(room(rectangle(4_000, 3_000))).storeys
    many = [room(rectangle(4_000, 3_000), id=str(number)) for number in range(3_000)]
    assert len(check(HOUSE.__class__(1, "x", HOUSE.basis, (type(one)("1", "1", 0, 2_800, (), tuple(many)),)))) == 200


@pytest.mark.parametrize(
    ("outlines", "sentence"),
    [
        ([[(float("nan"), 0), *SQUARE[1:]]], "corners that are no places"),
        ([[(1e300, 0), *SQUARE[1:]]], "corners that are no places"),
        ([[(1e9, 0), *SQUARE[1:]]], "kilometres away"),
        (
            [[SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3]]],
            "at (0.00 m; 0.00 m) cannot be used: Edge 1–2 crosses edge 3–4",
        ),
        ([[(0, 0), (4_000, 0), (4_000, 3_000), (0, 3_000)]], "State the unit"),
    ],
)
def test_an_outline_that_cannot_be_one_is_named_by_its_place(
    tmp_path: Path, outlines: list[Corners], sentence: str
) -> None:
    with pytest.raises(Unusable) as refused:
        rooms_from_dxf(drawing(tmp_path / "a.dxf", *outlines), height=2_500)
    assert sentence in str(refused.value).replace("\N{NO-BREAK SPACE}", " ")


def test_good_outlines_come_in_and_the_others_are_named(tmp_path: Path) -> None:
    crossed = [(10.0, 0.0), (14.0, 3.0), (14.0, 0.0), (10.0, 3.0)]
    found = rooms_from_dxf(drawing(tmp_path / "a.dxf", SQUARE, crossed, SQUARE), height=2_500)
    assert len(list(found.survey.rooms)) == 1
    assert "cannot be used: Edge 1–2 crosses edge 3–4" in str(found.notes[0])


def test_an_open_polyline_that_returns_to_its_start_is_an_outline(tmp_path: Path) -> None:
    found = rooms_from_dxf(drawing(tmp_path / "a.dxf", [*SQUARE, SQUARE[0]], closed=False), height=2_500)
    assert [set(one.outline) for one in found.survey.rooms] == [set(rectangle(4_000, 3_000))]


@pytest.mark.parametrize(
    "data",
    [
        LOOP,
        LOOP.replace("#6=IFCBOOLEANRESULT(.UNION.,#6,#6);\n", ""),
        "#1=IFCPROPERTYSINGLEVALUE('a',$," + "(" * 50_000 + ")" * 50_000 + ",$);\n",
        "#1=IFCBUILDINGSTOREY(1,2,3,4,5,6,7,8,9,10);\n#8=IFCRELAGGREGATES('x',$,$,$,#1,(#99,#98));\n",
    ],
)
def test_a_model_meant_to_do_harm_is_refused_in_a_sentence(tmp_path: Path, data: str) -> None:
    with pytest.raises(Unusable, match=r"can be (described as a room|read)"):
        rooms_from_ifc(model(tmp_path / "a.ifc", data))


def test_a_model_that_ends_in_the_middle_is_not_taken_for_whole(tmp_path: Path) -> None:
    path = tmp_path / "haus.ifc"
    content = ifc(HOUSE, on=date(2026, 11, 23))
    path.write_bytes(content[: len(content) // 2])
    with pytest.raises(Unusable, match="ends in the middle"):
        rooms_from_ifc(path)


def test_a_file_that_is_too_large_or_takes_too_long_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "haus.ifc"
    path.write_bytes(ifc(HOUSE, on=date(2026, 11, 23)))
    monkeypatch.setattr(limits, "SECONDS", -1)
    monkeypatch.setattr(
        ifc_import, "Limits", lambda path, most_bytes: limits.Limits(path, most_bytes=most_bytes, seconds=-1)
    )
    with pytest.raises(Unusable, match="takes longer than"):
        rooms_from_ifc(path)
    with pytest.raises(Unusable, match="larger than 0 MB"):
        limits.Limits(path, most_bytes=1_000)


@settings(max_examples=20, deadline=None)
@given(place=st.integers(0, 60_000), sign=st.binary(max_size=12))
def test_a_model_with_a_slip_anywhere_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, place: int, sign: bytes
) -> None:
    content = ifc(HOUSE, on=date(2026, 11, 23))
    path = tmp_path_factory.mktemp("ifc") / "a.ifc"
    path.write_bytes(content[:place] + sign + content[place + len(sign) + 1 :])
    try:
        found = rooms_from_ifc(path)
    except Unusable:
        return
    assert write(found.survey)


@pytest.mark.parametrize("name", ["a.dxf", "a.ifc", "a.json"])
def test_nothing_is_written_for_a_file_that_cannot_be_read(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = tmp_path / name, tmp_path / "b.json"
    source.write_bytes(b"\x00\xff" * 2_000)
    assert main(["convert", str(source), str(target), "--height", "2500"]) in (1, 2)
    assert "Traceback" not in capsys.readouterr().err
    assert not target.exists()
