"""The press of the engine: a template of ours and data of anybody become a PDF that is archivable and accessible.

Data reach the template as JSON and are never read as code. Only fonts that typst brings along are used, so that the
same data give the same bytes on every machine.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path
from queue import Empty, LifoQueue
from typing import Any, Final

from aufmass.sentences import Unusable
from aufmass.sentences import mark as _

TEMPLATE: Final = Path(__file__).parent / "typst" / "area-sheet.typ"
STANDARDS: Final = ("a-3b", "ua-1")
NO_GLYPH: Final = re.compile(r"the text `\"(.*?)\"` could not be displayed")
HIDDEN_SIGN: Final = re.compile(r"\\u\{([0-9a-f]+)\}")
INSTEAD: Final = "?"  # of a sign that no font has: emoji, for example
# Compilers that have set a page are quick with the next one and take one order at a time: as many as work at once.
_idle: Final[LifoQueue[Any]] = LifoQueue()


def printed(data: Mapping[str, Any], on: date) -> bytes:
    """Return the area sheet of these data, dated on a day. Raises Unusable without the extra or for a bad picture."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True)
    try:
        return _compiled(text, on)
    except Unprintable as refusal:
        for sign in refusal.signs:
            text = text.replace(json.dumps(sign, ensure_ascii=False)[1:-1], INSTEAD)
        return _compiled(text, on)


class Unprintable(Exception):
    """A text holds signs that no font has."""

    def __init__(self, signs: set[str]) -> None:
        self.signs = signs
        super().__init__(", ".join(sorted(signs)))


def _compiled(text: str, on: date) -> bytes:
    import typst  # noqa: PLC0415

    noon = int(datetime.combine(on, time(12), UTC).timestamp())
    with _compiler() as compiler:
        try:
            content, warnings = compiler.compile_with_warnings(
                format="pdf", pdf_standards=list(STANDARDS), sys_inputs={"data": text}, timestamp=noon
            )
        except typst.TypstError as error:
            raise _explained(str(error.diagnostic)) from None
    if warnings:
        raise RuntimeError("; ".join(warning.message for warning in warnings))
    return bytes(content)


def _explained(diagnostic: str) -> Exception:
    """Return what a failed print means."""
    if signs := NO_GLYPH.findall(diagnostic):
        return Unprintable({HIDDEN_SIGN.sub(lambda found: chr(int(found[1], 16)), sign) for sign in signs})
    if "image" in diagnostic or "SVG" in diagnostic:
        return Unusable(_("The photo cannot be read; JPEG and PNG can be printed."))
    return RuntimeError(diagnostic)


@contextmanager
def _compiler() -> Iterator[Any]:
    """Lend a compiler to one thread at a time."""
    try:
        compiler = _idle.get_nowait()
    except Empty:
        compiler = _new()
    try:
        yield compiler
    finally:
        _idle.put(compiler)


def _new() -> Any:
    try:
        import typst  # noqa: PLC0415
    except ImportError:
        raise Unusable(_("PDF needs the extra “survey”: pip install quartier[survey].")) from None
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
    return typst.Compiler(str(TEMPLATE), root=str(TEMPLATE.parent), font_paths=fonts, ignore_system_fonts=True)
