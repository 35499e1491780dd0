"""What holds for the invoices of a customer and of a company."""

from __future__ import annotations

from django.db import models

from quartier.kit.encryption import EncryptedTextField


class InvoicePreference(models.Model):
    """How a customer's invoices go out (QX-32). Without a row the provider's first way counts.

    `recipient` is a `law.ustg.parties.Customer` where the standing does not tell it, such as a public body, whose
    `leitweg_id` stands on its e-invoices. `notice` is a mail with the sum and the day it is due.
    """

    party = models.OneToOneField("parties.Party", on_delete=models.PROTECT, related_name="invoice_preference")
    channel = models.CharField(max_length=6)
    email = models.EmailField(blank=True)
    notice = models.BooleanField(default=True)
    recipient = models.CharField(max_length=12, blank=True)
    leitweg_id = models.CharField(max_length=46, blank=True)
    vat_id = models.CharField(max_length=20, blank=True)
    set_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.channel


class InvoiceSettings(models.Model):
    """What a company's invoices say beyond its master data: where to pay, and what tax law makes of the company."""

    entity = models.OneToOneField("providers.LegalEntity", on_delete=models.PROTECT, related_name="invoice_settings")
    iban = EncryptedTextField(blank=True)
    bic = models.CharField(max_length=11, blank=True)
    small_business_from = models.DateField(null=True, blank=True)
    turnover_2026 = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    set_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.entity)
