"""`aufmass draw`: a plan, a section or an elevation as a file, or all drawings into a folder."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from aufmass.checking import ensure_possible
from aufmass.command.files import read_survey, save, save_all
from aufmass.drawing.dxf import dxf
from aufmass.drawing.pdf import pdf
from aufmass.drawing.plan import Style
from aufmass.drawing.sheet import SCALES, Sheet, sheet
from aufmass.drawing.sheets import all_sheets
from aufmass.drawing.svg import svg
from aufmass.geometry.ring import Point
from aufmass.model import Survey
from aufmass.sentences import Name, Unusable, Voice
from aufmass.sentences import mark as _

WRITERS: Final[dict[str, Callable[[Sheet], bytes]]] = {
    ".svg": lambda drawn: svg(drawn).encode(),
    ".dxf": lambda drawn: dxf(drawn).encode(),
    ".pdf": pdf,
}
SCALE: Final = 100
Line = tuple[Point, Point]


def add_draw(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the command to a parser."""
    draw = command("draw", _draw, "draw plans, sections and elevations as SVG, DXF or PDF")
    draw.add_argument("to", metavar="DRAWING", nargs="?", help=f"file to write, ending in {', '.join(WRITERS)}")
    what = draw.add_mutually_exclusive_group()
    what.add_argument("--storey", metavar="NAME", help="the plan of this storey (default: the lowest)")
    what.add_argument(
        "--section", type=_section, metavar="NAME", help="section A or B, or along 0,5000:11000,5000 in mm"
    )
    what.add_argument("--elevation", metavar="WIND", help="the elevation of this side, such as south")
    what.add_argument("--all", metavar="DIR", help="every drawing into a new folder, one PDF of them all")
    draw.add_argument("--scale", type=int, choices=SCALES, help="1:50, 1:100 or 1:200 (default: 100; --all: what fits)")
    draw.add_argument("--style", choices=[one.value for one in Style], default=Style.TECHNICAL.value)
    draw.add_argument("--overwrite", action="store_true", help="replace drawings that are there already")


def _draw(words: argparse.Namespace, speak: Voice) -> int:
    if (words.to is None) is (words.all is None):
        raise Unusable(_("State one file to draw into, or --all with a folder."))
    survey = ensure_possible(read_survey(words.file))
    if words.all:
        return _all(words, survey, speak)
    path = Path(words.to)
    if path.suffix not in WRITERS:
        raise Unusable(_("%(file)s has to end in %(known)s."), file=Name(path.name), known=Name(", ".join(WRITERS)))
    save(path, WRITERS[path.suffix](_wanted(words, survey, speak)), overwrite=words.overwrite)
    return 0


def _all(words: argparse.Namespace, survey: Survey, speak: Voice) -> int:
    drawn = all_sheets(survey, speak, scale=words.scale, style=Style(words.style))
    contents = {f"{one.key}{end}": WRITERS[end](one) for one in drawn for end in (".svg", ".dxf")}
    save_all(Path(words.all), {**contents, "drawings.pdf": pdf(drawn)}, overwrite=words.overwrite)
    return 0


def _wanted(words: argparse.Namespace, survey: Survey, speak: Voice) -> Sheet:
    """Return the sheet that was asked for; without a word about it the plan of the lowest storey."""
    scale, style = words.scale or SCALE, Style(words.style)
    if words.section is None and words.elevation is None:
        return _plan(words, survey, speak, scale, style)
    line = words.section if isinstance(words.section, tuple) else None
    name = "A" if line else words.section
    key = f"section-{name}" if words.section is not None else f"elevation-{words.elevation}"
    drawn = all_sheets(survey, speak, scale=scale, style=style, line=line)
    found = next((one for one in drawn if one.key == key), None)
    if found is None:
        known = Name(", ".join(one.key.replace("-", " ", 1) for one in drawn))
        raise Unusable(_("There is no drawing “%(name)s”; there are: %(known)s."), name=Name(key), known=known)
    return found


def _plan(words: argparse.Namespace, survey: Survey, speak: Voice, scale: int, style: Style) -> Sheet:
    storey = next((one for one in survey.storeys if words.storey in (None, one.id)), None)
    if storey is None:
        known = Name(", ".join(one.id for one in survey.storeys))
        raise Unusable(_("There is no storey “%(name)s”; there are: %(known)s."), name=Name(words.storey), known=known)
    return sheet(survey, storey, speak, scale, style)


def _section(text: str) -> Any:
    """Return the name of a section, or the line through two points in millimetres."""
    if ":" not in text:
        return text
    try:
        first, second = (Point(*(int(part) for part in point.split(","))) for point in text.split(":"))
    except (TypeError, ValueError):
        raise argparse.ArgumentTypeError(f"“{text}” is no line such as 0,5000:11000,5000 in millimetres") from None
    return first, second
