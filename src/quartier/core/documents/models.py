"""Documents and the files that are on their way in."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.kit.restriction import Restrictable

HASH_LENGTH = 64


class Visibility(models.TextChoices):
    """Who may open a document besides the staff who work with it."""

    CUSTOMER = "customer", _("the customer")
    STAFF = "staff", _("staff only")
    PUBLIC = "public", _("everybody")


class DocumentState(models.TextChoices):
    """Whether the malware scanner has passed a file; nobody opens one that it has not."""

    WAITING = "waiting", pgettext_lazy("document", "waits for the scanner")
    READY = "ready", pgettext_lazy("document", "ready")
    QUARANTINED = "quarantined", pgettext_lazy("document", "in quarantine")


class Document(Restrictable):
    """One version of a document. What it is never changes (the database refuses it); state, hiding and restriction do.

    `party` is whose it is, `entity` the company that answers for it, `sender` the account that brought it in.
    Versions of a document share their `series`. `roles` narrows the staff to named roles; a confidential document
    always names some. `tell` asks for a notice by mail as soon as the file may be opened.
    """

    series = models.UUIDField(default=uuid.uuid4)
    version = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=160)
    year = models.PositiveSmallIntegerField(null=True)
    file_name = models.CharField(max_length=150)
    media_type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=HASH_LENGTH, db_index=True)
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, null=True, related_name="documents")
    entity = models.ForeignKey("providers.LegalEntity", on_delete=models.PROTECT, null=True, related_name="+")
    sender = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, related_name="+")
    by_customer = models.BooleanField(default=False)
    visibility = models.CharField(max_length=10, choices=Visibility)
    roles = ArrayField(models.CharField(max_length=20), default=list)
    is_confidential = models.BooleanField(default=False)
    tell = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=DocumentState)
    finding = models.CharField(max_length=120, blank=True)
    told_at = models.DateTimeField(null=True)
    reported_at = models.DateTimeField(null=True)
    report = models.CharField(max_length=1000, blank=True)
    hidden_at = models.DateTimeField(null=True)
    hidden_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["series", "version"], name="document_version_once"),
            models.CheckConstraint(condition=Q(size__gt=0), name="document_is_not_empty"),
            models.CheckConstraint(
                condition=Q(is_confidential=False) | (~Q(roles=[]) & ~Q(visibility="public")),
                name="confidential_document_names_roles",
            ),
            models.CheckConstraint(
                condition=Q(party__isnull=False) | ~Q(visibility="customer"), name="document_for_a_customer_names_one"
            ),
        ]
        indexes = [
            models.Index(fields=["party", "-created_at"], name="document_by_party"),
            models.Index(fields=["-created_at", "-id"], name="document_by_time"),
            models.Index(fields=["created_at"], condition=Q(state="waiting"), name="document_unchecked"),
        ]

    def __str__(self) -> str:
        return self.title


class Upload(models.Model):
    """A file on its way in: `received` of `size` bytes are safe on disk. It becomes a document or is cleared away.

    Visitors have no account: what they bring for something that they fill in has no `owner`, is whole from the start
    and is held for them until an instant.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4)
    owner = models.ForeignKey("accounts.User", on_delete=models.CASCADE, null=True, related_name="+")
    held_until = models.DateTimeField(null=True)
    file_name = models.CharField(max_length=150)
    size = models.BigIntegerField()
    received = models.BigIntegerField(default=0)
    media_type = models.CharField(max_length=100, blank=True)
    sha256 = models.CharField(max_length=HASH_LENGTH, blank=True)
    touched_at = models.DateTimeField()

    class Meta:
        ordering = ["-touched_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(received__gte=0, received__lte=F("size"), size__gt=0), name="upload_within_its_size"
            ),
            models.CheckConstraint(
                condition=Q(sha256="") | Q(received=F("size")), name="upload_has_its_hash_when_complete"
            ),
            models.CheckConstraint(
                condition=Q(owner__isnull=False) | Q(held_until__isnull=False), name="upload_is_somebodys_or_held"
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_complete(self) -> bool:
        """Tell whether every byte is there and has been looked at."""
        return bool(self.sha256)
