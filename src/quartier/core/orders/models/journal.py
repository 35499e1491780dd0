"""What is written down about an order: requests, calls, work, files, credit checks, refunds."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from quartier.core.orders.models.order import Order


class EntryKind(models.TextChoices):
    """What happened. Requests, calls and replies decide whether an order may be closed, work what is paid back."""

    REQUEST = "request", pgettext_lazy("order entry", "E-mail to the customer")
    CALL = "call", pgettext_lazy("order entry", "Call to the customer")
    REPLY = "reply", pgettext_lazy("order entry", "The customer answered")
    CHECKED = "checked", pgettext_lazy("order entry", "Documents checked")
    WORK = "work", pgettext_lazy("order entry", "Work")
    RESULT = "result", pgettext_lazy("order entry", "Result delivered")
    CHANGE = "change", pgettext_lazy("order entry", "Change agreed in text form")
    CONSENT = "consent", pgettext_lazy("order entry", "The customer consented")
    NOTE = "note", pgettext_lazy("order entry", "Note")


class Entry(models.Model):
    """One thing that happened with an order, never changed. `at` is when it happened, `noted_at` when it was noted.

    `words` is what the customer was told or said; `data` what programs need of it.
    """

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=10, choices=EntryKind)
    at = models.DateTimeField()
    words = models.TextField(blank=True)
    data = models.JSONField(default=dict, blank=True)
    noted_by = models.CharField(max_length=120)
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(condition=Q(at__lte=models.F("noted_at")), name="entry_of_the_past")]
        indexes = [models.Index(fields=["order", "kind", "at"], name="order_entry_by_kind")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d}"


class OrderFile(models.Model):
    """A document that came with an order, or that is its result. `key` names the upload it answers."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="files")
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=40, blank=True)
    is_result = models.BooleanField(default=False)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["order", "document"], name="document_once_an_order")]

    def __str__(self) -> str:
        return str(self.document)


class AnswerFile(models.Model):
    """A file that a customer wants to send with an answer; the bytes are held under `upload_key` until then."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="answer_files")
    upload_key = models.UUIDField(unique=True)
    file_name = models.CharField(max_length=150)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.file_name


class CreditResult(models.TextChoices):
    """What a credit check said."""

    GOOD = "good", pgettext_lazy("credit", "good")
    DOUBTFUL = "doubtful", pgettext_lazy("credit", "doubtful")
    BAD = "bad", pgettext_lazy("credit", "bad")


class CreditCheck(models.Model):
    """What somebody asked about the means of an applicant before acceptance, for the finance role alone (CC-08)."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="credit_checks")
    source = models.CharField(max_length=120)
    checked_on = models.DateField()
    result = models.CharField(max_length=10, choices=CreditResult)
    words = models.CharField(max_length=400, blank=True)
    noted_by = models.CharField(max_length=120)
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["checked_on", "pk"]

    def __str__(self) -> str:
        return f"{self.source} {self.checked_on}"


class RefundRequest(models.Model):
    """Money that goes back to a customer, handed to accounting: once an order (WR-063, WR-064).

    `reason` is why it goes back although work has begun, where it has.
    """

    order = models.OneToOneField(Order, on_delete=models.CASCADE, related_name="refund")
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    reason = models.CharField(max_length=300, blank=True)
    asked_by = models.CharField(max_length=120)
    asked_at = models.DateTimeField()

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="refund_of_something")]

    def __str__(self) -> str:
        return f"{self.order} {self.amount}"
