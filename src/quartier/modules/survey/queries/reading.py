"""Which survey an address means, whose it is, and how long it is kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from quartier.core.orders import queries as orders
from quartier.core.privacy.extension import Subject
from quartier.kit.schemas import current_schema
from quartier.modules.survey.models import Origin, Survey
from quartier.modules.survey.rules.secrets import digest


def subject_of(survey: Survey) -> str:
    """Return how facts name a survey."""
    return f"survey.survey:{survey.pk}"


def by_token(token: str, at: datetime) -> Survey | None:
    """Return the calculation of an address, None where there is none or its time is over."""
    rows = Survey.objects.select_related("order", "order__party", "user", "party")
    found = rows.filter(token_digest=digest(token, schema=current_schema()), origin=Origin.EXPRESS).first()
    return None if found is None or (found.expires_at is not None and found.expires_at <= at) else found


def own(user: Any, at: datetime) -> QuerySet[Survey]:
    """Return the calculations of an account, the latest first."""
    rows = Survey.objects.filter(user=user, origin=Origin.EXPRESS).select_related("order")
    return rows.filter(Q(expires_at__isnull=True) | Q(expires_at__gt=at))


def of_order(order: Any) -> Survey | None:
    """Return the calculation that belongs to an order."""
    found: Survey | None = Survey.objects.filter(order=order, origin=Origin.EXPRESS).first()
    return found


def kept_until(row: Survey) -> datetime | None:
    """Return until when a survey is kept: with an order as long as the order."""
    if row.order is not None:
        return orders.kept_until(row.order)
    return row.expires_at


def due(rows: QuerySet[Survey], at: datetime) -> QuerySet[Survey]:
    """Narrow to those whose time is over."""
    kept: Any = Survey._meta.get_field("order").related_model
    past = orders.past_due(kept.everything.all(), at).values("pk")
    return rows.filter(Q(expires_at__lte=at) | Q(order__in=past))


def about(subject: Subject) -> Q:
    """Select what is about a customer or an account."""
    user, party = subject.ids.get("accounts.User"), subject.ids.get("parties.Party")
    found = Q(pk__in=[])
    if user is not None:
        found |= Q(user=user)
    return found | Q(party=party) if party is not None else found
