"""Accounts of companies, and numbers without gaps."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import transaction

from quartier.core.ledger.models import Account, NumberRange
from quartier.core.ledger.rules.chart import AccountRole, planned


@transaction.atomic
def account_for(entity_id: int, role: AccountRole, vat_rate: Decimal | None = None) -> Account:
    """Return the account of a company for a role and rate; it is opened as the chart foresees it when first needed."""
    rate = None if vat_rate is None else vat_rate.quantize(Decimal("0.01"))
    found = Account.objects.filter(entity_id=entity_id, role=role, vat_rate=rate).first()
    if found is not None:
        return found
    plan = planned(role, vat_rate)
    number = _free_number(entity_id, plan.number)
    row, _new = Account.objects.get_or_create(
        entity_id=entity_id, role=role, vat_rate=rate, defaults={"number": number, "name": plan.name, "type": plan.type}
    )
    return row


def _free_number(entity_id: int, number: str) -> str:
    taken = set(Account.objects.filter(entity_id=entity_id).values_list("number", flat=True))
    while number in taken:
        number = str(int(number) + 1)
    return number


def next_numbers(entity_id: int, series: str, year: int, how_many: int = 1) -> range:
    """Return the next numbers of a series, in the caller's transaction: undone with it, so that no number is missing.

    Others who need a number of the series wait until the transaction ends.
    """
    NumberRange.objects.get_or_create(entity_id=entity_id, series=series, year=year)
    row: Any = NumberRange.objects.select_for_update(no_key=True).get(entity_id=entity_id, series=series, year=year)
    first = row.last + 1
    row.last += how_many
    row.save(update_fields=["last"])
    return range(first, row.last + 1)
