"""Threads between a customer and a legal entity of the provider, and the provider's own words for them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.core.threads.rules import REPORTED, Priority, Treatment
from quartier.kit.restriction import Restrictable


class TreatmentChoice(models.TextChoices):
    """How a subject is dealt with, and what it is called where a provider has no words of its own."""

    REQUEST = Treatment.REQUEST.value, _("Question or request")
    COMPLAINT = Treatment.COMPLAINT.value, _("Complaint")
    NOTICE = Treatment.NOTICE.value, _("Notice to quit")
    INFRINGEMENT = Treatment.INFRINGEMENT.value, _("Infringement of rights of others")
    DEFECT = Treatment.DEFECT.value, _("Defect")
    FAULT = Treatment.FAULT.value, _("Fault")
    OUTAGE = Treatment.OUTAGE.value, _("Service not usable")


# What customers choose from when they write; reports have forms of their own.
OFFERED = [choice for choice in TreatmentChoice if choice.value not in REPORTED]


class ThreadState(models.TextChoices):
    """Whose turn it is: ours, the customer's, nobody's."""

    OPEN = "open", pgettext_lazy("thread", "open")
    ANSWERED = "answered", pgettext_lazy("thread", "answered")
    CLOSED = "closed", pgettext_lazy("thread", "closed")


class PriorityChoice(models.IntegerChoices):
    """What comes first."""

    URGENT = Priority.URGENT, pgettext_lazy("priority", "urgent")
    HIGH = Priority.HIGH, pgettext_lazy("priority", "high")
    NORMAL = Priority.NORMAL, pgettext_lazy("priority", "normal")
    LOW = Priority.LOW, pgettext_lazy("priority", "low")


class Category(models.Model):
    """A subject in the provider's own words. While there is none, the treatments are offered by their names.

    A request with a `fee` (net) is charged when a customer opens it, one `by_effort` by the hour at the rate that the
    customer is shown before; only businesses have such requests.
    """

    label = models.CharField(max_length=80, unique=True)
    treatment = models.CharField(max_length=16, choices=TreatmentChoice, default=TreatmentChoice.REQUEST)
    area = models.CharField(max_length=20, blank=True, default="")
    order = models.PositiveSmallIntegerField(default=100)
    is_offered = models.BooleanField(default=True)
    fee = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    by_effort = models.BooleanField(default=False)

    class Meta:
        ordering = ["order", "label"]
        constraints = [
            models.CheckConstraint(condition=Q(fee__isnull=True) | Q(fee__gt=0), name="fee_of_a_request_is_an_amount")
        ]

    def __str__(self) -> str:
        return self.label


class CannedText(models.Model):
    """Words that staff use again and again."""

    title = models.CharField(max_length=80, unique=True)
    text = models.TextField(max_length=5000)

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class Thread(Restrictable):
    """One conversation about one subject. `category` keeps the words that the customer chose at the time.

    `is_flagged` asks staff to look at what was recognised in it; its id is the number that people name. Only staff who
    work in its data area meet it; without one all do (SBV-27). `rate` is the net price of an hour that the customer was
    shown before sending a request that is charged by effort (QX-18).
    """

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="threads")
    relationship = models.ForeignKey(
        "parties.Relationship", on_delete=models.PROTECT, null=True, blank=True, related_name="threads"
    )
    entity = models.ForeignKey("providers.LegalEntity", on_delete=models.PROTECT, related_name="threads")
    treatment = models.CharField(max_length=16, choices=TreatmentChoice)
    category = models.CharField(max_length=80)
    area = models.CharField(max_length=20, blank=True, default="")
    subject = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=ThreadState, default=ThreadState.OPEN)
    priority = models.PositiveSmallIntegerField(choices=PriorityChoice, default=PriorityChoice.NORMAL)
    is_flagged = models.BooleanField(default=False)
    assignee = models.ForeignKey(
        "accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="assigned_threads"
    )
    rate = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    work_began_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-changed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False) | ~Q(state="closed") & Q(closed_at__isnull=True),
                name="closed_thread_has_its_instant",
            )
        ]
        indexes = [
            models.Index(fields=["party", "-changed_at"], name="thread_by_party"),
            models.Index(fields=["state", "priority", "opened_at"], name="thread_queue"),
        ]

    def __str__(self) -> str:
        return self.subject


class Author(models.TextChoices):
    """Who wrote a message."""

    CUSTOMER = "customer", _("Customer")
    STAFF = "staff", _("Staff")
    SYSTEM = "system", _("Automatic notice")


class Message(models.Model):
    """One message; its words are never changed. Internal ones are read by staff alone.

    A hidden one is kept as evidence: everybody else sees that it is hidden, and why.
    """

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="messages")
    author = models.CharField(max_length=10, choices=Author)
    author_key = models.CharField(max_length=40, blank=True)
    author_name = models.CharField(max_length=120, blank=True)
    text = models.TextField(max_length=5000)
    is_internal = models.BooleanField(default=False)
    written_at = models.DateTimeField()
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_because = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["written_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(hidden_at__isnull=True) | ~Q(hidden_because=""), name="hidden_message_says_why"
            ),
            models.CheckConstraint(
                condition=Q(is_internal=False) | ~Q(author="customer"), name="customers_write_nothing_internal"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.author_name}, {self.written_at}"
