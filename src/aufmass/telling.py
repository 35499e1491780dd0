"""Results for people, in lines of text, and for programs, as plain data."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from aufmass.areas.comparison import DEFECT_SOURCE, RENT_SOURCES, Comparison, compare
from aufmass.areas.cubature import Cubature
from aufmass.areas.din277 import Balance
from aufmass.areas.gif import Letting, RentalArea
from aufmass.areas.results import Line, LivingArea, UnitArea
from aufmass.areas.standards import Source
from aufmass.faults import Fault
from aufmass.model import Basis, Interpretations, Survey
from aufmass.numbers import square_metres
from aufmass.reading import parts
from aufmass.sentences import NBSP, Choice, Share, Voice, said
from aufmass.sentences import mark as _
from aufmass.uses import Category

UNVERIFIED: Final = _("Not read in its own words: have it checked before you rely on it.")
DISCLAIMERS: Final = {
    Basis.DOCUMENTS: _("Calculated from documents of the customer, whose correctness was not examined."),
    Basis.MEASUREMENTS: _("Calculated from measurements of the customer, whose correctness was not examined."),
}


def headline(survey: Survey, voice: Voice) -> Iterator[str]:
    """Yield what was measured, on what it rests and what that means."""
    yield survey.name
    yield voice(_("Basis: %(basis)s")) % {"basis": voice(survey.basis.label)}
    if survey.measured_on:
        yield voice(_("Measured on %(day)s")) % {"day": voice.day(survey.measured_on)}
    if text := disclaimer(survey, voice):
        yield text


def disclaimer(survey: Survey, voice: Voice) -> str:
    """Return what nobody examined: measures and documents of the customer; for all other bases nothing."""
    return voice(DISCLAIMERS.get(survey.basis, ""))


def source_lines(title: str, source: Source, voice: Voice) -> Iterator[str]:
    """Yield the title of a calculation and where its rule stands."""
    yield voice(title)
    yield f"  {voice(source.text)}"
    if source.note:
        yield f"  {voice(source.note)}"
    if not source.verified:
        yield f"  {voice(UNVERIFIED)}"


def living_lines(result: LivingArea, voice: Voice) -> Iterator[str]:
    """Yield a calculation of living area line by line."""
    yield from source_lines(result.standard.label, result.source, voice)
    yield from (f"  {note.text(voice)}" for note in result.notes)
    yield from (f"  {line}" for line in choice_lines(result.choices, voice))
    for unit in result.units:
        yield ""
        yield from _unit_lines(unit, voice)


def choice_lines(choices: tuple[Choice, ...], voice: Voice) -> Iterator[str]:
    """Yield the interpretations a result rests on."""
    words = {type(getattr(Interpretations(), part.name)): part.words for part in parts(Interpretations)}
    for choice in choices:
        values = {"what": voice(words[type(choice)]), "choice": voice(choice.label)}
        yield voice(_("Interpretation: %(what)s counts %(choice)s.")) % values


def line_text(line: Line, voice: Voice) -> str:
    """Return one line: what, lengths, area, share, result, paragraph."""
    sign = "−" if line.area < 0 else ""
    lengths = said(line.dimensions, voice)
    size, share = voice.number(square_metres(abs(line.area))), Share(line.share).text(voice)
    counted = voice.number(square_metres(line.counted))
    return f"{line.what.text(voice)}: {lengths} = {sign}{size} × {share} = {counted}{NBSP}m² [{voice(line.source)}]"


def balance_lines(result: Balance, voice: Voice) -> Iterator[str]:
    """Yield areas and volume under DIN 277."""
    yield from source_lines(_("Areas and volumes under DIN 277"), result.source, voice)
    gross, construction = result.gross, result.construction
    yield ""
    yield _figure(_("Gross area (BGF), enclosed (R)"), gross, "m²", voice)
    yield _figure(_("Construction area (KGF), enclosed (R)"), construction, "m²", voice)
    for enclosed, name in (
        (True, _("Net room area (NRF), enclosed (R)")),
        (False, _("Net room area (NRF), not enclosed (S)")),
    ):
        yield _figure(name, result.net(enclosed=enclosed), "m²", voice)
        for category in Category:
            if size := result.net(enclosed=enclosed, categories=[category]):
                yield f"  {category.value} {voice(category.label)}: {voice.number(size)}{NBSP}m²"
    yield _figure(_("Gross volume (BRI), enclosed (R)"), result.volume, "m³", voice)


def cubature_lines(result: Cubature, source: Source, voice: Voice) -> Iterator[str]:
    """Yield the cubic content line by line."""
    yield from source_lines(_("Cubic content under the II. BV"), source, voice)
    yield ""
    for line in result.lines:
        yield f"{line.what.text(voice)}: {voice.number(line.counted)}{NBSP}m³ [{voice(line.source)}]"
    yield _figure(_("Cubic content"), result.volume, "m³", voice)


def rental_lines(result: RentalArea, source: Source, voice: Voice) -> Iterator[str]:
    """Yield the summary of rental area."""
    yield from source_lines(_("Rental area of commercial premises, in brief"), source, voice)
    yield ""
    for kind in Letting:
        yield _figure(kind.label, result.area(kind), "m²", voice)
    yield _figure(_("of it up to 1.50 m high"), result.low, "m²", voice)
    yield _figure(_("Not enclosed, shown apart"), result.outdoor, "m²", voice)


def comparison_lines(name: str, found: Comparison, voice: Voice, *, agreed: bool) -> Iterator[str]:
    """Yield how an area compares with an agreed or an older one."""
    values = {"name": voice(name), "other": voice.number(found.other), "difference": voice.number(found.difference)}
    values["percent"] = voice.number(found.percent)
    yield voice(_("%(name)s %(other)s m²: difference %(difference)s m² (%(percent)s %%)")) % values
    if agreed:
        yield f"  {found.sentence.text(voice)}"
        yield from (f"  {voice(source)}" for source in (DEFECT_SOURCE, *RENT_SOURCES))


def fault_data(fault: Fault, voice: Voice) -> dict[str, Any]:
    """Return a fault as plain data."""
    return {"place": fault.place, "text": fault.text(voice), "hint": fault.is_hint}


def living_data(result: LivingArea, voice: Voice) -> dict[str, Any]:
    """Return a calculation of living area as plain data; areas are texts with two decimals."""
    return {
        "standard": result.standard.value,
        "source": voice(result.source.text),
        "interpretations": [choice.value for choice in result.choices],
        "notes": [note.text(voice) for note in result.notes],
        "units": [_unit_data(unit, voice) for unit in result.units],
    }


def balance_data(result: Balance) -> dict[str, Any]:
    """Return areas and volume under DIN 277 as plain data."""
    parts_of = {
        enclosed: {c.value: _text(result.net(enclosed=enclosed, categories=[c])) for c in Category}
        for enclosed in (True, False)
    }
    return {
        "bgf_r": _text(result.gross),
        "kgf_r": _text(result.construction),
        "nrf_r": _text(result.net(enclosed=True)),
        "nrf_s": _text(result.net(enclosed=False)),
        "r": parts_of[True],
        "s": parts_of[False],
        "bri_r": _text(result.volume),
    }


def cubature_data(result: Cubature, voice: Voice) -> dict[str, Any]:
    """Return the cubic content as plain data."""
    lines = [
        {"what": line.what.text(voice), "counted": _text(line.counted), "source": voice(line.source)}
        for line in result.lines
    ]
    return {"lines": lines, "volume": _text(result.volume)}


def rental_data(result: RentalArea) -> dict[str, Any]:
    """Return the summary of rental area as plain data."""
    kinds = {kind.value: _text(result.area(kind)) for kind in Letting}
    units = {name: _text(size) for name, size in result.by_unit.items()}
    return {**kinds, "low": _text(result.low), "outdoor": _text(result.outdoor), "units": units}


def _unit_lines(unit: UnitArea, voice: Voice) -> Iterator[str]:
    if unit.unit:
        yield f"{unit.unit.id} {unit.unit.name}"
    for one in unit.rooms:
        yield f"  {one.room.id} {one.room.name}: {voice.number(one.area)}{NBSP}m²"
        yield from (f"    {line_text(line, voice)}" for line in one.lines)
    if unit.adjustments:
        yield "  " + _figure(_("Sum"), unit.sum, "m²", voice)
    for step in unit.adjustments:
        yield f"  {step.what.text(voice)} [{voice(step.source)}]"
    yield "  " + _figure(_("Living area"), unit.area, "m²", voice)
    for name, found in comparisons(unit):
        yield from (f"  {line}" for line in comparison_lines(name, found, voice, agreed=name == AGREED))


AGREED: Final = _("Agreed area")
PREVIOUS: Final = _("Older calculation")


def comparisons(unit: UnitArea) -> Iterator[tuple[str, Comparison]]:
    """Yield the comparisons with the areas that a unit names."""
    if unit.unit and unit.unit.agreed:
        yield AGREED, compare(unit.area, unit.unit.agreed)
    if unit.unit and unit.unit.previous:
        yield PREVIOUS, compare(unit.area, unit.unit.previous)


def _unit_data(unit: UnitArea, voice: Voice) -> dict[str, Any]:
    rooms = [
        {
            "id": one.room.id,
            "name": one.room.name,
            "area": _text(one.area),
            "lines": [_line_data(line, voice) for line in one.lines],
        }
        for one in unit.rooms
    ]
    compared = [
        {"with": voice(name), "area": _text(found.other), "percent": _text(found.percent), "defect": found.is_defect}
        for name, found in comparisons(unit)
    ]
    name = unit.unit.id if unit.unit else None
    return {"id": name, "rooms": rooms, "sum": _text(unit.sum), "area": _text(unit.area), "comparisons": compared}


def _line_data(line: Line, voice: Voice) -> dict[str, Any]:
    return {
        "what": line.what.text(voice),
        "dimensions": said(line.dimensions, voice),
        "area": _text(square_metres(line.area)),
        "share": str(line.share),
        "counted": _text(square_metres(line.counted)),
        "source": voice(line.source),
    }


def _figure(name: str, value: Decimal | None, unit: str, voice: Voice) -> str:
    if value is None:
        unknown = voice(_("unknown: outer edges of a storey are missing"))
        return f"{voice(name)}: {unknown}"
    return f"{voice(name)}: {voice.number(value)}{NBSP}{unit}"


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"
