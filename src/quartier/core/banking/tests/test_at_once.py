"""Many at once, any order, and interruptions: the same books in the end."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import connections, transaction
from django_tenants.utils import schema_context
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quartier.core.banking import services
from quartier.core.banking.tests.papers import DAY, LATER, D, Paper, account, camt, mt940, on_account
from quartier.core.ledger import queries as books
from quartier.core.ledger.services import AccountRole
from quartier.core.ledger.tests.books import KEEPER, claim, company, customer, rows
from quartier.kit.errors import Refused

FIRST = [Paper("119.00", "R RE-2026-000123"), Paper("50.00", "Miete"), Paper("50.00", "Miete", name="Ida Blum")]
SECOND = [replace(one, on=DAY + timedelta(days=1)) for one in (Paper("-4.90", "Entgelt"), Paper("31.00", "Rest"))]
FILES = (
    camt(FIRST),
    mt940(FIRST),
    camt(SECOND, opening="219.00", number=2),
    mt940(SECOND, opening="219.00", number=2),
    mt940([*FIRST, *SECOND], number=9),
)


def scene() -> tuple[Any, Any]:
    entity = company()
    account(entity)
    return entity, claim(entity, customer(), "119.00", on=date(2026, 2, 1), key="RE-2026-000123")


def take(content: bytes) -> None:
    """Take a file in as it comes, known or not, and book it."""
    try:
        with transaction.atomic():
            row = services.take_in(actor=KEEPER, at=LATER, name="x", file=BytesIO(content))
    except services.AlreadyTaken:
        return
    services.run(at=LATER, file_id=row.pk)


def found(entity: Any) -> dict[str, Any]:
    """What the books say in the end."""
    assert books.faults() == {}
    sums = {str(role): on_account(entity, role) for role in (AccountRole.BANK, AccountRole.UNCLEAR)}
    entries = rows("banking.Entry").filter(kind="booked").values_list("booked_on", "amount", "state")
    return {**sums, "open": rows("ledger.Item").get(amount=D("119.00")).open, "entries": sorted(entries)}


IN_THE_END = {"bank": D("245.10"), "unclear": D("-126.10"), "open": D(0)}


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.lists(st.sampled_from(range(len(FILES))), max_size=6), last=st.permutations(range(len(FILES))))
def test_any_order_and_repetition_of_files_ends_in_the_same_books(
    alpha: Any, order: list[int], last: list[int]
) -> None:
    point = transaction.savepoint()
    entity, _item = scene()
    for place in itertools.chain(order, last):
        take(FILES[place])
    told = found(entity)
    assert {name: told[name] for name in IN_THE_END} == IN_THE_END
    assert len(told["entries"]) == 5
    transaction.savepoint_rollback(point)


@pytest.mark.parametrize("where", ["booking.post_unclear", "booking.payments.receive_many", "booking.guesses_for"])
def test_a_run_that_breaks_off_goes_on_and_books_nothing_twice(alpha: Any, monkeypatch: Any, where: str) -> None:
    entity, _item = scene()
    row = services.take_in(
        actor=KEEPER, at=LATER, name="x", file=BytesIO(mt940([FIRST[1], FIRST[0], FIRST[2], *SECOND]))
    )

    def broken(*_args: Any, **_given: Any) -> None:
        raise ConnectionError

    assert services.advance(at=LATER, file_id=row.pk, most=1)
    with monkeypatch.context() as patch:
        patch.setattr(f"quartier.core.banking.services.{where}", broken)
        with pytest.raises(ConnectionError), transaction.atomic():
            services.advance(at=LATER, file_id=row.pk, most=4)
    services.run(at=LATER, file_id=row.pk)
    told = found(entity)
    assert {name: told[name] for name in IN_THE_END} == IN_THE_END
    row.refresh_from_db()
    assert (row.state, row.booked, row.queued) == ("done", 1, 4)


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Do things in threads of their own; returns the names of refusals."""
    refused: list[str] = []

    def run(act: Callable[[], object]) -> None:
        try:
            with schema_context("alpha"):
                act()
        except Refused as refusal:
            refused.append(type(refusal).__name__)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused


def test_the_same_file_sent_many_times_at_once_is_booked_once(committed_db: None) -> None:
    with schema_context("alpha"):
        entity, _item = scene()

    def send() -> None:
        services.take_in(actor=KEEPER, at=LATER, name="x", file=BytesIO(FILES[4]))

    def other() -> None:
        services.take_in(actor=KEEPER, at=LATER, name="y", file=BytesIO(FILES[0]))

    refused = at_once(*[send] * 4, *[other] * 2)
    assert refused == ["AlreadyTaken"] * 4
    with schema_context("alpha"):
        numbers = list(rows("banking.StatementFile").values_list("pk", flat=True))
    at_once(*[lambda number=number: services.run(at=LATER, file_id=number) for number in numbers * 2])
    with schema_context("alpha"):
        told = found(entity)
        assert {name: told[name] for name in IN_THE_END} == IN_THE_END
        one = rows("banking.Entry").filter(state="open", amount=D("31.00")).get()

    def mark() -> None:
        services.mark(actor=KEEPER, at=LATER, entry_id=one.pk, meaning="transfer")

    assert at_once(*[mark] * 5) == ["NotWaiting"] * 4
    with schema_context("alpha"):
        assert on_account(entity, AccountRole.TRANSIT) == D("-31.00")
