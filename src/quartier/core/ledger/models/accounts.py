"""Accounts of a company, the numbers it gives out, and up to which day its books are closed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Account(models.Model):
    """One account of a company. `role` is a `rules.chart.AccountRole`; revenue and VAT have one for each rate."""

    entity = models.ForeignKey("providers.LegalEntity", on_delete=models.PROTECT, related_name="accounts")
    role = models.CharField(max_length=12)
    vat_rate = models.DecimalField(max_digits=4, decimal_places=2, null=True, blank=True)
    number = models.CharField(max_length=9)
    name = models.CharField(max_length=80)
    type = models.CharField(max_length=10)

    class Meta:
        ordering = ["entity", "number"]
        constraints = [
            models.UniqueConstraint(fields=["entity", "number"], name="account_number_by_entity"),
            models.UniqueConstraint(
                fields=["entity", "role", "vat_rate"], nulls_distinct=False, name="one_account_for_a_role_and_rate"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class NumberRange(models.Model):
    """The last number given out in a series of a company and year: the row is locked, so no number is left out.

    `series` is "journal" or what another app counts, such as "invoices".
    """

    entity = models.ForeignKey("providers.LegalEntity", on_delete=models.PROTECT, related_name="+")
    series = models.SlugField(max_length=20)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ["entity", "series", "year"]
        constraints = [models.UniqueConstraint(fields=["entity", "series", "year"], name="one_range_a_year")]

    def __str__(self) -> str:
        return f"{self.series} {self.year}: {self.last}"


class PeriodLock(models.Model):
    """The books of a company are closed through `until_on`; the latest row counts. Opening again is a row too."""

    entity = models.ForeignKey("providers.LegalEntity", on_delete=models.PROTECT, related_name="+")
    until_on = models.DateField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=120)

    class Meta:
        ordering = ["-set_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=False) | ~Q(reason=""), name="opened_again_with_a_reason"
            )
        ]

    def __str__(self) -> str:
        word = _("Closed through")
        return f"{word} {self.until_on}"
