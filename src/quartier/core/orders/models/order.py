"""Orders and their lines: what somebody ordered, at what price, and how far it has come."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.core.orders.rules.records import digest
from quartier.core.parties.extension import Standing
from quartier.kit.encryption import EncryptedTextField
from quartier.kit.restriction import Restrictable


class OrderState(models.TextChoices):
    """How far an order has come. A receipt accepts nothing: offered is the customer's offer (WR-010, CC-07)."""

    OFFERED = "offered", pgettext_lazy("order", "received, not yet accepted")
    ACCEPTED = "accepted", pgettext_lazy("order", "accepted")
    FINISHED = "finished", pgettext_lazy("order", "finished")
    DECLINED = "declined", pgettext_lazy("order", "declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("order", "withdrawn")
    CLOSED = "closed", pgettext_lazy("order", "closed, the customer did not answer")
    CANCELLED = "cancelled", pgettext_lazy("order", "cancelled by agreement")
    CONVERTED = "converted", pgettext_lazy("order", "went over into another order")


class Order(Restrictable):
    """What somebody ordered, in the words and at the price they saw; these never change after the click.

    `party` is the customer, also for guests; `user` who clicked, if somebody was logged in. `token` is the secret in a
    guest's address, sealed, and `token_digest` its hash; `key` tells a second click from a second order.
    `record` is what was confirmed – lines, inputs, texts with versions and hashes – and `record_digest` its SHA-256
    (QX-05). `started_early_at` and `loss_known_at` are the two separate declarations of a consumer (WR-072).
    `waiting_since` pauses what is due; `missing` is what is waited for. `credit` is what an earlier order paid for
    (WR-067). `end_reason` is what the customer was told, `end_note` what stays inside (CC-08).
    """

    number = models.CharField(max_length=20, unique=True)
    state = models.CharField(max_length=10, choices=OrderState, default=OrderState.OFFERED)
    entity = models.ForeignKey("providers.LegalEntity", on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="orders")
    user = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    contract = models.OneToOneField(
        "contracts.Contract", null=True, blank=True, on_delete=models.PROTECT, related_name="order"
    )
    previous = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="next_orders")
    token = EncryptedTextField(blank=True)
    token_digest = models.CharField(max_length=64, blank=True)
    key = models.CharField(max_length=64, blank=True)
    kind = models.CharField(max_length=20)
    scope = models.CharField(max_length=20)
    title = models.CharField(max_length=160)
    standing = models.CharField(max_length=10, choices=Standing)
    inputs = models.JSONField(default=dict, blank=True)
    note = models.TextField(blank=True)
    flags = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    payment_method = models.CharField(max_length=20, blank=True)
    button = models.CharField(max_length=80)
    net = models.DecimalField(max_digits=12, decimal_places=2)
    vat = models.DecimalField(max_digits=12, decimal_places=2)
    gross = models.DecimalField(max_digits=12, decimal_places=2)
    credit = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    record = models.JSONField(default=dict)
    record_digest = models.CharField(max_length=64)
    placed_at = models.DateTimeField()
    started_early_at = models.DateTimeField(null=True, blank=True)
    loss_known_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.CharField(max_length=20, blank=True)
    accepted_because = models.CharField(max_length=200, blank=True)
    begun_at = models.DateTimeField(null=True, blank=True)
    waiting_since = models.DateTimeField(null=True, blank=True)
    missing = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=300, blank=True)
    end_note = models.TextField(blank=True)

    class Meta:
        ordering = ["-placed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=("offered", "declined"), accepted_at__isnull=True)
                | Q(state__in=("accepted", "finished"), accepted_at__isnull=False)
                | Q(state__in=("withdrawn", "closed", "cancelled", "converted")),
                name="order_accepted_with_a_time",
            ),
            models.CheckConstraint(
                condition=Q(begun_at__isnull=True) | Q(accepted_at__isnull=False, begun_at__gte=F("accepted_at")),
                name="no_performance_before_acceptance",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("offered", "accepted"), ended_at__isnull=True)
                | ~Q(state__in=("offered", "accepted")) & Q(ended_at__isnull=False),
                name="order_over_with_a_time",
            ),
            models.CheckConstraint(
                condition=Q(net__gte=0, vat__gte=0, credit__gte=0, gross=F("net") + F("vat")),
                name="order_sums_add_up",
            ),
            models.CheckConstraint(condition=Q(credit__lte=F("gross")), name="credit_within_the_price"),
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="one_order_a_click"),
            models.UniqueConstraint(fields=["token_digest"], condition=~Q(token_digest=""), name="one_order_by_token"),
        ]
        indexes = [
            models.Index(fields=["party", "-placed_at"], name="order_by_party"),
            models.Index(fields=["state", "placed_at"], name="order_by_state"),
            models.Index(fields=["-placed_at", "-id"], name="order_by_time"),
        ]

    def __str__(self) -> str:
        word = _("Order")
        return f"{word} {self.number}"

    @property
    def is_intact(self) -> bool:
        """Tell whether the record still says what was confirmed."""
        return digest(self.record) == self.record_digest


class OrderLine(models.Model):
    """One product in an order, at the price of the day it was ordered."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    product = models.ForeignKey("catalogue.Product", on_delete=models.PROTECT, related_name="+")
    option = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=160)
    quantity = models.PositiveSmallIntegerField(default=1)
    unit = models.CharField(max_length=6)
    unit_net = models.DecimalField(max_digits=10, decimal_places=2)
    net = models.DecimalField(max_digits=12, decimal_places=2)
    vat_rate = models.DecimalField(max_digits=4, decimal_places=2)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(net=F("unit_net") * F("quantity")), name="line_is_price_by_quantity")
        ]

    def __str__(self) -> str:
        return self.title
