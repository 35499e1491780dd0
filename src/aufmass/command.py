"""`aufmass check|areas|draw|convert|new FILE`: the survey engine on the command line."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Final

from aufmass.areas.cubature import SOURCE as CUBATURE_SOURCE
from aufmass.areas.cubature import cubature
from aufmass.areas.din277 import balance
from aufmass.areas.gif import rental_area
from aufmass.areas.living import RULES, living_area
from aufmass.areas.standards import SOURCES, Standard
from aufmass.checking import check, ensure_possible
from aufmass.drawing.dxf import dxf
from aufmass.drawing.pdf import pdf
from aufmass.drawing.plan import Style
from aufmass.drawing.sheet import SCALES, Sheet, sheet
from aufmass.drawing.svg import svg
from aufmass.example import example
from aufmass.faults import Fault, Unreadable
from aufmass.importing.dxf import OUTLINES, UNITS, rooms_from_dxf
from aufmass.importing.found import Imported
from aufmass.importing.ifc import rooms_from_ifc
from aufmass.model import Survey
from aufmass.reading import read
from aufmass.sentences import Name, Sentence, Unusable, Voice, voice
from aufmass.sentences import mark as _
from aufmass.telling import (
    balance_data,
    balance_lines,
    cubature_data,
    cubature_lines,
    disclaimer,
    fault_data,
    headline,
    living_data,
    living_lines,
    rental_data,
    rental_lines,
)
from aufmass.writing import write

OK, FAULTY, UNUSABLE = 0, 1, 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it worked, 1 for faults in the survey, 2 for a file or words that cannot be used."""
    words = _parser().parse_args(argv)
    speak = voice(words.language)
    try:
        return int(words.run(words, speak))
    except Unreadable as refusal:
        _report(refusal.faults, words, speak)
        return FAULTY
    except Unusable as refusal:
        print(f"aufmass: {refusal.sentence.text(speak)}", file=sys.stderr)
        return UNUSABLE


def _check(words: argparse.Namespace, speak: Voice) -> int:
    faults = check(_read(words.file))
    _report(faults, words, speak)
    return FAULTY if any(not fault.is_hint for fault in faults) else OK


def _areas(words: argparse.Namespace, speak: Voice) -> int:
    survey = ensure_possible(_read(words.file))
    if words.agreed is not None:
        survey = _agreed(survey, words.agreed)
    named = words.standard or [Standard.WOFLV]
    standards = list(Standard) if "all" in named else [Standard(one) for one in named]
    if words.json:
        head = {"name": survey.name, "basis": survey.basis.value, "disclaimer": disclaimer(survey, speak)}
        _print_json({**head, **_data(survey, standards, speak)})
        return OK
    print("\n".join(headline(survey, speak)))
    for standard in standards:
        print("\n" + "\n".join(_lines(survey, standard, speak)))
    return OK


def _draw(words: argparse.Namespace, speak: Voice) -> int:
    survey = ensure_possible(_read(words.file))
    path = Path(words.to)
    if path.suffix not in WRITERS:
        raise Unusable(_("%(file)s has to end in %(known)s."), file=Name(path.name), known=Name(", ".join(WRITERS)))
    storey = next((one for one in survey.storeys if words.storey in (None, one.id)), None)
    if storey is None:
        known = Name(", ".join(one.id for one in survey.storeys))
        raise Unusable(_("There is no storey “%(name)s”; there are: %(known)s."), name=Name(words.storey), known=known)
    drawn = sheet(survey, storey, speak, words.scale, Style(words.style))
    _save(path, WRITERS[path.suffix](drawn), overwrite=words.overwrite)
    return OK


def _convert(words: argparse.Namespace, speak: Voice) -> int:
    """Write a survey from a DXF, an IFC or another survey; nothing is written when the result would be faulty."""
    source, target = Path(words.file), Path(words.to)
    if target.suffix != ".json":
        raise Unusable(_("%(file)s has to end in %(known)s."), file=Name(target.name), known=Name(".json"))
    if not source.exists():
        raise Unusable(_("%(file)s does not exist."), file=Name(words.file))
    if source.suffix == ".dxf":
        if words.height is None:
            raise Unusable(_("A plan does not say how high rooms are; state --height in millimetres."))
        found = rooms_from_dxf(source, height=words.height, unit=words.unit, layer=words.layer)
    elif source.suffix == ".ifc":
        found = rooms_from_ifc(source)
    else:
        found = Imported(_read(words.file), ())
    _save(target, write(ensure_possible(found.survey)).encode(), overwrite=words.overwrite)
    for note in found.notes:
        print(note.text(speak), file=sys.stderr)
    return OK


def _new(words: argparse.Namespace, speak: Voice) -> int:
    _save(Path(words.file), write(example(speak)).encode(), overwrite=False)
    return OK


def _lines(survey: Survey, standard: Standard, speak: Voice) -> Iterator[str]:
    if standard in RULES:
        return living_lines(living_area(survey, standard), speak)
    if standard is Standard.DIN_277:
        return balance_lines(balance(survey), speak)
    if standard is Standard.GIF:
        return rental_lines(rental_area(survey), SOURCES[Standard.GIF], speak)
    return cubature_lines(cubature(survey), CUBATURE_SOURCE, speak)


