"""What was caused that costs money. Invoices are made of it; here nothing is due yet."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from quartier.kit.restriction import Restrictable


class Charge(Restrictable):
    """One act that costs money, net, with the user who caused it (QX-31).

    `caused_by` keeps the name when the user is gone. A charge is never changed: staff cancel it with a reason.
    `subject` names what it is about, such as "threads.thread:7".
    """

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="charges")
    user = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    caused_by = models.CharField(max_length=120)
    caused_at = models.DateTimeField()
    what = models.CharField(max_length=160)
    amount = models.DecimalField(max_digits=10, decimal_places=2)
    subject = models.CharField(max_length=60)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.CharField(max_length=120, blank=True)
    cancelled_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-caused_at", "-pk"]
        indexes = [models.Index(fields=["party", "caused_at"], name="charge_by_party")]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="charge_is_an_amount"),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True) | ~Q(cancelled_because=""), name="charge_cancelled_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.amount}"
