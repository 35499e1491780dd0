"""Statements come in once; what is sure is booked, the rest waits; the bank is right to the cent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.db import connection

from quartier.core.banking import services
from quartier.core.banking.services import Part
from quartier.core.banking.tests.papers import DAY, IDAS, LATER, D, Paper, account, camt, mt940, on_account, take
from quartier.core.ledger import queries as books
from quartier.core.ledger import services as ledger
from quartier.core.ledger.services import AccountRole
from quartier.core.ledger.tests.books import KEEPER, claim, company, customer, rows
from quartier.core.payments import services as payments

BANK, UNCLEAR = AccountRole.BANK, AccountRole.UNCLEAR


def scene(amount: str = "119.00", preset: str = "") -> tuple[Any, Any, Any]:
    """A company with an account, a customer, and a claim on the first of February."""
    entity = company(preset)
    account(entity)
    party = customer()
    item = claim(entity, party, amount, on=date(2026, 2, 1), key="RE-2026-000123")
    return entity, party, item


def entries() -> list[Any]:
    return list(rows("banking.Entry").filter(kind="booked").order_by("pk"))


def right(entity: Any, balance: str) -> None:
    """The books are whole, and the bank in them is the bank on its statement."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    assert books.faults() == {}
    assert on_account(entity, BANK) == D(balance)


def test_a_payment_that_names_its_invoice_is_booked_without_asking(alpha: Any) -> None:
    entity, party, item = scene()
    row = take(camt([Paper("119.00", "Rechnung R RE 2026/000123", name="Opa Kern")]))
    item.refresh_from_db()
    assert (item.open, row.booked, row.queued, row.state) == (D(0), 1, 0, "done")
    one = entries()[0]
    assert (one.party_id, one.points, one.reasons) == (party.pk, 100, ["number", "sum_named"])
    right(entity, "119.00")


def test_what_is_not_sure_waits_and_one_click_books_it(alpha: Any) -> None:
    entity, party, item = scene()
    take(camt([Paper("100.00", "Miete", name="Blum, Ida")]))
    one = entries()[0]
    assert (one.state, one.proposals[0]["party"], one.proposals[0]["reasons"]) == ("open", party.pk, ["name", "less"])
    right(entity, "100.00")
    assert on_account(entity, UNCLEAR) == D("-100.00")
    parts = [Part(party_id=party.pk, amount=D(100), item_ids=(item.pk,))]
    services.assign(actor=KEEPER, at=LATER, entry_id=one.pk, parts=parts)
    item.refresh_from_db()
    assert (item.open, on_account(entity, UNCLEAR)) == (D("19.00"), D(0))
    with pytest.raises(services.NotWaiting):
        services.assign(actor=KEEPER, at=LATER, entry_id=one.pk, parts=parts)
    right(entity, "100.00")
    # The account is known from now on: what fits is booked without asking.
    take(camt([Paper("19.00", "Rest", name="Otto Blum", on=DAY + timedelta(days=1))], opening="100.00", number=2))
    item.refresh_from_db()
    assert (item.open, entries()[-1].reasons) == (D(0), ["account", "similar", "sum_one"])
    right(entity, "119.00")


def test_a_wrong_assignment_is_taken_back_and_made_again(alpha: Any) -> None:
    entity, _party, item = scene()
    other = customer(email="kern@posthaus.example", name="Kern")
    take(camt([Paper("119.00", "R RE-2026-000123")]))
    one = entries()[0]
    for _round in range(2):
        services.undo(actor=KEEPER, at=LATER, entry_id=one.pk, reason="Falscher Kunde")
        item.refresh_from_db()
        assert (item.open, on_account(entity, UNCLEAR)) == (D("119.00"), D("-119.00"))
        right(entity, "119.00")
        services.assign(actor=KEEPER, at=LATER, entry_id=one.pk, parts=[Part(party_id=other.pk, amount=D(119))])
        assert books.balance_of(other.pk) == D("-119.00")
        right(entity, "119.00")
    # What was learnt from the last assignment is known, once.
    assert rows("banking.Payer").count() == 1


