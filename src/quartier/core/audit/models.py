"""Facts: what happened, who did it, to whom. Append-only; the database refuses changes."""

from __future__ import annotations

from django.db import models


class Fact(models.Model):
    """One thing that happened. `subject` is `app.model:id`; `data` holds the facts needed to understand it later."""

    at = models.DateTimeField()
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)
    actor_kind = models.CharField(max_length=12)
    actor_key = models.CharField(max_length=40, blank=True)
    actor_name = models.CharField(max_length=120, blank=True)
    data = models.JSONField(default=dict)

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

    class Meta:
        ordering = ["-confirmed_at", "-pk"]
        indexes = [models.Index(fields=["subject", "-confirmed_at"], name="confirmation_by_subject")]

    def __str__(self) -> str:
        return f"{self.form} {self.subject}"
