"""The accounts that companies of the provider have at banks."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from quartier.core.banking.rules.ibans import masked


class OwnAccount(models.Model):
    """An account of a legal entity at a bank; invoices name it, collections are credited to it, statements tell of it.

    Of several the one with the lowest `place` stands on invoices. An own IBAN is no secret: it is printed there.
    `opening` is the balance at the end of the day before `opened_on`, brought forward when the account was entered.
    """

    entity = models.ForeignKey("providers.LegalEntity", on_delete=models.PROTECT, related_name="own_accounts")
    label = models.CharField(max_length=60)
    holder = models.CharField(max_length=70)
    iban = models.CharField(max_length=34, unique=True)
    bic = models.CharField(max_length=11, blank=True)
    bank = models.CharField(max_length=80, blank=True)
    place = models.PositiveSmallIntegerField(default=1)
    opened_on = models.DateField(null=True, blank=True)
    opening = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["entity", "place", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opening=0) | Q(opened_on__isnull=False), name="opening_balance_has_its_day"
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(opened_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                name="own_account_closes_after_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.masked}"

    @property
    def masked(self) -> str:
        """Return what lists show of the number."""
        return masked(self.iban)
