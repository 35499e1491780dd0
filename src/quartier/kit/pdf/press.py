"""The press: a template of ours and data of anybody become a PDF.

Data reach the template as JSON and are never read as template code. A template sees the files of its own folder, the
fonts that typst brings along and no network. See docs/adr/0015.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from threading import Lock
from types import ModuleType
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from quartier.kit.errors import Refused
from quartier.kit.pdf.statements import Statements, stated

ARCHIVED: Final = ("a-3b", "ua-1")
PRINTED: Final = ("1.7",)
NO_GLYPH: Final = re.compile(r"the text `\"(.*?)\"` could not be displayed")
HIDDEN_SIGN: Final = re.compile(r"\\u\{([0-9a-f]+)\}")
PANIC: Final = re.compile(r"panicked with: ([\w-]+)$", re.MULTILINE)
FETCHES: Final = re.compile(r"[\"']@\w+/")


class PdfMissing(Refused):
    """This installation was made without the extra."""

    message = _("Letters need the extra “pdf”, which is not installed here: pip install 'quartier[pdf]'.")


class Unprintable(Refused):
    """A text holds signs that the font does not have; `signs` are they."""

    def __init__(self, signs: Sequence[str]) -> None:
        self.signs = tuple(dict.fromkeys(signs))
        shown = ", ".join(_shown(sign) for sign in self.signs)
        count = len(self.signs)
        sentence = ngettext("This sign cannot be printed: %(signs)s", "These signs cannot be printed: %(signs)s", count)
        super().__init__(sentence % {"signs": shown})


class TemplateRefused(Refused):
    """The template itself does not take the data, with a key of its own for why: `panic("address-too-long")`."""

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__()


class TemplateFault(RuntimeError):
    """A template or an installation is broken: a missing font, a missing file, a mistake in the code."""


@dataclass(frozen=True, slots=True)
class Pdf:
    """A finished file and how many pages it has."""

    content: bytes
    pages: int


class Press:
    """One template, ready to print any number of times; its memory does not grow with them.

    The template reads from its own folder. `archived` asks for PDF/A-3b and PDF/UA-1; a file for the printer is plain
    PDF 1.7. The template puts `metadata` with the number of pages under the label `<pages>`.
    Raises PdfMissing without the extra and TemplateFault when a template of the folder asks for a package.
    """

    def __init__(self, template: Path, *, archived: bool = True) -> None:
        for path in template.parent.glob("*.typ"):
            if FETCHES.search(path.read_text(encoding="utf-8")):
                raise TemplateFault(f"{path.name} asks for a package: templates use nothing from elsewhere")
        self._typst = _typst()
        self._standards, self._tagged = list(ARCHIVED if archived else PRINTED), archived
        self._compiler = self._typst.Compiler(
            str(template), root=str(template.parent), font_paths=_fonts(), ignore_system_fonts=True
        )
        # A compiler takes one order at a time and says “already borrowed” to a second thread.
        self._alone = Lock()

    def printed(self, data: Mapping[str, Any], *, at: datetime, says: Statements | None = None) -> Pdf:
        """Print the template with these data, dated `at`: the same data and instant give the same bytes.

        `says` is what the file states about itself beyond title and author.
        Raises Unprintable, naming the signs, TemplateRefused with the template's key, and TemplateFault.
        """
        inputs = {"data": json.dumps(data, ensure_ascii=False, sort_keys=True)}
        with self._alone:
            try:
                content, warnings = self._compiler.compile_with_warnings(
                    format="pdf", pdf_standards=self._standards, pdf_tags=self._tagged, sys_inputs=inputs,
                    timestamp=int(at.timestamp()),
                )  # fmt: skip
                pages = int(self._compiler.query("<pages>", field="value", one=True))
            except self._typst.TypstError as error:
                raise _explained(error.diagnostic) from None
        if warnings:
            # An unknown font is only a warning, and another one is taken in its place.
            raise TemplateFault("; ".join(warning.message for warning in warnings))
        return Pdf(bytes(content) if says is None else stated(bytes(content), says), pages)


def _typst() -> ModuleType:
    try:
        import typst  # noqa: PLC0415 – only with the extra “pdf”
    except ImportError:
        raise PdfMissing from None
    module: ModuleType = typst
    return module


@cache
def _fonts() -> Any:
    """The fonts in the package and no others: what lies on a machine must not change a letter."""
    return _typst().Fonts(include_system_fonts=False, include_embedded_fonts=True)


def _explained(diagnostic: str) -> Exception:
    """Return what a failed print means: signs, a refusal of the template, or a fault."""
    if signs := NO_GLYPH.findall(diagnostic):
        return Unprintable([HIDDEN_SIGN.sub(lambda found: chr(int(found[1], 16)), sign) for sign in signs])
    if refused := PANIC.search(diagnostic):
        return TemplateRefused(refused[1])
    return TemplateFault(diagnostic)


def _shown(text: str) -> str:
    """Return signs so that they can be found: themselves if they can be seen, and their numbers."""
    numbers = " ".join(f"U+{ord(sign):04X}" for sign in text)
    return f"{text} ({numbers})" if all(unicodedata.category(sign)[0] != "C" for sign in text) else numbers
