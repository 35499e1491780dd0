"""Parties that may be one: pairs that were found, those that are two, and those that have become one."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from quartier.core.parties.models.people import Party


class TwinSearch(models.Model):
    """One search for duplicates among all parties; `found` is what it has left to look at."""

    started_at = models.DateTimeField()
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)
    touched_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d}"


class Twins(models.Model):
    """Two parties that may be one, with the reasons; `apart_at` says that somebody knows them to be two."""

    first = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+")
    score = models.PositiveSmallIntegerField()
    reasons = models.JSONField(default=list)
    found_at = models.DateTimeField()
    apart_at = models.DateTimeField(null=True)
    apart_by = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["-score", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="twins_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="twins_in_order"),
        ]
        indexes = [models.Index(fields=["apart_at", "-score", "id"], name="twins_by_score")]

    def __str__(self) -> str:
        return f"{self.first_id}, {self.second_id}"


class Merger(models.Model):
    """Two parties that have become one: what the one that stays was before, and what came over to it.

    `moved` gives the keys of the rows by model and field, `before` and `after` the fields of the one that stays.
    """

    stays = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="mergers")
    gone = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+")
    merged_at = models.DateTimeField()
    merged_by = models.CharField(max_length=120)
    before = models.JSONField()
    after = models.JSONField()
    moved = models.JSONField()
    gone_restricted_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["gone"], condition=Q(undone_at__isnull=True), name="merged_once")
        ]

    def __str__(self) -> str:
        return f"{self.gone_id} → {self.stays_id}"
