"""The cash book."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from quartier.core.payments.models import CashEntry

NOTHING = Decimal("0.00")


def cash_between(entity_id: int, first: date, last: date) -> QuerySet[CashEntry]:
    """Return the cash book of a company for some days, in its order."""
    rows = CashEntry.objects.filter(entity_id=entity_id, on__gte=first, on__lte=last)
    return rows.select_related("payment__party", "refund__party").order_by("year", "number")


def cash_in_till(entity_id: int) -> Decimal:
    """Return what lies in the till of a company now."""
    return cash_on(entity_id, date.max)


def cash_on(entity_id: int, on: date) -> Decimal:
    """Return what lay in the till at the end of a day."""
    last = CashEntry.objects.filter(entity_id=entity_id, on__lte=on).order_by("-year", "-number").first()
    return last.after if last else NOTHING
