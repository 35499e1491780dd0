"""Tables: sorting, filters, search and paging come from the address, and nothing unknown in it reaches the database."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest, StreamingHttpResponse
from django.template import engines
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from quartier.core.audit.models import Fact
from quartier.kit.tables import Badge, Bound, Column, Contains, Day, Link, Pick, Table

NB = "\N{NO-BREAK SPACE}"
FACTS = Table(
    key="facts",
    label="Verlauf",
    columns=[
        Column("subject", "Vorgang", href=lambda fact: f"/x/{fact.pk}/", sort="subject"),
        Column("kind", "Art", sort=("kind", "subject")),
        Column("at", "Zeit", kind="instant", sort="at"),
        Column("size", "Größe", lambda fact: len(fact.subject), kind="number", export=False),
        Column("key", "Nummer", "actor_key", on_page=False),
    ],
    filters=[
        Pick("art", "Art", [("a", "Anfang"), ("e", "Ende")], field="kind"),
        Contains("wer", "Wer", field="actor_name"),
        Day("bis", "Bis", field="at", instant=True),
        Day("ab", "Ab", side="since", field="at", instant=True),
    ],
    search=["subject", "actor_name"],
    default_sort="subject",
    page_size=10,
    export="verlauf",
)


def get(query: str = "", **headers: str) -> HttpRequest:
    return RequestFactory().get(f"/verlauf/{query}", headers=headers)


def bound(query: str = "") -> Bound:
    return FACTS.bind(get(query), Fact.objects.filter(kind__in=["a", "e"]))


def subjects(table: Bound) -> list[str]:
    return [fact.subject for fact in table.view[0]]


@pytest.fixture
def facts(alpha: Any) -> None:
    """Thirty facts: S00 to S29, every third an end, one a day from 1 November at 23:30 UTC – the next day here."""
    Fact.objects.bulk_create(
        Fact(
            at=datetime(2026, 11, 1 + number % 28, 23, 30, tzinfo=UTC), kind="e" if number % 3 == 0 else "a",
            subject=f"S{number:02}", actor_kind="staff", actor_key=f"={number}", actor_name=f"<b>Frau {number}</b>",
        )
        for number in range(30)
    )  # fmt: skip


def test_a_list_begins_with_its_default_order_and_first_page(facts: None) -> None:
    table = bound()
    assert subjects(table) == [f"S{number:02}" for number in range(10)]
    assert table.view[1:] == (1, 30)


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("?sort=-subject", "S29"),
        ("?sort=at", "S00"),
        ("?sort=-at", "S27"),
        ("?sort=kind", "S01"),
        ("?sort=-kind", "S27"),
    ],
)
def test_a_link_in_the_head_sorts(facts: None, query: str, first: str) -> None:
    assert subjects(bound(query))[0] == first


@pytest.mark.parametrize(
    "query",
    ["?sort=size", "?sort=pk", "?sort=--subject", "?sort=actor__password", "?sort=subject;DROP", "?art=x", "?art=%00",
     "?bis=morgen", "?seite=0", "?seite=-1", "?seite=x", "?seite=%D9%A3", "?unbekannt=1", "?sort=", "?suche=%00%0A"],
)  # fmt: skip
def test_unknown_values_are_ignored(facts: None, query: str) -> None:
    table = bound(query)
    assert subjects(table) == [f"S{number:02}" for number in range(10)]
    assert table.view[2] == 30


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("?art=e", 10),
        ("?wer=frau+2", 11),
        ("?suche=s1+frau", 10),
        ("?suche=%25", 0),
        ("?suche='%3B--", 0),
        ("?bis=5.11.2026", 6),
        ("?ab=2026-11-20", 10),
        ("?art=e&bis=5.11.2026", 2),
    ],
)
def test_search_and_filters_narrow_the_list(facts: None, query: str, count: int) -> None:
    assert bound(query).view[2] == count


def test_days_are_german_days(facts: None) -> None:
    """S00 happened on 1 November at 23:30 UTC, which is the second of November here."""
    assert "S00" not in subjects(bound("?bis=1.11.2026"))
    assert "S00" in subjects(bound("?bis=2.11.2026"))


@pytest.mark.parametrize(
    ("query", "page", "shown"), [("?seite=3", 3, 10), ("?seite=99", 3, 10), ("?seite=" + "9" * 30, 3, 10)]
)
def test_a_page_beyond_the_end_is_the_last_one(facts: None, query: str, page: int, shown: int) -> None:
    rows, number, total = bound(query).view
    assert (len(rows), number, total) == (shown, page, 30)


@pytest.mark.parametrize(
    ("query", "statements"), [("", 2), ("?seite=2", 2), ("?seite=3", 1), ("?art=e", 1), ("?suche=nichts", 1)]
)
def test_rows_and_count_take_one_statement_each_and_a_short_list_needs_no_count(
    facts: None, query: str, statements: int
) -> None:
    table = bound(query)
    with CaptureQueriesContext(connection) as caught:
        table.render()
    assert len(caught) == statements


def test_the_heading_says_how_it_sorts_and_links_to_the_opposite(facts: None) -> None:
    drawn = bound("?sort=subject&art=a").render()
    assert '<th scope="col" aria-sort="ascending"><a id="table-facts-sort-subject"' in drawn
    assert 'href="/verlauf/?art=a&amp;sort=-subject"' in drawn
    assert 'aria-sort="descending"' in bound("?sort=-subject").render()
    assert '<th scope="col" class="num">Größe</th>' in drawn


def test_a_row_has_a_heading_that_links_and_every_cell_is_escaped(facts: None) -> None:
    Fact.objects.create(at=datetime(2026, 11, 1, tzinfo=UTC), kind="a", subject="<script>", actor_kind="staff")
    drawn = bound("?suche=script").render()
    assert '<th scope="row" class="main"><a href="/x/' in drawn
    assert "&lt;script&gt;</a></th>" in drawn
    assert "<script>" not in drawn
    assert "<script>" not in bound('?suche="><script>').render()


def test_the_list_scrolls_in_a_named_region_and_tells_its_range(facts: None) -> None:
    drawn = bound("?seite=2").render()
    assert '<div class="scroll" role="region" aria-label="Liste: Verlauf" tabindex="0">' in drawn
    assert '<p class="meta" role="status">11 bis 20 von 30</p>' in drawn
    assert '<span aria-current="page">2</span>' in drawn
    assert "10 Einträge" in bound("?art=e").render()


def test_filters_keep_sorting_and_what_else_the_address_says(facts: None) -> None:
    drawn = bound("?sort=-at&ansicht=team&art=a&seite=2").render()
    assert '<input type="hidden" name="sort" value="-at"><input type="hidden" name="ansicht" value="team">' in drawn
    assert '<option value="a" selected>Anfang</option>' in drawn
    assert 'href="/verlauf/?sort=-at&amp;ansicht=team"' in drawn  # reset


def test_an_empty_list_says_why(facts: None) -> None:
    assert "Nichts gefunden" in bound("?suche=nichts").render()
    empty = Table(
        key="x", label="X", columns=[Column("a", "A")], empty_title="Keine Mahnungen", empty_text="Alles bezahlt."
    )
    assert '<div class="empty"><h2>Keine Mahnungen</h2><p>Alles bezahlt.</p></div>' in empty.bind(get(), []).render()


def test_htmx_gets_the_list_alone_and_everybody_else_the_page(facts: None) -> None:
    rows = Fact.objects.all()
    asked = FACTS.bind(get("", **{"HX-Request": "true", "HX-Target": "table-facts"}), rows).answer()
    assert asked is not None
    assert asked.content.decode().startswith('<div class="stack list" id="table-facts"')  # type: ignore[attr-defined]
    assert FACTS.bind(get(), rows).answer() is None
    assert FACTS.bind(get("", **{"HX-Target": "table-other"}), rows).answer() is None
    history = {"HX-Target": "table-facts", "HX-History-Restore-Request": "true"}
    assert FACTS.bind(get("", **history), rows).answer() is None


def export(query: str = "", value: str = "facts") -> tuple[Any, list[int]]:
    counted: list[int] = []
    request = RequestFactory().post(f"/verlauf/{query}", {"export": value})
    table = FACTS.bind(request, Fact.objects.filter(kind__in=["a", "e"]))
    return table.answer(on_export=counted.append), counted


def test_the_export_streams_all_rows_that_the_filters_leave(facts: None) -> None:
    response, counted = export("?art=e&sort=-subject&seite=2")
    assert isinstance(response, StreamingHttpResponse)
    lines = response.getvalue().decode().split("\r\n")
    assert response.headers["Content-Disposition"] == 'attachment; filename="verlauf.csv"'
    assert lines[0] == "\ufeffVorgang;Art;Zeit;Nummer"
    assert lines[1] == "S27;e;29.11.2026 00:30;'=27"
    assert len([line for line in lines if line]) == 11
    assert counted == [10]


def test_only_a_post_for_this_table_exports(facts: None) -> None:
    assert export(value="other") == (None, [])
    assert FACTS.bind(get("?export=facts"), Fact.objects.all()).answer() is None


def test_a_stream_is_read_in_the_schema_it_was_asked_in(facts: None) -> None:
    response, _counted = export()
    connection.set_schema_to_public()  # type: ignore[attr-defined]
    assert response.getvalue().decode().count("\r\n") == 31


@pytest.mark.parametrize(
    ("kind", "value", "cell"),
    [
        ("text", "a<b", "<td data-label=\"X\">a&lt;b</td>"),
        ("money", Decimal("-24.1"), f'<td class="num" data-label="X">−24,10{NB}€</td>'),
        ("number", 1234, '<td class="num" data-label="X">1.234</td>'),
        ("date", date(2026, 12, 3), '<td class="fit" data-label="X">03.12.2026</td>'),
        ("badge", Badge("offen", "warn"), '<span class="badge" data-tone="warn">offen</span></td>'),
        ("badge", "bezahlt", '<td class="fit" data-label="X"><span class="meta">bezahlt</span></td>'),
        ("link", Link("PDF", "/a?b&c", "R-1"), '<a href="/a?b&amp;c">PDF<span class="sr"> R-1</span></a></td>'),
        ("yes", False, '<td class="fit" data-label="X">nein</td>'),
        ("text", None, '<td data-label="X">–</td>'),
        ("money", Decimal(0), f'<td class="num" data-label="X">0,00{NB}€</td>'),
    ],
)  # fmt: skip
def test_each_kind_of_cell(kind: Any, value: object, cell: str) -> None:
    table = Table(key="k", label="K", columns=[Column("name", "Name"), Column("x", "X", kind=kind)])
    assert cell in table.bind(get(), [SimpleNamespace(name="n", x=value)]).render()


def test_a_plain_sequence_sorts_with_nothing_last() -> None:
    rows = [SimpleNamespace(name=name, x=x) for name, x in (("a", 2), ("b", None), ("c", 1))]
    table = Table(key="k", label="K", columns=[Column("name", "Name"), Column("x", "X", kind="number", sort="x")])
    assert [row.name for row in table.bind(get("?sort=x"), rows).view[0]] == ["c", "a", "b"]
    assert [row.name for row in table.bind(get("?sort=-x"), rows).view[0]] == ["a", "c", "b"]


def test_two_tables_on_one_page_keep_apart_by_their_prefix(facts: None) -> None:
    other = Table(
        key="other", label="X", columns=FACTS.columns, search=["subject"], prefix="b-", default_sort="subject"
    )
    table = other.bind(get("?sort=-subject&b-suche=S1"), Fact.objects.all())
    assert subjects(table) == [f"S{number}" for number in range(10, 20)]
    assert 'name="b-suche"' in table.render()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"columns": [Column("a", "A"), Column("a", "B")]}, "the same name"),
        ({"columns": [Column("a", "A")], "default_sort": "a"}, "“a” is no column that sorts"),
        ({"columns": [Column("a", "A")], "head": "b"}, "no column “b”"),
        ({"columns": [Column("a", "A")], "filters": [Contains("suche", "X")]}, "the same name"),
    ],
)
def test_a_table_that_cannot_work_is_refused_at_import(wrong: Any, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        Table(key="k", label="K", **wrong)


def test_an_unknown_kind_of_column_is_refused() -> None:
    with pytest.raises(ValueError, match="no kind “euro”"):
        Column("a", "A", kind="euro")  # type: ignore[arg-type]


def test_the_tag_draws_the_list(facts: None) -> None:
    drawn = engines["django"].from_string("{% table table %}").render({"table": bound()})
    assert drawn.startswith('<div class="stack list" id="table-facts"')
