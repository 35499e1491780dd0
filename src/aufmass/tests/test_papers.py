"""The area sheet: what it says, on what it rests, what it never claims; archivable, accessible, the same again."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pikepdf
import pytest
from PIL import Image
from pypdf import PdfReader

from aufmass.areas.standards import Standard
from aufmass.example import example
from aufmass.faults import Unreadable
from aufmass.model import Basis, Survey
from aufmass.papers.area_sheet import area_sheet
from aufmass.papers.facts import SheetFacts
from aufmass.reading import read
from aufmass.sentences import ENGLISH, Unusable, german
from aufmass.tests.make import rectangle, room, survey
from aufmass.writing import write

ON = date(2026, 11, 23)
HOUSE = example(german())
FACTS = SheetFacts(
    ON,
    author="Aufmaßbüro Halm",
    recipient="Seeblick eG",
    purpose="Neuvermietung",
    address="Uferweg 3\n99999 Musterstadt",
    licence="Einfaches, nicht übertragbares Recht zur Nutzung für eigene Zwecke.",
    notes=("Betrachtet wurden nur Aufbau und Form der Eingaben.",),
)


def pages(content: bytes) -> list[str]:
    """The text of every page in one line each."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages]


def said(subject: Survey, facts: SheetFacts = FACTS, *standards: Standard) -> str:
    """The text of a sheet."""
    return " ".join(pages(area_sheet(subject, facts, german(), standards or (Standard.WOFLV,))))


def test_a_sheet_says_what_for_whom_by_whom_and_how_it_was_calculated() -> None:
    text = said(HOUSE)
    for words in (
        *("Wohnflächenberechnung", "Kiebitzhof, Haus 3", "Uferweg 3", "99999 Musterstadt"),
        *("Erstellt von Aufmaßbüro Halm", "Erstellt für Seeblick eG", "Zweck Neuvermietung", "Stand 23.11.2026"),
        *("Küche 3,00 × 4,00 12,00 1 12,00 § 4 Nr. 1 und 2 WoFlV", "−2,85"),
        *("Wohnfläche 159,82 m²", "Auslegung: Fläche unter einer Treppe", "Jeder Raum wird kaufmännisch"),
        *("Vereinbarte Fläche 150 m²: Abweichung 9,82 m² (6,55 %)", "VIII ZR 295/03", FACTS.notes[0]),
    ):
        assert words in text


@pytest.mark.req("WR-029")
@pytest.mark.parametrize("basis", list(Basis))
def test_every_sheet_names_its_basis(basis: Basis) -> None:
    assert f"Grundlage {german()(basis.label)}" in said(replace(HOUSE, basis=basis))


@pytest.mark.req("WR-029")
def test_a_survey_without_a_basis_is_refused() -> None:
    with pytest.raises(Unreadable, match="“basis” is missing"):
        read(write(HOUSE).replace('"basis": "survey",', ""))


@pytest.mark.req("WR-030")
def test_what_nobody_examined_is_said_for_documents_and_measures_of_the_customer_only() -> None:
    texts = {basis: said(replace(HOUSE, basis=basis)) for basis in Basis}
    warned = {basis for basis, text in texts.items() if "deren Richtigkeit nicht geprüft wurde" in text}
    assert warned == {Basis.DOCUMENTS, Basis.MEASUREMENTS}
    assert "aus Unterlagen des Kunden" in texts[Basis.DOCUMENTS]
    assert "aus Messungen des Kunden" in texts[Basis.MEASUREMENTS]


@pytest.mark.req("WR-041")
def test_a_sheet_says_who_may_use_it() -> None:
    assert f"Nutzungsrecht. {FACTS.licence}" in said(HOUSE)
    assert "Nutzungsrecht" not in said(HOUSE, replace(FACTS, licence=""))


@pytest.mark.parametrize("speak", [german(), ENGLISH])
def test_nothing_is_called_examined_accepted_or_conforming(speak) -> None:  # type: ignore[no-untyped-def]
    text = " ".join(pages(area_sheet(HOUSE, FACTS, speak, tuple(Standard)))).lower()
    assert not re.findall(
        r"(?<!nicht )geprüft|verified|approved|bank|konform|conform|gemäß din|zertifi|certified", text
    )


