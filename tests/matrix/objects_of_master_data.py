"""Existing things of master data and the API to ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from quartier.kit.clock import day_of, now
from quartier.values.actor import SYSTEM
from tests.matrix.people import customer, rows


def import_of_master_data(user_id: int) -> int:
    """A file of master data that is checked."""
    at = now()
    row = rows("parties.Intake").create(
        file_name="kunden.csv", started_at=at, touched_at=at, started_by="Test", actor_key="", state="checked"
    )
    row.rows.create(number=2, customer_number="K 1", values={"customer_number": "K 1", "name": "Weiß"}, verdict="new")
    return int(row.pk)


def api_key(user_id: int) -> int:
    """A key of a program."""
    from quartier.core.api import services  # noqa: PLC0415 – models load late

    name = f"Programm {rows('api.ApiKey').count()}"
    return int(services.issue(actor=SYSTEM, at=now(), name=name, allowed=["parties.read"])[0].pk)


def someone() -> Any:
    """Somebody new."""
    name = f"Vogt {rows('parties.Party').count()}"
    return rows("parties.Party").create(name=name, sort_name=name.lower(), created_at=now())


def role(user_id: int) -> int:
    """The role of somebody who may act for that customer."""
    return _role(customer=customer(user_id), person=someone())


def mandate(user_id: int) -> int:
    """A role in which that customer may act for somebody."""
    return _role(customer=someone(), person=customer(user_id))


def _role(**who: Any) -> int:
    common = {"role": "custodian", "source": "court", "evidence": "Akte 7", "valid_from": day_of(now())}
    authority = {"acts": True, "rights": ["write"], "kinds": ["*"], "noted_at": now()}
    return int(rows("parties.RelatedPerson").create(**who, **common, **authority).pk)


def bank_account(user_id: int) -> int:
    """Bank details of that customer of which a letter has to tell."""
    from quartier.core.parties import services  # noqa: PLC0415 – models load late

    rows("parties.BankAccount").filter(party=customer(user_id)).delete()
    given: dict[str, Any] = {"holder": "Ida Vogt", "iban": "DE89370400440532013000", "shown": {}}
    row = services.change_bank_account(actor=SYSTEM, at=now(), party_id=customer(user_id).pk, **given)
    rows("parties.BankAccount").filter(pk=row.pk).update(notice="letter_due")
    return int(row.pk)


def twins(user_id: int) -> int:
    """Two customers who may be one."""
    at = now()
    return int(rows("parties.Twins").create(first=someone(), second=someone(), score=70, found_at=at).pk)


def merger(user_id: int) -> int:
    """Two customers that have become one."""
    from quartier.core.parties import services  # noqa: PLC0415 – models load late

    given = {"stays_id": someone().pk, "gone_id": someone().pk}
    return int(services.merge(actor=SYSTEM, at=now(), **given).pk)


BY_PARAMETER: Mapping[str, Callable[[int], Any]] = {
    "intake_id": import_of_master_data,
    "key_id": api_key,
    "tie_id": role,
    "mandate_id": mandate,
    "bank_account_id": bank_account,
    "twins_id": twins,
    "merger_id": merger,
}
