"""Reading own accounts."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from quartier.core.banking.models import OwnAccount


def own_accounts(entity_id: int | None = None, on: date | None = None) -> QuerySet[OwnAccount]:
    """Return own accounts, of one company and in use on a day where asked for; the one for invoices first."""
    rows = OwnAccount.objects.select_related("entity").order_by("entity__name", "place", "pk")
    if entity_id is not None:
        rows = rows.filter(entity_id=entity_id)
    if on is not None:
        rows = rows.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=on))
    return rows


def main_account(entity_id: int, on: date) -> OwnAccount | None:
    """Return the account of a company that invoices name and collections are credited to."""
    return own_accounts(entity_id, on).first()
