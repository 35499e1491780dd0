"""Cancelling and crediting: whole or in part, never more than was billed; stops of ours refund by days."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import transaction

from quartier.core.charges import services as charges
from quartier.core.contracts.extension import Ended
from quartier.core.invoices import en16931, queries, services
from quartier.core.invoices.extension import paying_back
from quartier.core.invoices.rules.parts import unused
from quartier.core.invoices.services import BillLine
from quartier.core.invoices.tests.test_billing import DAY, D, billed
from quartier.core.ledger import queries as books
from quartier.core.ledger.services import settle_credits
from quartier.core.ledger.tests.books import KEEPER, company, customer, money, noon, rows
from quartier.core.performance.tests.ground import contract

WHY = "Doppelt berechnet"
BOTH = (BillLine(title="A", unit_net=D("100.00"), source="x:1"), BillLine(title="B", unit_net=D("50.00")))


def pay(entity: Any, party: Any, amount: str) -> None:
    """Money that settles what is open."""
    money(entity, party, amount, on=DAY)
    settle_credits(
        actor=KEEPER, at=noon(DAY), on=DAY, party_id=party.pk, entity_id=entity.pk, because="Zahlung"
    )  # fmt: skip


@pytest.fixture
def scene(alpha: Any) -> tuple[Any, Any]:
    """A company and a customer."""
    return company("planmass"), customer()


def cancel(row: Any) -> Any:
    """A cancelled invoice."""
    return services.cancel(actor=KEEPER, at=noon(DAY), invoice_id=row.pk, because=WHY)


def credit(row: Any, **more: Any) -> Any:
    """A credited invoice."""
    return services.credit(actor=KEEPER, at=noon(DAY), invoice_id=row.pk, because=WHY, **more)


def test_a_cancelled_invoice_is_settled_and_what_was_paid_is_the_customers(scene: Any) -> None:
    row = billed(*scene, *BOTH)
    pay(scene[0], scene[1], "78.50")
    assert queries.billed("x:1")
    made = cancel(row)
    assert (made.kind, made.gross, made.corrects_id) == ("cancellation", row.gross, row.pk)
    assert (books.open_sum(row.subject), books.balance_of(row.party_id)) == (D(0), D("-78.50"))
    assert not queries.billed("x:1")
    read = en16931.from_json(made.record)
    assert (read.type_code, read.totals.gross, read.preceding[0].number) == ("384", -row.gross, row.number)
    with pytest.raises(services.AlreadyCancelled), transaction.atomic():
        cancel(row)
    with pytest.raises(services.NotCorrectable), transaction.atomic():
        cancel(made)
    assert books.faults() == {}


def test_no_more_is_credited_than_was_billed(scene: Any) -> None:
    row = billed(*scene, *BOTH)
    first, second = row.lines.all()
    credit(row, nets={first.pk: D("99.99")})
    before = rows("ledger.Posting").count()
    for nets in ({first.pk: D("0.02")}, {second.pk: D("50.01")}, {first.pk: D("-1.00")}, {0: D("1.00")}):
        with pytest.raises(services.MoreThanBilled), transaction.atomic():
            credit(row, nets=nets)
    with pytest.raises(services.MoreThanBilled), transaction.atomic():
        cancel(row)
    assert rows("ledger.Posting").count() == before
    assert credit(row).net == D("50.01")
    with pytest.raises(services.MoreThanBilled), transaction.atomic():
        credit(row)
    assert books.open_sum(row.subject) == 0
    assert books.faults() == {}


def test_a_correction_says_why(scene: Any) -> None:
    row = billed(*scene)
    with pytest.raises(services.ReasonMissing), transaction.atomic():
        services.credit(actor=KEEPER, at=noon(DAY), invoice_id=row.pk, because=" ")


@pytest.mark.parametrize(("stop_on", "left"), [
    (date(2026, 1, 1), "365.00"), (date(2026, 4, 11), "265.00"), (date(2026, 12, 31), "1.00"),
    (date(2027, 1, 1), "0.00"), (date(2025, 1, 1), "365.00"),
])  # fmt: skip
def test_a_year_paid_in_advance_is_refunded_by_days(stop_on: date, left: str) -> None:
    assert unused(D("365.00"), date(2026, 1, 1), date(2026, 12, 31), stop_on) == D(left)


def paid_year(monkeypatch: Any) -> tuple[Any, Any, list[Any]]:
    """A contract with a year of 365 euro billed and paid, and what is paid back."""
    told: list[Any] = []
    for key in paying_back.keys():  # noqa: SIM118
        monkeypatch.setitem(paying_back._entries, key, lambda _actor, _at, owed: told.append(owed))
    if not len(paying_back):
        monkeypatch.setitem(paying_back._entries, "test", lambda _actor, _at, owed: told.append(owed))
    row = contract("raumhafen")
    entity = row.relationship.legal_entity
    rows("providers.LegalEntity").filter(pk=entity.pk).update(tax_number="314/5702/0199")
    year = BillLine(
        title="Jahresgebühr", unit_net=D("365.00"), supply_from=date(2026, 1, 1), supply_to=date(2026, 12, 31)
    )
    made = billed(entity, row.party, year, contract_id=row.pk, issued_on=date(2026, 1, 1))
    pay(entity, row.party, str(made.gross))
    return row, made, told


@pytest.mark.req("QX-50")
def test_a_stop_of_ours_credits_the_days_that_are_left_and_pays_them_back(alpha: Any, monkeypatch: Any) -> None:
    row, _made, told = paid_year(monkeypatch)
    stop = {"actor": KEEPER, "at": noon(date(2026, 4, 11)), "contract_id": row.pk, "stop_on": date(2026, 4, 11)}
    (note,) = services.credit_unused(**stop)
    assert (note.net, note.gross) == (D("265.00"), D("315.35"))
    assert [(one.amount, one.subject) for one in told] == [(D("315.35"), note.subject)]
    assert services.credit_unused(**stop) == []
    assert books.faults() == {}


@pytest.mark.req("QX-48")
def test_a_customers_notice_credits_nothing_and_bills_what_was_used(alpha: Any, monkeypatch: Any) -> None:
    row, made, told = paid_year(monkeypatch)
    ended_on = date(2026, 6, 30)
    cost = charges.Cost(what="Anfrage", unit_net=D("12.50"), subject="threads.thread:1", contract_id=row.pk)
    charges.put(actor=KEEPER, at=noon(date(2026, 5, 2)), party=row.party, cost=cost)
    services.hear_ended(Ended(row, "notice", KEEPER, noon(ended_on)))
    final: Any = services.bill_usage(at=noon(ended_on), contract_id=row.pk)
    assert (final.kind, final.net, final.lines.get().title) == ("final", D("12.50"), "Anfrage")
    assert services.bill_usage(at=noon(ended_on), contract_id=row.pk) is None
    assert list(made.corrections.all()) == told == []
    assert books.open_sum(final.subject) == final.gross
