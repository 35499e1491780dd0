"""Threads between a customer and a legal entity of the provider, and the provider's own words for them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.core.threads.rules import REPORTED, Impact, Priority, Treatment


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
    """A subject in the provider's own words. While there is none, the treatments are offered by their names."""

    label = models.CharField(max_length=80, unique=True)
    treatment = models.CharField(max_length=16, choices=TreatmentChoice, default=TreatmentChoice.REQUEST)
    order = models.PositiveSmallIntegerField(default=100)
    is_offered = models.BooleanField(default=True)

    class Meta:
        ordering = ["order", "label"]

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


class Thread(models.Model):
    """One conversation about one subject. `category` keeps the words that the customer chose at the time.

    `is_flagged` asks staff to look at what was recognised in it; its id is the number that people name.
    """

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="threads")
    relationship = models.ForeignKey(
        "parties.Relationship", on_delete=models.PROTECT, null=True, blank=True, related_name="threads"
    )
    entity = models.ForeignKey("providers.LegalEntity", on_delete=models.PROTECT, related_name="threads")
    treatment = models.CharField(max_length=16, choices=TreatmentChoice)
    category = models.CharField(max_length=80)
    subject = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=ThreadState, default=ThreadState.OPEN)
    priority = models.PositiveSmallIntegerField(choices=PriorityChoice, default=PriorityChoice.NORMAL)
    is_flagged = models.BooleanField(default=False)
    assignee = models.ForeignKey(
        "accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="assigned_threads"
    )
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


class ContentReport(models.Model):
    """Somebody says that a message should not stand there; open until staff hide it or leave it."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="reports")
    reporter = models.CharField(max_length=10, choices=Author)
    reporter_key = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=200)
    reported_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["reported_at", "pk"]
        indexes = [models.Index(fields=["message"], condition=Q(settled_at__isnull=True), name="content_report_open")]

    def __str__(self) -> str:
        return self.reason


class ImpactChoice(models.TextChoices):
    """How far somebody is kept from using what they pay for."""

    BLOCKED = Impact.BLOCKED.value, _("I cannot use it at all")
    HINDERED = Impact.HINDERED.value, _("I can use it only in part")
    MINOR = Impact.MINOR.value, _("It disturbs, but I can use it")


class Rework(models.TextChoices):
    """How far the remedy of a defect has come; it is tried first (QX-52)."""

    OPEN = "open", pgettext_lazy("rework", "not begun")
    RUNNING = "running", pgettext_lazy("rework", "under way")
    DONE = "done", pgettext_lazy("rework", "done")
    FAILED = "failed", pgettext_lazy("rework", "failed")


class Incident(models.Model):
    """A time in which customers of a legal entity could not use a service; availability is reckoned from it."""

    entity = models.ForeignKey("providers.LegalEntity", on_delete=models.PROTECT, related_name="incidents")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-began_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("began_at")), name="incident_ends_after_it_began"
            ),
            models.UniqueConstraint(
                fields=["entity"], condition=Q(ended_at__isnull=True), name="one_running_incident_per_entity"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entity_id} {self.began_at}"


class FaultReport(models.Model):
    """What somebody must say about a defect, a fault or an outage, beside the words of the thread."""

    thread = models.OneToOneField(Thread, on_delete=models.CASCADE, related_name="fault")
    noticed_at = models.DateTimeField(null=True, blank=True)
    device = models.CharField(max_length=120, blank=True)
    steps = models.TextField(max_length=5000, blank=True)
    impact = models.CharField(max_length=10, choices=ImpactChoice)
    rework = models.CharField(max_length=10, choices=Rework, default=Rework.OPEN)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, null=True, blank=True, related_name="reports")

    def __str__(self) -> str:
        return f"{self.thread_id} {self.impact}"


class Reduction(models.Model):
    """Less to pay because the remedy of a defect failed; the credit note is written from it."""

    fault = models.ForeignKey(FaultReport, on_delete=models.CASCADE, related_name="reductions")
    amount = models.DecimalField(max_digits=9, decimal_places=2)
    reason = models.CharField(max_length=200)
    granted_at = models.DateTimeField()

    class Meta:
        ordering = ["granted_at", "pk"]
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="reduction_is_positive")]

    def __str__(self) -> str:
        return f"{self.amount}"


class ReportingAccess(models.Model):
    """Whether a customer may use the problem-reporting system; who has no line may (QX-17)."""

    party = models.OneToOneField("parties.Party", on_delete=models.CASCADE, related_name="reporting_access")
    is_granted = models.BooleanField()
    decided_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.party_id} {self.is_granted}"


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


class TimeEntry(models.Model):
    """Time that somebody spent on a thread."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="time_entries")
    worked_on = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=200)
    is_charged = models.BooleanField(default=False)
    booked_by = models.CharField(max_length=120)
    booked_at = models.DateTimeField()

    class Meta:
        ordering = ["worked_on", "pk"]
        constraints = [models.CheckConstraint(condition=Q(minutes__range=(1, 1440)), name="time_within_a_day")]

    def __str__(self) -> str:
        return f"{self.worked_on} {self.minutes}"


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
