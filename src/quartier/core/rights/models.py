"""Requests of people about their data (Art. 15–21 GDPR), with what was asked, until when, and what was answered."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class DataRequest(models.Model):
    """One request of one person. `identity` says how it was made sure who asks; without it nothing is handed out.

    `fee` is what a further copy costs; the person agrees to it or not.
    """

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
    about_marketing = models.BooleanField(default=False)
    fee = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    fee_reason = models.CharField(max_length=300, blank=True)
    fee_agreed_at = models.DateTimeField(null=True)

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


class RecipientNotice(models.Model):
    """Somebody to whom data went has to be told of a correction, erasure or restriction (Art. 19 GDPR)."""

    request = models.ForeignKey(DataRequest, on_delete=models.CASCADE, related_name="notices")
    recipient = models.CharField(max_length=120)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=120, blank=True)
    was_told = models.BooleanField(default=False)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["request", "recipient"], name="recipient_told_once"),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, was_told=False) | Q(settled_at__isnull=False),
                name="recipient_told_with_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"notice {self.pk}"
