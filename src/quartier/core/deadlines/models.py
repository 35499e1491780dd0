"""Running periods: what has to happen by when, and what follows when the time has passed."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DeadlineState(models.TextChoices):
    """What has become of a deadline. Only running ones pass, only running and paused ones can be acted on."""

    RUNNING = "running", pgettext_lazy("deadline", "running")
    PAUSED = "paused", pgettext_lazy("deadline", "paused")
    FAILED = "failed", _("passed, its effect has failed")
    MET = "met", pgettext_lazy("deadline", "met")
    PASSED = "passed", pgettext_lazy("deadline", "passed")
    CANCELLED = "cancelled", pgettext_lazy("deadline", "cancelled")


OPEN = (DeadlineState.RUNNING, DeadlineState.PAUSED)
WAITING = (*OPEN, DeadlineState.FAILED)


class Deadline(models.Model):
    """One period about one subject. It has passed at `due_at`; `last_on` is the last whole day, if days count.

    `subject` is `app.model:id`, as in facts; `holder` the person who sees it, if any. `explanation` holds the sentences
    that say how the end was found, `data` what the effect needs.
    """

    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)
    holder = models.CharField(max_length=80, blank=True)
    entity = models.ForeignKey("providers.LegalEntity", on_delete=models.PROTECT, null=True, related_name="+")
    source = models.CharField(max_length=200, blank=True)
    explanation = models.JSONField(default=list)
    data = models.JSONField(default=dict)
    opened_at = models.DateTimeField()
    last_on = models.DateField(null=True)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=DeadlineState, default=DeadlineState.RUNNING)
    paused_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["due_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, state__in=WAITING)
                | Q(closed_at__isnull=False) & ~Q(state__in=WAITING),
                name="deadline_closed_with_a_time",
            ),
            models.CheckConstraint(
                condition=Q(paused_at__isnull=False, state="paused") | Q(paused_at__isnull=True) & ~Q(state="paused"),
                name="deadline_paused_with_a_time",
            ),
            models.CheckConstraint(condition=Q(due_at__gte=F("opened_at")), name="deadline_due_after_opening"),
            models.UniqueConstraint(
                fields=["kind", "subject"], condition=Q(state__in=WAITING), name="deadline_once_per_subject"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(state="running"), name="deadline_running"),
            models.Index(fields=["subject", "due_at"], condition=Q(state__in=WAITING), name="deadline_by_subject"),
            models.Index(fields=["holder", "due_at"], condition=~Q(holder=""), name="deadline_by_holder"),
            models.Index(fields=["due_at"], name="deadline_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class CalendarAddress(models.Model):
    """An address that a program subscribes to. Only the hash of its secret is kept; whoever has it reads deadlines."""

    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="calendar_address_name_once")]

    def __str__(self) -> str:
        return self.name