def _data(survey: Survey, standards: list[Standard], speak: Voice) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for standard in standards:
        if standard in RULES:
            found[standard.value] = living_data(living_area(survey, standard), speak)
        elif standard is Standard.DIN_277:
            found[standard.value] = balance_data(balance(survey))
        elif standard is Standard.GIF:
            found[standard.value] = rental_data(rental_area(survey))
        else:
            found[standard.value] = cubature_data(cubature(survey), speak)
    return found


def _agreed(survey: Survey, area: Decimal) -> Survey:
    """Return the survey with an agreed area for its only unit."""
    if len(survey.units) != 1:
        raise Unusable(_("An agreed area can be given for one unit only; write it into the file as “agreed”."))
    return replace(survey, units=(replace(survey.units[0], agreed=area),))


def _read(name: str) -> Survey:
    try:
        return read(Path(name).read_bytes() if name != "-" else sys.stdin.buffer.read())
    except OSError as error:
        raise Unusable(_("%(file)s cannot be read: %(why)s."), file=Name(name), why=Name(_why(error))) from None


def _save(path: Path, content: bytes, *, overwrite: bool) -> None:
    """Write a file whole or not at all."""
    if not overwrite and path.exists():
        raise Unusable(_("%(file)s exists already; it is left as it is."), file=Name(str(path)))
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise Unusable(_("%(file)s cannot be written: %(why)s."), file=Name(str(path)), why=Name(_why(error))) from None


def _why(error: OSError) -> str:
    return error.strerror or str(error)


def _report(faults: Sequence[Fault], words: argparse.Namespace, speak: Voice) -> None:
    if words.json:
        _print_json({"faults": [fault_data(fault, speak) for fault in faults]})
        return
    for fault in faults:
        about = Sentence(_("Hint: %(text)s") if fault.is_hint else "%(text)s", {"text": Name(fault.text(speak))})
        print(about.text(speak), file=sys.stdout if words.run is _check else sys.stderr)
    if not faults and words.run is _check:
        print(speak(_("Nothing is wrong.")))


def _print_json(data: dict[str, Any]) -> None:
    print(json.dumps(data, ensure_ascii=False, indent=1))


def _square_metres(text: str) -> Decimal:
    try:
        area = Decimal(text.replace(",", "."))
    except InvalidOperation:
        raise argparse.ArgumentTypeError(f"“{text}” is no area in square metres such as 120 or 98.5") from None
    if not area.is_finite() or not 0 < area < 1_000_000:  # noqa: PLR2004
        raise argparse.ArgumentTypeError(f"{text} m² is no area of a building")
    return area


WRITERS: Final[dict[str, Callable[[Sheet], bytes]]] = {
    ".svg": lambda drawn: svg(drawn).encode(),
    ".dxf": lambda drawn: dxf(drawn).encode(),
    ".pdf": pdf,
}
STANDARDS: Final = [*(one.value for one in Standard), "all"]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="aufmass", description="Areas and drawings from measured rooms.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Any, text: str) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=text, description=text, allow_abbrev=False)
        one.add_argument("file", metavar="FILE", help="a survey in JSON")
        one.add_argument("--language", choices=("en", "de"), default="en", help="of the text (default: en)")
        one.set_defaults(run=run, json=False)
        return one

    checked = command("check", _check, "say what is wrong with a survey")
    checked.add_argument("--json", action="store_true", help="for programs")
    areas = command("areas", _areas, "calculate areas and volumes, line by line")
    areas.add_argument("--json", action="store_true", help="for programs")
    areas.add_argument("--standard", action="append", choices=STANDARDS, metavar="NAME", help=", ".join(STANDARDS))
    areas.add_argument("--agreed", type=_square_metres, metavar="M2", help="area in the contract of the only unit")
    draw = command("draw", _draw, "draw the plan of a storey as SVG, DXF or PDF")
    draw.add_argument("to", metavar="DRAWING", help=f"file to write, ending in {', '.join(WRITERS)}")
    draw.add_argument("--storey", metavar="NAME", help="short name of the storey (default: the lowest)")
    draw.add_argument("--scale", type=int, choices=SCALES, default=100, help="1:50, 1:100 or 1:200 (default: 100)")
    draw.add_argument("--style", choices=[one.value for one in Style], default=Style.TECHNICAL.value)
    draw.add_argument("--overwrite", action="store_true", help="replace a drawing that is there already")
    convert = command("convert", _convert, "make a survey from outlines in a DXF or spaces in an IFC")
    convert.add_argument("to", metavar="SURVEY", help="file to write, ending in .json")
    convert.add_argument("--height", type=int, metavar="MM", help="clear height of all rooms of a DXF")
    convert.add_argument("--unit", choices=sorted(UNITS), help="unit of a DXF that does not say it")
    convert.add_argument("--layer", metavar="NAME", help=f"layer of the outlines (default: {OUTLINES}, else all)")
    convert.add_argument("--overwrite", action="store_true", help="replace a survey that is there already")
    command("new", _new, "write an example to begin with")
    return parser
