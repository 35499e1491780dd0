"""Changes on their way to the back office, wishes that need approval, and what is known of an address."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class ChangeNotice(models.Model):
    """What a customer has changed, with old and new value by field, until the back office has taken it over (DWG-24).

    The number is what the back office's programs ask from.
    """

    party = models.ForeignKey("parties.Party", on_delete=models.CASCADE, related_name="change_notices")
    changes = models.JSONField()
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=120)
    taken_over_at = models.DateTimeField(null=True)
    taken_over_by = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["-changed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_over_at__isnull=True, taken_over_by="")
                | Q(taken_over_at__isnull=False) & ~Q(taken_over_by=""),
                name="change_taken_over_by_somebody",
            )
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(taken_over_at__isnull=True), name="change_to_take_over"),
            models.Index(fields=["taken_over_at"], name="change_by_taking_over"),
        ]

    def __str__(self) -> str:
        return f"change {self.pk}"


class IdentityChange(models.Model):
    """The wish of a customer to change name or birthday: it counts when somebody of the staff approves (SBV-85)."""

    party = models.ForeignKey("parties.Party", on_delete=models.CASCADE, related_name="identity_changes")
    wanted = models.JSONField()
    reason = models.CharField(max_length=400)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=120)
    state = models.CharField(max_length=10, default="open")
    answer = models.CharField(max_length=400, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["party"], condition=Q(state="open"), name="one_identity_change_at_a_time"),
            models.CheckConstraint(
                condition=Q(state="open", decided_at__isnull=True) | ~Q(state="open") & Q(decided_at__isnull=False),
                name="identity_change_decided_with_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"identity change {self.pk}"


class Confirmation(models.Model):
    """Somebody has confirmed that their contact data are right; the words they saw are kept with the protocol."""

    party = models.ForeignKey("parties.Party", on_delete=models.CASCADE, related_name="contact_confirmations")
    confirmed_at = models.DateTimeField()
    occasion = models.CharField(max_length=10)

    class Meta:
        ordering = ["-confirmed_at", "-pk"]
        indexes = [models.Index(fields=["party", "-confirmed_at"], name="contact_confirmed")]

    def __str__(self) -> str:
        return f"confirmation {self.pk}"


class LostAddress(models.Model):
    """An e-mail address of a customer from which mail comes back, until it or another one is confirmed (QX-24)."""

    party = models.ForeignKey("parties.Party", on_delete=models.CASCADE, related_name="lost_addresses")
    address = models.EmailField()
    since_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-since_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["party", "address"], condition=Q(ended_at__isnull=True), name="lost_address_once"
            )
        ]

    def __str__(self) -> str:
        return f"lost address {self.pk}"


class AddressLink(models.Model):
    """A link that proves an e-mail address: the contact address of a customer, new or once more. Works once."""

    party = models.ForeignKey("parties.Party", on_delete=models.CASCADE, related_name="address_links")
    address = models.EmailField()
    key_hash = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=120)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["expires_at"], name="address_link_by_end")]

    def __str__(self) -> str:
        return f"address link {self.pk}"
