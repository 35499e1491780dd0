"""Which passages of a text read differently, as an announcement quotes them: in their new words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

PARAGRAPH: Final = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Passage:
    """Paragraphs in a row that changed: how they read until then and from then on; one of both may be empty."""

    old: str
    new: str


def passages(old: str, new: str) -> list[Passage]:
    """Return what changed between two texts, paragraph by paragraph, in the order of the new one.

    >>> passages("§ 1 Alt\\n\\n§ 2 Gleich", "§ 1 Neu\\n\\n§ 2 Gleich")
    [Passage(old='§ 1 Alt', new='§ 1 Neu')]
    """
    before, after = _paragraphs(old), _paragraphs(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return [
        Passage("\n\n".join(before[a:b]), "\n\n".join(after[c:d]))
        for tag, a, b, c, d in matcher.get_opcodes()
        if tag != "equal"
    ]


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in PARAGRAPH.split(text) if part.strip()]
