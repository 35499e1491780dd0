"""Text for paper: paragraphs, lists, tables, bold and italic from Markdown; everything else stays as it was typed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

Block = dict[str, Any]
LISTS: Final = {"bullet_list": "list", "ordered_list": "enum"}


def blocks_of(text: str) -> list[Block]:
    """Return a text as blocks for a template, each with its `kind`.

    `text` has `runs`, `list` and `enum` have `items` (blocks each), `table` has `head` and `rows` (cells of runs) and
    `right`, the numbers of columns that are aligned to the right. A run has `text` and may be `bold` or `italic`.
    Headings, links, pictures, code and HTML are no part of it: their signs are printed as they stand.
    """
    return _blocks(SyntaxTreeNode(_parser().parse(text)).children)


@cache
def _parser() -> MarkdownIt:
    rules = ["list", "table", "emphasis", "balance_pairs", "fragments_join", "newline", "escape"]
    return MarkdownIt("zero").enable(rules)


def _blocks(nodes: Sequence[SyntaxTreeNode]) -> list[Block]:
    return [_block(node) for node in nodes]


def _block(node: SyntaxTreeNode) -> Block:
    if node.type in LISTS:
        start = int(node.attrs.get("start", 1))
        return {"kind": LISTS[node.type], "items": [_blocks(item.children) for item in node.children], "start": start}
    if node.type == "table":
        return _table(node)
    return {"kind": "text", "runs": _runs(node)}


def _table(node: SyntaxTreeNode) -> Block:
    lines = [line for part in node.children for line in part.children]
    head, *rows = [[_runs(cell) for cell in line.children] for line in lines]
    right = [place for place, cell in enumerate(lines[0].children) if "right" in str(cell.attrs.get("style", ""))]
    return {"kind": "table", "head": head, "rows": rows, "right": right}


def _runs(node: SyntaxTreeNode, *, bold: bool = False, italic: bool = False) -> list[Block]:
    """Return the runs below a node; a line break is a run of its own."""
    found: list[Block] = []
    for child in node.children:
        if child.type in ("softbreak", "hardbreak"):
            found.append({"text": "\n"})
        elif child.type == "text" and child.content:
            style = {name: True for name, is_on in (("bold", bold), ("italic", italic)) if is_on}
            found.append({"text": child.content, **style})
        else:
            found += _runs(child, bold=bold or child.type == "strong", italic=italic or child.type == "em")
    return found
