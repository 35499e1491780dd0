"""Own numbering stays, every paragraph can be linked, unfinished places are found, versions are told apart."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from quartier.core.terms.rules import DefectKind, Unreadable, blocks, compare, defects, read, suggested
from quartier.core.terms.rules.structure import HEADING, ITEM

# Where the real texts lie, on machines that have them; they are no part of the project.
SOURCES = Path(os.environ.get("LEGAL_SOURCES", "/nowhere"))

# Two § 5, no § 6, and § 5 printed after § 9: what a text is numbered like is the author's matter.
NUMBERED = """ALLGEMEINE NUTZUNGSBEDINGUNGEN

§ 4 LAUFZEIT

(1) Der Vertrag läuft
auf unbestimmte Zeit.
(2) Er endet mit der Kündi-
gung.

§ 5 WIDERRUF

a) binnen 14 Tagen
b) ab dem 5. Oktober

§ 7 DATENSCHUTZ

§ 9 SCHLUSS

3. Es gilt deutsches Recht.
3. Gerichtsstand ist Musterstadt.

§ 5 HAFTUNG

Wir haften nach dem Gesetz.
"""


def test_numbers_are_kept_as_they_were_printed_and_both_paragraphs_five_have_an_anchor() -> None:
    found = blocks(NUMBERED, marked=False)
    heads = [(one.anchor, one.marker) for one in found if one.kind == HEADING and one.marker]
    assert [marker for _anchor, marker in heads] == ["§ 4", "§ 5", "§ 7", "§ 9", "§ 5"]
    assert len({anchor for anchor, _marker in heads}) == 5
    assert [one.marker for one in found if one.kind == ITEM] == ["(1)", "(2)", "a)", "b)", "3.", "3."]
    assert "Er endet mit der Kündigung." in [one.text for one in found]


@pytest.mark.skipif(not SOURCES.is_dir(), reason="LEGAL_SOURCES names no folder")
def test_the_structure_of_the_real_texts_is_found() -> None:
    for path in sorted(SOURCES.glob("00[0-3]*.txt")):
        whole = read(path.read_bytes(), path.name)
        found = blocks(whole.body, marked=False)
        assert whole.data == path.read_bytes()
        assert sum(one.kind == HEADING for one in found) >= 8, path.name
    first = blocks(read(next(SOURCES.glob("000*")).read_bytes(), "a.txt").body, marked=False)
    assert [one.marker for one in first if one.kind == HEADING and one.marker] == [
        "§ 1", "§ 2", "§ 3", "§ 4", "§ 5", "§ 7", "§ 8", "§ 9", "§ 5",
    ]  # fmt: skip
    old = read(next(SOURCES.glob("002*")).read_bytes(), "a.txt")
    assert [one.kind for one in defects(blocks(old.body, marked=False))].count(DefectKind.EMPTY_LIST) == 1
    assert suggested(old.body)[0].endswith(" 1.3")


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Es gilt das Recht von [[Land]].", ["placeholder"]),
        ("Stand: {{datum}}, {Firma}, <<Name>>, XXX", ["placeholder"] * 4),
        ("Siehe [unsere Preise](/preise/) und [1].", []),
        ("Ort ______", ["placeholder"]),
        ("(1) Verboten sind:\n(2) Der Rest.", ["empty_list"]),
        ("(1) Verboten sind:\na) Lärm.\n(2) Der Rest.", []),
        ("§ 1 Verbote\n\nVerboten sind Inhalte, die\n\nDarüber hinaus ist es verboten.", ["empty_list"]),
        ("Dazu gehören:\n\n# Nächstes", ["empty_list"]),
        ("Dazu gehören:\n\n- Lärm\n- ", ["empty_list"]),
        ("1. Wir leisten.\n2. behält sich das Recht vor.", ["name_lost"]),
        ("Der Vertrag endet.", []),
    ],
)
def test_what_is_unfinished_is_found_and_nothing_else(text: str, kinds: list[str]) -> None:
    assert [one.kind.value for one in defects(blocks(text))] == kinds


def test_a_form_to_fill_in_may_have_lines_to_write_on() -> None:
    text = "- An die Muster GmbH:\n- Name: ______"
    assert defects(blocks(text), form_to_fill=True) == []
    assert len(defects(blocks(text))) == 2


def test_a_text_says_its_own_name_and_day() -> None:
    name, day = suggested("Am Ende: Version MUSTER 1.3, Stand: 05.10.2009")
    assert (name, str(day)) == ("MUSTER 1.3", "2009-10-05")
    assert suggested("Stand: 31.02.2020") == ("", None)


def test_a_difference_matches_paragraphs_and_marks_words() -> None:
    old = blocks("§ 1 A\n\n(1) Die Frist beträgt zwei Wochen ab Zugang.\n\n(2) Bleibt gleich.\n\n(3) Fällt ganz weg.")
    new = blocks("§ 1 A\n\n(1) Die Frist beträgt vier Wochen ab Zugang.\n\n(2) Bleibt gleich.\n\n§ 2 Ein neuer Teil")
    found = compare(old, new)
    assert [one.kind for one in found] == ["same", "changed", "same", "removed", "added"]
    assert [(one.kind, one.text) for one in found[1].words] == [
        ("same", "(1) Die Frist beträgt"), ("removed", "zwei"), ("added", "vier"), ("same", "Wochen ab Zugang."),
    ]  # fmt: skip


WORDS = st.lists(st.sampled_from(["Der", "Vertrag", "endet", "nicht", "(1)", "§ 5", "- Lärm", "Frist:"]), max_size=8)
TEXTS = st.lists(WORDS.map(" ".join), max_size=12).map("\n\n".join)


@settings(max_examples=60, deadline=None)
@given(TEXTS, TEXTS)
def test_no_paragraph_of_either_version_is_lost_in_a_difference(one: str, other: str) -> None:
    old, new = blocks(one), blocks(other)
    found = compare(old, new)
    assert [change.old for change in found if change.old] == old
    assert [change.new for change in found if change.new] == new


def test_a_docx_brings_the_numbers_that_word_prints() -> None:
    document = Document()
    document.add_heading("Bedingungen", level=1)
    for text in ("Wir leisten.", "Sie zahlen."):
        document.add_paragraph(text, style="List Number")
    document.add_paragraph("Ende", style="List Bullet")
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Aufmaß", "49 €"
    found = blocks(read(saved(document), "agb.docx").body, marked=False)
    assert [one.words for one in found] == [
        "Bedingungen", "1. Wir leisten.", "2. Sie zahlen.", "• Ende", "| Aufmaß | 49 € |",
    ]  # fmt: skip


def test_a_docx_with_an_own_way_of_counting_keeps_it() -> None:
    document = Document()
    for text in ("Anfang", "Mitte"):
        paragraph = document.add_paragraph(text, style="List Number")
        properties = paragraph._p.get_or_add_pPr()
        number = OxmlElement("w:numPr")
        for name, value in (("w:ilvl", "0"), ("w:numId", _paragraphs_with_sections(document))):
            part = OxmlElement(name)
            part.set(qn("w:val"), value)
            number.append(part)
        properties.append(number)
    assert read(saved(document), "agb.docx").body == "§ 7a Anfang\n\n§ 8a Mitte"


def test_files_that_hold_no_words_are_refused() -> None:
    bomb = BytesIO()
    with ZipFile(bomb, "w", ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b"\0" * (60 * 1024 * 1024))
    for data, name in (
        (b"", "a.md"), (b"   \n", "a.md"), (b"x", "a.exe"), (b"no pdf", "a.pdf"), (b"no zip", "a.docx"),
        (b"a\0b", "a.txt"), (b"x" * (5 * 1024 * 1024), "a.md"), (bomb.getvalue(), "a.docx"),
    ):  # fmt: skip
        with pytest.raises(Unreadable):
            read(data, name)


def saved(document: object) -> bytes:
    """The bytes of a document."""
    file = BytesIO()
    document.save(file)  # type: ignore[attr-defined]
    return file.getvalue()


def _paragraphs_with_sections(document: object) -> str:
    """Add a list that counts §§ from 7 on, once, and return its number."""
    root = document.part.numbering_part.element  # type: ignore[attr-defined]
    if not any(one.get(qn("w:abstractNumId")) == "900" for one in root.findall(qn("w:abstractNum"))):
        abstract, level = OxmlElement("w:abstractNum"), OxmlElement("w:lvl")
        abstract.set(qn("w:abstractNumId"), "900")
        level.set(qn("w:ilvl"), "0")
        for name, value in (("w:start", "7"), ("w:numFmt", "decimal"), ("w:lvlText", "§ %1a")):
            part = OxmlElement(name)
            part.set(qn("w:val"), value)
            level.append(part)
        abstract.append(level)
        root.insert(0, abstract)
        num, link = OxmlElement("w:num"), OxmlElement("w:abstractNumId")
        num.set(qn("w:numId"), "900")
        link.set(qn("w:val"), "900")
        num.append(link)
        root.append(num)
    return "900"
