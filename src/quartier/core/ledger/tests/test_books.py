"""Entries balance, are never changed and numbered without gaps; items agree with the ledger whoever writes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import Error, connection, transaction

from quartier.core.ledger import queries, services
from quartier.core.ledger.rules.books import Nature, Owed, Settled, settle
from quartier.core.ledger.services import AccountRole, Entry, PostingKind, Side, account_for
from quartier.core.ledger.tests.books import KEEPER, claim, company, customer, money, noon, rows

D = Decimal
MARCH = date(2026, 3, 2)


def entry(entity: Any, *amounts: str, key: str = "e", on: date = MARCH) -> Entry:
    accounts = [account_for(entity.pk, role) for role in (AccountRole.BANK, AccountRole.CASH, AccountRole.TRANSIT)]
    sides = [Side(account, D(amount)) for account, amount in zip(accounts, amounts, strict=False)]
    return Entry(
        entity_id=entity.pk, booked_on=on, kind=PostingKind.TRANSFER, text="Einzahlung", origin=key, sides=sides
    )


def book(one: Entry) -> Any:
    return services.post(actor=KEEPER, at=noon(one.booked_on), entry=one)


def whole() -> None:
    """Let the database look at what it looks at when a transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_an_entry_that_does_not_balance_is_refused_and_changes_nothing(alpha: Any) -> None:
    entity = company()
    one = entry(entity, "10.00", "-9.99")
    with pytest.raises(services.NotBalanced):
        book(one)
    with pytest.raises(services.NotBalanced):
        book(entry(entity, "0.00", "0.00"))
    assert rows("ledger.Posting").count() == rows("ledger.NumberRange").count() == 0


def test_the_database_refuses_what_does_not_balance_or_changes_the_journal(alpha: Any) -> None:
    posting = book(entry(company(), "10.00", "-10.00"))
    for statement in (
        "UPDATE ledger_line SET amount = 11 WHERE amount > 0",
        "DELETE FROM ledger_line",
        "UPDATE ledger_posting SET text = 'x'",
        "DELETE FROM ledger_posting",
        "TRUNCATE ledger_line CASCADE",
        (
            f"INSERT INTO ledger_line (posting_id, account_id, amount) SELECT {posting.pk}, id,"
            " 5 - 10 * (role = 'cash')::int FROM ledger_account WHERE role IN ('bank', 'cash')"
        ),
        f"INSERT INTO ledger_line (posting_id, account_id, amount) SELECT {posting.pk}, min(id), 1 FROM ledger_account",
    ):
        with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    whole()
    assert queries.faults() == {}


def test_an_entry_without_lines_or_a_claim_without_its_item_does_not_outlast_the_transaction(alpha: Any) -> None:
    entity = company()

    def bare() -> None:
        rows("ledger.Posting").create(
            entity=entity, year=2026, number=1, kind="fee", booked_on=MARCH, text="x", origin="x", parts=2,
            noted_at=noon(MARCH), noted_by="x",
        )  # fmt: skip
        whole()

    with pytest.raises(Error), transaction.atomic():
        bare()
    sides = [Side(account_for(entity.pk, role), D(sum_)) for role, sum_ in
             ((AccountRole.RECEIVABLE, "1.00"), (AccountRole.CASH, "-1.00"))]  # fmt: skip

    def unowned() -> None:
        book(Entry(entity_id=entity.pk, booked_on=MARCH, kind=PostingKind.FEE, text="x", origin="y", sides=sides))
        whole()

    with pytest.raises(Error), transaction.atomic():
        unowned()
    assert rows("ledger.Posting").count() == 0


def test_what_was_booked_is_not_booked_again_and_numbers_have_no_gap(alpha: Any) -> None:
    entity = company()
    first, again = book(entry(entity, "10.00", "-10.00")), book(entry(entity, "10.00", "-10.00"))
    assert first.pk == again.pk

    def lost() -> None:
        book(entry(entity, "1.00", "-1.00", key="lost"))
        raise RuntimeError

    with pytest.raises(RuntimeError), transaction.atomic():
        lost()
    second = book(entry(entity, "3.00", "-1.00", "-2.00", key="b"))
    other_year = book(entry(entity, "1.00", "-1.00", key="c", on=date(2027, 1, 4)))
    assert [(row.year, row.number) for row in (first, second, other_year)] == [(2026, 1), (2026, 2), (2027, 1)]
    assert queries.faults() == {}


