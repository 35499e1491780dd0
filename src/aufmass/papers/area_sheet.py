"""The area sheet: areas line by line, what they rest on, for whom and by whom, as PDF/A-3b and PDF/UA-1."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from aufmass.areas.comparison import DEFECT_SOURCE, RENT_SOURCES
from aufmass.areas.cubature import cubature
from aufmass.areas.din277 import balance
from aufmass.areas.gif import rental_area
from aufmass.areas.living import RULES, living_area
from aufmass.areas.results import LivingArea, UnitArea
from aufmass.areas.standards import SOURCES, Source, Standard
from aufmass.model import Survey
from aufmass.papers.facts import SheetFacts
from aufmass.papers.pictures import framed
from aufmass.papers.press import printed
from aufmass.papers.tables import (
    Table,
    balance_table,
    gross_table,
    rental_table,
    room_table,
    storey_table,
    unit_table,
    volume_table,
)
from aufmass.sentences import NBSP, Unusable, Voice
from aufmass.sentences import mark as _
from aufmass.telling import AGREED, UNVERIFIED, choice_lines, comparison_lines, comparisons, disclaimer

Section = dict[str, Any]
TITLES: Final = {
    True: _("Calculation of living area"),
    False: _("Calculation of areas and volumes"),
}


def area_sheet(
    survey: Survey, facts: SheetFacts, voice: Voice, standards: Sequence[Standard] = (Standard.WOFLV,)
) -> bytes:
    """Return the PDF of a survey that was checked, one chapter for each rule.

    Raises Unusable without the extra, for a photo that is none, and where a rule needs what was not measured.
    """
    return printed(data(survey, facts, voice, standards), facts.on)


def data(survey: Survey, facts: SheetFacts, voice: Voice, standards: Sequence[Standard]) -> dict[str, Any]:
    """Return everything the sheet says, in the order in which it says it."""
    living = [living_area(survey, one) for one in standards if one in RULES]
    title = voice(TITLES[bool(living)])
    return {
        "language": "en" if voice.english else "de",
        "title": title,
        "object": survey.name,
        "address": [line.strip() for line in facts.address.splitlines() if line.strip()],
        "author": facts.author,
        "facts": list(_facts(survey, facts, voice)),
        "photo": framed(facts.photo),
        "photo_alt": voice(_("Photo of the building")),
        "result": _result(living, voice),
        "basis": disclaimer(survey, voice),
        "chapters": [_chapter(survey, standard, voice) for standard in standards],
        "notes": _notes(facts, voice),
        "page": voice(_("Page %(page)s of %(pages)s")) % {"page": "{page}", "pages": "{pages}"},
        "day": voice.day(facts.on),
        "signature": voice(_("Place, day, signature")),
    }


def _facts(survey: Survey, facts: SheetFacts, voice: Voice) -> Iterator[list[str]]:
    """Yield label and value of what the sheet is about."""
    known = (
        (_("Prepared by"), facts.author),
        (_("Prepared for"), facts.recipient),
        (_("Purpose"), facts.purpose),
        (_("Basis"), voice(survey.basis.label)),
        (_("Measured between"), voice(survey.dimensions.label)),
        (_("Measured on"), voice.day(survey.measured_on) if survey.measured_on else ""),
        (_("Sheet of"), voice.day(facts.on)),
    )
    yield from ([voice(label), value] for label, value in known if value)


def _result(living: Sequence[LivingArea], voice: Voice) -> list[list[str]]:
    """Return what a hurried reader looks for: the area of the only unit, by every rule that was asked for."""
    return [
        [voice(result.standard.label), f"{voice.number(result.units[0].area)}{NBSP}m²"]
        for result in living
        if len(result.units) == 1
    ]


def _notes(facts: SheetFacts, voice: Voice) -> list[list[str]]:
    """Return paragraphs for the end: a title and its text."""
    found = [[voice(_("Note")), text] for text in facts.notes if text]
    if facts.licence:
        found.append([voice(_("Right of use")), facts.licence])
    return found


def _chapter(survey: Survey, standard: Standard, voice: Voice) -> Section:
    """Return one chapter: heading, sections and what has to be said about the method."""
    if standard in RULES:
        result = living_area(survey, standard)
        sections = list(_living(result, voice))
        notes = (note.text(voice) for note in result.notes)
        method = [*notes, *choice_lines(result.choices, voice), *_judged(result, voice)]
    else:
        sections, method = list(OTHERS[standard](survey, voice)), []
    return {
        "heading": voice(standard.label),
        "sections": sections,
        "method_title": voice(_("Method")),
        "method": [*_source(SOURCES[standard], voice), *method],
    }


def _source(source: Source, voice: Voice) -> Iterator[str]:
    yield voice(_("Calculated under: %(source)s.")) % {"source": voice(source.text)}
    if source.note:
        yield voice(source.note)
    if not source.verified:
        yield voice(UNVERIFIED)


def _living(result: LivingArea, voice: Voice) -> Iterator[Section]:
    if len(result.units) > 1:
        yield _section(voice(_("All dwellings at a glance")), [unit_table(result.units, voice)])
    if not result.units:
        yield _section("", [], [voice(_("There is no dwelling in this survey."))])
    for unit in result.units:
        heading = f"{unit.unit.id}  {unit.unit.name}" if unit.unit else ""
        yield _section(heading, [room_table(unit, voice)], list(_compared(unit, voice)))


def _compared(unit: UnitArea, voice: Voice) -> Iterator[str]:
    """Yield how the unit compares with an agreed or an older area, and what that means."""
    for name, found in comparisons(unit):
        first = next(comparison_lines(name, found, voice, agreed=False))
        yield f"{first}. {found.sentence.text(voice)}" if name == AGREED else f"{first}."


def _judged(result: LivingArea, voice: Voice) -> Iterator[str]:
    """Yield once where the ten per cent come from, when any area was agreed."""
    if any(name == AGREED for unit in result.units for name, _found in comparisons(unit)):
        yield "; ".join(voice(source) for source in (DEFECT_SOURCE, *RENT_SOURCES)) + "."


def _balance(survey: Survey, voice: Voice) -> Iterator[Section]:
    result = balance(survey)
    yield _section("", [balance_table(result, voice)])
    yield _section(voice(_("Storeys")), [gross_table(result, voice)])
    for one in result.storeys:
        if one.rooms:
            yield _section(one.storey.name, [storey_table(one, voice)])


def _cubature(survey: Survey, voice: Voice) -> Iterator[Section]:
    try:
        yield _section("", [volume_table(cubature(survey), voice)])
    except Unusable as missing:
        yield _section("", [], [missing.sentence.text(voice)])


def _rental(survey: Survey, voice: Voice) -> Iterator[Section]:
    yield _section("", [rental_table(rental_area(survey), voice)])


def _section(heading: str, tables: list[Table], remarks: list[str] | None = None) -> Section:
    return {"heading": heading, "tables": tables, "remarks": remarks or []}


OTHERS: Final[dict[Standard, Callable[[Survey, Voice], Iterator[Section]]]] = {
    Standard.DIN_277: _balance,
    Standard.CUBATURE: _cubature,
    Standard.GIF: _rental,
}
