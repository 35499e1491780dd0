"""Telling all processes that a portal looks different now."""

from __future__ import annotations

from django.db.models import F

from quartier.core.providers.models import Provider
from quartier.kit.schemas import current_schema


def touch(schema: str | None = None) -> None:
    """Raise the revision of a provider (of the current schema when none is named), in the caller's transaction."""
    Provider.objects.filter(schema_name=schema or current_schema()).update(revision=F("revision") + 1)
