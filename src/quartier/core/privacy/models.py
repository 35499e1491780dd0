"""The request log with only what is allowed, and anonymous counts of page views."""

from __future__ import annotations

from django.db import models


class RequestRecord(models.Model):
    """One request, with the fields of SBV-64 and nothing else: no query, no token, no account.

    `ip` is emptied after the provider's days (SBV-65); the rest may stay.
    """

    at = models.DateTimeField()
    ip = models.GenericIPAddressField(null=True, blank=True)
    browser = models.CharField(max_length=60, blank=True)
    system = models.CharField(max_length=60, blank=True)
    network = models.CharField(max_length=120, blank=True)
    referrer = models.CharField(max_length=300, blank=True)
    target = models.CharField(max_length=300, blank=True)
    page = models.CharField(max_length=300)
    size = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["-at"], name="request_by_time"),
            models.Index(fields=["at"], condition=models.Q(ip__isnull=False), name="request_with_ip"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.page}"


class PageCount(models.Model):
    """How often a kind of page was opened on a day: the analysis that can be objected to (SBV-66). No person in it."""

    day = models.DateField()
    page = models.CharField(max_length=120)
    views = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-day", "page"]
        constraints = [models.UniqueConstraint(fields=["day", "page"], name="one_count_per_day_and_page")]

    def __str__(self) -> str:
        return f"{self.day} {self.page}: {self.views}"
