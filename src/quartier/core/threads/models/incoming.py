"""Mail that came in: who sent it, whether that is proven, and what became of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.kit.mail.incoming import Proof


class ProofChoice(models.TextChoices):
    """Whether the receiving mail server has proven that the sender's domain sent a mail."""

    PASSED = Proof.PASSED.value, _("sender proven")
    ABSENT = Proof.ABSENT.value, _("sender not checked")
    FAILED = Proof.FAILED.value, _("sender probably forged")


class Fate(models.TextChoices):
    """What became of a mail."""

    WAITS = "waits", pgettext_lazy("mail", "to be sorted")
    OPENED = "opened", pgettext_lazy("mail", "opened a request")
    JOINED = "joined", pgettext_lazy("mail", "joined a request")
    ASKED = "asked", pgettext_lazy("mail", "sender asked for what is missing")
    IGNORED = "ignored", pgettext_lazy("mail", "automatic, not answered")
    DISCARDED = "discarded", pgettext_lazy("mail", "discarded")


class Doubt(models.TextChoices):
    """Why staff have to sort a mail."""

    NONE = "", pgettext_lazy("mail", "no doubt")
    UNKNOWN = "unknown", _("The sender's address belongs to no customer.")
    SEVERAL = "several", _("The sender's address belongs to several customers.")
    UNPROVEN = "unproven", _("Nobody has checked whether the sender's address is real.")
    FORGED = "forged", _("The check of the sender's address failed: it may be forged.")
    NUMBER = "number", _("The address it was sent to does not belong to a request of this sender.")
    BLOCKED = "blocked", _("This customer cannot send messages at the moment.")
    TOO_MANY = "too_many", _("This sender has written very often within an hour.")


class IncomingMail(models.Model):
    """One mail, taken in once: `digest` tells a second copy of it.

    Its words stay here only while staff sort it or the sender is asked; then they stand in the thread or nowhere.
    `left_out` names attachments that were not kept; `received_at` is when our mail server had it.
    """

    digest = models.CharField(max_length=64, unique=True)
    sender_address = models.EmailField(blank=True)
    sender_name = models.CharField(max_length=120, blank=True)
    to_address = models.CharField(max_length=254)
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    left_out = models.CharField(max_length=500, blank=True)
    proof = models.CharField(max_length=8, choices=ProofChoice)
    proof_told = models.CharField(max_length=200, blank=True)
    fate = models.CharField(max_length=10, choices=Fate)
    doubt = models.CharField(max_length=10, choices=Doubt, blank=True)
    party = models.ForeignKey("parties.Party", on_delete=models.SET_NULL, null=True, related_name="incoming_mail")
    thread = models.ForeignKey("threads.Thread", on_delete=models.SET_NULL, null=True, related_name="incoming_mail")
    received_at = models.DateTimeField()
    taken_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(fate__in=["waits", "asked"]) | Q(settled_at__isnull=False, text=""),
                name="sorted_mail_keeps_no_words",
            )
        ]
        indexes = [
            models.Index(fields=["fate", "-received_at"], name="incoming_mail_by_fate"),
            models.Index(fields=["sender_address", "-taken_at"], name="incoming_mail_by_sender"),
            models.Index(fields=["settled_at"], name="incoming_mail_settled"),
        ]

    def __str__(self) -> str:
        return self.subject or self.sender_address