def test_one_entry_is_split_over_customers_and_its_parts_add_up(alpha: Any) -> None:
    entity, party, _item = scene()
    other = customer(email="kern@posthaus.example", name="Kern")
    take(camt([Paper("150.00", "Sammelzahlung", name="Amt")]))
    one = entries()[0]
    halves = [Part(party_id=party.pk, amount=D(119)), Part(party_id=other.pk, amount=D(31))]
    with pytest.raises(services.NotTheSum):
        services.assign(actor=KEEPER, at=LATER, entry_id=one.pk, parts=halves[:1])
    services.assign(actor=KEEPER, at=LATER, entry_id=one.pk, parts=halves)
    assert (books.balance_of(party.pk), books.balance_of(other.pk)) == (D(0), D("-31.00"))
    right(entity, "150.00")


@pytest.mark.parametrize(
    ("meaning", "role"),
    [("transfer", AccountRole.TRANSIT), ("bank_fee", AccountRole.BANK_COSTS), ("third_party", AccountRole.THIRD_PARTY)],
)
def test_what_is_no_payment_is_marked_and_that_can_be_undone(alpha: Any, meaning: str, role: AccountRole) -> None:
    entity, _party, _item = scene()
    take(camt([Paper("-4.90", "Kontoführung", name="Bank")]))
    one = entries()[0]
    for _round in range(2):
        services.mark(actor=KEEPER, at=LATER, entry_id=one.pk, meaning=meaning)
        assert (on_account(entity, role), on_account(entity, UNCLEAR)) == (D("4.90"), D(0))
        services.undo(actor=KEEPER, at=LATER, entry_id=one.pk, reason="Irrtum")
        assert on_account(entity, UNCLEAR) == D("4.90")
    with pytest.raises(services.NotIncoming):
        services.assign(actor=KEEPER, at=LATER, entry_id=one.pk, parts=[Part(party_id=1, amount=D("4.90"))])
    right(entity, "-4.90")


@pytest.mark.req("CC-69")
def test_a_returned_debit_with_charges_of_the_bank_claims_them_and_the_flat_fee(alpha: Any) -> None:
    entity, party, item = scene("300.00", preset="werkstatt")
    rows("parties.Party").filter(pk=party.pk).update(standing="business")
    payments.receive(
        actor=KEEPER, at=LATER,
        received=payments.Received(
            entity_id=entity.pk, party_id=party.pk, amount=D(300), kind="sepa_debit", received_on=DAY,
            origin="test:1", reference="E2E-1", account_role=AccountRole.TRANSIT,
        ),
    )  # fmt: skip
    collected = Paper("300.00", "Lastschrift", code="PMNT-IDDT-ESDD")
    back = Paper("-303.50", "R", end_to_end="E2E-1", reason="MS03", charges="3.50", code="PMNT-IDDT-UPDD")
    take(camt([collected, back]))
    services.mark(actor=KEEPER, at=LATER, entry_id=entries()[0].pk, meaning="transfer")
    item.refresh_from_db()
    assert item.open == D("300.00")
    assert [one.open for one in rows("ledger.Item").filter(nature="costs")] == [D("23.50")]
    assert (entries()[1].meaning, entries()[1].party_id) == ("returned", party.pk)
    assert (on_account(entity, AccountRole.TRANSIT), on_account(entity, UNCLEAR)) == (D(0), D(0))
    right(entity, "-3.50")


PAPERS = [
    Paper("119.00", "Rechnung R RE-2026-000123 vom Februar mit langem Verwendungszweck"),
    Paper("50.00", "Miete"),
    Paper("50.00", "Miete"),
    Paper("-4.90", "Kontogebuehr", name="Bank"),
]


def test_the_same_statement_in_another_format_is_booked_once(alpha: Any) -> None:
    entity, _party, _item = scene()
    take(camt(PAPERS))
    again = take(mt940(PAPERS), "auszug.sta")
    assert (again.entries, again.known, len(entries())) == (4, 4, 4)
    right(entity, "214.10")
    with pytest.raises(services.AlreadyTaken):
        take(camt(PAPERS))


