"""The words of a DOCX with the numbers that Word would print: they stand in no paragraph, only in its rules."""

from __future__ import annotations

from collections import defaultdict
from io import BytesIO
from typing import Any, Final
from zipfile import BadZipFile, ZipFile

from docx import Document
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from quartier.core.terms.rules.reading import LARGEST, Unreadable

MOST_UNPACKED: Final = 12 * LARGEST
ROMAN: Final = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
                (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


def text_of(data: bytes) -> str:
    """Return paragraphs and tables in their order, each paragraph with its printed number. Raises Unreadable."""
    try:
        with ZipFile(BytesIO(data)) as packed:
            if sum(one.file_size for one in packed.infolist()) > MOST_UNPACKED:
                raise Unreadable
        document = Document(BytesIO(data))
        numbers = _Numbers(document)
        return "\n\n".join(filter(None, (_drawn(one, numbers) for one in document.iter_inner_content())))
    except (BadZipFile, KeyError, ValueError, AttributeError, TypeError) as error:
        raise Unreadable from error


def _drawn(one: Paragraph | Table, numbers: _Numbers) -> str:
    if isinstance(one, Table):
        return "\n".join("| " + " | ".join(cell.text.strip() for cell in row.cells) + " |" for row in one.rows)
    text = one.text.strip()
    if not text:
        return ""
    return f"{numbers.of(one)} {text}".strip()


class _Numbers:
    """Counts as Word does: one counter for each list and level, begun anew below each higher one."""

    def __init__(self, document: Any) -> None:
        self.lists: dict[str, Any] = {}
        self.counts: dict[str, dict[int, int]] = defaultdict(dict)
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return
        abstract = {one.get(qn("w:abstractNumId")): one for one in root.findall(qn("w:abstractNum"))}
        for num in root.findall(qn("w:num")):
            found = abstract.get(num.find(qn("w:abstractNumId")).get(qn("w:val")))
            if found is not None:
                self.lists[num.get(qn("w:numId"))] = {lvl.get(qn("w:ilvl")): lvl for lvl in found.findall(qn("w:lvl"))}

    def of(self, paragraph: Paragraph) -> str:
        """Return the number that stands before a paragraph, or nothing."""
        known = _properties(paragraph)
        if known is None or (levels := self.lists.get(known[0])) is None or str(known[1]) not in levels:
            return ""
        key, depth = known
        counts = self.counts[key]
        counts[depth] = counts[depth] + 1 if depth in counts else _start(levels[str(depth)])
        for deeper in [level for level in counts if level > depth]:
            del counts[deeper]
        return self._printed(levels, counts, depth)

    @staticmethod
    def _printed(levels: dict[str, Any], counts: dict[int, int], depth: int) -> str:
        pattern = _value(levels[str(depth)], "w:lvlText")
        if _value(levels[str(depth)], "w:numFmt") == "bullet":
            return "•"
        for level in range(depth + 1):
            if (found := levels.get(str(level))) is not None:
                count = counts.get(level, _start(found))
                pattern = pattern.replace(f"%{level + 1}", _counted(count, _value(found, "w:numFmt")))
        return pattern


def _properties(paragraph: Paragraph) -> tuple[str, int] | None:
    """Return list and level of a paragraph, its own or those of its style."""
    holders: list[Any] = [paragraph._p.pPr]
    style: Any = paragraph.style
    while style is not None:
        holders.append(style.element.find(qn("w:pPr")))
        style = style.base_style
    for holder in holders:
        found = holder.find(qn("w:numPr")) if holder is not None else None
        number = found.find(qn("w:numId")) if found is not None else None
        if found is not None and number is not None:
            level = found.find(qn("w:ilvl"))
            return number.get(qn("w:val")), int(level.get(qn("w:val"))) if level is not None else 0
    return None


def _value(level: Any, name: str) -> str:
    found = level.find(qn(name))
    return str(found.get(qn("w:val"))) if found is not None else ""


def _start(level: Any) -> int:
    return int(_value(level, "w:start") or 1)


def _counted(count: int, how: str) -> str:
    if how in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter if how == "lowerLetter" else letter.upper()
    if how in ("lowerRoman", "upperRoman"):
        sign = _roman(count)
        return sign if how == "lowerRoman" else sign.upper()
    return "" if how == "none" else str(count)


def _roman(count: int) -> str:
    text = ""
    for value, sign in ROMAN:
        text, count = text + sign * (count // value), count % value
    return text
