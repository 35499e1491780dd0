"""`aufmass` as people and programs call it: exit codes, texts, JSON."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from aufmass.command import main


@pytest.fixture
def survey(tmp_path: Path) -> Path:
    """The example as a file."""
    path = tmp_path / "haus.json"
    assert main(["new", str(path), "--language", "de"]) == 0
    return path


def broken(survey: Path) -> Path:
    """The example with an outline that crosses itself."""
    data = json.loads(survey.read_text())
    outline = data["storeys"][0]["rooms"][0]["outline"]
    outline[2], outline[3] = outline[3], outline[2]
    survey.write_text(json.dumps(data))
    return survey


def test_the_example_is_sound(survey: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(survey), "--language", "de"]) == 0
    assert capsys.readouterr().out == "Alles in Ordnung.\n"


def test_an_example_never_replaces_a_file(survey: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = survey.read_bytes()
    assert main(["new", str(survey)]) == 2
    assert capsys.readouterr().err == f"aufmass: {survey} exists already; it is left as it is.\n"
    assert survey.read_bytes() == before


def test_faults_are_named_and_lead_to_exit_code_1(survey: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(broken(survey))]) == 1
    assert "Room 0.1 Wohnen: Edge 2–3 crosses edge 4–1" in capsys.readouterr().out
    assert main(["areas", str(survey)]) == 1
    found = capsys.readouterr()
    assert found.out == ""
    assert "Edge 2–3 crosses edge 4–1" in found.err


def test_faults_for_programs_name_the_place(survey: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(broken(survey)), "--json"]) == 1
    (fault,) = json.loads(capsys.readouterr().out)["faults"]
    assert (fault["place"], fault["hint"]) == ("storeys[1].rooms[1].outline", False)


def test_a_file_that_is_not_there_leads_to_exit_code_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["areas", str(tmp_path / "nichts.json")]) == 2
    assert "cannot be read" in capsys.readouterr().err


def test_areas_are_told_line_by_line(survey: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["areas", str(survey), "--language", "de", "--agreed", "180"]) == 0
    text = capsys.readouterr().out.replace("\N{NO-BREAK SPACE}", " ")
    assert "Grundfläche, lichte Höhe mindestens 2 m: 5,50 × 4,00 = 22,00 × 1 = 22,00 m² [§ 4 Nr. 1 und 2 WoFlV]" in text
    assert "Auslegung: Fläche unter einer Treppe zählt nach der lichten Höhe" in text
    assert "Wohnfläche: 159,82 m²" in text
    assert "Vereinbarte Fläche 180 m²: Abweichung −20,18 m² (−11,21 %)" in text
    assert "bei einer Mietwohnung ein Mangel" in text


def test_all_rules_come_as_data(survey: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["areas", str(survey), "--standard", "all", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert set(found) == {"name", "basis", "disclaimer", "woflv", "ii-bv", "din-283", "din-277", "cubature", "gif"}
    assert found["woflv"]["units"][0]["area"] == "159.82"
    assert found["din-277"]["bgf_r"] == "220.00"
    assert found["cubature"]["volume"] == "621.56"


@pytest.mark.parametrize(
    ("basis", "name", "warning"),
    [
        ("documents", "Documents of the customer", "Calculated from documents of the customer, whose"),
        ("measurements", "Measurements of the customer", "Calculated from measurements of the customer, whose"),
        ("survey", "Survey on site", ""),
        ("point_cloud", "Point cloud", ""),
    ],
)
def test_every_result_names_its_basis_and_warns_of_what_nobody_examined(
    survey: Path, capsys: pytest.CaptureFixture[str], basis: str, name: str, warning: str
) -> None:
    survey.write_text(json.dumps({**json.loads(survey.read_text()), "basis": basis}))
    main(["areas", str(survey)])
    text = capsys.readouterr().out
    main(["areas", str(survey), "--json"])
    data = json.loads(capsys.readouterr().out)
    main(["draw", str(survey), str(survey.with_name("plan.svg"))])
    drawn = survey.with_name("plan.svg").read_text()
    assert (f"Basis: {name}\n" in text, data["basis"], f">Basis: {name}<" in drawn) == (True, basis, True)
    assert data["disclaimer"].startswith(warning)
    for found in (text, data["disclaimer"], re.sub(r"<[^>]*>\s*", " ", drawn)):
        assert ("not examined" in re.sub(r"\s+", " ", found)) is bool(warning)


@pytest.mark.parametrize(
    ("name", "begins"), [("plan.svg", b"<svg"), ("plan.dxf", b"  0\nSECTION"), ("plan.pdf", b"%PDF-")]
)
def test_a_storey_is_drawn_in_three_formats(survey: Path, name: str, begins: bytes) -> None:
    target = survey.with_name(name)
    assert main(["draw", str(survey), str(target), "--storey", "DG", "--scale", "50"]) == 0
    assert target.read_bytes().startswith(begins)


def test_a_drawing_is_replaced_only_when_asked(survey: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = survey.with_name("plan.svg")
    target.write_text("mine")
    assert main(["draw", str(survey), str(target)]) == 2
    assert "exists already" in capsys.readouterr().err
    assert target.read_text() == "mine"
    assert main(["draw", str(survey), str(target), "--overwrite", "--style", "marketing"]) == 0
    assert target.read_text().startswith("<svg")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["plan.png"], "plan.png has to end in .svg, .dxf, .pdf."),
        (["plan.svg", "--storey", "OG9"], "There is no storey “OG9”; there are: EG, DG."),
        (["nowhere/plan.svg"], "cannot be written"),
    ],
)
def test_what_cannot_be_drawn_leaves_no_file(
    survey: Path, capsys: pytest.CaptureFixture[str], words: list[str], sentence: str
) -> None:
    before = sorted(survey.parent.iterdir())
    assert main(["draw", str(survey), str(survey.parent / words[0]), *words[1:]]) == 2
    assert sentence in capsys.readouterr().err
    assert sorted(survey.parent.iterdir()) == before


@pytest.mark.parametrize("words", [[], ["paint", "x"], ["areas"], ["areas", "x", "--agreed", "viel"]])
def test_wrong_words_lead_to_exit_code_2(words: list[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(words)
    assert left.value.code == 2


def test_the_engine_needs_no_other_package(tmp_path: Path) -> None:
    # -S leaves out every installed package; only this one is put on the path.
    source = {"PYTHONPATH": str(Path(__file__).parents[2])}
    file = str(tmp_path / "haus.json")
    for words in (["new", file], ["check", file], ["areas", file], ["draw", file, str(tmp_path / "plan.svg")]):
        done = subprocess.run(
            [sys.executable, "-S", "-m", "aufmass", *words], env=source, capture_output=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, b"")
    wanting = [sys.executable, "-S", "-m", "aufmass", "draw", file, str(tmp_path / "plan.pdf")]
    done = subprocess.run(wanting, env=source, capture_output=True, check=False)
    assert (done.returncode, b"needs the extra" in done.stderr) == (2, True)
