"""Letting calculations go that nobody needs any more, with the files that are held for them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from quartier.core.documents import services as documents
from quartier.modules.survey.models import Survey, Underlay


def let_go(rows: QuerySet[Survey], _at: datetime) -> None:
    """Erase surveys with their versions, pictures and photos."""
    numbers = list(rows.values_list("pk", flat=True))
    held = list(Underlay.objects.filter(survey__in=numbers, upload_key__isnull=False))
    keys = [row.upload_key for row in held if row.upload_key]
    keys += [key for key in rows.values_list("photo", flat=True) if key]
    Survey.everything.filter(pk__in=numbers).delete()
    documents.let_go(keys=keys)


def let_photos_wait(row: Any) -> None:
    """Hold the files of a survey as long as the survey itself."""
    if row.expires_at is not None:
        hold_files(row, row.expires_at)


def hold_files(row: Any, until: datetime) -> None:
    """Hold the files of a survey until an instant: pictures beneath its drawings, and its photo."""
    keys = list(row.underlays.filter(upload_key__isnull=False).values_list("upload_key", flat=True))
    keys += [row.photo] if row.photo else []
    if keys:
        documents.hold_longer(keys=keys, until=until)
