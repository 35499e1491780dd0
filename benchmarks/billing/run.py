"""How long the monthly run of a hundred thousand contracts takes: planned, billed, booked, audited, queued.

Papers are pressed by jobs of their own (figure `invoice_pdfs_per_s`) and collections planned by who listens. The bare
minimum inserts the same rows – invoices, lines, postings, their lines, items – by one statement a table.
"""

from __future__ import annotations

import os
import resource
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from benchmarks.documents import _disk
from benchmarks.figures import Figure
from benchmarks.measured import provider

GOAL_S, GOAL_MIB = 600.0, 1024.0
WHOLE = 100_000
# So many are measured where somebody asks for fewer; the figure is for the whole.
CONTRACTS = int(os.environ.get("BENCH_CONTRACTS", WHOLE))
NOW = datetime(2026, 12, 1, 8, tzinfo=ZoneInfo("Europe/Berlin"))
SINCE = date(2026, 12, 1)


def measure(say: Callable[[str], None]) -> list[Figure]:
    """Plan and run the bills of a month, then insert the same rows barely."""
    with tempfile.TemporaryDirectory(prefix="quartier-bench-", dir=_disk()) as home, provider(home, say):
        from django.conf import settings  # noqa: PLC0415 – after set-up

        settings.LANGUAGE_CODE = "de"
        say(f"{CONTRACTS} contracts …")
        entity = _contracts()
        say("planning …")
        row, planned = _plan(entity)
        say("running …")
        ran, slowest = _run(row)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        say("bare rows …")
        bare = _bare()
    share = WHOLE / CONTRACTS
    return [
        Figure("monthly_run_100k_s", (planned + ran) * share, "s", GOAL_S),
        Figure("monthly_plan_100k_s", planned * share, "s"),
        Figure("monthly_chunk_s", slowest, "s"),
        Figure("monthly_run_to_bare_rows", (planned + ran) / bare, "×"),
        Figure("peak_mib", peak, "MiB", GOAL_MIB),
    ]


def _contracts() -> Any:
    """Businesses, each with a contract that costs something every month."""
    from django.db import connection  # noqa: PLC0415 – after set-up

    from quartier.core.providers import services as providers  # noqa: PLC0415 – after set-up
    from quartier.values.actor import SYSTEM  # noqa: PLC0415 – after set-up

    company = providers.add_entity(actor=SYSTEM, at=NOW, values={
        "key": "eg", "role": "principal", "name": "Messwerk eG", "legal_form": "eG", "street": "Messweg 1",
        "postcode": "44199", "city": "Emscherstadt", "phone": "0231 5550-1", "email": "post@messwerk.example",
        "tax_number": "314/5702/0199", "vat_id": "DE136695976",
    })  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(PARTIES, [NOW, CONTRACTS])
        cursor.execute(TIES, [company.pk])
        cursor.execute(CONCLUDED, [NOW - timedelta(days=200)])
        cursor.execute(PRODUCT, [company.pk])
        cursor.execute(SCHEDULES, [company.pk, SINCE, SINCE, SINCE, SINCE, NOW])
        for table in ("parties_party", "parties_relationship", "contracts_contract", "billing_schedule"):
            cursor.execute(f"ANALYZE {table}")
    return company


