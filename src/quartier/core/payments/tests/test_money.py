"""Money in, back and set off: every step leaves books that agree."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from quartier.core.approvals import services as approvals
from quartier.core.contracts.tests.scene import signed_file
from quartier.core.ledger import queries as books
from quartier.core.ledger.tests.books import KEEPER, claim, company, customer, noon, rows
from quartier.core.parties.services import WrongIban
from quartier.core.payments import queries, services
from quartier.core.payments.rules.set_off import Counterclaim
from quartier.core.payments.rules.unused import unused
from quartier.core.payments.services import Received, refusals
from quartier.core.payments.tests.scene import IBAN, SECOND, paid
from quartier.kit.errors import Refused

pytestmark = pytest.mark.usefixtures("alpha")
DAY = date(2026, 6, 10)
MODELS = ("ledger.Posting", "ledger.Allocation", "payments.Payment", "payments.Refund", "audit.Fact")


@pytest.fixture(autouse=True)
def _books_agree(alpha: Any) -> Any:
    """Whatever a test did, the books agree at its end."""
    yield
    assert books.faults() == {}


def counts() -> list[int]:
    return [rows(label).count() for label in MODELS]


def refused(what: type[Refused], act: Any, **given: Any) -> None:
    """An act is refused and changes nothing."""
    before = counts()
    with pytest.raises(what):
        act(**given)
    assert counts() == before


def open_of(item: Any) -> Decimal:
    item.refresh_from_db()
    found: Decimal = item.open
    return found


def test_a_payment_settles_what_is_due_in_the_order_of_the_law_and_is_booked_once() -> None:
    entity, party = company(), customer()
    first = claim(entity, party, "100.00", on=date(2026, 5, 1), key="1")
    second = claim(entity, party, "50.00", on=date(2026, 6, 1), key="2")
    row = paid(entity, party, "120.00", reference="R 1")
    assert paid(entity, party, "120.00", reference="R 1").pk == row.pk
    assert (open_of(first), open_of(second)) == (Decimal(0), Decimal("30.00"))
    assert books.balance_of(party.pk) == Decimal("30.00")


def test_a_payment_settles_what_the_payer_named_and_the_rest_stays_as_a_credit() -> None:
    entity, party = company(), customer()
    first = claim(entity, party, "100.00", on=date(2026, 5, 1), key="1")
    second = claim(entity, party, "50.00", on=date(2026, 6, 1), key="2")
    paid(entity, party, "60.00", named_item_ids=(second.pk,))
    assert (open_of(first), open_of(second)) == (Decimal("90.00"), Decimal(0))
    paid(entity, party, "100.00", key="2")
    assert [one.open for one in queries.credits_open(party.pk)] == [Decimal("-10.00")]


def test_what_looks_like_a_payment_before_is_shown_beside_it() -> None:
    entity, party = company(), customer()
    claim(entity, party, "100.00", on=date(2026, 5, 1))
    first = paid(entity, party, "100.00", reference="R 1")
    again = paid(entity, party, "100.00", reference="r1", key="2")
    assert (again.twin_id, first.twin_id) == (first.pk, None)
    assert paid(entity, party, "100.00", reference="R 2", key="3").twin_id is None


def test_nobodys_money_is_unclear_until_it_is_assigned_and_can_be_released() -> None:
    entity, party, other = company(), customer(), customer(name="Voss", email="voss@posthaus.example")
    mine = claim(entity, other, "80.00", on=date(2026, 6, 1))
    row = paid(entity, None, "80.00", payer="V. Voss")
    assert (row.state, books.balance_of(party.pk)) == ("unclear", Decimal(0))
    services.assign(actor=KEEPER, at=noon(DAY), payment_id=row.pk, party_id=party.pk)
    refused(services.NotUnclear, services.assign, actor=KEEPER, at=noon(DAY), payment_id=row.pk, party_id=other.pk)
    services.release(actor=KEEPER, at=noon(DAY), payment_id=row.pk, reason="falscher Kunde")
    assert books.balance_of(party.pk) == 0
    assert services.assign(actor=KEEPER, at=noon(DAY), payment_id=row.pk, party_id=other.pk).state == "booked"
    assert open_of(mine) == 0


@pytest.mark.parametrize("amount", ["0.00", "-5.00", "1.005"])
def test_nothing_and_fractions_of_a_cent_are_no_payment(amount: str) -> None:
    entity, party = company(), customer()
    given = Received(
        entity_id=entity.pk, party_id=party.pk, amount=Decimal(amount), kind="transfer", received_on=DAY, origin="x"
    )
    refused(refusals.NothingReceived, services.receive, actor=KEEPER, at=noon(DAY), received=given)


@pytest.mark.req("CC-69")
@pytest.mark.parametrize(("standing", "claimed"), [("business", "23.50"), ("consumer", "3.50")])
def test_a_returned_debit_costs_a_business_the_flat_fee_and_the_bank_a_consumer_the_bank_alone(
    standing: str, claimed: str
) -> None:
    entity, party = company("werkstatt"), customer(standing)
    owed = claim(entity, party, "100.00", on=date(2026, 5, 1))
    row = paid(entity, party, "100.00", kind="sepa_debit")
    on = DAY + timedelta(days=2)
    services.take_back(actor=KEEPER, at=noon(on), payment_id=row.pk, on=on, costs=Decimal("3.50"), reason="MS03")
    assert open_of(owed) == Decimal("100.00")
    (costs,) = books.items_about(f"payments.payment:{row.pk}:costs")
    assert (costs.nature, costs.amount, costs.cause_id) == ("costs", Decimal(claimed), owed.pk)
    assert books.balance_of(party.pk) == Decimal("100.00") + Decimal(claimed)
    again = {"actor": KEEPER, "at": noon(on), "payment_id": row.pk, "on": on, "reason": "MS03"}
    refused(services.AlreadyReturned, services.take_back, **again)


@pytest.mark.req("CC-69")
def test_a_cheque_is_refused_without_a_recorded_agreement_on_its_day() -> None:
    entity, party = company("werkstatt"), customer("business")
    agreement = rows("contracts.Agreement").create(
        subject="orders.order:1", party=party, kind="individual", words="Zahlung per Scheck",
        agreed_on=DAY, channel="letter", document=signed_file(party, noon(DAY)), noted_at=noon(DAY), noted_by="Test",
    )  # fmt: skip
    given = {"entity_id": entity.pk, "amount": Decimal("50.00"), "kind": "cheque", "origin": "cheque:1"}
    before = DAY - timedelta(days=1)
    stranger = customer(name="Voss", email="voss@posthaus.example")
    for wrong in (
        {"party_id": party.pk, "received_on": DAY},
        {"party_id": party.pk, "received_on": before, "agreement_id": agreement.pk},
        {"party_id": stranger.pk, "received_on": DAY, "agreement_id": agreement.pk},
        {"received_on": DAY, "agreement_id": agreement.pk},
    ):
        one = Received(**given, **wrong)
        refused(services.NotAgreed, services.receive, actor=KEEPER, at=noon(DAY), received=one)
    good = Received(**given, party_id=party.pk, received_on=DAY, agreement_id=agreement.pk)
    assert services.receive(actor=KEEPER, at=noon(DAY), received=good).agreement_id == agreement.pk


def test_a_returned_debit_is_a_ground_to_look_at_and_blocks_nobody_by_itself() -> None:
    entity, party = company("raumhafen"), customer("business")
    row = paid(entity, party, "100.00", kind="sepa_debit")
    services.take_back(actor=KEEPER, at=noon(DAY), payment_id=row.pk, on=DAY, reason="AM04")
    found = rows("blocks.Candidate").get(party=party)
    assert (found.ground, found.state, found.item) == ("returned_payment", "open", f"payments.payment:{row.pk}")
    assert not rows("blocks.Block").exists()


@pytest.mark.req("QX-50")
@pytest.mark.req("WR-064")
def test_a_refund_without_an_account_waits_and_the_customer_is_asked() -> None:
    entity, party = company("raumhafen"), customer()
    yearly = paid(entity, party, "365.00", on=date(2026, 1, 1))
    back = unused(Decimal("365.00"), date(2026, 1, 1), date(2026, 12, 31), date(2026, 4, 11))
    assert back == Decimal("265.00")
    row = services.owe_back(
        actor=KEEPER, at=noon(DAY), entity_id=entity.pk, party_id=party.pk, amount=back, because="Dienst eingestellt",
        subject="contracts.contract:1", credit_ids=[yearly.item_id], payment_id=yearly.pk,
    )  # fmt: skip
    assert (row.state, row.way, row.amount) == ("waiting_for_account", "transfer", Decimal("265.00"))
    asked = rows("inbox.OutgoingMail").get(template="payments.account_wanted")
    assert "265,00" in asked.text
    refused(services.NotInThisState, services.approve, actor=KEEPER, at=noon(DAY), refund_id=row.pk)
    name: dict[str, Any] = {"actor": KEEPER, "at": noon(DAY), "refund_id": row.pk, "holder": "Ida Blum"}
    refused(WrongIban, services.name_account, **name, iban=IBAN[:-1] + "1")
    assert services.name_account(**name, iban=IBAN).state == "ready"
    assert services.approve(actor=KEEPER, at=noon(DAY), refund_id=row.pk).state == "approved"
    assert [one.pk for one in queries.payable(entity.pk)] == [row.pk]
    services.sent(actor=KEEPER, at=noon(DAY), refund_ids=[row.pk])
    done = services.paid_back(actor=KEEPER, at=noon(DAY), refund_id=row.pk, on=DAY)
    assert (done.state, books.balance_of(party.pk)) == ("paid", Decimal("-100.00"))
    twice = {"entity_id": entity.pk, "party_id": party.pk, "amount": Decimal("1.00"), "because": "noch einmal"}
    refused(
        services.AlreadyPaidBack, services.owe_back, actor=KEEPER, at=noon(DAY), subject="contracts.contract:1", **twice
    )
    refused(services.NoCredit, services.owe_back, actor=KEEPER, at=noon(DAY), subject="x:1",
            **{**twice, "amount": Decimal("100.01")})  # fmt: skip


def test_a_large_refund_needs_a_second_person_and_a_dropped_one_gives_the_credit_back() -> None:
    entity, party = company(), customer()
    paid(entity, party, "900.00")
    row = services.owe_back(
        actor=KEEPER, at=noon(DAY), entity_id=entity.pk, party_id=party.pk, amount=Decimal("900.00"),
        because="Guthaben", subject="x:1",
    )  # fmt: skip
    services.name_account(actor=KEEPER, at=noon(DAY), refund_id=row.pk, holder="Ida Blum", iban=IBAN)
    assert services.approve(actor=KEEPER, at=noon(DAY), refund_id=row.pk).state == "ready"
    proposal = rows("approvals.Approval").get(kind="payments.refund")
    with pytest.raises(approvals.SamePerson):
        approvals.confirm(actor=KEEPER, at=noon(DAY), approval_id=proposal.pk)
    approvals.confirm(actor=SECOND, at=noon(DAY), approval_id=proposal.pk)
    row.refresh_from_db()
    assert row.state == "approved"
    assert books.balance_of(party.pk) == 0
    services.drop_refund(actor=KEEPER, at=noon(DAY), refund_id=row.pk, reason="anders vereinbart")
    assert books.balance_of(party.pk) == Decimal("-900.00")


def test_what_does_not_arrive_is_asked_for_again() -> None:
    entity, party = company(), customer()
    paid(entity, party, "90.00")
    row = services.owe_back(
        actor=KEEPER, at=noon(DAY), entity_id=entity.pk, party_id=party.pk, amount=Decimal("90.00"), because="Guthaben",
        subject="x:1",
    )  # fmt: skip
    services.name_account(actor=KEEPER, at=noon(DAY), refund_id=row.pk, holder="Ida Blum", iban=IBAN)
    services.approve(actor=KEEPER, at=noon(DAY), refund_id=row.pk)
    services.sent(actor=KEEPER, at=noon(DAY), refund_ids=[row.pk])
    failed = services.refund_failed(actor=KEEPER, at=noon(DAY), refund_id=row.pk, reason="Konto erloschen")
    assert (failed.state, failed.iban, failed.failure) == ("waiting_for_account", "", "Konto erloschen")
    assert rows("inbox.OutgoingMail").filter(template="payments.account_wanted").count() == 2


@pytest.mark.parametrize(
    ("preset", "standing", "enough"),
    [
        pytest.param("raumhafen", "business", {"undisputed", "acknowledged", "established"},
                     marks=pytest.mark.req("QX-35")),
        pytest.param("werkstatt", "business", {"acknowledged", "established"}, marks=pytest.mark.req("CC-77")),
        ("raumhafen", "consumer", {"claimed", "undisputed", "acknowledged", "established"}),
        ("planmass", "business", {"claimed", "undisputed", "acknowledged", "established"}),
    ],
)  # fmt: skip
def test_a_set_off_is_booked_only_with_the_mark_its_terms_ask_for(preset: str, standing: str, enough: set[str]) -> None:
    entity, party = company(preset), customer(standing)
    owed = claim(entity, party, "100.00", on=date(2026, 5, 1))
    for mark in Counterclaim:
        before = books.balance_of(party.pk)
        row = services.declare_set_off(
            actor=KEEPER, at=noon(DAY), entity_id=entity.pk, party_id=party.pk, amount=Decimal("10.00"),
            words="Wasserschaden", against_id=owed.pk,
        )  # fmt: skip
        assert books.balance_of(party.pk) == before
        act: dict[str, Any] = {"actor": KEEPER, "at": noon(DAY), "set_off_id": row.pk, "standing": mark}
        if mark not in enough:
            refused(services.NotSetOff, services.accept_set_off, **act)
            continue
        assert services.accept_set_off(**act).state == "booked"
        assert books.balance_of(party.pk) == before - 10
    assert open_of(owed) == 100 - 10 * len(enough)
    assert owed.pk in [one.pk for one in books.overdue(DAY)]


def test_a_set_off_that_is_not_accepted_says_why_and_leaves_everything_open() -> None:
    entity, party = company("raumhafen"), customer("business")
    owed = claim(entity, party, "100.00", on=date(2026, 5, 1))
    row = services.declare_set_off(
        actor=KEEPER, at=noon(DAY), entity_id=entity.pk, party_id=party.pk, amount=Decimal("10.00"), words="Schaden"
    )
    act: dict[str, Any] = {"actor": KEEPER, "at": noon(DAY), "set_off_id": row.pk}
    refused(refusals.ReasonMissing, services.refuse_set_off, **act, reason=" ")
    services.refuse_set_off(**act, reason="Der Schaden war vorher da.")
    refused(refusals.AlreadyDecided, services.accept_set_off, **act, standing=Counterclaim.ESTABLISHED)
    assert open_of(owed) == 100
    assert "vorher da" in rows("inbox.OutgoingMail").get(template="payments.set_off").text


def test_the_till_is_never_below_zero_and_its_book_has_no_gap() -> None:
    entity, party = company(), customer()
    take = {"actor": KEEPER, "at": noon(DAY), "entity_id": entity.pk, "party_id": party.pk}
    services.take_cash(**take, amount=Decimal("100.00"), key="1")
    services.take_cash(**take, amount=Decimal("100.00"), key="1")
    carry = {"actor": KEEPER, "at": noon(DAY), "entity_id": entity.pk}
    refused(refusals.NotEnoughCash, services.carry_cash, **carry, amount=Decimal("-100.01"), key="a")
    services.carry_cash(**carry, amount=Decimal("-60.00"), key="b")
    row = services.owe_back(
        actor=KEEPER, at=noon(DAY), entity_id=entity.pk, party_id=party.pk, amount=Decimal("50.00"), because="Guthaben",
        subject="x:1",
    )  # fmt: skip
    services.name_account(actor=KEEPER, at=noon(DAY), refund_id=row.pk, holder="Ida Blum", iban=IBAN)
    services.approve(actor=KEEPER, at=noon(DAY), refund_id=row.pk)
    refused(refusals.NotEnoughCash, services.pay_out_cash, actor=KEEPER, at=noon(DAY), refund_id=row.pk)
    services.take_cash(**take, amount=Decimal("10.00"), key="2")
    services.pay_out_cash(actor=KEEPER, at=noon(DAY), refund_id=row.pk)
    taken = rows("payments.Payment").filter(kind="cash").first()
    refused(
        refusals.CashStays, services.take_back, actor=KEEPER, at=noon(DAY), payment_id=taken.pk, on=DAY, reason="zurück"
    )
    assert queries.cash_in_till(entity.pk) == 0
    book = list(queries.cash_between(entity.pk, DAY, DAY))
    assert [one.number for one in book] == [1, 2, 3, 4]
    earlier = {**take, "at": noon(DAY - timedelta(days=1))}
    refused(refusals.DayClosed, services.take_cash, **earlier, amount=Decimal("1.00"), key="3")
