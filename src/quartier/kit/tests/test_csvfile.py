"""Exported files: no text acts as a formula (ASVS 1.2.10), numbers stay numbers, Excel reads umlauts."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from quartier.kit import csvfile


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_text_that_begins_like_a_formula_gets_an_apostrophe(sign: str) -> None:
    assert csvfile.safe(f"{sign}1+1") == f"'{sign}1+1"


@pytest.mark.parametrize("text", [" =1+1", "\u00a0=1+1", "  @SUM(A1)", '=HYPERLINK("http://x.example";"hier")'])
def test_white_space_before_a_formula_does_not_help(text: str) -> None:
    assert csvfile.safe(text) == f"'{text}"


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (Decimal("-24.10"), "-24,10"),
        (Decimal("1E+3"), "1000"),
        (-7, "-7"),
        (1234.5, "1234,5"),
        (True, "ja"),
        (None, ""),
        (date(2026, 11, 3), "03.11.2026"),
        (datetime(2026, 11, 23, 23, 30, tzinfo=UTC), "24.11.2026 00:30"),
        ("Uferstraße 12; Hof", "Uferstraße 12; Hof"),
        ("a\0b", "ab"),
    ],
)
def test_values_are_written_as_a_german_excel_reads_them(value: object, cell: str) -> None:
    assert csvfile.safe(value) == cell


def test_a_file_has_a_mark_semicolons_and_quotes_where_needed() -> None:
    content = "".join(csvfile.lines(["Name", "Betrag"], [["Müller; Söhne", Decimal("1.5")], ['"=1"\nzwei', 2]]))
    assert content == '\ufeffName;Betrag\r\n"Müller; Söhne";1,5\r\n"""=1""\nzwei";2\r\n'


def test_a_heading_cannot_be_a_formula_either() -> None:
    assert "".join(csvfile.lines(["=A1"], [])) == "\ufeff'=A1\r\n"


def test_a_long_file_is_written_in_blocks() -> None:
    blocks = list(csvfile.lines(["Nr"], ([number] for number in range(1000))))
    assert len(blocks) == 5
    assert "".join(blocks).count("\r\n") == 1001