PARTIES = """
INSERT INTO parties_party (kind, standing, salutation, given_name, name, sort_name, email, phone, mobile, street,
       postcode, city, country, billing_name, billing_street, billing_postcode, billing_city, language, address_state,
       sent, created_at)
SELECT 'organisation', 'business', '', '', 'Firma ' || n, 'firma ' || n, 'firma' || n || '@posthaus.example', '', '',
       'Weg 1', '44199', 'Emscherstadt', 'DE', '', '', '', '', 'de', 'known', '{}', %s FROM generate_series(1, %s) n
"""
TIES = """
INSERT INTO parties_relationship (party_id, legal_entity_id, kind, number, subject, started_on)
SELECT id, %s, 'service', 'V ' || id, 'Cloud', '2025-08-01' FROM parties_party
"""
CONCLUDED = """
INSERT INTO contracts_contract (relationship_id, party_id, scope, standing, is_paid, state, formed_by, concluded_at,
       origin, end_reason)
SELECT id, party_id, 'recurring', 'business', true, 'running', 'order_confirmation', %s, '', ''
  FROM parties_relationship
"""
PRODUCT = """
INSERT INTO catalogue_product (key, kind, scope, entity_id, name, summary, description, standings, needs_account,
       is_free, vat_rate_kind, inputs, uploads, options, terms, is_offered, "order")
VALUES ('cloud', 'recurring', 'recurring', %s, 'Cloud', '', '', '{business}', false, false, 'standard', '[]', '[]',
       '[]', '{}', true, 100)
"""
SCHEDULES = """
INSERT INTO billing_schedule (contract_id, party_id, entity_id, product_id, option, origin, title, quantity, unit, net,
       vat_rate_kind, payment_method, rhythm, in_advance, anchor_on, starts_on, billed_before, bill_on, noted_at,
       noted_by)
SELECT c.id, c.party_id, %s, p.id, '', 'measured:' || c.id, 'Cloud', 1, 'month', 49.00, 'standard', 'transfer', 1, true,
       %s, %s, %s, %s, %s, 'Messung'
  FROM contracts_contract c, catalogue_product p
"""


def _plan(entity: Any) -> tuple[Any, float]:
    """Seconds until it is known what will be billed."""
    from quartier.core.billing import services  # noqa: PLC0415 – after set-up
    from quartier.values.actor import SYSTEM  # noqa: PLC0415 – after set-up

    begun = time.perf_counter()
    row = services.draft(actor=SYSTEM, at=NOW, entity_id=entity.pk, through_on=SINCE)
    while services.advance(at=NOW, run_id=row.pk):
        pass
    return row, time.perf_counter() - begun


def _run(row: Any) -> tuple[float, float]:
    """Seconds until all is billed, confirmed by a second person, and of the slowest chunk."""
    from quartier.core.approvals import services as approvals  # noqa: PLC0415 – after set-up
    from quartier.core.billing import services  # noqa: PLC0415 – after set-up
    from quartier.values.actor import Actor, ActorKind  # noqa: PLC0415 – after set-up

    first, second = Actor(ActorKind.STAFF, "1", "Malin Brandt"), Actor(ActorKind.STAFF, "2", "Bodo Knitter")
    begun, slowest = time.perf_counter(), 0.0
    services.start(actor=first, at=NOW, run_id=row.pk)
    row.refresh_from_db()
    if (waits := services.waits_for(row)) is not None:
        approvals.confirm(actor=second, at=NOW, approval_id=waits.pk)
    goes_on = True
    while goes_on:
        started = time.perf_counter()
        goes_on = services.advance(at=NOW, run_id=row.pk)
        slowest = max(slowest, time.perf_counter() - started)
    taken = time.perf_counter() - begun
    row.refresh_from_db()
    if row.invoices != CONTRACTS:
        raise RuntimeError(f"{row.invoices} invoices, {row.problems.count()} problems")
    return taken, slowest


def _bare() -> float:
    """Seconds to insert as many rows as the run has left, into tables that look the same, without triggers."""
    from django.db import connection  # noqa: PLC0415 – after set-up

    tables = ("invoices_invoice", "invoices_invoiceline", "ledger_posting", "ledger_line", "ledger_item", "audit_fact")
    begun, spent = 0.0, 0.0
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"CREATE TABLE bare_{table} (LIKE {table} INCLUDING INDEXES INCLUDING CONSTRAINTS)")
            begun = time.perf_counter()
            cursor.execute(f"INSERT INTO bare_{table} SELECT * FROM {table}")
            spent += time.perf_counter() - begun
    return spent
