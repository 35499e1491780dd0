"""What has come in, from whom, and whether it went back."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from quartier.kit.restriction import Restrictable


class PaymentState(models.TextChoices):
    """What has become of money that came in."""

    UNCLEAR = "unclear", pgettext_lazy("payment", "nobody's yet")
    BOOKED = "booked", pgettext_lazy("payment", "booked")
    RETURNED = "returned", pgettext_lazy("payment", "went back")


class Payment(Restrictable):
    """One payment that came in: it is booked once, `origin` names it for ever ("banking.entry:7").

    `kind` is a key of `extension.payment_kinds`, `account_role` where the money lies. Without a party it is unclear:
    booked on the account of unclear money until somebody assigns it. `item` is the credit on the customer's account.
    `twin` is an earlier payment that looks the same, for somebody to look at.
    """

    entity = models.ForeignKey("providers.LegalEntity", on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey("parties.Party", null=True, blank=True, on_delete=models.PROTECT, related_name="payments")
    kind = models.CharField(max_length=20)
    account_role = models.CharField(max_length=12)
    state = models.CharField(max_length=10, choices=PaymentState)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    received_on = models.DateField()
    reference = models.CharField(max_length=200, blank=True)
    payer = models.CharField(max_length=140, blank=True)
    origin = models.CharField(max_length=96, unique=True)
    item = models.OneToOneField("ledger.Item", null=True, blank=True, on_delete=models.PROTECT, related_name="payment")
    twin = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    twin_seen_at = models.DateTimeField(null=True, blank=True)
    agreement = models.ForeignKey(
        "contracts.Agreement", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    returned_on = models.DateField(null=True, blank=True)
    return_reason = models.CharField(max_length=160, blank=True)
    return_costs = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=120)

    class Meta:
        ordering = ["-received_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_of_something"),
            models.CheckConstraint(
                condition=Q(state="unclear", party__isnull=True, item__isnull=True) | ~Q(state="unclear"),
                name="unclear_payment_is_nobodys",
            ),
            models.CheckConstraint(
                condition=~Q(state="booked") | Q(party__isnull=False, item__isnull=False),
                name="booked_payment_is_somebodys",
            ),
            models.CheckConstraint(
                condition=Q(state="returned", returned_on__isnull=False)
                | ~Q(state="returned") & Q(returned_on__isnull=True),
                name="returned_payment_with_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(kind="cheque") | Q(agreement__isnull=False), name="cheque_by_agreement"
            ),
        ]
        indexes = [
            models.Index(fields=["party", "-received_on"], name="payment_by_party"),
            models.Index(fields=["-received_on", "-id"], name="payment_by_day"),
            models.Index(fields=["received_on"], condition=Q(state="unclear"), name="payment_unclear"),
        ]

    def __str__(self) -> str:
        return f"{self.received_on} {self.amount}"
