"""What payers are known by: a keyed hash of their account, never the account itself."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from quartier.kit.encryption import EncryptedTextField


class HashKey(models.Model):
    """The key under which this provider's account hashes are made: one row."""

    secret = EncryptedTextField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_hash_key")]

    def __str__(self) -> str:
        return "…"


class Payer(models.Model):
    """An account from which money of a customer comes: their own, or one that staff or a booked payment taught us.

    `account_key` is the bank detail it comes from, if any. Somebody may pay for several customers.
    """

    party = models.ForeignKey("parties.Party", on_delete=models.CASCADE, related_name="payers")
    iban_hash = models.CharField(max_length=32)
    ending = models.CharField(max_length=4)
    learnt = models.BooleanField()
    account_key = models.BigIntegerField(null=True)
    since = models.DateField()

    class Meta:
        ordering = ["party", "pk"]
        constraints = [models.UniqueConstraint(fields=["party", "iban_hash"], name="payer_known_once")]
        indexes = [models.Index(fields=["iban_hash"], name="payer_by_account")]

    def __str__(self) -> str:
        return f"… {self.ending}"
