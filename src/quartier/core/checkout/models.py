"""What somebody has filled in of an order that is not sent yet, and orders prepared for somebody else."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from quartier.kit.restriction import Restrictable


class OrderLink(Restrictable):
    """An order that one person prepared and another one places: what is ordered and its price stand still (WR-024).

    Only the hash of the secret in its address is kept. `party` is the customer who prepared it and owes nothing;
    without one staff did. It serves once: `order` is what became of it. `priced_on` is the day whose prices it holds.
    """

    token_digest = models.CharField(max_length=64, unique=True)
    entity = models.ForeignKey("providers.LegalEntity", on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey("parties.Party", null=True, on_delete=models.PROTECT, related_name="+")
    prepared_by = models.CharField(max_length=120)
    label = models.CharField(max_length=120)
    lines = models.JSONField()
    inputs = models.JSONField(default=dict)
    net = models.DecimalField(max_digits=12, decimal_places=2)
    vat = models.DecimalField(max_digits=12, decimal_places=2)
    gross = models.DecimalField(max_digits=12, decimal_places=2)
    priced_on = models.DateField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    order = models.OneToOneField("orders.Order", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | Q(used_at__isnull=True), name="order_link_used_or_revoked"
            ),
            models.CheckConstraint(
                condition=Q(order__isnull=True) | Q(used_at__isnull=False), name="order_link_used_with_a_time"
            ),
        ]
        indexes = [models.Index(fields=["party", "-made_at"], name="order_link_by_party")]

    def __str__(self) -> str:
        return self.label


class Draft(models.Model):
    """An order before the click: kept on the server, so that going back loses nothing (WR-013).

    Whoever has the secret of its address goes on with it; one of somebody with an account is theirs alone. `done` are
    the steps that were completed. Once it was placed only the way to its `order` is left.
    """

    token_digest = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey("accounts.User", null=True, on_delete=models.CASCADE, related_name="+")
    link = models.ForeignKey(OrderLink, null=True, on_delete=models.CASCADE, related_name="drafts")
    lines = models.JSONField(default=list)
    inputs = models.JSONField(default=dict)
    note = models.TextField(blank=True)
    person = models.JSONField(default=dict)
    payment_method = models.CharField(max_length=20, blank=True)
    done = ArrayField(models.CharField(max_length=10), default=list)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    order = models.OneToOneField("orders.Order", null=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d %H:%M}"


class DraftFile(models.Model):
    """A file for an order that is not sent yet; the bytes are held by documents under `upload_key`."""

    draft = models.ForeignKey(Draft, null=True, on_delete=models.CASCADE, related_name="files")
    link = models.ForeignKey(OrderLink, null=True, on_delete=models.CASCADE, related_name="files")
    key = models.CharField(max_length=40)
    upload_key = models.UUIDField(unique=True)
    file_name = models.CharField(max_length=150)
    size = models.BigIntegerField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(draft__isnull=False, link__isnull=True) | Q(draft__isnull=True, link__isnull=False),
                name="draft_file_of_one",
            )
        ]

    def __str__(self) -> str:
        return self.file_name
