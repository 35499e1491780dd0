"""Suppliers: what is known of those from whom the provider buys (SBV-52)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from quartier.core.parties.models.people import Party


class SupplierBasis(models.TextChoices):
    """On which legal basis data of a supplier are used."""

    CONTRACT = "contract", _("Art. 6(1)(b) GDPR: the contract")
    DUTY = "duty", _("Art. 6(1)(c) GDPR: a legal duty")
    INTEREST = "interest", _("Art. 6(1)(f) GDPR: legitimate interests")


class SupplierRecord(models.Model):
    """What belongs to a supplier beside their contracts: the legal basis, and to whom claims were disclosed."""

    party = models.OneToOneField(Party, on_delete=models.PROTECT, related_name="supplier")
    basis = models.CharField(max_length=10, choices=SupplierBasis)
    trade = models.CharField(max_length=120, blank=True)
    claims_disclosed = models.CharField(max_length=500, blank=True)
    kept_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.trade or str(self.party)
