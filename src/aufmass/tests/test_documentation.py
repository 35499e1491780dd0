"""What is told about the engine is what the engine does."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema

from aufmass.areas.standards import SOURCES, Standard, for_calculation_on
from aufmass.documentation import files, main
from aufmass.example import example
from aufmass.sentences import ENGLISH
from aufmass.writing import data_of, schema

DOCS = Path(__file__).parents[3] / "docs" / "aufmass"


def test_the_made_files_are_those_of_the_code() -> None:
    assert {name: (DOCS / name).read_text(encoding="utf-8") for name in files()} == files()


def test_make_docs_writes_them(tmp_path: Path) -> None:
    main(tmp_path / "new")
    assert {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "new").iterdir()} == files()


def test_every_rule_of_the_engine_stands_on_the_page() -> None:
    page = (DOCS / "README.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| `")]
    for standard in Standard:
        (row,) = [line for line in rows if line.startswith(f"| `{standard.value}` ")]
        assert row.endswith("| yes |" if SOURCES[standard].verified else "| no |")


def test_an_independent_reader_accepts_the_example_under_the_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    reader = jsonschema.Draft202012Validator(schema())
    data = json.loads(json.dumps(data_of(example(ENGLISH))))
    assert list(reader.iter_errors(data)) == []
    data["storeys"][0]["rooms"][0]["hight"] = 1
    assert len(list(reader.iter_errors(data))) == 1


def test_the_regulation_of_living_area_holds_from_2004_on() -> None:
    first = SOURCES[Standard.WOFLV].valid_from
    assert for_calculation_on(first) is Standard.WOFLV
    assert for_calculation_on(first.replace(year=2003, month=12, day=31)) is Standard.II_BV
