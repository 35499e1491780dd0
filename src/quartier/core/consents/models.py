"""The wordings of consents, and what people said to them. Both are append-only; the database refuses changes."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class ConsentText(models.Model):
    """One version of the exact German wording of a consent."""

    purpose = models.CharField(max_length=60)
    version = models.PositiveSmallIntegerField()
    body = models.TextField()
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=120)

    class Meta:
        ordering = ["purpose", "-version"]
        constraints = [models.UniqueConstraint(fields=["purpose", "version"], name="consent_text_version_once")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.version}"


class Statement(models.Model):
    """That somebody gave a consent, revoked it, or objected to advertising: a row each, and never changed.

    `text` is the wording that a given consent is about. `evidence` holds what was shown and on which page. An objection
    has no purpose: it is about every purpose of advertising.
    """

    party = models.ForeignKey("parties.Party", on_delete=models.SET_NULL, null=True, related_name="consents")
    said = models.CharField(max_length=10)
    purpose = models.CharField(max_length=60, blank=True)
    text = models.ForeignKey(ConsentText, on_delete=models.PROTECT, null=True, related_name="statements")
    at = models.DateTimeField()
    noted_at = models.DateTimeField()
    channel = models.CharField(max_length=10)
    evidence = models.JSONField(default=dict)
    document = models.ForeignKey("documents.Document", on_delete=models.SET_NULL, null=True, related_name="+")
    noted_by = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(said="given", text__isnull=False) | (~Q(said="given") & Q(text__isnull=True)),
                name="given_consent_names_its_text",
            ),
            models.CheckConstraint(
                condition=Q(said="objected", purpose="") | (~Q(said="objected") & ~Q(purpose="")),
                name="consent_names_its_purpose",
            ),
        ]
        indexes = [models.Index(fields=["party", "purpose", "-at"], name="consent_by_party")]

    def __str__(self) -> str:
        return f"{self.said} {self.purpose} {self.pk}"
