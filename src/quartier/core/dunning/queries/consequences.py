"""What follows from default for contracts and work: dues, and whether work waits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Q

from quartier.core.contracts.extension import Due
from quartier.core.dunning.models import Hold
from quartier.core.ledger.extension import Item, Nature
from quartier.core.providers.policies.consequences import Ground, SuspensionPolicy
from quartier.core.providers.queries import policy


def dues_of(contracts: Sequence[Any]) -> Mapping[int, Sequence[Due]]:
    """Return what the customers of contracts owe for them, with default and whether it is the very first (CC-76)."""
    found: dict[int, list[Due]] = {row.pk: [] for row in contracts}
    rows = Item.everything.filter(contract__in=list(found), nature=Nature.PRINCIPAL).select_related("case")
    seen: set[int] = set()
    for item in rows.order_by("booked_on", "pk"):
        assert item.contract_id is not None
        is_first, case = item.contract_id not in seen, getattr(item, "case", None)
        seen.add(item.contract_id)
        if item.open > 0:
            since = case.default_since if case is not None else None
            due = Due(due_on=item.due_on, open=item.open, monthly=item.amount, default_since=since, is_first=is_first)
            found[item.contract_id].append(due)
    return found


def work_waits(party_id: int, entity_id: int, on: date) -> bool:
    """Tell whether work for a customer waits until all overdue invoices are paid (WR-076, § 273 BGB).

    Only where the provider blocks for arrears at all, and never for a claim that is disputed or paid in rates.
    """
    if Ground.ARREARS not in policy.in_force(SuspensionPolicy, on).grounds:
        return False
    held = Hold.objects.filter(party=party_id, ended_on__isnull=True).filter(Q(until_on=None) | Q(until_on__gte=on))
    rows = Item.objects.filter(
        party=party_id, entity=entity_id, nature=Nature.PRINCIPAL, open__gt=0, due_on__lt=on
    ).exclude(in_plans__is_running=True)
    if held.filter(claim=None).exists():
        return False
    return rows.exclude(pk__in=held.exclude(claim=None).values("claim")).exists()
