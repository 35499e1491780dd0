"""Flat lists out of files: what is read, and the sentence for everything that is not."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from quartier.modules.lettings.rules import Side, State
from quartier.modules.lettings.services.reading import Problem, Row, read_rows

HEAD = "Wohnung;Lage;Zimmer;Wohnfläche;Grundmiete;Verfügbarkeit;Grundriss\n"
GOOD = "C.3;1. OG links;2;66;726,10;verfügbar;ja\n"
C3 = Row(2, "C", 3, 1, Side.LEFT, Decimal(2), Decimal(66), Decimal("726.10"), State.FREE, True)


def csv(text: str) -> tuple[list[Row], list[Problem]]:
    with translation.override("en"):
        return read_rows("flats.csv", text.encode())


def test_a_row_of_a_german_csv_is_read() -> None:
    assert csv(HEAD + GOOD) == ([C3], [])


def test_commas_a_byte_order_mark_other_columns_and_blank_lines_do_no_harm() -> None:
    head = "\ufeffAnbieter,wohnung,LAGE,Zimmer,Wohnfläche (ca.),Grundmiete,Verfügbarkeit\n\n"
    text = f'{head}x,C.3,1. OG links,2,66,"726,10",frei\n'
    rows, problems = csv(text)
    assert problems == []
    assert rows[0].base_rent == Decimal("726.10")
    assert (rows[0].line, rows[0].has_floor_plan) == (3, False)


def test_json_knows_numbers_and_lists_under_flats() -> None:
    entry = {"id": "C.3", "position_text": "1. OG links", "rooms": 2.5, "area_m2_approx": 66, "base_rent_eur": 726.1,
             "status": "available", "floor_plan": True, "number": 3}  # fmt: skip
    rows, problems = read_rows("flats.json", json.dumps({"flats": [entry]}).encode())
    assert problems == []
    assert (rows[0].line, rows[0].rooms, rows[0].base_rent) == (1, Decimal("2.5"), Decimal("726.1"))


@pytest.mark.parametrize(
    ("position", "floor", "side"),
    [("EG rechts", 0, Side.RIGHT), ("3. OG", 3, Side.WHOLE), ("UG mitte", -1, Side.MIDDLE), ("2. UG", -2, Side.WHOLE)],
)
def test_a_position_tells_floor_and_side(position: str, floor: int, side: Side) -> None:
    rows, _problems = csv(HEAD + GOOD.replace("1. OG links", position))
    assert (rows[0].floor, rows[0].side) == (floor, side)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("C.3", "C3", "Wohnung: “C3” is no flat; write house, point and number, for example C.3."),
        ("C.3", "C.0", "Wohnung: “C.0” is no flat; write house, point and number, for example C.3."),
        ("C.3", "", "Wohnung is missing."),
        ("1. OG links", "oben", "Lage: “oben” is no position; write for example EG rechts, 1. OG links or 3. OG."),
        (";2;", ";zwei;", "Zimmer: “zwei” is not a number."),
        (";2;", ";2,3;", "Zimmer: 2,3 is finer than this column allows."),
        (";2;", ";0;", "Zimmer: 0 is not between 1 and 20."),
        ("66", "1", "Wohnfläche: 1 is not between 5 and 2000."),
        ("66", "66,125", "Wohnfläche: 66,125 is finer than this column allows."),
        ("726,10", "-5", "Grundmiete: -5 is not between 1 and 99999."),
        ("726,10", "726.10 EUR", "Grundmiete: “726.10 EUR” is not a number."),
        ("verfügbar", "weg", "Verfügbarkeit: “weg” is no state; write verfügbar, reserviert or vermietet."),
        (";ja", ";vielleicht", "Grundriss: “vielleicht” is neither ja nor nein."),
    ],
)
def test_each_wrong_cell_gets_its_sentence(old: str, new: str, sentence: str) -> None:
    assert csv(HEAD + GOOD.replace(old, new, 1)) == ([], [Problem(2, sentence)])


def test_all_mistakes_of_a_row_and_of_all_rows_are_told_at_once() -> None:
    rows, problems = csv(f"{HEAD}{GOOD}x;EG;2;66;1;frei;\nD.1;EG;2;x;;frei;\n{GOOD}")
    assert [row.line for row in rows] == [2, 5]
    assert problems == [
        Problem(3, "Wohnung: “x” is no flat; write house, point and number, for example C.3."),
        Problem(4, "Wohnfläche: “x” is not a number. Grundmiete is missing."),
        Problem(5, "Flat C.3 stands in row 2 already."),
    ]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.csv", b"", "The file holds no flat."),
        ("a.csv", HEAD.encode(), "The file holds no flat."),
        ("a.csv", b"Wohnung;Lage\nA.1;EG\n",
         "These columns are missing: Zimmer, Wohnfläche, Grundmiete, Verfügbarkeit."),
        ("a.csv", (HEAD.strip() + ";Lage\n" + GOOD).encode(), "These columns stand there twice: Lage."),
        ("a.csv", HEAD.encode() + b'"C.3;1. OG', "The file is no readable CSV; a quotation mark may be missing."),
        ("a.csv", HEAD.encode("cp1252") + GOOD.encode("cp1252"),
         "The file is not written in UTF-8. Save it anew as “CSV UTF-8”."),
        ("a.xlsx", b"PK", "The name of the file must end in .csv or .json."),
        ("a.json", b"{", "The file is no readable JSON."),
        ("a.json", b"[" * 100_000, "The file is no readable JSON."),
        ("a.json", b'{"flats": 1}', "The file must hold a list of flats."),
        ("a.json", b"[1]", "The file must hold a list of flats."),
        ("a.json", b"[]", "The file holds no flat."),
        ("a.csv", b"x" * 1_000_001, "The file is larger than 1 MB."),
        ("a.csv", (HEAD + GOOD * 2001).encode(), "The file holds more than 2,000 flats. Split it."),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_told_as_a_whole(name: str, content: bytes, sentence: str) -> None:
    with translation.override("en"):
        assert read_rows(name, content) == ([], [Problem(0, sentence)])


@given(st.binary(max_size=300), st.sampled_from(["a.csv", "a.json"]))
def test_no_file_brings_the_reader_down(content: bytes, name: str) -> None:
    rows, problems = read_rows(name, HEAD.encode() + content if name == "a.csv" else content)
    assert rows or problems


KEYS = st.sampled_from(["id", "position_text", "rooms", "status"])
VALUES = st.none() | st.booleans() | st.integers() | st.floats() | st.text()


@given(st.lists(st.dictionaries(KEYS, VALUES), min_size=1))
def test_no_json_value_brings_the_reader_down(entries: list[dict[str, object]]) -> None:
    _rows, problems = read_rows("a.json", json.dumps(entries).encode())
    assert len(problems) == len(entries)
