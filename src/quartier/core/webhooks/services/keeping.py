"""Forgetting what was told, after its time."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from quartier.core.webhooks import queries
from quartier.core.webhooks.models import Event, Hook


@transaction.atomic
def forget(*, at: datetime) -> int:
    """Erase events older than 30 days with their deliveries, and secrets whose day is over; returns how many events."""
    Hook.objects.filter(previous_until__lte=at).update(previous="", previous_until=None)
    count, _by_model = queries.past_due(Event.objects.all(), at).delete()
    return count
