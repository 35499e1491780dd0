"""Who looked at whose data: one row for each page, file or list that showed people to a member of staff (SBV-27)."""

from __future__ import annotations

from django.db import models


class Insight(models.Model):
    """One look. `person` is the subject of whoever was seen, empty for a list of `persons` people.

    `source` says what kind of thing led there (`insight.extension`), `thing` which one, `page` the path that was
    opened, `area` the data area it lies in where one is known.
    """

    at = models.DateTimeField()
    actor_key = models.CharField(max_length=40)
    actor_name = models.CharField(max_length=120)
    person = models.CharField(max_length=80, blank=True)
    source = models.CharField(max_length=40)
    thing = models.CharField(max_length=40, blank=True)
    page = models.CharField(max_length=120)
    area = models.CharField(max_length=20, blank=True)
    persons = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["person", "-at"], name="insight_by_person"),
            models.Index(fields=["-at"], name="insight_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.page} {self.person}"
