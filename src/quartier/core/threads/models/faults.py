"""What is reported beside the words of a thread: faults, their remedy, outages, who may report."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.core.threads.models.conversation import Thread
from quartier.core.threads.rules import Impact


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
