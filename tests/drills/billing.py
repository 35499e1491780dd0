"""kill -9 of a run of bills at random points: taken up again, it ends with the books it would have had."""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Any

from django.apps import apps
from django_tenants.utils import schema_context

from quartier.core.billing import services
from quartier.core.billing.models import Run, RunState
from quartier.core.billing.tests.scene import CLERK, contract, customer, noon, recurs
from quartier.core.invoices.models import InvoiceLine
from quartier.core.ledger import queries as books
from tests.drills.outcome import Outcome
from tests.drills.place import SCHEMA, Place

CONTRACTS = 60
LONGEST_WORK_S = 0.8
FIRST = date(2026, 1, 1)


def bills(place: Place, rounds: int, chance: random.Random) -> Outcome:
    """Bill month after month; the process that does it is killed again and again until the deaths are as many."""
    begun, deaths, months = time.monotonic(), 0, 0
    with schema_context(SCHEMA):
        entities: Any = apps.get_model("providers.LegalEntity")._default_manager
        entity = entities.order_by("order", "pk")[0]
        billed = {_owing(entity, number) for number in range(CONTRACTS)}
        while deaths < rounds:
            run = _planned(entity.pk, _month(months))
            while not _is_done(run):
                deaths += _killed(place, run, _month(months), LONGEST_WORK_S * chance.random())
            months += 1
        lost, doubled = _faults(billed, months)
    note = f"{deaths} deaths; {months} months of {CONTRACTS} contracts"
    fault = "kill -9 while contracts are billed"
    return Outcome(fault, rounds, lost, doubled, time.monotonic() - begun, note)


def _owing(entity: Any, number: int) -> int:
    """A contract that owes something every month; returns what recurs in it."""
    party = customer("business", f"k{number}@posthaus.example", f"Kunde {number}")
    return recurs(contract(entity, party, FIRST, f"D {number:04}"), FIRST).pk


def _month(number: int) -> date:
    return date(FIRST.year + number // 12, number % 12 + 1, 1)


def _planned(entity_id: int, on: date) -> Run:
    run = services.draft(actor=CLERK, at=noon(on), entity_id=entity_id, through_on=on)
    while services.advance(at=noon(on), run_id=run.pk):
        pass
    return services.start(actor=CLERK, at=noon(on), run_id=run.pk)


def _is_done(run: Run) -> bool:
    run.refresh_from_db()
    return run.state == RunState.DONE


def _killed(place: Place, run: Run, on: date, after_s: float) -> int:
    """Let a process go on with the run, and kill it after a while; returns 0 where it was through before."""
    worker = place.begin("bill", SCHEMA, run.pk, on.isoformat())
    time.sleep(after_s)
    os.kill(worker, signal.SIGKILL)
    place.ended(worker, -signal.SIGKILL, 0)
    return int(not _is_done(run))


def _faults(billed: set[int], months: int) -> tuple[list[str], list[str]]:
    lines = InvoiceLine.objects.filter(source__startswith="billing.schedule:")
    found = Counter(lines.values_list("source", "supply_from"))
    doubled = [f"{source} {since}" for (source, since), times in found.items() if times > 1]
    wanted = len(billed) * months
    lost = [] if len(found) >= wanted else [f"{wanted - len(found)} of {wanted} bills"]
    lost += [f"{name}: {rows}" for name, rows in books.faults().items()]
    total = sum(lines.values_list("net", flat=True), Decimal(0))
    if total != Decimal("49.00") * wanted:
        doubled.append(f"billed {total} instead of {Decimal('49.00') * wanted}")
    return lost, doubled
