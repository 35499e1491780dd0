"""Drawings, sheets, models and packages on the command line: written whole or not at all."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from pypdf import PdfReader

from aufmass.command import main
from aufmass.reading import read

TODAY = ["--day", "2026-11-23", "--language", "de"]


@pytest.fixture
def survey(tmp_path: Path) -> Path:
    """The example as a file."""
    path = tmp_path / "haus.json"
    assert main(["new", str(path), "--language", "de"]) == 0
    return path


def test_all_drawings_go_into_one_folder(survey: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = survey.with_name("alle")
    assert main(["draw", str(survey), "--all", str(folder)]) == 0
    names = {path.name for path in folder.iterdir()}
    assert {"plan-EG.svg", "plan-DG.dxf", "section-A.svg", "elevation-south.dxf", "drawings.pdf"} <= names
    assert len(PdfReader(folder / "drawings.pdf").pages) * 2 + 1 == len(names)
    assert main(["draw", str(survey), "--all", str(folder)]) == 2
    assert "exists already" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "title"),
    [
        (["--section", "B"], "Section B"),
        (["--section", "0,5000:11000,5000"], "Section A"),
        (["--elevation", "south"], "South elevation"),
    ],
)
def test_one_section_or_elevation_is_drawn(survey: Path, words: list[str], title: str) -> None:
    target = survey.with_name("eins.svg")
    assert main(["draw", str(survey), str(target), *words]) == 0
    assert f'<title id="title">{title}' in target.read_text()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["x.svg", "--section", "Q"], "There is no drawing “section-Q”; there are: plan EG, plan DG, section A"),
        (["x.svg", "--elevation", "up"], "There is no drawing “elevation-up”"),
        ([], "State one file to draw into, or --all with a folder."),
        (["x.svg", "--all", "y"], "State one file to draw into, or --all with a folder."),
    ],
)
def test_what_there_is_not_to_draw_is_said(
    survey: Path, words: list[str], sentence: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(survey.parent)
    assert main(["draw", str(survey), *words]) == 2
    assert sentence in capsys.readouterr().err
    assert [path.name for path in survey.parent.iterdir()] == ["haus.json"]


def test_a_sheet_to_sign_is_written(survey: Path) -> None:
    target = survey.with_name("blatt.pdf")
    words = ["--pdf", str(target), "--author", "Halm", "--recipient", "Seeblick eG", "--note", "Ein Satz."]
    assert main(["areas", str(survey), *words, *TODAY]) == 0
    text = PdfReader(target).pages[0].extract_text()
    assert "Seeblick eG" in text
    assert main(["areas", str(survey), *words, *TODAY]) == 2
    assert main(["areas", str(survey), "--pdf", str(survey.with_name("b.pdf")), "--photo", str(survey)]) == 2
    assert not survey.with_name("b.pdf").exists()


def test_a_survey_becomes_a_model_and_comes_back(survey: Path) -> None:
    model, again = survey.with_name("haus.ifc"), survey.with_name("wieder.json")
    assert main(["convert", str(survey), str(model), *TODAY]) == 0
    assert main(["convert", str(model), str(again)]) == 0
    assert read(again.read_bytes()) == read(survey.read_bytes())


def test_a_package_goes_into_a_folder_or_a_zip(survey: Path) -> None:
    folder, packed = survey.with_name("paket"), survey.with_name("paket.zip")
    assert main(["package", str(survey), str(folder), "--part", "areas", "--part", "json", *TODAY]) == 0
    assert main(["package", str(survey), str(packed), "--part", "areas", "--part", "json", *TODAY]) == 0
    with zipfile.ZipFile(io.BytesIO(packed.read_bytes())) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    assert found == {path.name: path.read_bytes() for path in folder.iterdir()}
    assert sorted(found) == ["Kiebitzhof-Haus-3.json", "LIESMICH.txt", "wohnflaeche.pdf"]


def test_a_package_that_cannot_be_written_leaves_nothing(survey: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = sorted(survey.parent.iterdir())
    assert main(["package", str(survey), str(survey.parent / "nowhere" / "x"), "--part", "json"]) == 2
    assert main(["package", str(survey), str(survey), "--part", "json"]) == 2
    assert "cannot be written" in capsys.readouterr().err
    assert sorted(survey.parent.iterdir()) == before
