"""Facts: what happened, who did it, to whom. Append-only; the database refuses changes.

What may be personal (`data`, `actor_name`, `values`) is the row's content. The database lets it be erased, and only
as a whole together with its `salt`; nothing else ever changes. Seals chain the rows (ADR 0011).
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Func


def _salt() -> Any:
    """Return sixteen bytes that the database draws for each row: no short content can be guessed from its hash."""
    return models.BinaryField(
        null=True, editable=False, db_default=Func(Func(function="gen_random_uuid"), function="uuid_send")
    )


class Fact(models.Model):
    """One thing that happened. `subject` is `app.model:id`; `data` holds the facts needed to understand it later."""

    at = models.DateTimeField()
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)
    actor_kind = models.CharField(max_length=12)
    actor_key = models.CharField(max_length=40, blank=True)
    actor_name = models.CharField(max_length=120, blank=True)
    data = models.JSONField(default=dict)
    salt = _salt()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["subject", "-at"], name="fact_by_subject"),
            models.Index(fields=["-at"], name="fact_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class Confirmation(models.Model):
    """What somebody confirmed in a check step, word for word, with the moment (DWG-46). Append-only."""

    form = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)
    values = models.JSONField()
    confirmed_at = models.DateTimeField()
    actor_kind = models.CharField(max_length=12)
    actor_key = models.CharField(max_length=40, blank=True)
    salt = _salt()

    class Meta:
        ordering = ["-confirmed_at", "-pk"]
        indexes = [models.Index(fields=["subject", "-confirmed_at"], name="confirmation_by_subject")]

    def __str__(self) -> str:
        return f"{self.form} {self.subject}"


class Seal(models.Model):
    """The hash over the rows since the seal before and over that seal. Rows up to the two numbers are sealed."""

    number = models.BigIntegerField(primary_key=True)
    sealed_at = models.DateTimeField()
    facts_until = models.BigIntegerField()
    confirmations_until = models.BigIntegerField()
    previous = models.BinaryField()
    leaves = models.BinaryField()
    hash = models.BinaryField()

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["hash"], name="seal_by_hash")]

    def __str__(self) -> str:
        return f"seal {self.number}"
