"""Requests of people about their data (Art. 15–21 GDPR), with what was asked, until when, and what was answered."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class DataRequest(models.Model):
    """One request of one person. `identity` says how it was made sure who asks; without it nothing is handed out."""

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="data_requests")
    kind = models.CharField(max_length=20)
    way = models.CharField(max_length=10)
    wish = models.TextField(blank=True)
    received_at = models.DateTimeField()
    identity = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, default="open")
    extended_on = models.DateField(null=True)
    extension_reason = models.CharField(max_length=300, blank=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, state="open") | (Q(answered_at__isnull=False) & ~Q(state="open")),
                name="data_request_closed_with_a_time",
            ),
            models.UniqueConstraint(fields=["party", "kind"], condition=Q(state="open"), name="data_request_once"),
        ]
        indexes = [models.Index(fields=["state", "received_at"], name="data_request_by_state")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
