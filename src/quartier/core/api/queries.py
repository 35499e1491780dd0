"""What others may read about keys."""

from __future__ import annotations

from django.db.models import QuerySet

from quartier.core.api.models import ApiKey


def keys() -> QuerySet[ApiKey]:
    """Return all keys, also those that no longer work."""
    return ApiKey.objects.all()


def working_keys() -> QuerySet[ApiKey]:
    """Return the keys that work."""
    return ApiKey.objects.filter(revoked_at__isnull=True)
