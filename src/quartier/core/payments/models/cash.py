"""The cash book: every coin in and out, numbered without gaps, never below zero."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from quartier.core.payments.models.money_in import Payment
from quartier.core.payments.models.money_out import Refund


class CashEntry(models.Model):
    """One line of a company's cash book (§ 146 Abs. 1 AO); `after` is what lies in the till then."""

    entity = models.ForeignKey("providers.LegalEntity", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    on = models.DateField()
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    after = models.DecimalField(max_digits=12, decimal_places=2)
    text = models.CharField(max_length=160)
    payment = models.OneToOneField(Payment, null=True, blank=True, on_delete=models.PROTECT, related_name="cash")
    refund = models.OneToOneField(Refund, null=True, blank=True, on_delete=models.PROTECT, related_name="cash")
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=120)

    class Meta:
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["entity", "year", "number"], name="cash_number_by_year"),
            models.CheckConstraint(condition=Q(after__gte=0), name="no_negative_cash"),
            models.CheckConstraint(condition=~Q(amount=0), name="cash_of_something"),
        ]
        indexes = [models.Index(fields=["entity", "on"], name="cash_by_day")]

    def __str__(self) -> str:
        return f"K{self.year}-{self.number}"
