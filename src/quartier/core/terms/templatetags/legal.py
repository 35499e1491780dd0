"""How a legal text is drawn: paragraph by paragraph, with the numbers it was printed with and an anchor for each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from quartier.core.terms.models import TextVersion
from quartier.core.terms.queries import Document, paragraphs
from quartier.core.terms.rules import Block, Change, Word
from quartier.core.terms.rules.difference import ADDED, CHANGED, REMOVED
from quartier.core.terms.rules.structure import HEADING, ITEM, TABLE
from quartier.kit import markdown as md

register = template.Library()

DEEPEST: Final = 6


@register.simple_tag
def clauses(version: TextVersion | Document, first_heading: int = 2, prefix: str = "") -> SafeString:
    """Draw a version; `prefix` keeps the anchors of two texts on one page apart."""
    found = paragraphs(version)
    shift = first_heading - min((one.level for one in found if one.kind == HEADING), default=1)
    drawn = ((_drawn(one, shift, prefix, marked=version.is_marked),) for one in found)
    return format_html_join("\n", "{}", drawn)


@register.simple_tag
def headings(version: TextVersion) -> list[Block]:
    """Return the headings of a version, to lead to each."""
    return [one for one in paragraphs(version) if one.kind == HEADING]


def _drawn(block: Block, shift: int, prefix: str, *, marked: bool) -> SafeString:
    anchor = f"{prefix}{block.anchor}"
    if block.kind == TABLE:
        inner = md.render(block.text) if marked else _table(block.text.split("\n"))
        return format_html('<div id="{}">{}</div>', anchor, inner)
    words = _lines(block.text, marked=marked)
    if block.kind == HEADING:
        level = min(block.level + shift, DEEPEST)
        return format_html('<h{} id="{}">{} {}</h{}>', level, anchor, block.marker, words, level)
    if block.kind == ITEM:
        said = format_html('<span class="marker">{}</span> {}', block.marker, words)
        return format_html('<p class="item" id="{}" data-level="{}">{}</p>', anchor, block.level, said)
    return format_html('<p id="{}">{}</p>', anchor, words)


def _lines(text: str, *, marked: bool) -> SafeString:
    first, *others = [md.render_line(line) if marked else format_html("{}", line) for line in text.split("\n")]
    return format_html("{}{}", first, format_html_join("", "<br>{}", ((line,) for line in others)))


def _table(lines: Sequence[str]) -> SafeString:
    rows = [[cell.strip() for cell in line.strip("| ").split("|")] for line in lines]
    body = [(format_html_join("", "<td>{}</td>", ((cell,) for cell in row)),) for row in rows]
    table = format_html_join("", "<tr>{}</tr>", body)
    box = '<div class="scroll" role="region" aria-label="{}" tabindex="0">{}</div>'
    return format_html(box, _("Table"), format_html('<table class="table"><tbody>{}</tbody></table>', table))


@register.simple_tag
def changes(found: Iterable[Change]) -> SafeString:
    """Draw what differs: words that went are struck and said to be gone, words that came are underlined and said so."""
    return format_html_join("\n", "{}", ((_changed(one),) for one in found))


def _changed(change: Change) -> SafeString:
    if change.kind == CHANGED:
        return format_html("<p>{}</p>", format_html_join(" ", "{}", ((_word(one),) for one in change.words)))
    block = change.new or change.old
    words = block.words if block else ""
    if change.kind in (ADDED, REMOVED):
        return format_html("<p>{}</p>", _word(Word(change.kind, words)))
    return format_html("<p>{}</p>", words)


def _word(word: Word) -> SafeString:
    if word.kind == ADDED:
        said = _("[new:]"), word.text, _("[end of new]")
        return format_html('<ins><span class="sr">{} </span>{}<span class="sr"> {}</span></ins>', *said)
    if word.kind == REMOVED:
        said = _("[gone:]"), word.text, _("[end of gone]")
        return format_html('<del><span class="sr">{} </span>{}<span class="sr"> {}</span></del>', *said)
    return format_html("{}", word.text)
