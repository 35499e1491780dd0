"""PayPal: with which account a company takes part, what was ordered there, and what PayPal told us."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from quartier.core.payments.models.money_in import Payment
from quartier.kit.encryption import EncryptedTextField
from quartier.kit.restriction import Restrictable


class PayPalAccount(models.Model):
    """The credentials of a company at PayPal; the secret is encrypted. Off, nothing is asked of PayPal."""

    entity = models.OneToOneField("providers.LegalEntity", on_delete=models.PROTECT, related_name="+")
    client_id = models.CharField(max_length=120)
    secret = EncryptedTextField()
    webhook_id = models.CharField(max_length=60, blank=True)
    is_live = models.BooleanField(default=False)
    is_on = models.BooleanField(default=True)
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=120)

    def __str__(self) -> str:
        return self.client_id[:8]


class PayPalState(models.TextChoices):
    """How far a payment by PayPal has come."""

    CREATED = "created", pgettext_lazy("PayPal", "begun")
    PENDING = "pending", pgettext_lazy("PayPal", "PayPal checks it")
    PAID = "paid", pgettext_lazy("PayPal", "paid")
    DENIED = "denied", pgettext_lazy("PayPal", "denied")
    LEFT = "left", pgettext_lazy("PayPal", "not finished")


class PayPalOrder(Restrictable):
    """One try to pay by PayPal. `request_id` makes PayPal answer a repeated question with the same order.

    `items` are the claims meant. `token` is in the address PayPal leads back to; `order_id` and `capture_id` are
    PayPal's, each known once.
    """

    entity = models.ForeignKey("providers.LegalEntity", on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="paypal_orders")
    items = models.JSONField(default=list)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    reference = models.CharField(max_length=120)
    token = models.CharField(max_length=43, unique=True)
    request_id = models.CharField(max_length=38, unique=True)
    order_id = models.CharField(max_length=36, unique=True, null=True, blank=True)
    approve_url = models.CharField(max_length=300, blank=True)
    capture_id = models.CharField(max_length=36, unique=True, null=True, blank=True)
    state = models.CharField(max_length=10, choices=PayPalState, default=PayPalState.CREATED)
    reason = models.CharField(max_length=120, blank=True)
    payment = models.OneToOneField(Payment, null=True, blank=True, on_delete=models.PROTECT, related_name="paypal")
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["-begun_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="paypal_of_something"),
            models.CheckConstraint(
                condition=Q(state="paid", payment__isnull=False) | ~Q(state="paid") & Q(payment__isnull=True),
                name="paypal_paid_with_a_payment",
            ),
        ]
        indexes = [
            models.Index(fields=["party", "-begun_at"], name="paypal_by_party"),
            models.Index(fields=["begun_at"], condition=Q(state__in=("created", "pending")), name="paypal_open"),
        ]

    def __str__(self) -> str:
        return self.order_id or self.reference


class PayPalNotice(models.Model):
    """A verified message from PayPal, known by its id: a second one with it does nothing. It names no person."""

    event_id = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=60)
    about = models.CharField(max_length=36, blank=True)
    effect = models.CharField(max_length=160, blank=True)
    received_at = models.DateTimeField()

    class Meta:
        ordering = ["-received_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}"