def test_every_rule_has_its_chapter() -> None:
    text = said(HOUSE, FACTS, *Standard)
    for words in (
        *("Wohnfläche nach II. BV", "Wohnfläche nach DIN 283", "Brutto-Grundfläche (BGF) 220,00"),
        *("Brutto-Rauminhalt (BRI)", "NUF 1", "Umbauter Raum 621,56", "MF/G-1"),
    ):
        assert words in text


def test_where_a_rule_needs_what_was_not_measured_the_sheet_says_so() -> None:
    text = said(survey(room(rectangle(4_000, 3_000))), FACTS, Standard.DIN_277, Standard.CUBATURE)
    assert "Brutto-Grundfläche (BGF) nicht bekannt" in text
    assert "sie fehlen bei Erdgeschoss" in text


def test_a_sheet_is_archivable_and_accessible_and_says_its_pages() -> None:
    content = area_sheet(HOUSE, FACTS, german(), tuple(Standard))
    with pikepdf.open(io.BytesIO(content)) as document:
        about = document.open_metadata()
        assert (about["pdfaid:part"], about["pdfaid:conformance"], about["pdfuaid:part"]) == ("3", "B", "1")
        assert about["dc:title"] == "Wohnflächenberechnung, Kiebitzhof, Haus 3"
    found = pages(content)
    assert all(f"Seite {number} von {len(found)}" in text for number, text in enumerate(found, 1))
    assert all("Kiebitzhof, Haus 3" in text for text in found)


def test_the_same_survey_facts_and_day_give_the_same_bytes() -> None:
    first = area_sheet(HOUSE, FACTS, german())
    assert area_sheet(HOUSE, FACTS, german()) == first
    assert area_sheet(HOUSE, replace(FACTS, on=date(2026, 11, 24)), german()) != first


def test_a_dwelling_that_is_too_small_is_called_what_the_court_calls_it() -> None:
    small = replace(HOUSE, units=(replace(HOUSE.units[0], agreed=Decimal(178), previous=Decimal(161)),))
    text = said(small)
    assert "Mehr als 10 % kleiner als vereinbart: bei einer Mietwohnung ein Mangel." in text
    assert "Frühere Berechnung 161 m²" in text


def photo(kind: str, size: tuple[int, int] = (400, 300)) -> bytes:
    """A grey photo."""
    stream = io.BytesIO()
    Image.new("RGB", size, "#888888").save(stream, kind)
    return stream.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_photo_is_on_the_first_page(kind: str) -> None:
    reader = PdfReader(io.BytesIO(area_sheet(HOUSE, replace(FACTS, photo=photo(kind)), german())))
    assert [image.image.size for image in reader.pages[0].images if image.image] == [(400, 300)]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"no photo", "cannot be read"),
        (photo("JPEG")[:80], "cannot be read"),
        (photo("PNG")[:40], "cannot be read"),
        (photo("PNG", (9_000, 9_000)), "too large"),
    ],
)
def test_what_is_no_photo_is_refused_in_a_sentence(content: bytes, why: str) -> None:
    with pytest.raises(Unusable, match=why):
        area_sheet(HOUSE, replace(FACTS, photo=content), german())


def test_signs_without_a_glyph_spoil_no_sheet_and_markup_is_text() -> None:
    odd = replace(HOUSE, name="Haus #set 😀 *fett* $x$ 漢")
    assert "Haus #set ? *fett* $x$ ?" in said(odd)


def test_head_and_room_stay_together_on_long_sheets() -> None:
    many = survey(*(room(rectangle(4_000, 3_000, (0, number * 3_100)), id=f"{number}") for number in range(120)))
    found = pages(area_sheet(many, FACTS, german()))
    assert len(found) > 3
    for text in found[:-1]:
        _before, head, after = text.partition("Regel")
        assert head
        assert "Living room 4,00 × 3,00" in after
