"""A bound table as HTML. Written with f-strings: a hundred rows must cost less than a template loop."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from quartier.kit import formats, icons
from quartier.kit.components.markup import esc
from quartier.kit.tables.columns import Column, cell

if TYPE_CHECKING:
    from quartier.kit.tables.table import Bound

NEIGHBOURS = 2


def draw(bound: Bound) -> SafeString:
    """Draw the whole list; HTMX swaps it in place and pushes the address, without it links and forms do the same."""
    rows, page, total = bound.view
    inner = _filters(bound) + (_rows(bound, rows) + _below(bound, page, len(rows), total) if rows else _nothing(bound))
    return SafeString(
        f'<div class="stack list" id="{bound.identity}" hx-target="this" '
        f'hx-select="#{bound.identity}" hx-swap="outerHTML show:none">{inner}</div>'
    )


def _rows(bound: Bound, rows: Sequence[Any]) -> str:
    table = bound.table
    columns = [column for column in table.columns if column.options.on_page]
    head = table.head or columns[0].name
    cells = [cell(column, column.name == head) for column in columns]
    body = "".join([f"<tr>{''.join([write(row) for write in cells])}</tr>" for row in rows])
    classes = f"table{' dense' if table.dense else ''}{' cards' if table.phone == 'cards' else ''}"
    heads = "".join(_heading(bound, column) for column in columns)
    name = esc(_("List: %(label)s") % {"label": table.label})
    return (
        f'<div class="scroll" role="region" aria-label="{name}" tabindex="0"><table class="{classes}">'
        f'<thead hx-boost="true"><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _heading(bound: Bound, column: Column) -> str:
    right = ' class="num"' if column.is_right else ""
    if not column.sort:
        return f'<th scope="col"{right}>{esc(column.label)}</th>'
    is_up, is_down = bound.sort == column.name, bound.sort == f"-{column.name}"
    direction = f' aria-sort="{"ascending" if is_up else "descending"}"' if is_up or is_down else ""
    url = bound.address(sort=f"-{column.name}" if is_up else column.name, seite="")
    identity = f"{bound.identity}-sort-{column.name}"
    return f'<th scope="col"{right}{direction}><a id="{identity}" href="{esc(url)}">{esc(column.label)}</a></th>'


def _filters(bound: Bound) -> str:
    table = bound.table
    if not table.search and not table.filters:
        return ""
    controls = [_control(bound, "suche", _("Search"), _search_box(bound), "grow")] if table.search else []
    for filter_ in table.filters:
        control = filter_.control(_identity(bound, filter_.name), bound.values[filter_.name])
        control = control.replace(f'name="{filter_.name}"', f'name="{table.prefix}{filter_.name}"', 1)
        controls.append(_control(bound, filter_.name, filter_.label, control))
    reset = _link_button(_("Reset"), _reset(bound), "quiet ") if bound.is_narrowed else ""
    word = esc(_("Filter"))
    return (
        f'<form class="filters no-print" role="search" hx-boost="true" action="{esc(bound.request.path)}">'
        f'{_kept(bound)}{"".join(controls)}<button class="button small">{word}</button>{reset}</form>'
    )


def _link_button(text: str, url: str, kind: str = "") -> str:
    return f'<a class="button {kind}small" href="{esc(url)}">{esc(text)}</a>'


def _identity(bound: Bound, name: str) -> str:
    return f"{bound.identity}-{name}"


def _control(bound: Bound, name: str, label: object, control: str, classes: str = "") -> str:
    opening = f'<div class="{classes}">' if classes else "<div>"
    return f'{opening}<label for="{_identity(bound, name)}">{esc(label)}</label>{control}</div>'


def _search_box(bound: Bound) -> str:
    identity, name = _identity(bound, "suche"), f"{bound.table.prefix}suche"
    return f'<input class="input small" id="{identity}" name="{name}" type="search" value="{esc(bound.query)}">'


def _own(bound: Bound) -> set[str]:
    names = ("suche", "seite", *(filter_.name for filter_ in bound.table.filters))
    return {bound.table.prefix + name for name in names}


def _kept(bound: Bound) -> str:
    """Hidden fields for what the address says beside this form: the sorting, and whatever else is on the page."""
    own = _own(bound)
    pairs = [(key, value) for key, values in bound.request.GET.lists() if key not in own for value in values]
    return "".join(f'<input type="hidden" name="{esc(key)}" value="{esc(value)}">' for key, value in pairs)


def _reset(bound: Bound) -> str:
    return bound.address(suche="", seite="", **{filter_.name: "" for filter_ in bound.table.filters})


def _below(bound: Bound, page: int, shown: int, total: int) -> str:
    size = bound.table.page_size
    first = (page - 1) * size + 1
    numbers = {
        "first": formats.number(first),
        "last": formats.number(first + shown - 1),
        "total": formats.number(total),
    }
    text = _("%(first)s to %(last)s of %(total)s") % numbers if total > shown else _entries(total)
    pages = _pages(bound, page, -(-total // size)) if total > size else ""
    return f'<div class="toolbar"><p class="meta" role="status">{esc(text)}</p>{pages}{_export(bound)}</div>'


def _entries(total: int) -> str:
    return _("1 entry") if total == 1 else _("%(total)s entries") % {"total": formats.number(total)}


def _pages(bound: Bound, page: int, last: int) -> str:
    links = [_page_link(bound, number, page) for number in _window(page, last)]
    if page > 1:
        links.insert(0, _page_step(bound, page - 1, _("Back"), "prev"))
    if page < last:
        links.append(_page_step(bound, page + 1, _("Next"), "next"))
    label = _("Pages: %(label)s") % {"label": bound.table.label}
    return f'<nav class="pages" hx-boost="true" aria-label="{esc(label)}">{"".join(links)}</nav>'


def _window(page: int, last: int) -> Iterator[int]:
    """Yield first, last and the neighbours of this page; 0 stands for a gap."""
    before = 0
    for number in sorted({1, last, *range(max(1, page - NEIGHBOURS), min(last, page + NEIGHBOURS) + 1)}):
        if number > before + 1:
            yield 0
        yield number
        before = number


def _page_link(bound: Bound, number: int, page: int) -> str:
    if number == 0:
        return '<span aria-hidden="true">…</span>'
    if number == page:
        return f'<span aria-current="page">{number}</span>'
    word = esc(_("Page"))
    return f'<a href="{esc(bound.address(seite=number))}"><span class="sr">{word} </span>{number}</a>'


def _page_step(bound: Bound, number: int, word: str, rel: str) -> str:
    identity = f"{bound.identity}-{rel}"
    return f'<a id="{identity}" rel="{rel}" href="{esc(bound.address(seite=number))}">{esc(word)}</a>'


def _export(bound: Bound) -> str:
    if not bound.table.export:
        return ""
    word = esc(_("Export as CSV"))
    return (
        f'<form method="post" class="no-print" action="{esc(bound.address(seite=""))}">'
        f'<input type="hidden" name="csrfmiddlewaretoken" value="{bound.token()}">'
        f'<button class="button small" name="export" value="{esc(bound.table.key)}">{icons.icon("download")}'
        f"{word}</button></form>"
    )


def _nothing(bound: Bound) -> str:
    table = bound.table
    if bound.is_narrowed:
        link = _link_button(_("Show all"), _reset(bound))
        words = (_("Nothing found"), _("No entry matches your search and filters."))
        return f'<div class="empty" role="status"><h2>{esc(words[0])}</h2><p>{esc(words[1])}</p>{link}</div>'
    title = table.empty_title or _("Nothing here yet")
    text = f"<p>{esc(table.empty_text)}</p>" if table.empty_text else ""
    return f'<div class="empty"><h2>{esc(title)}</h2>{text}</div>'
