"""How long a dry run of reminders takes over a million open items, beside reading these items alone."""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Callable
from datetime import date
from typing import Any

from benchmarks.documents import _disk
from benchmarks.figures import Figure
from benchmarks.measured import AT, provider

ITEMS = 1_000_000
CUSTOMERS = 200_000
GOAL = 60.0
TODAY = date(2026, 3, 2)

# Two thirds of the claims have a case, half of these are in default; one in seven was paid in part.
FILL = (
    """INSERT INTO parties_party (kind, standing, salutation, given_name, name, sort_name, email, phone, mobile, street,
        postcode, city, country, billing_name, billing_street, billing_postcode, billing_city, language, address_state,
        {more})
    SELECT 'person', CASE WHEN n % 3 = 0 THEN 'business' ELSE 'consumer' END, '', 'Ida', 'Kunde ' || n, 'kunde ' || n,
        'k' || n || '@posthaus.example', '', '', 'Kampweg ' || n % 90, '44199', 'Emscherstadt', 'DE', '', '', '', '',
        'de', 'known', {values}
    FROM generate_series(1, {customers}) n""",
    """INSERT INTO ledger_line (posting_id, account_id, amount)
    SELECT {posting}, {account}, (1000 + n % 90000)::numeric / 100 FROM generate_series(1, {items}) n""",
    """INSERT INTO ledger_item (line_id, entity_id, party_id, nature, subject, document, text, booked_on, due_on,
        amount, open)
    SELECT l.id, {entity}, p.first + l.id % {customers}, 'principal', '', 'RE ' || l.id, 'Rechnung',
        date '2026-02-25' - (l.id % 700)::int, date '2026-02-25' - (l.id % 700)::int, l.amount,
        CASE WHEN l.id % 7 = 0 THEN l.amount - 5 ELSE l.amount END
    FROM ledger_line l, (SELECT min(id) AS first FROM parties_party WHERE name LIKE 'Kunde %') p
    WHERE l.amount > 0 AND l.posting_id = {posting} AND l.account_id = {account}""",
    """INSERT INTO dunning_case (claim_id, debtor, arose_on, received_on, told, fixed_day, consideration, default_since,
        interest_from, way, points, method, explanation, stage, stage_on, opened_at)
    SELECT i.id, 'consumer', i.due_on, i.due_on, true, false, true, s.day, s.day, CASE WHEN s.day IS NULL THEN '' ELSE
        'invoice' END, CASE WHEN s.day IS NULL THEN NULL WHEN i.id % 2 = 0 THEN 5 ELSE 9 END, 'actual/actual', '[]',
        CASE WHEN i.id % 5 = 0 THEN 1 ELSE 0 END, CASE WHEN i.id % 5 = 0 THEN i.due_on + 20 END, now()
    FROM ledger_item i, LATERAL (SELECT CASE WHEN i.id % 3 = 1 THEN i.due_on + 31 END AS day) s WHERE i.id % 3 <> 0""",
    """INSERT INTO ledger_item (line_id, entity_id, party_id, nature, subject, document, text, booked_on, due_on,
        amount, open)
    SELECT l.id, {entity}, p.first + l.id % {customers}, 'credit', '', '', 'Zahlung', date '2026-02-20',
        date '2026-02-20', l.amount, 0 FROM ledger_line l, (SELECT min(id) AS first FROM parties_party
        WHERE name LIKE 'Kunde %') p WHERE l.amount < 0 AND l.posting_id = {posting}""",
    """INSERT INTO ledger_allocation (claim_id, credit_id, amount, "on", because, noted_at, noted_by)
    SELECT i.id, c.id, 5, i.due_on + 60, 'Zahlung', now(), '' FROM ledger_item i,
        (SELECT min(id) AS id FROM ledger_item WHERE nature = 'credit') c
    WHERE i.line_id % 7 = 0 AND i.nature = 'principal'""",
)

NAMED = frozenset(re.findall(r"[a-z_]+", FILL[0].partition("SELECT")[0]))


def measure(say: Callable[[str], None]) -> list[Figure]:
    """Fill a provider with a million open items, then see who would be reminded of what and why, three times."""
    with tempfile.TemporaryDirectory(prefix="quartier-bench-", dir=_disk()) as home, provider(home, say):
        say(f"{ITEMS} open items of {CUSTOMERS} customers …")
        entity_id = _fill()
        bare = sorted(_bare() for _ in range(3))[1]
        taken = sorted(_dry_run(entity_id) for _ in range(3))[1]
    return [
        Figure("dunning_1m_s", taken, "s", GOAL, "low"),
        Figure("dunning_bare_scan_s", bare, "s"),
        Figure("dunning_ratio", taken / bare, "×"),
    ]


def _fill() -> int:
    from django.db import connection  # noqa: PLC0415 – after set-up

    from quartier.core.ledger import services as books  # noqa: PLC0415
    from quartier.core.ledger.tests.books import company, noon  # noqa: PLC0415
    from quartier.values.actor import SYSTEM  # noqa: PLC0415

    entity = company("planmass")
    accounts = [books.account_for(entity.pk, role) for role in (books.AccountRole.RECEIVABLE, books.AccountRole.BANK)]
    sides = (books.Side(accounts[1], _one()), books.Side(accounts[1], -_one()))
    entry = books.Entry(
        entity_id=entity.pk, booked_on=date(2026, 1, 2), kind=books.PostingKind.TRANSFER, text="x", origin="bench",
        sides=sides,
    )  # fmt: skip
    posting = books.post(actor=SYSTEM, at=noon(date(2026, 1, 2)), entry=entry)
    more, values = _rest_of("parties_party")
    given: dict[str, Any] = {
        "items": ITEMS, "customers": CUSTOMERS, "entity": entity.pk, "posting": posting.pk, "account": accounts[0].pk,
        "more": more, "values": values,
    }  # fmt: skip
    with connection.cursor() as cursor:
        for table in ("ledger_line", "ledger_item", "ledger_allocation", "ledger_posting"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in FILL:
            cursor.execute(statement.format(**given))
        cursor.execute("ANALYZE")
    return int(entity.pk)


def _one() -> Any:
    from decimal import Decimal  # noqa: PLC0415

    return Decimal("1.00")


def _rest_of(table: str) -> tuple[str, str]:
    """Return the columns of a table that have to be given and are not named above, with empty values of their kinds."""
    from django.db import connection  # noqa: PLC0415 – after set-up

    empty = {"timestamp with time zone": "now()", "ARRAY": "'{}'", "jsonb": "'{}'", "boolean": "false"}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = current_schema()"
            " AND table_name = %s AND is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO'",
            [table],
        )
        rows = [(name, kind) for name, kind in cursor.fetchall() if name not in NAMED]
    return ", ".join(name for name, _kind in rows), ", ".join(empty.get(kind, "''") for _name, kind in rows)


def _bare() -> float:
    from django.db import connection  # noqa: PLC0415 – after set-up

    begun = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("SELECT party_id, count(*), sum(open) FROM ledger_item WHERE open > 0 GROUP BY party_id")
        cursor.fetchall()
    return time.perf_counter() - begun


def _dry_run(entity_id: int) -> float:
    from quartier.core.dunning import services  # noqa: PLC0415 – after set-up
    from quartier.values.actor import SYSTEM  # noqa: PLC0415

    begun = time.perf_counter()
    run = services.dry_run(actor=SYSTEM, at=AT, entity_id=entity_id)
    taken = time.perf_counter() - begun
    if run.claims + run.left_out != ITEMS:
        raise RuntimeError(f"{run.claims} + {run.left_out} claims were looked at, not {ITEMS}")
    return taken
