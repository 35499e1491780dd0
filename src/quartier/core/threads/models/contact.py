"""Requests of people without an account: they read, answer and withdraw by a secret link (SBV-89)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy


class ContactState(models.TextChoices):
    """Whose turn it is; who has withdrawn is not written to any more."""

    OPEN = "open", pgettext_lazy("thread", "open")
    ANSWERED = "answered", pgettext_lazy("thread", "answered")
    CLOSED = "closed", pgettext_lazy("thread", "closed")
    WITHDRAWN = "withdrawn", pgettext_lazy("thread", "withdrawn")


class ContactRequest(models.Model):
    """A conversation with somebody who is known by an e-mail address alone, and never taken for a customer.

    `kept_because` is why words stay although their sender withdraws them.
    """

    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    subject = models.CharField(max_length=120, blank=True)
    entity = models.ForeignKey("providers.LegalEntity", on_delete=models.PROTECT, related_name="contact_requests")
    state = models.CharField(max_length=10, choices=ContactState, default=ContactState.OPEN)
    kept_because = models.CharField(max_length=200, blank=True)
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-changed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="withdrawn", withdrawn_at__isnull=False)
                | ~Q(state="withdrawn") & Q(withdrawn_at__isnull=True),
                name="withdrawn_request_has_its_instant",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | ~Q(kept_because="") | Q(name="", email="", subject=""),
                name="withdrawn_request_names_nobody",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-changed_at"], name="contact_queue"),
            models.Index(fields=["email", "-opened_at"], name="contact_by_email"),
            models.Index(fields=["changed_at"], name="contact_by_change"),
        ]

    def __str__(self) -> str:
        return self.subject or f"{self.pk}"


class ContactMessage(models.Model):
    """One message of such a conversation."""

    request = models.ForeignKey(ContactRequest, on_delete=models.CASCADE, related_name="messages")
    is_ours = models.BooleanField()
    author_name = models.CharField(max_length=120)
    text = models.TextField(max_length=5000)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["written_at", "pk"]

    def __str__(self) -> str:
        return f"{self.author_name}, {self.written_at}"


class ContactLink(models.Model):
    """A secret link to a conversation; only its hash is kept."""

    request = models.ForeignKey(ContactRequest, on_delete=models.CASCADE, related_name="links")
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.request_id} {self.expires_at}"
