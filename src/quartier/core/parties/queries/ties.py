"""Reading who belongs to a customer's contracts and who acts for whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from quartier.core.parties.models import Party, RelatedPerson, RelationshipKind
from quartier.core.parties.rules import EVERYTHING, ActsFor


def in_force(on: date, prefix: str = "") -> Q:
    """Select roles that are valid on a day."""
    ends = Q(**{f"{prefix}valid_until": None}) | Q(**{f"{prefix}valid_until__gt": on})
    return Q(**{f"{prefix}valid_from__lte": on}) & ends


def runs(row: RelatedPerson, on: date) -> bool:
    """Tell whether a role is valid on a day."""
    return row.valid_from <= on and (row.valid_until is None or on < row.valid_until)


def related_to(party: Party) -> QuerySet[RelatedPerson]:
    """Return who has or had a role for a customer, the newest first."""
    return RelatedPerson.objects.filter(customer=party).select_related("person", "relationship")


def roles_of(party: Party) -> QuerySet[RelatedPerson]:
    """Return for whom somebody has or had a role, the newest first."""
    return RelatedPerson.objects.filter(person=party).select_related("customer", "relationship")


def representatives_of(party: Party) -> Sequence[RelatedPerson]:
    """Return who may act for a customer in the portal or could before, the newest first."""
    return list(RelatedPerson.everything.filter(customer=party, acts=True).select_related("person", "relationship"))


def mandates_of(user: Any, on: date) -> QuerySet[RelatedPerson]:
    """Return for whom somebody may act on a day: the role runs, and neither side is locked away (SBV-51)."""
    own = Q(person__user_id=user.pk) if user.account_id is None else Q(person__account_id=user.account_id)
    rows = RelatedPerson.objects.filter(in_force(on), own, acts=True)
    rows = rows.filter(person__restricted_at=None, customer__merged_into=None)
    return rows.select_related("customer", "relationship").order_by("customer__sort_name", "pk")


def acts_for(row: RelatedPerson) -> ActsFor:
    """Return what a role lets somebody do in a request."""
    return ActsFor(
        tie_id=row.pk, party_id=row.customer_id, name=str(row.customer), rights=frozenset(row.rights),
        kinds=frozenset(row.kinds), relationship_id=row.relationship_id, leave=reverse("parties:act_leave"),
    )  # fmt: skip


def scope_of(row: RelatedPerson) -> str:
    """Return in words in which matters somebody may act."""
    if row.relationship is not None:
        return str(row.relationship)
    if EVERYTHING in row.kinds:
        return _("all matters")
    return ", ".join(str(RelationshipKind(kind).label) for kind in row.kinds)
