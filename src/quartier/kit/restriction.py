"""Rows that may be locked away: kept only because the law asks for it, and met by nobody in daily work.

Art. 18 GDPR and § 35 BDSG: what must not be used any more and must not be erased yet is restricted.
"""

from __future__ import annotations

from typing import ClassVar, Self, TypeVar

from django.db import models
from django.db.models import QuerySet

M = TypeVar("M", bound=models.Model)


class InUse(models.Manager[M]):
    """The rows of daily work: every one that is not restricted."""

    def get_queryset(self) -> QuerySet[M]:
        """Leave restricted rows out."""
        return super().get_queryset().filter(restricted_at__isnull=True)


class Restrictable(models.Model):
    """A row that may be restricted: `objects` does not find it then, `everything` always does.

    `everything` comes first and so is what relations, erasers and reports of privacy use; daily work asks `objects`.
    """

    restricted_at = models.DateTimeField(null=True, editable=False)

    everything: ClassVar[models.Manager[Self]] = models.Manager()
    objects: ClassVar[models.Manager[Self]] = InUse()

    class Meta:
        abstract = True

    @property
    def is_restricted(self) -> bool:
        """Tell whether the row is locked away."""
        return self.restricted_at is not None
