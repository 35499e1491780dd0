"""Suppliers: contract, contact persons, legal basis, and to whom their claims were disclosed (SBV-52)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.parties.models import Party, RelationshipKind, SupplierBasis, SupplierRecord
from quartier.core.parties.queries import subject_of
from quartier.kit.errors import Refused
from quartier.values.actor import Actor


class NoSupplier(Refused):
    """A supplier has a contract as one."""

    message = _("Note the contract with this supplier first (kind: supplier).")


@transaction.atomic
def keep_supplier(
    *, actor: Actor, at: datetime, party_id: int, basis: str, trade: str = "", claims_disclosed: str = ""
) -> SupplierRecord:
    """Keep what belongs to a supplier beside their contracts. Raises NoSupplier; nothing has changed then."""
    party = Party.objects.select_for_update().get(pk=party_id)
    if not party.relationships.filter(kind=RelationshipKind.SUPPLIER).exists():
        raise NoSupplier
    before = SupplierRecord.objects.filter(party=party).first()
    values = {"basis": SupplierBasis(basis).value, "trade": trade.strip(), "claims_disclosed": claims_disclosed.strip()}
    row, _made = SupplierRecord.objects.update_or_create(party=party, defaults=values | {"kept_at": at})
    changed = {name: [getattr(before, name, ""), value] for name, value in values.items()}
    data = {name: pair for name, pair in changed.items() if pair[0] != pair[1]}
    audit.record(actor=actor, at=at, kind="supplier.kept", subject=subject_of(party), data=data)
    return row
