"""Issuing invoices: numbered without gaps, booked in the same transaction, never changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from quartier.core.invoices.models import Invoice
from quartier.core.invoices.rules.bills import Bill
from quartier.values.actor import Actor


@transaction.atomic
def bill(*, actor: Actor, at: datetime, bill: Bill) -> Invoice:
    """Issue one invoice and book it; billed before under its key, return that one."""
    return bill_many(actor=actor, at=at, bills=(bill,))[0]


@transaction.atomic
def bill_many(*, actor: Actor, at: datetime, bills: Sequence[Bill]) -> list[Invoice]:
    """Issue and book invoices in their order, all or none; keys billed before are returned as they are."""
    raise NotImplementedError
