"""Reading suppliers."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from quartier.core.parties.models import Party, Relationship, RelationshipKind, SupplierRecord
from quartier.core.parties.queries.people import visible_parties


def suppliers(staff: Any) -> QuerySet[Party]:
    """Return the suppliers whom a member of staff may see."""
    ties = Relationship.objects.filter(party=OuterRef("pk"), kind=RelationshipKind.SUPPLIER)
    if staff.entity_id is not None:
        ties = ties.filter(legal_entity_id=staff.entity_id)
    return visible_parties(staff).filter(Exists(ties)).select_related("supplier")


def supplier_record(party: Party) -> SupplierRecord | None:
    """Return what is kept of a supplier beside their contracts."""
    return SupplierRecord.objects.filter(party=party).first()
