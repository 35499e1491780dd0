"""Facts: what happened, who did it, to whom. Append-only; the database refuses changes.

What may be personal (`data`, names, `values`) is the row's content. The database lets it be erased, and only as a
whole together with its `salt`; nothing else ever changes. Seals chain the rows (ADR 0011). IP addresses lie apart,
because they go after days: the fact keeps a salted hash, so that a changed one is found.
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
    """One thing that happened. `subject` is `app.model:id`; `data` holds the facts needed to understand it later.

    `via` is the door the actor came through, `behalf` and `behalf_name` whom they acted for, `origin_hash` the
    commitment to an IP address that was kept by policy. Facts without `via` are older than it.
    """

    at = models.DateTimeField()
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)
    actor_kind = models.CharField(max_length=12)
    actor_key = models.CharField(max_length=40, blank=True)
    actor_name = models.CharField(max_length=120, blank=True)
    via = models.CharField(max_length=10, blank=True, default="", db_default="")
    behalf = models.CharField(max_length=80, blank=True, default="", db_default="")
    behalf_name = models.CharField(max_length=120, blank=True, default="", db_default="")
    origin_hash = models.BinaryField(null=True, editable=False)
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


class Origin(models.Model):
    """The IP address a fact came from, for as many days as the provider's policy says. It may go, never change."""

    # Facts are never deleted, so a foreign key in the database would cost each insert and prove nothing.
    fact = models.OneToOneField(
        Fact, primary_key=True, on_delete=models.DO_NOTHING, related_name="origin", db_constraint=False
    )
    ip = models.CharField(max_length=45)
    salt = models.BinaryField()
    until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["until"], name="origin_by_end")]

    def __str__(self) -> str:
        return f"origin of fact {self.fact_id}"


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
