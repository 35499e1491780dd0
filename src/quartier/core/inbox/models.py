"""Mail on its way out: one row per message, written in the transaction that caused it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from quartier.core.inbox.rules import ATTEMPTS


class MailState(models.TextChoices):
    """Where a message is. `uncertain`: the connection broke between DATA and the answer, so nobody can know."""

    QUEUED = "queued", pgettext_lazy("mail", "waiting")
    SENDING = "sending", pgettext_lazy("mail", "being sent")
    SENT = "sent", pgettext_lazy("mail", "sent")
    FAILED = "failed", pgettext_lazy("mail", "failed")
    UNCERTAIN = "uncertain", pgettext_lazy("mail", "uncertain")


class OutgoingMail(models.Model):
    """One message to one address, rendered when it was caused, so that it says what was true then.

    `entity` is the legal entity it was written for, `attached` names what travels with it (`extension.attachables`).
    `attempts` counts tries and tells two workers apart; `resent` marks that the one second copy of an uncertain message
    is out; `due_at` is when the next try is due.
    """

    template = models.CharField(max_length=60)
    message_id = models.CharField(max_length=160, unique=True)
    entity = models.ForeignKey(
        "providers.LegalEntity", null=True, blank=True, on_delete=models.PROTECT, related_name="outgoing_mail"
    )
    to_address = models.EmailField()
    to_name = models.CharField(max_length=120, blank=True)
    sender_name = models.CharField(max_length=200)
    sender_address = models.EmailField()
    reply_to = models.EmailField(blank=True)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField()
    about = models.CharField(max_length=80, blank=True)
    attached = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    state = models.CharField(max_length=10, choices=MailState, default=MailState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    attempts_allowed = models.PositiveSmallIntegerField(default=ATTEMPTS)
    resent = models.BooleanField(default=False)
    last_answer = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    body_erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "due_at"], name="mail_by_state"),
            models.Index(fields=["to_address", "-created_at"], name="mail_by_address"),
            models.Index(fields=["-created_at"], name="mail_by_time"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=MailState.SENT, sent_at__isnull=False)
                | (~Q(state=MailState.SENT) & Q(sent_at__isnull=True)),
                name="sent_mail_has_its_instant",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template} to {self.to_address}"


class Bounce(models.Model):
    """A mail that did not arrive because its address is gone: one row a mail, however often servers report it."""

    mail = models.OneToOneField(OutgoingMail, on_delete=models.CASCADE, related_name="bounce")
    address = models.EmailField()
    code = models.CharField(max_length=12)
    told = models.CharField(max_length=200, blank=True)
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["-noted_at", "-pk"]
        indexes = [models.Index(fields=["address", "noted_at"], name="bounce_by_address")]

    def __str__(self) -> str:
        return f"{self.code} {self.address}"
