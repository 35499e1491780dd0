"""What one person proposes and another one confirms."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy


class ApprovalState(models.TextChoices):
    """What has become of a proposal."""

    PENDING = "pending", pgettext_lazy("approval", "waits for a second person")
    CONFIRMED = "confirmed", pgettext_lazy("approval", "confirmed")
    REFUSED = "refused", pgettext_lazy("approval", "refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("approval", "withdrawn")


class Approval(models.Model):
    """One proposal. `subject` is the row that it is about, as in facts; `holder` the person whose it is, if any.

    `shown` is what the second person reads, label by label; secrets stand there masked. `data` is what the effect
    needs. The database itself refuses that somebody confirms the own proposal.
    """

    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)
    holder = models.CharField(max_length=80, blank=True)
    entity = models.ForeignKey("providers.LegalEntity", on_delete=models.PROTECT, null=True, related_name="+")
    shown = models.JSONField(default=dict)
    data = models.JSONField(default=dict)
    why = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=ApprovalState, default=ApprovalState.PENDING)
    proposed_at = models.DateTimeField()
    proposed_key = models.CharField(max_length=40)
    proposed_by = models.CharField(max_length=120)
    decided_at = models.DateTimeField(null=True)
    decided_key = models.CharField(max_length=40, blank=True)
    decided_by = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject"], condition=Q(state="pending"), name="approval_pending_once"
            ),
            models.CheckConstraint(
                condition=Q(state="pending", decided_at__isnull=True)
                | ~Q(state="pending") & Q(decided_at__isnull=False),
                name="approval_decided_with_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | ~Q(decided_key=F("proposed_key")), name="approval_by_a_second_person"
            ),
        ]
        indexes = [models.Index(fields=["holder", "-proposed_at"], name="approval_by_holder")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"
