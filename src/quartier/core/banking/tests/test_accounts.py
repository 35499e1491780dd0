"""Own accounts: right numbers only, one company each, their balance brought forward once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from quartier.core.banking import queries, services
from quartier.core.banking.services import AccountGiven
from quartier.core.ledger import queries as books
from quartier.core.ledger.services import AccountRole, account_for
from quartier.core.ledger.tests.books import KEEPER, company, noon, rows

IBAN, OTHER = "DE02120300000000202051", "DE02500105170137075030"
DAY = date(2026, 1, 1)
D = Decimal


def given(entity: Any, **changes: Any) -> AccountGiven:
    said = AccountGiven(entity_id=entity.pk, label="Giro", holder="Alpha eG", iban="de02 1203 0000 0000 2020 51")
    return replace(said, **changes)


def enter(one: AccountGiven) -> Any:
    return services.enter_account(actor=KEEPER, at=noon(DAY), given=one)


def test_the_opening_balance_is_brought_forward_once(alpha: Any) -> None:
    entity = company()
    row = enter(given(entity, opened_on=DAY, opening=D("100.50"), bic="BYLADEM1001"))
    assert (row.iban, row.bic) == (IBAN, "BYLADEM1001")
    again = given(entity, opened_on=DAY, opening=D("100.50"), label="Hauptkonto")
    services.change_account(actor=KEEPER, at=noon(DAY), account_id=row.pk, given=again)
    lines = rows("ledger.Line").filter(account=account_for(entity.pk, AccountRole.BANK))
    assert [line.amount for line in lines] == [D("100.50")]
    assert books.faults() == {}
    with pytest.raises(services.StatementsKnown):
        services.change_account(actor=KEEPER, at=noon(DAY), account_id=row.pk, given=replace(again, opening=D(1)))


def test_a_wrong_or_known_number_is_refused_and_nothing_stored(alpha: Any) -> None:
    entity = company()
    with pytest.raises(services.WrongIban):
        enter(given(entity, iban=IBAN[:-1] + "2"))
    with pytest.raises(services.WrongBic):
        enter(given(entity, bic="XY"))
    enter(given(entity))
    with pytest.raises(services.AccountKnown):
        enter(given(entity, label="Noch einmal"))
    assert rows("banking.OwnAccount").count() == 1


def test_invoices_name_the_first_account_in_use(alpha: Any) -> None:
    entity = company()
    enter(given(entity, place=2))
    second = enter(given(entity, iban=OTHER, place=1, closed_on=date(2026, 6, 1)))
    assert queries.main_account(entity.pk, date(2026, 5, 31)) == second
    assert queries.main_account(entity.pk, date(2026, 6, 1)).iban == IBAN  # type: ignore[union-attr]
