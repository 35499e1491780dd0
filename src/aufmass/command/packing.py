"""`aufmass package`: everything that is handed over, into a folder or a ZIP."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from aufmass.checking import ensure_possible
from aufmass.command.facts import add_facts, facts_of
from aufmass.command.files import read_survey, save, save_all
from aufmass.drawing.plan import Style
from aufmass.package import ALL, Part, package, zipped
from aufmass.sentences import Voice


def add_package(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the command to a parser."""
    packed = command("package", _package, "write sheets, drawings, IFC and data into a folder or a ZIP")
    packed.add_argument("to", metavar="DIR_OR_ZIP", help="new folder, or file ending in .zip")
    known = [part.value for part in Part]
    packed.add_argument("--part", action="append", choices=known, metavar="NAME", help=f"only this: {', '.join(known)}")
    packed.add_argument("--style", action="append", choices=[one.value for one in Style], help="of the drawings")
    packed.add_argument("--overwrite", action="store_true", help="replace what is there already")
    add_facts(packed)


def _package(words: argparse.Namespace, speak: Voice) -> int:
    survey = ensure_possible(read_survey(words.file))
    parts = frozenset(map(Part, words.part)) if words.part else ALL
    styles = [Style(one) for one in words.style or [Style.TECHNICAL]]
    pieces = package(survey, facts_of(words), speak, parts=parts, styles=styles)
    target = Path(words.to)
    if target.suffix == ".zip":
        save(target, zipped(pieces), overwrite=words.overwrite)
    else:
        save_all(target, {piece.name: piece.content for piece in pieces}, overwrite=words.overwrite)
    return 0
