"""Accounts that another system keeps, as customers see them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Sum

from quartier.core.ledger.models import Mirror, MirrorLine
from quartier.core.ledger.rules.books import NOTHING
from quartier.core.parties import queries as parties
from quartier.kit.clock import day_of


def mirrors_of(request_party: Any) -> list[Any]:
    """Return the mirrored accounts of a customer, as far as whoever acts for them may see; each with its `sum`."""
    ties = parties.relationships_of(request_party)
    rows = Mirror.objects.filter(relationship__in=[row.pk for row in ties]).select_related("relationship")
    return list(rows.annotate(sum=Sum("lines__amount", default=NOTHING)))


def mirror_lines(mirror: Mirror) -> QuerySet[MirrorLine]:
    """Return the bookings on a mirrored account, the latest first."""
    return mirror.lines.all()


def mirror_sum(mirror: Mirror) -> Decimal:
    """Return what the customer owes on it: above zero arrears, below a credit."""
    return mirror.lines.aggregate(sum=Sum("amount"))["sum"] or NOTHING


def last_mirrored(staff: Any) -> date | None:
    """Return through which day the newest mirrored account is complete."""
    rows = Mirror.objects.all()
    if staff.entity_id is not None:
        rows = rows.filter(relationship__legal_entity=staff.entity_id)
    return rows.order_by("-as_of").values_list("as_of", flat=True).first()


def mirror_kept_until(row: Mirror) -> datetime | None:
    """Return until when a mirror is kept: as long as the tie it shows."""
    return parties.relationship_kept_until(row.relationship)


def mirror_line_kept_until(row: MirrorLine) -> datetime | None:
    """Return until when a line of it is kept."""
    return parties.relationship_kept_until(row.mirror.relationship)


def mirrors_past(rows: QuerySet[Mirror], at: datetime) -> QuerySet[Mirror]:
    """Narrow to mirrors of ties that need not be kept any more."""
    last_on = date(day_of(at).year - parties.KEPT_YEARS - 1, 12, 31)
    return rows.filter(relationship__ended_on__lte=last_on)


def mirror_lines_past(rows: QuerySet[MirrorLine], at: datetime) -> QuerySet[MirrorLine]:
    """Narrow to lines of mirrors that need not be kept any more."""
    last_on = date(day_of(at).year - parties.KEPT_YEARS - 1, 12, 31)
    return rows.filter(mirror__relationship__ended_on__lte=last_on)
