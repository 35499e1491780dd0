"""What goes back to customers: by when, to which account, and how far it has come."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from quartier.core.payments.models.money_in import Payment
from quartier.kit.encryption import EncryptedTextField
from quartier.kit.restriction import Restrictable


class RefundState(models.TextChoices):
    """How far paying back has come."""

    WAITING = "waiting_for_account", pgettext_lazy("refund", "waiting for the account")
    READY = "ready", pgettext_lazy("refund", "ready to be approved")
    APPROVED = "approved", pgettext_lazy("refund", "approved")
    SENT = "sent", pgettext_lazy("refund", "on its way")
    PAID = "paid", pgettext_lazy("refund", "paid back")
    FAILED = "failed", pgettext_lazy("refund", "failed")
    DROPPED = "dropped", pgettext_lazy("refund", "dropped")


class RefundWay(models.TextChoices):
    """How it goes back: the way it came where that can be, else by transfer."""

    TRANSFER = "transfer", pgettext_lazy("refund", "Bank transfer")
    PAYPAL = "paypal", pgettext_lazy("refund", "PayPal")
    CASH = "cash", pgettext_lazy("refund", "Cash")


class Refund(Restrictable):
    """Money that goes back to a customer, once for each `subject` ("withdrawal.withdrawal:7") and `part`.

    It takes up a credit on the customer's account as soon as it is owed, so that nothing is paid back twice; dropped,
    the credit is open again. `reference` is the end-to-end id of the transfer. `payment` is what goes back the way it
    came. `due_on` is the last day, where the law or a promise sets one; the deadline is kept by who owes it.
    """

    entity = models.ForeignKey("providers.LegalEntity", on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="refunds")
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    because = models.CharField(max_length=160)
    subject = models.CharField(max_length=60)
    due_on = models.DateField(null=True, blank=True)
    way = models.CharField(max_length=10, choices=RefundWay)
    state = models.CharField(max_length=20, choices=RefundState)
    payment = models.ForeignKey(Payment, null=True, blank=True, on_delete=models.PROTECT, related_name="refunds")
    item = models.OneToOneField("ledger.Item", null=True, blank=True, on_delete=models.PROTECT, related_name="refund")
    holder = models.CharField(max_length=120, blank=True)
    iban = EncryptedTextField(blank=True)
    country = models.CharField(max_length=2, blank=True)
    ending = models.CharField(max_length=4, blank=True)
    reference = models.CharField(max_length=35, unique=True, null=True, blank=True)
    failure = models.CharField(max_length=160, blank=True)
    owed_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.CharField(max_length=120, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    paid_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-owed_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="refund_of_a_sum"),
            models.UniqueConstraint(fields=["subject"], condition=~Q(state="dropped"), name="one_refund_for_a_thing"),
            models.CheckConstraint(
                condition=~Q(way="transfer", state__in=("ready", "approved", "sent", "paid")) | ~Q(ending=""),
                name="transfer_needs_an_account",
            ),
            models.CheckConstraint(
                condition=~Q(state="waiting_for_account") | Q(way="transfer"), name="only_transfers_wait_for_an_account"
            ),
            models.CheckConstraint(
                condition=Q(state="paid", paid_on__isnull=False) | ~Q(state="paid") & Q(paid_on__isnull=True),
                name="paid_back_on_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["party", "-owed_at"], name="refund_by_party"),
            models.Index(fields=["state", "due_on"], condition=~Q(state__in=("paid", "dropped")), name="refund_open"),
        ]

    def __str__(self) -> str:
        return f"{self.because} {self.amount}"

    @property
    def masked(self) -> str:
        """Return what pages show of the account's number, "" without one."""
        return f"{self.country}•• •••• {self.ending}" if self.ending else ""
