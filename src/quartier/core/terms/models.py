"""Versions of legal texts that somebody has accepted, and who did."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from quartier.core.terms.rules import digest


class TextVersion(models.Model):
    """The words of a legal text as they stood when somebody accepted them for the first time; they never change."""

    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=120)
    body = models.TextField()
    digest = models.CharField(max_length=64)
    as_of = models.DateTimeField()

    class Meta:
        ordering = ["kind", "-as_of", "-pk"]
        constraints = [models.UniqueConstraint(fields=["kind", "digest"], name="text_version_once")]

    def __str__(self) -> str:
        return f"{self.title} {self.as_of:%Y-%m-%d}"

    @property
    def is_intact(self) -> bool:
        """Tell whether the words are still those that were accepted."""
        return digest(self.body) == self.digest


class Occasion(models.TextChoices):
    """When somebody was asked."""

    REGISTRATION = "registration", _("at the registration")
    FIRST_LOGIN = "first_login", _("at the first login")
    ORDER = "order", _("with an order")


def evidence_stays(collector: Any, field: Any, rows: Any, using: str) -> None:
    """Let acceptances go with the account, but those given for a contract lose the name alone: they are its proof."""
    models.CASCADE(collector, field, rows.filter(subject=""), using)
    models.SET_NULL(collector, field, rows.exclude(subject=""), using)


class Acceptance(models.Model):
    """One person accepted one version of a text, or took note of it. Rows are only ever added.

    `subject` is what it was accepted for, such as "orders.order:5"; a guest's acceptance has nothing else.
    """

    user = models.ForeignKey("accounts.User", null=True, on_delete=evidence_stays, related_name="acceptances")
    subject = models.CharField(max_length=60, blank=True, default="")
    version = models.ForeignKey(TextVersion, on_delete=models.PROTECT, related_name="acceptances")
    occasion = models.CharField(max_length=12, choices=Occasion)
    via = models.CharField(max_length=10)
    accepted_at = models.DateTimeField()

    class Meta:
        ordering = ["-accepted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "version"], condition=Q(subject=""), name="version_accepted_once"),
            models.UniqueConstraint(
                fields=["subject", "version"], condition=~Q(subject=""), name="version_accepted_once_for"
            ),
            models.CheckConstraint(condition=~Q(subject="", user=None), name="accepted_by_or_for"),
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.accepted_at:%Y-%m-%d}"
