"""How long a statement of 100,000 entries takes to be read and matched, beside reading its XML alone."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

from benchmarks.billing.dunning import _rest_of
from benchmarks.documents import _disk
from benchmarks.figures import Figure
from benchmarks.measured import AT, provider

ENTRIES = 100_000
CHUNK = 500
BOOKED = 1_000
GOAL = 120.0
SUM = Decimal("50.00")
DAY = date(2026, 3, 2)
IBAN = "DE02120300000000202051"

FILL = (
    """INSERT INTO parties_party (kind, standing, salutation, given_name, name, sort_name, email, phone, mobile, street,
        postcode, city, country, billing_name, billing_street, billing_postcode, billing_city, language, address_state,
        {more})
    SELECT 'person', 'consumer', '', 'Ida', 'Kunde' || n, 'kunde' || n || ', ida', 'k' || n || '@posthaus.example', '',
        '', 'Kampweg ' || n % 90, '44199', 'Emscherstadt', 'DE', '', '', '', '', 'de', 'known', {values}
    FROM generate_series(1, {entries}) n""",
    """INSERT INTO ledger_line (posting_id, account_id, amount)
    SELECT {posting}, {account}, 50 FROM generate_series(1, {entries}) n""",
    """INSERT INTO ledger_line (posting_id, account_id, amount) VALUES ({posting}, {other}, -50 * {entries})""",
    """INSERT INTO ledger_item (line_id, entity_id, party_id, nature, subject, document, text, booked_on, due_on,
        amount, open)
    SELECT l.id, {entity}, p.id, 'principal', '', 'RE-2026-' || lpad(substr(p.name, 6), 6, '0'), 'Rechnung',
        date '2026-02-01', date '2026-02-15', 50, 50
    FROM (SELECT id, row_number() OVER (ORDER BY id) n FROM ledger_line WHERE posting_id = {posting} AND amount = 50) l
    JOIN (SELECT id, name, row_number() OVER (ORDER BY id) n FROM parties_party WHERE name LIKE 'Kunde%') p
    USING (n)""",
)


def measure(say: Callable[[str], None]) -> list[Figure]:
    """Take in a statement on which every one of 100,000 customers pays by the number of their invoice."""
    with tempfile.TemporaryDirectory(prefix="quartier-bench-", dir=_disk()) as home, provider(home, say):
        say(f"{ENTRIES} open claims …")
        _fill()
        content = b"".join(_file())
        bare = _bare(content)
        say("Taking the statement in …")
        row, read = _taken(content)
        say(f"read in {read:.1f} s, matching …")
        matched = _matched()
        say(f"matched in {matched:.1f} s, booking {BOOKED} …")
        booked = _booked(row)
    return [
        Figure("camt_100k_s", read + matched, "s", GOAL, "low"),
        Figure("camt_read_s", read, "s"),
        Figure("camt_bare_lxml_s", bare, "s"),
        Figure("camt_ratio", (read + matched) / bare, "×"),
        Figure("camt_booked_per_s", BOOKED / booked, "/s"),
    ]


def _fill() -> None:
    from django.db import connection  # noqa: PLC0415 – after set-up

    from quartier.core.banking.tests.papers import account  # noqa: PLC0415
    from quartier.core.ledger import services as books  # noqa: PLC0415
    from quartier.core.ledger.tests.books import company, noon  # noqa: PLC0415
    from quartier.values.actor import SYSTEM  # noqa: PLC0415

    entity = company("planmass")
    account(entity, IBAN)
    claims, other = (
        books.account_for(entity.pk, role) for role in (books.AccountRole.RECEIVABLE, books.AccountRole.LOSS)
    )
    bank, cash = (books.account_for(entity.pk, role) for role in (books.AccountRole.BANK, books.AccountRole.CASH))
    entry = books.Entry(
        entity_id=entity.pk, booked_on=date(2026, 1, 2), kind=books.PostingKind.TRANSFER, text="x", origin="bench",
        sides=(books.Side(bank, SUM), books.Side(cash, -SUM)),
    )  # fmt: skip
    posting = books.post(actor=SYSTEM, at=noon(date(2026, 1, 2)), entry=entry)
    more, values = _rest_of("parties_party")
    given: dict[str, Any] = {
        "entries": ENTRIES, "entity": entity.pk, "posting": posting.pk, "account": claims.pk, "other": other.pk,
        "more": more, "values": values,
    }  # fmt: skip
    with connection.cursor() as cursor:
        for table in ("ledger_line", "ledger_item"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in FILL:
            cursor.execute(statement.format(**given))
        for table in ("ledger_line", "ledger_item"):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute("ANALYZE")


def _file() -> Iterator[bytes]:
    from quartier.core.banking.tests.papers import Paper, camt  # noqa: PLC0415 – after set-up

    papers = [
        Paper(
            str(SUM), f"Rechnung RE 2026 / {n:06d} vom Februar", name=f"Ida Kunde{n}", on=DAY,
            iban=f"DE0212030001{n:010d}",
        )
        for n in range(1, ENTRIES + 1)
    ]  # fmt: skip
    yield camt(papers)


def _bare(content: bytes) -> float:
    from lxml import etree  # noqa: PLC0415

    begun = time.perf_counter()
    found = sum(1 for _event, _element in etree.iterparse(BytesIO(content), tag="{*}Ntry"))
    if found != ENTRIES:
        raise RuntimeError(f"{found} entries were read")
    return time.perf_counter() - begun


def _taken(content: bytes) -> tuple[Any, float]:
    from quartier.core.banking import services  # noqa: PLC0415 – after set-up
    from quartier.values.actor import SYSTEM  # noqa: PLC0415

    begun = time.perf_counter()
    row = services.take_in(actor=SYSTEM, at=AT, name="100k.xml", file=BytesIO(content))
    return row, time.perf_counter() - begun


def _matched() -> float:
    """Find out whose money each entry is, chunk by chunk as the run does; all have to be sure."""
    from quartier.core.banking.models import Entry  # noqa: PLC0415 – after set-up
    from quartier.core.banking.queries.finding import guesses_for  # noqa: PLC0415

    begun, sure, position = time.perf_counter(), 0, 0
    entries = Entry.objects.select_related("account", "parent").order_by("pk")
    while rows := list(entries.filter(state="new", pk__gt=position)[:CHUNK]):
        found = guesses_for(rows[0].account.entity_id, rows)
        sure += sum(bool(guesses) and guesses[0].is_sure for guesses in found.values())
        position = rows[-1].pk
    if sure != ENTRIES:
        raise RuntimeError(f"{sure} of {ENTRIES} entries were matched")
    return time.perf_counter() - begun


def _booked(row: Any) -> float:
    from quartier.core.banking import services  # noqa: PLC0415 – after set-up

    begun = time.perf_counter()
    for _chunk in range(BOOKED // CHUNK):
        services.advance(at=AT, file_id=row.pk, most=CHUNK)
    row.refresh_from_db()
    if row.booked != BOOKED:
        raise RuntimeError(f"{row.booked} of {BOOKED} entries were booked")
    return time.perf_counter() - begun
