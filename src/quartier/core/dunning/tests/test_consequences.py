"""What default lets staff do: hold work, block, end a contract; and that all of it ends when money comes."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from quartier.core.blocks import services as blocks
from quartier.core.contracts.models import Candidate
from quartier.core.contracts.tests.scene import contract
from quartier.core.dunning import queries, services
from quartier.core.dunning.models import HoldKind
from quartier.core.dunning.queries.holding import held_back
from quartier.core.dunning.tests.scene import BODO, case, claim, pay, scene, until
from quartier.core.ledger import queries as ledger
from quartier.core.ledger import services as books
from quartier.core.ledger.services import AccountRole, Entry, Nature, Owing, PostingKind, Side, account_for
from quartier.core.ledger.tests.books import customer, noon, rows
from quartier.core.mandates.tests import scenes as direct
from quartier.core.providers.policies.choices import Scope


def contract_claim(row: Any, amount: int, on: date, key: str) -> Any:
    """A claim for a contract, received on the day it was booked."""
    entity_id = row.relationship.legal_entity_id
    owing = Owing(party_id=row.party_id, nature=Nature.PRINCIPAL, due_on=on, document=f"R {key}", contract_id=row.pk)
    entry = Entry(
        entity_id=entity_id, booked_on=on, kind=PostingKind.INVOICE, text="Rechnung", origin=f"test:{key}",
        sides=(
            Side(account_for(entity_id, AccountRole.RECEIVABLE), Decimal(amount), owing),
            Side(account_for(entity_id, AccountRole.REVENUE, Decimal(0)), -Decimal(amount)),
        ),
    )  # fmt: skip
    item = books.post(actor=BODO, at=noon(on), entry=entry).lines.get(item__isnull=False).item
    services.take_up(actor=BODO, at=noon(on), claims=[services.Claim(claim_id=item.pk, received_on=on, told=True)])
    return item


def block(party: Any, on: date) -> Any:
    """A block by staff for arrears, until the ground is gone."""
    return blocks.impose(
        actor=BODO, at=noon(on), party_id=party.pk, grounds=["arrears"], wanted=blocks.Wanted(term="grounds"),
        is_urgent=True, urgency="Dauernder Rückstand",
    )  # fmt: skip


@pytest.mark.req("CC-76")
def test_default_with_the_first_invoice_offers_the_end_of_the_contract_and_with_the_second_not(alpha: Any) -> None:
    entity, party = scene("werkstatt")
    began = date(2026, 1, 5)
    first = contract(entity, Scope.RECURRING, began, party=party, number="V 1")
    second = contract(entity, Scope.RECURRING, began, party=party, number="V 2")
    contract_claim(first, 50, began, "a")
    contract_claim(second, 50, began, "b")
    pay(entity, party, "50", on=date(2026, 1, 6))
    contract_claim(first, 50, date(2026, 2, 5), "c")
    until(date(2026, 3, 20))
    by_contract = {
        row.pk: set(Candidate.objects.filter(contract=row, state="open").values_list("ground", flat=True))
        for row in (first, second)
    }
    assert ["first_payment" in by_contract[row.pk] for row in (first, second)] == [False, True]
    pay(entity, party, "500", on=date(2026, 3, 21), key="rest")
    assert not Candidate.objects.filter(state="open", ground="first_payment").exists()


@pytest.mark.req("CC-75")
def test_default_offers_a_block_to_staff_and_payment_ends_it(alpha: Any) -> None:
    entity, party = scene("werkstatt")
    item = claim(entity, party, "100", on=date(2026, 1, 5))
    until(date(2026, 2, 4))
    offered = rows("blocks.Candidate").filter(party=party, ground="arrears")
    assert not offered.exists()
    until(date(2026, 2, 5))
    assert [(one.state, one.item) for one in offered] == [("open", f"ledger.item:{item.pk}")]
    assert not rows("blocks.Block").exists()
    block(party, date(2026, 2, 6))
    rows("blocks.BlockGround").update(item=f"ledger.item:{item.pk}")
    pay(entity, party, "60", on=date(2026, 2, 7), key="part")
    assert rows("blocks.Block").get().lifted_at is None
    pay(entity, party, "60", on=date(2026, 2, 9), key="rest")
    assert rows("blocks.Block").get().lifted_at is not None


@pytest.mark.req("WR-076", "WR-091")
def test_work_waits_while_an_invoice_is_overdue_and_a_block_leaves_debts_as_they_are(alpha: Any) -> None:
    entity, party = scene("planmass")
    on = date(2026, 1, 20)
    item = claim(entity, party, "100", on=date(2026, 1, 5), due=date(2026, 1, 19))

    class Order:
        party_id, entity_id = party.pk, entity.pk

    assert not queries.work_waits(party.pk, entity.pk, date(2026, 1, 19))
    with pytest.raises(services.WorkHeld):
        services.hold_work(BODO, noon(on), Order)
    until(date(2026, 3, 1))
    assert not rows("blocks.Block").exists()
    before = ledger.balance_of(party.pk)
    block(party, date(2026, 3, 1))
    item.refresh_from_db()
    assert (item.open, ledger.balance_of(party.pk)) == (item.amount, before)
    held = services.hold(
        actor=BODO, at=noon(on), party=party, kind=HoldKind.DISPUTE, reason="Menge bestritten", claim_id=item.pk
    )
    services.hold_work(BODO, noon(on), Order)
    services.end_hold(actor=BODO, at=noon(on), hold_id=held.pk, because="Geklärt")
    pay(entity, party, "200", on=date(2026, 3, 2))
    services.hold_work(BODO, noon(date(2026, 3, 2)), Order)
    assert ledger.faults() == {}


@pytest.mark.req("QX-36")
def test_arrears_are_a_ground_that_is_offered_where_the_provider_knows_it_and_no_other(alpha: Any) -> None:
    entity, party = scene("raumhafen")
    claim(entity, party, "100", on=date(2026, 1, 5))
    until(date(2026, 3, 1))
    assert rows("blocks.Candidate").get(party=party).ground == "arrears"


def test_a_provider_that_does_not_block_for_arrears_is_offered_none_and_work_goes_on(alpha: Any) -> None:
    entity, party = scene("rheinufer")
    item = claim(entity, party, "100", on=date(2026, 1, 5))
    until(date(2026, 3, 1))
    assert (case(item).default_since is not None, rows("blocks.Candidate").exists()) == (True, False)
    assert not queries.work_waits(party.pk, entity.pk, date(2026, 3, 1))


def test_what_is_collected_is_not_reminded_and_what_is_disputed_is_not_collected(alpha: Any) -> None:
    entity = direct.company_that_collects()
    party = customer()
    direct.mandate(entity, party)
    row = direct.planned(entity, party, due=direct.ON)
    services.take_up(
        actor=BODO, at=noon(direct.ON), claims=[services.Claim(claim_id=row.item_id, received_on=direct.ON, told=True)]
    )
    late = direct.ON + timedelta(days=40)
    run = services.dry_run(actor=BODO, at=noon(late), entity_id=entity.pk)
    assert [line.verdict for line in run.lines.all()] == ["collection"]
    services.hold(actor=BODO, at=noon(late), party=party, kind=HoldKind.DISPUTE, reason="bestritten")
    assert [*held_back([row.item], late)] == [row.item_id]
    assert [*held_back([row.item], direct.ON)] == []