def test_nothing_is_booked_in_a_closed_period_until_it_is_opened_again(alpha: Any) -> None:
    entity = company()
    services.close(actor=KEEPER, at=noon(MARCH), entity_id=entity.pk, until_on=MARCH)
    with pytest.raises(services.PeriodClosed):
        book(entry(entity, "1.00", "-1.00"))
    with pytest.raises(Error, match="closed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_posting (entity_id, year, number, kind, booked_on, document, text, origin, parts,"
            " noted_at, noted_by) VALUES (%s, 2026, 1, 'fee', %s, '', '', 'z', 2, now(), '')", [entity.pk, MARCH],
        )  # fmt: skip
    services.open_again(actor=KEEPER, at=noon(MARCH), entity_id=entity.pk, until_on=None, reason="Prüfung")
    assert book(entry(entity, "1.00", "-1.00")).number == 1


def test_a_payment_settles_costs_interest_and_claim_of_the_oldest_debt_first(alpha: Any) -> None:
    entity, party = company(), customer()
    old = claim(entity, party, "100.00", on=MARCH, key="a")
    claim(entity, party, "50.00", on=date(2026, 4, 1), key="b")
    claim(entity, party, "5.00", on=date(2026, 5, 1), key="c", nature=Nature.COSTS, cause=old)
    paid = money(entity, party, "120.00", on=date(2026, 5, 2))
    services.settle_credits(
        actor=KEEPER, at=noon(MARCH), on=date(2026, 5, 2), party_id=party.pk, entity_id=entity.pk, because="Zahlung"
    )
    left = dict(rows("ledger.Item").values_list("document", "open"))
    assert left == {"R a": D(0), "R b": D(35), "R c": D(0), "": D(0)}
    assert queries.balance_of(party.pk) == D(35)
    assert queries.balance_on(party.pk, MARCH) == D(100)
    assert [*paid.settles.values_list("amount", flat=True)] == [D(5), D(100), D(15)]
    assert queries.faults() == {}


def test_settlements_are_undone_by_rows_of_their_own_and_never_twice(alpha: Any) -> None:
    entity, party = company(), customer()
    owed, paid = claim(entity, party, "30.00", on=MARCH), money(entity, party, "30.00", on=MARCH)
    done = services.allocate(
        actor=KEEPER, at=noon(MARCH), on=MARCH, credit_id=paid.pk, claim_id=owed.pk, amount=D(30), because="Zahlung"
    )
    with pytest.raises(services.TooMuch):
        services.allocate(
            actor=KEEPER, at=noon(MARCH), on=MARCH, credit_id=paid.pk, claim_id=owed.pk, amount=D("0.01"), because="x"
        )
    services.undo(actor=KEEPER, at=noon(MARCH), on=MARCH, allocation_ids=[done.pk], because="Rücklastschrift")
    with pytest.raises(services.AlreadyUndone):
        services.undo(actor=KEEPER, at=noon(MARCH), on=MARCH, allocation_ids=[done.pk], because="x")
    owed.refresh_from_db()
    assert owed.open == D(30)
    assert queries.faults() == {}


def test_a_reversed_claim_is_open_no_more(alpha: Any) -> None:
    entity, party = company(), customer()
    owed = claim(entity, party, "30.00", on=MARCH)
    posting = owed.line.posting
    services.reverse(actor=KEEPER, at=noon(MARCH), posting_id=posting.pk, on=MARCH, text="Storno")
    with pytest.raises(services.AlreadyReversed):
        services.reverse(actor=KEEPER, at=noon(MARCH), posting_id=posting.pk, on=MARCH, text="Storno")
    owed.refresh_from_db()
    assert (owed.open, queries.balance_of(party.pk)) == (D(0), D(0))
    assert queries.faults() == {}


def test_nothing_settles_the_claims_of_another_customer(alpha: Any) -> None:
    entity, party, other = company(), customer(), customer(email="berg@posthaus.example", name="Berg")
    owed, paid = claim(entity, party, "30.00", on=MARCH), money(entity, other, "30.00", on=MARCH)
    with pytest.raises(services.NotTogether):
        services.allocate(
            actor=KEEPER, at=noon(MARCH), on=MARCH, credit_id=paid.pk, claim_id=owed.pk, amount=D(1), because="x"
        )
    assert rows("ledger.Allocation").count() == 0


def test_debts_that_the_customer_names_are_settled_first() -> None:
    def owed(key: int, due: date) -> Owed:
        return Owed(key=key, nature=Nature.PRINCIPAL, open=D(10), due_on=due, booked_on=due, about=key)

    debts = [owed(1, MARCH), owed(2, date(2026, 2, 1)), owed(3, date(2026, 9, 1))]
    assert settle(D(15), debts, date(2026, 4, 1)) == (Settled(2, D(10)), Settled(1, D(5)))
    assert settle(D(15), debts, date(2026, 4, 1), named=(3,)) == (Settled(3, D(10)), Settled(2, D(5)))
    assert settle(D(99), debts, date(2026, 4, 1))[-1] == Settled(3, D(10))
