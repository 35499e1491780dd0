"""What somebody wrote, as plain text: without markup, without what their program quoted, without control characters."""

from __future__ import annotations

import re
import unicodedata
from html import unescape

import nh3

REFUSED = frozenset({"Cc", "Cs"})
BREAKS = re.compile(r"(?i)<(?:br|hr|/p|/div|/tr|/li|/h[1-6]|/blockquote|/ul|/ol|/table)\b[^>]*>")
QUOTES = re.compile(r"(?is)<blockquote\b.*?</blockquote\s*>")
SPACES = re.compile(r"[^\S\n]+")
GAPS = re.compile(r"\n{3,}")
# “Am 22.11.2026 um 10:00 schrieb Mara:” and “On … wrote:”, on one line or broken over two.
INTRODUCTION = re.compile(r"(?im)^(?:am|on)\b[^\n]{1,200}(?:\n[^\n]{1,200})?\b(?:schrieb|wrote)\b[^\n]{0,120}:\s*\Z")
QUOTED_LINES = re.compile(r"(?m)(?:^[ \t]*>[^\n]*\n?|^[ \t]*\n)+\Z")


def from_html(markup: str) -> str:
    """Return the text of a page: lines where a browser breaks them, nothing that could be markup again matters."""
    broken = BREAKS.sub("\n", QUOTES.sub("\n", markup.replace("\n", " ").replace("\r", " ")))
    text = unescape(nh3.clean(broken, tags=set(), attributes={}))
    return "\n".join(line.strip() for line in SPACES.sub(" ", text).split("\n"))


def tidy(text: str) -> str:
    """Return a text in composed form without control characters, with plain line breaks and few empty lines."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(sign for sign in plain if sign in "\n\t" or unicodedata.category(sign) not in REFUSED)
    return GAPS.sub("\n\n", "\n".join(line.rstrip() for line in unicodedata.normalize("NFC", kept).split("\n"))).strip()


def one_line(text: str, most: int) -> str:
    """Return a text on one line, at most so long."""
    return " ".join(tidy(text).split())[:most]


def without_quote(text: str) -> str:
    """Leave out the quoted mail at the end, which stands in the thread already; never the whole text."""
    rest = QUOTED_LINES.sub("", text).rstrip()
    if rest == text.rstrip():
        return text
    shorter = INTRODUCTION.sub("", rest).rstrip()
    return shorter or text
