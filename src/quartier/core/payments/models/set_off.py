"""Set-off: what customers set against what they owe, and what was decided about it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from quartier.kit.restriction import Restrictable


class SetOffState(models.TextChoices):
    """What has become of a set-off."""

    PENDING = "pending", pgettext_lazy("set-off", "to be looked at")
    BOOKED = "booked", pgettext_lazy("set-off", "booked")
    REFUSED = "refused", pgettext_lazy("set-off", "not accepted")


class SetOff(Restrictable):
    """A customer sets a claim of their own against what they owe (§§ 387, 388 BGB).

    While it is pending nothing has changed: the open amount stays due and reminders go on (QX-35, CC-77). `standing`
    says how the counterclaim stands (`rules.set_off.Counterclaim`), as far as it has been marked. `against` is the
    claim that the customer named, if one.
    """

    entity = models.ForeignKey("providers.LegalEntity", on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="set_offs")
    against = models.ForeignKey("ledger.Item", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    words = models.TextField()
    standing = models.CharField(max_length=16)
    state = models.CharField(max_length=10, choices=SetOffState, default=SetOffState.PENDING)
    declared_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    item = models.OneToOneField("ledger.Item", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-declared_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="set_off_of_something"),
            models.CheckConstraint(
                condition=Q(state="pending", decided_at__isnull=True, item__isnull=True)
                | Q(state="booked", decided_at__isnull=False, item__isnull=False)
                | Q(state="refused", decided_at__isnull=False, item__isnull=True) & ~Q(reason=""),
                name="set_off_decided_with_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["party", "-declared_at"], name="set_off_by_party"),
            models.Index(fields=["declared_at"], condition=Q(state="pending"), name="set_off_pending"),
        ]

    def __str__(self) -> str:
        return f"{self.amount}"
