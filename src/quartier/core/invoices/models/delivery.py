"""How an invoice went to the customer, and when it arrived."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from quartier.core.invoices.models.invoice import Invoice


class Delivery(models.Model):
    """One way an invoice goes out (`channel`, a `rules.words.Channel`): each once for each invoice.

    `received_on` is the day on which it reached the customer, as far as that is known: default begins with it (CC-73).
    `evidence` says how that is known.
    """

    invoice = models.ForeignKey(Invoice, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=6)
    state = models.CharField(max_length=8)
    sent_at = models.DateTimeField(null=True, blank=True)
    address = models.CharField(max_length=300, blank=True)
    received_on = models.DateField(null=True, blank=True)
    evidence = models.CharField(max_length=300, blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=120)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["invoice", "channel"], name="delivered_once_a_channel"),
            models.CheckConstraint(
                condition=Q(state="waiting", sent_at__isnull=True) | ~Q(state="waiting") & Q(sent_at__isnull=False),
                name="delivery_sent_with_a_time",
            ),
            models.CheckConstraint(
                condition=Q(received_on__isnull=True) | ~Q(evidence=""), name="receipt_with_its_evidence"
            ),
        ]
        indexes = [models.Index(fields=["id"], condition=Q(received_on__isnull=True), name="delivery_not_received")]

    def __str__(self) -> str:
        return f"{self.invoice_id} {self.channel}"
