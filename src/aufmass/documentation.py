"""What in docs/aufmass is made from the code: the format of surveys, and the example with its areas and plans.

`python -m aufmass.documentation DIRECTORY` writes it.
"""

from __future__ import annotations

import sys
import types
from collections.abc import Iterator
from dataclasses import is_dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, get_args, get_origin

from aufmass.areas.living import living_area
from aufmass.drawing.plan import Style
from aufmass.drawing.sheets import all_sheets
from aufmass.drawing.svg import svg
from aufmass.example import example
from aufmass.geometry.ring import Ring
from aufmass.model import Survey
from aufmass.reading import Part, optional, parts
from aufmass.sentences import ENGLISH, Choice
from aufmass.telling import headline, living_lines
from aufmass.writing import SCHEMA, write

PLAIN: Final = {int: "whole number", Decimal: "number", str: "text", bool: "true or false", date: "day"}
PICTURES: Final = {
    "ground-floor.svg": ("plan-EG", Style.TECHNICAL),
    "attic.svg": ("plan-DG", Style.TECHNICAL),
    "section.svg": ("section-A", Style.TECHNICAL),
    "south.svg": ("elevation-south", Style.TECHNICAL),
    "ground-floor-colour.svg": ("plan-EG", Style.MARKETING),
    "section-colour.svg": ("section-B", Style.MARKETING),
    "south-colour.svg": ("elevation-south", Style.MARKETING),
}


def files() -> dict[str, str]:
    """Return every file by its name below docs/aufmass."""
    house = example(ENGLISH)
    sheets = {(one.key, style): one for style in Style for one in all_sheets(house, ENGLISH, scale=100, style=style)}
    found = {name: svg(sheets[of_what]) for name, of_what in PICTURES.items()}
    areas = [*headline(house, ENGLISH), "", *living_lines(living_area(house), ENGLISH)]
    found["example.json"] = write(house)
    found["example.txt"] = "\n".join(areas).replace("\N{NO-BREAK SPACE}", " ") + "\n"
    found["format.md"] = "\n".join(_format()) + "\n"
    return found


def _format() -> Iterator[str]:
    """Yield the page about the format."""
    yield "# The format of a survey"
    yield ""
    yield "Made from the code by `make docs`; changes here are lost."
    yield ""
    yield (
        f"A survey is one JSON object. `src/aufmass/{SCHEMA.name}` is its schema; the tables below say the same. "
        "Lengths are whole millimetres, angles degrees, areas square metres. What is not marked as needed has a "
        "default. Unknown names are refused."
    )
    for kind in _kinds(Survey):
        yield ""
        yield f"## {kind.__name__}"
        yield ""
        yield (kind.__doc__ or "").splitlines()[0]
        yield ""
        yield "| Name | What | Kind | Needed |"
        yield "|---|---|---|---|"
        for part in parts(kind):
            yield f"| `{part.name}` | {part.words} | {_kind(part.kind)} | {_needed(part)} |"


def _needed(part: Part) -> str:
    return "yes" if part.required else ""


def _kinds(kind: type) -> list[type]:
    """Return a part of the model and all parts within it, each once."""
    found = [kind]
    for part in parts(kind):
        for inner in _within(part.kind):
            found += [one for one in _kinds(inner) if one not in found]
    return found


def _within(kind: Any) -> Iterator[type]:
    if isinstance(kind, type) and is_dataclass(kind):
        yield kind
    elif kind != Ring and (get_origin(kind) is tuple or isinstance(kind, types.UnionType)):
        for inner in get_args(kind):
            yield from _within(inner)


def _kind(kind: Any) -> str:
    """Return a type in words."""
    if (inner := optional(kind)) is not None:
        return f"{_kind(inner)}, or null"
    if kind == Ring:
        return "corners `[[x, y], …]`"
    if get_origin(kind) is tuple:
        return f"list: {_kind(get_args(kind)[0])}"
    if is_dataclass(kind) and isinstance(kind, type):
        return f"[{kind.__name__}](#{kind.__name__.lower()})"
    if issubclass(kind, Choice):
        return ", ".join(f"`{one.value}`" for one in kind)
    return PLAIN[kind]


def main(directory: Path) -> None:
    """Write all files."""
    directory.mkdir(parents=True, exist_ok=True)
    for name, text in files().items():
        (directory / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
