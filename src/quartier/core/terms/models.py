"""Legal texts with their versions, and who accepted which."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.core.terms.rules import Format, digest_of


class TextKind(models.TextChoices):
    """What kind of document a text is."""

    TERMS = "terms", _("Terms of use")
    PRIVACY = "privacy", _("Privacy notice")
    WITHDRAWAL = "withdrawal", _("Instruction on withdrawal")
    PRICE_LIST = "price_list", _("Price list")
    ARTICLES = "articles", _("Articles of association")
    PROCESSING = "processing", _("Agreement on processing")
    SPECIAL = "special", _("Special terms")


class VersionState(models.TextChoices):
    """How far a version has come; what has been published never changes again."""

    DRAFT = "draft", pgettext_lazy("legal text", "Draft")
    PUBLISHED = "published", pgettext_lazy("legal text", "in force")
    SUPERSEDED = "superseded", pgettext_lazy("legal text", "earlier version")


class FileFormat(models.TextChoices):
    """The file a version came in."""

    MARKDOWN = Format.MARKDOWN.value, "Markdown"
    TEXT = Format.TEXT.value, "Text"
    WORD = Format.WORD.value, "DOCX"
    PDF = Format.PDF.value, "PDF"


class LegalText(models.Model):
    """A legal document of the provider, apart from its versions.

    `key` is how others name it; that of the only text of a kind is the kind. `for_scope` names what special terms are
    for, such as "partner".
    """

    key = models.SlugField(max_length=20, unique=True)
    kind = models.CharField(max_length=12, choices=TextKind)
    title = models.CharField(max_length=120)
    for_scope = models.CharField(max_length=40, blank=True)
    order = models.PositiveSmallIntegerField(default=100)

    class Meta:
        ordering = ["order", "title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind"], condition=Q(for_scope="") & ~Q(kind="special"), name="one_text_of_a_kind"
            )
        ]

    def __str__(self) -> str:
        return self.title


class TextVersion(models.Model):
    """One version of a legal text: the file as it came, byte by byte, and its words.

    `digest` is the SHA-256 of the file. `is_legacy` marks a text that was in force before it was taken over: it stays
    as it is, unfinished or not (QX-56). The database refuses to change what has been published.
    """

    text = models.ForeignKey(LegalText, on_delete=models.PROTECT, related_name="versions")
    title = models.CharField(max_length=120)
    name = models.CharField(max_length=60)
    dated_on = models.DateField()
    body = models.TextField()
    digest = models.CharField(max_length=64)
    source = models.BinaryField()
    file_format = models.CharField(max_length=4, choices=FileFormat, default=FileFormat.MARKDOWN)
    file_name = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=10, choices=VersionState, default=VersionState.DRAFT)
    is_legacy = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=120, blank=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.CharField(max_length=120, blank=True)
    in_force_from = models.DateField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["text", "-dated_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["text", "digest"], name="text_version_once"),
            models.UniqueConstraint(fields=["text", "name", "dated_on"], name="version_name_once"),
            models.UniqueConstraint(fields=["text"], condition=Q(state="published"), name="one_version_in_force"),
            models.CheckConstraint(
                condition=Q(state="draft", published_at=None) | (~Q(state="draft") & Q(published_at__isnull=False)),
                name="published_has_instant",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.name} {self.dated_on:%d.%m.%Y}"

    @property
    def kind(self) -> str:
        """Return the key of the text it is a version of."""
        return self.text.key

    @property
    def as_of(self) -> datetime:
        """Return since when it stands here."""
        return self.published_at or self.made_at

    @property
    def is_draft(self) -> bool:
        """Tell whether it can still change."""
        return self.state == VersionState.DRAFT

    @property
    def is_marked(self) -> bool:
        """Tell whether its words carry signs of Markdown."""
        return self.file_format == FileFormat.MARKDOWN

    @property
    def is_intact(self) -> bool:
        """Tell whether the file is still the one that was published."""
        return digest_of(self.data) == self.digest

    @property
    def data(self) -> bytes:
        """Return the file, byte by byte."""
        return bytes(cast(bytes, self.source))


class Occasion(models.TextChoices):
    """When somebody was asked."""

    REGISTRATION = "registration", _("at the registration")
    FIRST_LOGIN = "first_login", _("at the first login")
    ORDER = "order", _("with an order")
    CHANGE = "change", _("after a change was announced")


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
        indexes = [models.Index(fields=["version", "-accepted_at"], name="acceptance_by_version")]

    def __str__(self) -> str:
        return f"{self.version} {self.accepted_at:%Y-%m-%d}"
