"""Lists to compare: declared once, bound to rows and a request, drawn as HTML or streamed as CSV."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import itemgetter, or_
from typing import Any, Literal

from django.db import connection
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.middleware.csrf import get_token
from django.utils import translation
from django.utils.http import content_disposition_header
from django.utils.safestring import SafeString

from quartier.kit import csvfile
from quartier.kit.clock import day_of
from quartier.kit.components.markup import Text
from quartier.kit.tables.columns import Column
from quartier.kit.tables.filters import Filter, clean

PAGE_SIZE = 25
FARTHEST_PAGE = 100_000
CHUNK = 500
SEARCH, SORT, PAGE, EXPORT = "suche", "sort", "seite", "export"


@dataclass(frozen=True, kw_only=True)
class Table:
    """What a list looks like and can do. Stands at module level, next to the views that use it.

    `search` names ORM fields that the search box looks into, `default_sort` a column (`"-due"` for descending),
    `export` the beginning of the file's name (empty: no export). `head` is the column that names the row, by default
    the first. `of_people` says that each row shows a person: the request then knows how many were listed (SBV-27).
    `dense` is for the office. On phones rows become cards, unless `phone="scroll"`. `prefix` keeps the
    addresses of two tables on one page apart.
    """

    key: str
    label: Text
    columns: Sequence[Column]
    filters: Sequence[Filter] = ()
    search: Sequence[str] = ()
    default_sort: str = ""
    page_size: int = PAGE_SIZE
    export: str = ""
    head: str = ""
    dense: bool = False
    of_people: bool = False
    phone: Literal["cards", "scroll"] = "cards"
    prefix: str = ""
    empty_title: Text = ""
    empty_text: Text = ""

    def __post_init__(self) -> None:
        names = [column.name for column in self.columns]
        filters = [filter_.name for filter_ in self.filters]
        if len({*names}) < len(names) or len({*filters, SEARCH, SORT, PAGE}) < len(filters) + 3:
            raise ValueError(f"table “{self.key}”: two columns or two filters have the same name")
        if self.default_sort.lstrip("-") not in ("", *(column.name for column in self.columns if column.sort)):
            raise ValueError(f"table “{self.key}”: “{self.default_sort}” is no column that sorts")
        if self.head and self.head not in names:
            raise ValueError(f"table “{self.key}”: no column “{self.head}” to name the rows")

    def bind(self, request: HttpRequest, rows: QuerySet[Any, Any] | Sequence[Any]) -> Bound:
        """Return the table for one request. A plain sequence is sorted, paged and exported, but not filtered."""
        return Bound(self, request, rows)


class Bound:
    """A table with rows and a request.

    In the view `if answer := table.answer(): return answer`, in the page `{% table table %}`.
    """

    def __init__(self, table: Table, request: HttpRequest, rows: QuerySet[Any, Any] | Sequence[Any]) -> None:
        self.table = table
        self.request = request
        self.source = rows
        self.values = {filter_.name: filter_.understood(self.param(filter_.name)) for filter_ in table.filters}
        self.query = clean(self.param(SEARCH)) if table.search else ""
        self.sort = self._understood_sort()

    def param(self, name: str) -> str:
        """Return what the address says about this table's `name`."""
        return self.request.GET.get(self.table.prefix + name, "")

    def _understood_sort(self) -> str:
        wanted = self.param(SORT)
        known = {column.name for column in self.table.columns if column.sort}
        return wanted if wanted.removeprefix("-") in known else self.table.default_sort

    @property
    def is_narrowed(self) -> bool:
        """Tell whether search or a filter is on."""
        return bool(self.query) or any(self.values.values())

    @cached_property
    def rows(self) -> QuerySet[Any, Any] | Sequence[Any]:
        """All rows after search, filters and sorting."""
        if not isinstance(self.source, QuerySet):
            return self._arranged(self.source)
        found = self.source
        for filter_ in self.table.filters:
            if text := self.values[filter_.name]:
                found = filter_.narrow(found, text)
        for word in self.query.split():
            found = found.filter(reduce(or_, (Q(**{f"{field}__icontains": word}) for field in self.table.search)))
        return self._sorted(found)

    def _sort_column(self) -> Column | None:
        wanted = self.sort.removeprefix("-")
        return next((column for column in self.table.columns if column.name == wanted), None)

    def _arranged(self, rows: Sequence[Any]) -> Sequence[Any]:
        column = self._sort_column()
        if column is None:
            return rows
        keyed = [(column.read(row), row) for row in rows]
        known = sorted(((key, row) for key, row in keyed if key is not None), key=itemgetter(0))
        ordered = reversed(known) if self.sort.startswith("-") else known
        return [row for _key, row in ordered] + [row for key, row in keyed if key is None]

    def _sorted(self, rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
        column = self._sort_column()
        if column is None:
            return rows if rows.ordered else rows.order_by("pk")
        if self.sort.startswith("-"):
            return rows.order_by(*(F(field).desc(nulls_last=True) for field in column.sort), "-pk")
        return rows.order_by(*(F(field).asc(nulls_last=True) for field in column.sort), "pk")

    @cached_property
    def view(self) -> tuple[Sequence[Any], int, int]:
        """The rows of this page, its number, and how many rows there are; a short first page needs no counting."""
        rows, page, total = self._page()
        self._listed(len(rows))
        return rows, page, total

    def _listed(self, number: int) -> None:
        if self.table.of_people:
            # Whoever protocols who saw how many people finds it at the request.
            self.request.persons_listed = number  # type: ignore[attr-defined]

    def _page(self) -> tuple[Sequence[Any], int, int]:
        size = self.table.page_size
        wanted = self.param(PAGE)
        page = max(1, min(int(wanted), FARTHEST_PAGE)) if wanted.isascii() and wanted.isdigit() else 1
        rows = list(self.rows[(page - 1) * size : page * size + 1])
        if 0 < len(rows) <= size or (not rows and page == 1):
            return rows, page, (page - 1) * size + len(rows)
        total = self.count()
        if not rows:
            page = max(1, -(-total // size))
            rows = list(self.rows[(page - 1) * size : page * size])
        return rows[:size], page, total

    def count(self) -> int:
        """Count all rows in one statement."""
        return self.rows.order_by().count() if isinstance(self.rows, QuerySet) else len(self.rows)

    def address(self, **changes: str | int) -> str:
        """Return the address of this list with some parameters changed; an empty value drops the parameter."""
        params = self.request.GET.copy()
        for name, value in changes.items():
            params.pop(self.table.prefix + name, None)
            if value != "":
                params[self.table.prefix + name] = str(value)
        return f"{self.request.path}?{params.urlencode()}" if params else self.request.path

    @property
    def identity(self) -> str:
        """The id of the element that HTMX replaces."""
        return f"table-{self.table.key}"

    def answer(self, on_export: Callable[[int], None] | None = None) -> HttpResponseBase | None:
        """Return the CSV file or the partial page when that was asked for, None when the whole page is wanted.

        `on_export` is called with the number of rows before the file is sent: record who took what.
        """
        if self.table.export and self.request.POST.get(EXPORT) == self.table.key:
            number = self.count() if on_export or self.table.of_people else 0
            self._listed(number)
            if on_export:
                on_export(number)
            return self.file()
        headers = self.request.headers
        if headers.get("HX-Target") == self.identity and "HX-History-Restore-Request" not in headers:
            response = HttpResponse(self.render())
            response.headers["Vary"] = "HX-Request, HX-Target"
            return response
        return None

    def file(self) -> StreamingHttpResponse:
        """Stream all rows that search and filters leave as CSV; memory stays small."""
        columns = [column for column in self.table.columns if column.options.export]
        at = getattr(self.request, "now", None)
        name = f"{self.table.export}-{day_of(at):%Y-%m-%d}.csv" if at else f"{self.table.export}.csv"
        head = [str(column.label) for column in columns]
        cells = ([column.exported(row) for column in columns] for row in self._all_rows())
        stream = _in_this_schema(csvfile.lines(head, cells))
        response = StreamingHttpResponse(stream, content_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
        return response

    def _all_rows(self) -> Iterator[Any]:
        return self.rows.iterator(CHUNK) if isinstance(self.rows, QuerySet) else iter(self.rows)

    def token(self) -> str:
        """Return the CSRF token for the export form."""
        return get_token(self.request)

    def render(self) -> SafeString:
        """Draw search, filters, rows and pages."""
        from quartier.kit.tables.drawing import draw  # noqa: PLC0415 – drawing needs Bound for its types

        return draw(self)


def _in_this_schema(blocks: Iterator[str]) -> Iterator[str]:
    """Hand on blocks under the schema and language of now: a stream is read after the middleware has gone home."""
    tenant: Any = connection
    schema, language = tenant.schema_name, translation.get_language() or "de"

    def stream() -> Iterator[str]:
        if tenant.schema_name != schema:
            tenant.set_schema(schema)
        with translation.override(language):
            yield from blocks

    return stream()
