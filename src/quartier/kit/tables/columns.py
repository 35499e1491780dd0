"""The columns of a table: what a cell shows, where it sorts, what goes into the export."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Literal, NamedTuple, TypeAlias, get_args

from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from quartier.kit import formats
from quartier.kit.components.markup import Text, Tone, esc, tone_attr

Kind: TypeAlias = Literal["text", "number", "money", "date", "instant", "link", "badge", "yes"]
Reader: TypeAlias = Callable[[Any], Any]
RIGHT: frozenset[str] = frozenset({"number", "money"})
NARROW: frozenset[str] = frozenset({"date", "instant", "badge", "yes"})


class Badge(NamedTuple):
    """A state that needs a look; one that needs none is given as plain text instead."""

    text: Text
    tone: Tone = ""


class Link(NamedTuple):
    """A cell that leads somewhere; `about` tells screen readers what, when the text alone does not."""

    text: Text
    url: str
    about: Text = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The rarer wishes of a column, as keyword arguments of `Column`."""

    sort: str | tuple[str, ...] = ()
    href: Callable[[Any], str | None] | None = None
    meta: str | Reader | None = None
    places: int | None = None
    unit: str = ""
    export: bool | Reader = True
    on_page: bool = True


class Column:
    """One column.

    `value` is the path of an attribute (`"party.name"`) or a function of the row; it defaults to the name. `kind`
    decides how the value is written and exported. `sort` names one or several ORM fields and puts a link into the
    header; `href` makes the cell a link; `meta` adds a second, quieter line; `places` and `unit` belong to numbers;
    `export=False` keeps the column out of the CSV, a function gives it another value there; `on_page=False` shows it
    only there.
    """

    def __init__(self, name: str, label: Text, value: str | Reader = "", kind: Kind = "text", **options: Any) -> None:
        if kind not in get_args(Kind):
            raise ValueError(f"column “{name}”: no kind “{kind}”, there are {', '.join(get_args(Kind))}")
        self.name = name
        self.label = label
        self.kind: Kind = kind
        self.read = reader(value or name)
        self.options = Options(**options)
        self.sort = (self.options.sort,) if isinstance(self.options.sort, str) else self.options.sort
        self.second_line = reader(self.options.meta) if self.options.meta else None

    @property
    def is_right(self) -> bool:
        """Numbers stand on the right."""
        return self.kind in RIGHT

    def exported(self, row: Any) -> object:
        """Return the plain value of a row for a file."""
        value = self.options.export(row) if callable(self.options.export) else self.read(row)
        if isinstance(value, Badge | Link):
            return str(value.text)
        return strip_tags(value) if isinstance(value, SafeString) else value


def reader(value: str | Reader) -> Reader:
    """Return a function of the row that reads an attribute path; functions stay what they are."""
    return attrgetter(value) if isinstance(value, str) else value


def cell(column: Column, is_head: bool) -> Callable[[Any], str]:
    """Return the function that writes this column's cell of a row, everything that does not change prepared."""
    classes = _classes(column, is_head)
    label = "" if is_head else f' data-label="{esc(column.label)}"'
    opening = f'<th scope="row"{classes}>' if is_head else f"<td{classes}{label}>"
    closing = "</th>" if is_head else "</td>"
    read, show, href, second = column.read, writer(column), column.options.href, column.second_line
    if href is None and second is None:
        return lambda row: f"{opening}{show(read(row))}{closing}"

    def full(row: Any) -> str:
        text = show(read(row))
        url = href(row) if href else None
        more = second(row) if second else None
        linked = f'<a href="{esc(url)}">{text}</a>' if url else text
        return (
            f'{opening}{linked}<span class="meta">{esc(more)}</span>{closing}' if more else opening + linked + closing
        )

    return full


def _classes(column: Column, is_head: bool) -> str:
    name = "num" if column.is_right else "fit" if column.kind in NARROW else "main" if is_head else ""
    return f' class="{name}"' if name else ""


def writer(column: Column) -> Callable[[Any], str]:
    """Return the function that writes a value of this kind; nothing becomes a dash."""
    show = _amount(column) if column.is_right else WRITERS[column.kind]
    return lambda value: formats.NOTHING if value is None or value == "" else show(value)


def _amount(column: Column) -> Callable[[Any], str]:
    places, unit = column.options.places, column.options.unit
    if column.kind == "money":
        places, unit = 2, unit or "€"
    return lambda value: formats.number(value, places, unit)


def _badge(value: Any) -> str:
    if isinstance(value, Badge):
        return f'<span class="badge"{tone_attr(value.tone)}>{esc(value.text)}</span>'
    return f'<span class="meta">{esc(value)}</span>'


def _link(value: Any) -> str:
    about = f'<span class="sr"> {esc(value.about)}</span>' if value.about else ""
    return f'<a href="{esc(value.url)}">{esc(value.text)}{about}</a>'


WRITERS: dict[Kind, Callable[[Any], str]] = {
    "text": esc,
    "date": formats.day,
    "instant": formats.instant,
    "link": _link,
    "badge": _badge,
    "yes": lambda value: esc(_("yes") if value else _("no")),
}