def test_a_month_over_its_days_adds_only_what_is_new(alpha: Any) -> None:
    entity, _party, _item = scene()
    first, second = PAPERS[:2], [replace(one, on=DAY + timedelta(days=1)) for one in PAPERS[2:]]
    take(camt(second, opening="169.00", number=2))
    row = rows("banking.Statement").get()
    assert row.gap is None
    take(mt940([*first, *second], number=7), "monat.sta")
    assert len(entries()) == 4
    take(camt(first, number=1))
    assert len(entries()) == 4
    right(entity, "214.10")


def test_a_gap_between_statements_is_told(alpha: Any) -> None:
    scene()
    take(camt(PAPERS[:1]))
    take(camt([replace(PAPERS[1], on=DAY + timedelta(days=9))], opening="200.00", number=5))
    assert [row.gap for row in rows("banking.Statement").order_by("to_on")] == [None, D("81.00")]


def test_a_statement_that_does_not_add_up_or_is_not_ours_is_refused(alpha: Any) -> None:
    entity, _party, _item = scene()
    for content, refusal in (
        (camt(PAPERS, closing="214.11"), services.NothingOfOurs),
        (camt(PAPERS, iban=IDAS), services.NothingOfOurs),
        (camt(PAPERS)[:-400], services.NotReadable),
        (camt([replace(PAPERS[0], on=date(2026, 6, 2))]), services.StillFuture),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]>" + camt(PAPERS)[38:], services.NotReadable),
        (b"Guten Tag", services.NotReadable),
    ):
        with pytest.raises(refusal):
            take(content)
    assert rows("banking.StatementFile").count() == rows("banking.Entry").count() == 0
    right(entity, "0.00")


def test_details_of_a_batch_are_payments_of_their_own_whenever_they_come(alpha: Any) -> None:
    entity, _party, item = scene()
    parts = (Paper("119.00", "R RE-2026-000123"), Paper("11.00", "Unbekannt", name="Wer", iban=""))
    batch = Paper("130.00", "Sammler", reference="B1", size=2)
    notice = camt([replace(batch, parts=parts)], message="054")
    take(camt([batch]))
    assert on_account(entity, UNCLEAR) == D("-130.00")
    services.take_in(actor=KEEPER, at=LATER, name="054.xml", file=BytesIO(notice))
    for file in rows("banking.StatementFile"):
        services.run(at=LATER, file_id=file.pk)
    item.refresh_from_db()
    assert (item.open, on_account(entity, UNCLEAR)) == (D(0), D("-11.00"))
    right(entity, "130.00")


def test_details_that_come_first_wait_for_their_entry(alpha: Any) -> None:
    entity, _party, item = scene()
    parts = (Paper("119.00", "R RE-2026-000123"), Paper("11.00", "Unbekannt", name="Wer", iban=""))
    batch = Paper("130.00", "Sammler", reference="B1", size=2)
    take(camt([replace(batch, parts=parts)], message="054"))
    right(entity, "0.00")
    take(camt([batch]))
    item.refresh_from_db()
    assert (item.open, on_account(entity, UNCLEAR)) == (D(0), D("-11.00"))
    right(entity, "130.00")


def test_two_payments_of_one_claim_are_a_question(alpha: Any) -> None:
    entity, _party, item = scene()
    take(camt([Paper("119.00", "R RE-2026-000123"), Paper("119.00", "R RE-2026-000123 noch einmal")]))
    item.refresh_from_db()
    assert item.open == 0
    assert [one.state for one in entries()] == ["booked", "open"]
    assert "paid" in entries()[1].proposals[0]["reasons"]
    right(entity, "238.00")


def test_closed_books_halt_the_run_and_it_goes_on_after(alpha: Any) -> None:
    entity, _party, item = scene()
    ledger.close(actor=KEEPER, at=LATER, entity_id=entity.pk, until_on=DAY)
    row = take(camt([Paper("119.00", "R RE-2026-000123")]))
    assert (row.state, row.booked, len(row.told)) == ("booking", 0, 1)
    ledger.open_again(actor=KEEPER, at=LATER, entity_id=entity.pk, until_on=None, reason="Nachtrag")
    services.run(at=LATER, file_id=row.pk)
    item.refresh_from_db()
    assert item.open == Decimal(0)
    right(entity, "119.00")
