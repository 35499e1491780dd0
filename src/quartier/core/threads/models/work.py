"""What belongs to a thread: telephone calls, tasks, attachments."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from quartier.core.threads.models.conversation import Message, Thread


class CallKind(models.TextChoices):
    """What a telephone call was about; all but information needs a confirmation in text."""

    INFORMATION = "information", _("Information only")
    AGREEMENT = "agreement", _("Agreement beside the contract")
    ORDER = "order", _("Order or data to act upon")


class Call(models.Model):
    """A telephone call. What was agreed or ordered in it binds nobody before its confirmation has gone out (CC-04).

    `confirmation` keeps the words that were sent, longer than the mail itself is kept; `binding_at` is when they left.
    """

    thread = models.OneToOneField(Thread, on_delete=models.CASCADE, related_name="call")
    kind = models.CharField(max_length=12, choices=CallKind)
    called_at = models.DateTimeField()
    confirmation = models.TextField(max_length=5000, blank=True)
    mail = models.ForeignKey(
        "inbox.OutgoingMail", on_delete=models.SET_NULL, null=True, blank=True, related_name="confirmed_calls"
    )
    binding_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.thread_id} {self.kind}"

    @property
    def is_binding(self) -> bool:
        """Tell whether the confirmation has left; a mail that failed or waits binds nobody."""
        return self.binding_at is not None or (self.mail is not None and self.mail.sent_at is not None)

    @property
    def waits(self) -> bool:
        """Tell whether something was agreed or ordered that nobody may act upon yet."""
        return self.kind != CallKind.INFORMATION and not self.is_binding


class Task(models.Model):
    """Something that staff have to do about a thread until a day."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="tasks")
    title = models.CharField(max_length=120)
    assignee = models.ForeignKey(
        "accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="thread_tasks"
    )
    due_on = models.DateField()
    set_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["due_on"], condition=Q(done_at__isnull=True), name="task_open")]

    def __str__(self) -> str:
        return self.title


class Attachment(models.Model):
    """A document of the customer that goes with a message; who may open it, documents decides."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attachments")
    document = models.ForeignKey("documents.Document", on_delete=models.CASCADE, related_name="attached_to")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["message", "document"], name="attached_once")]

    def __str__(self) -> str:
        return f"{self.message_id} {self.document_id}"
