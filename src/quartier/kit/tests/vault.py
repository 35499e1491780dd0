"""A model with an encrypted column, for tests only: its table is made inside the test."""

from __future__ import annotations

from django.db import models

from quartier.kit.encryption import EncryptedTextField


class Vault(models.Model):
    """A bank account of somebody, and a second secret beside it."""

    iban = EncryptedTextField(blank=True)
    holder = EncryptedTextField(null=True)

    class Meta:
        app_label = "vault"
        db_table = "kit_test_vault"

    def __str__(self) -> str:
        return f"vault {self.pk}"
