"""Withdrawals that were judged, with what is to be paid back."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from quartier.kit.restriction import Restrictable


class RefundState(models.TextChoices):
    """How far paying back has come."""

    NONE = "none", pgettext_lazy("refund", "nothing to pay back")
    WORK_OPEN = "work_open", pgettext_lazy("refund", "share of the work not yet known")
    DUE = "due", pgettext_lazy("refund", "to be paid back")
    PAID = "paid", pgettext_lazy("refund", "paid back")


class Withdrawal(Restrictable):
    """What a declared withdrawal came to (§§ 355, 357, 357a BGB).

    `subject` is what was withdrawn from ("contracts.contract:5", "orders.order:7"), `contract` its contract if one had
    been concluded. `done` is the share performed in percent. `demanded` says that the consumer had asked for an early
    start and was instructed, so that value is owed. Where only a part is meant (`whole` false), staff settle the rest.
    """

    declaration = models.OneToOneField("declarations.Declaration", on_delete=models.PROTECT, related_name="withdrawal")
    subject = models.CharField(max_length=60)
    contract = models.ForeignKey(
        "contracts.Contract", null=True, blank=True, on_delete=models.PROTECT, related_name="withdrawals"
    )
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="withdrawals")
    entity = models.ForeignKey("providers.LegalEntity", on_delete=models.PROTECT, related_name="+")
    whole = models.BooleanField(default=True)
    in_time = models.BooleanField()
    decisive_on = models.DateField(null=True, blank=True)
    last_on = models.DateField(null=True, blank=True)
    judged_at = models.DateTimeField()
    price = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    paid = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    done = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    demanded = models.BooleanField(default=False)
    value = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    refund = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    still_owed = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    refund_due_on = models.DateField(null=True, blank=True)
    refund_state = models.CharField(max_length=10, choices=RefundState, default=RefundState.NONE)
    refunded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-judged_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject"], condition=Q(in_time=True, whole=True), name="withdrawn_from_once"
            ),
            models.CheckConstraint(
                condition=Q(refund_state="paid", refunded_at__isnull=False)
                | ~Q(refund_state="paid") & Q(refunded_at__isnull=True),
                name="refund_paid_with_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(refund_state__in=("due", "paid")) | Q(refund__gt=0, refund_due_on__isnull=False),
                name="refund_has_sum_and_day",
            ),
            models.CheckConstraint(
                condition=Q(refund__isnull=True) | Q(price__isnull=False, value__lte=F("price")),
                name="value_is_no_more_than_the_price",
            ),
        ]
        indexes = [
            models.Index(fields=["party", "-judged_at"], name="withdrawal_by_party"),
            models.Index(
                fields=["refund_due_on"], condition=Q(refund_state__in=("due", "work_open")), name="withdrawal_refund"
            ),
        ]

    def __str__(self) -> str:
        return _("Withdrawal %(number)s") % {"number": self.pk}
