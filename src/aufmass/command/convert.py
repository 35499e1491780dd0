"""`aufmass convert`: a survey from a DXF, an IFC or another survey, or an IFC from any of them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from aufmass.checking import ensure_possible
from aufmass.command.facts import add_facts, facts_of
from aufmass.command.files import read_survey, save
from aufmass.exporting.ifc import ifc
from aufmass.importing.dxf import OUTLINES, rooms_from_dxf
from aufmass.importing.found import Imported
from aufmass.importing.ifc import rooms_from_ifc
from aufmass.importing.outlines import UNITS
from aufmass.sentences import Name, Unusable, Voice
from aufmass.sentences import mark as _
from aufmass.telling import disclaimer
from aufmass.writing import write

TARGETS: Final = (".json", ".ifc")


def add_convert(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the command to a parser."""
    convert = command("convert", _convert, "make a survey from a DXF or an IFC, or an IFC from a survey")
    convert.add_argument("to", metavar="TO", help="file to write, ending in .json or .ifc")
    convert.add_argument("--height", type=int, metavar="MM", help="clear height of all rooms of a DXF")
    convert.add_argument("--unit", choices=sorted(UNITS), help="unit of a DXF that does not say it")
    convert.add_argument("--layer", metavar="NAME", help=f"layer of the outlines (default: {OUTLINES}, else all)")
    convert.add_argument("--overwrite", action="store_true", help="replace a file that is there already")
    add_facts(convert)


def _convert(words: argparse.Namespace, speak: Voice) -> int:
    """Write what was read; nothing is written when the result would be faulty."""
    target = Path(words.to)
    if target.suffix not in TARGETS:
        raise Unusable(_("%(file)s has to end in %(known)s."), file=Name(target.name), known=Name(", ".join(TARGETS)))
    found = _found(words)
    survey = ensure_possible(found.survey)
    if target.suffix == ".ifc":
        facts = facts_of(words)
        remarks = {"Basis": speak(survey.basis.label), "Note": disclaimer(survey, speak), "Licence": facts.licence}
        content = ifc(survey, on=facts.on, author=facts.author, remarks=remarks)
    else:
        content = write(survey).encode()
    save(target, content, overwrite=words.overwrite)
    for note in found.notes:
        print(note.text(speak), file=sys.stderr)
    return 0


def _found(words: argparse.Namespace) -> Imported:
    source = Path(words.file)
    if source.suffix not in (".dxf", ".ifc"):
        return Imported(read_survey(words.file), ())
    if not source.exists():
        raise Unusable(_("%(file)s does not exist."), file=Name(words.file))
    if source.suffix == ".ifc":
        return rooms_from_ifc(source)
    if words.height is None:
        raise Unusable(_("A plan does not say how high rooms are; state --height in millimetres."))
    return rooms_from_dxf(source, height=words.height, unit=words.unit, layer=words.layer)
