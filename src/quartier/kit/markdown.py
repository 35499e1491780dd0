"""Published texts: CommonMark without raw HTML, cleaned once more, external links recognisable (SBV-13)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, Final
from urllib.parse import urlsplit

import nh3
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

TAGS: Final = {
    "h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "ul", "ol", "li", "em", "strong", "code", "pre", "blockquote", "a",
    "table", "thead", "tbody", "tr", "th", "td", "div", "span",
}  # fmt: skip
ATTRIBUTES: Final = {
    "a": {"href", "title", "rel"},
    "ol": {"start"},
    "div": {"class", "role", "aria-label", "tabindex"},
    "table": {"class"},
    "span": {"class", "aria-hidden"},
}
SCHEMES: Final = {"http", "https", "mailto", "tel"}
EXTERNAL: Final = "noopener noreferrer external nofollow"
DEEPEST: Final = 6


def render(text: str, *, first_heading: int = 2) -> SafeString:
    """Return a text as HTML; its headings start at `first_heading`, links elsewhere carry a mark and say so."""
    parser = _parser()
    env: dict[str, Any] = {}
    tokens = parser.parse(text, env)
    # Whatever sign an author begins with, the page's own h1 is followed by no gap.
    highest = min((int(token.tag[1]) for token in tokens if token.type == "heading_open"), default=1)
    drawn = parser.renderer.render(tokens, parser.options, {**env, "shift": first_heading - highest})
    return SafeString(nh3.clean(drawn, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=None))


def render_line(text: str) -> SafeString:
    """Return words inside a paragraph as HTML: emphasis and links alone, whatever the line begins with."""
    parser = _parser()
    env: dict[str, Any] = {}
    drawn = parser.renderer.render(parser.parseInline(text, env), parser.options, {**env, "shift": 0})
    return SafeString(nh3.clean(drawn, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=None))


def is_external(address: str) -> bool:
    """Tell whether a link leaves this portal: it names a host; mail and telephone links leave no page."""
    try:
        return bool(urlsplit(address.replace("\\", "/")).netloc)
    except ValueError:
        return True


@cache
def _parser() -> MarkdownIt:
    # Pictures are off: a published text may not make a browser ask another server for anything.
    parser = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table").disable("image")
    for name, rule in (
        ("heading_open", _heading),
        ("heading_close", _heading),
        ("link_open", _link_open),
        ("link_close", _link_close),
        ("table_open", _table_open),
        ("table_close", _table_close),
    ):
        parser.add_render_rule(name, rule)
    return parser


def _heading(self: RendererHTML, tokens: Sequence[Token], place: int, options: Any, env: dict[str, Any]) -> str:
    token = tokens[place]
    level = min(int(token.tag[1]) + env["shift"], DEEPEST)
    return f"<h{level}>" if token.nesting == 1 else f"</h{level}>\n"


def _link_open(self: RendererHTML, tokens: Sequence[Token], place: int, options: Any, env: dict[str, Any]) -> str:
    token = tokens[place]
    env.setdefault("open", []).append(is_external(str(token.attrGet("href") or "")))
    if env["open"][-1]:
        token.attrSet("rel", EXTERNAL)
    return self.renderToken(tokens, place, options, env)


def _link_close(self: RendererHTML, tokens: Sequence[Token], place: int, options: Any, env: dict[str, Any]) -> str:
    if not env["open"].pop():
        return "</a>"
    said = escape(_("(leads to another website)"))
    return f'<span aria-hidden="true">\N{NO-BREAK SPACE}↗</span><span class="sr"> {said}</span></a>'


def _table_open(self: RendererHTML, tokens: Sequence[Token], place: int, options: Any, env: dict[str, Any]) -> str:
    name = escape(_("Table"))
    return f'<div class="scroll" role="region" aria-label="{name}" tabindex="0"><table class="table">'


def _table_close(self: RendererHTML, tokens: Sequence[Token], place: int, options: Any, env: dict[str, Any]) -> str:
    return "</table></div>"
