"""Reading parties and relationships."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from quartier.core.parties.models import Party, Relationship


def visible_parties(staff: Any) -> QuerySet[Party]:
    """Return the parties a member of staff may see: a partner's staff only those of its own legal entity (QX-01)."""
    rows = Party.objects.distinct()
    return rows if staff.entity_id is None else rows.filter(relationships__legal_entity_id=staff.entity_id)


def visible_relationships(staff: Any, party: Party) -> QuerySet[Relationship]:
    """Return a party's relationships as far as a member of staff may see them (QX-01, SBV-21)."""
    rows = party.relationships.select_related("legal_entity")
    return rows.filter(legal_entity_id=staff.entity_id) if staff.entity_id is not None else rows


def party_of(user: Any) -> Party | None:
    """Return the party behind a customer's account."""
    return Party.objects.filter(user_id=user.pk).first()


def relationships_of(party: Party) -> Sequence[Relationship]:
    """Return all relationships with their contracting entities, in one statement."""
    return list(party.relationships.select_related("legal_entity"))


def subject_of(party: Party) -> str:
    """Return how facts and confirmations name a party."""
    return f"parties.party:{party.pk}"
