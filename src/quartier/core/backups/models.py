"""What is agreed about backups, and every run: when, how large, with what result."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.core.backups.rules import MOST_KEPT, Rhythm

HASH_LENGTH = 64


class RhythmChoice(models.TextChoices):
    """How often, in words."""

    DAILY = Rhythm.DAILY.value, pgettext_lazy("backup", "daily")
    WEEKLY = Rhythm.WEEKLY.value, pgettext_lazy("backup", "weekly")


class RunState(models.TextChoices):
    """What has become of a run. A missed one may still be made up for."""

    WAITING = "waiting", pgettext_lazy("backup", "waiting")
    RUNNING = "running", pgettext_lazy("backup", "being made")
    DONE = "done", pgettext_lazy("backup", "made")
    FAILED = "failed", pgettext_lazy("backup", "failed")
    MISSED = "missed", pgettext_lazy("backup", "missed")


class Fault(models.TextChoices):
    """Why a run brought no copy."""

    NO_TARGET = "no_target", _("No place for backups is configured.")
    TARGET = "target", _("The place for backups cannot be written.")
    SOURCE = "source", _("What should be copied could not be read.")
    DIFFERENT = "different", _("The copy was not what had been written.")


OPEN = (RunState.WAITING, RunState.RUNNING)
BAD = (RunState.FAILED, RunState.MISSED)


class BackupPlan(models.Model):
    """Backups agreed for one contract, from a day on. `ends_on` is the first day without.

    `runner` says what is copied, `keep` how many copies stay.
    """

    relationship = models.ForeignKey("parties.Relationship", on_delete=models.PROTECT, related_name="backup_plans")
    runner = models.CharField(max_length=40)
    rhythm = models.CharField(max_length=10, choices=RhythmChoice)
    hour = models.PositiveSmallIntegerField()
    keep = models.PositiveSmallIntegerField()
    begins_on = models.DateField()
    ends_on = models.DateField(null=True)
    agreed_at = models.DateTimeField()

    class Meta:
        ordering = ["-begins_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(hour__lte=23), name="backup_hour_of_a_day"),
            models.CheckConstraint(condition=Q(keep__gte=1, keep__lte=MOST_KEPT), name="backup_keeps_some"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("begins_on")), name="backup_ends_after_it_begins"
            ),
            models.UniqueConstraint(
                fields=["relationship", "runner"], condition=Q(ends_on__isnull=True), name="backup_agreed_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.runner} {self.pk}"


class BackupRun(models.Model):
    """One backup. A copy that is there has a name, a size and a hash, and no `removed_at`."""

    plan = models.ForeignKey(BackupPlan, on_delete=models.PROTECT, related_name="runs")
    due_at = models.DateTimeField()
    by_hand = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=RunState, default=RunState.WAITING)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    file_name = models.CharField(max_length=80, blank=True)
    size = models.BigIntegerField(null=True)
    sha256 = models.CharField(max_length=HASH_LENGTH, blank=True)
    removed_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=12, choices=Fault, blank=True)
    detail = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-due_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "due_at"], name="backup_run_once"),
            models.CheckConstraint(
                condition=Q(state="done", size__isnull=False, ended_at__isnull=False) & ~Q(sha256="")
                | ~Q(state="done") & Q(size__isnull=True, sha256=""),
                name="backup_made_has_a_copy",
            ),
            models.CheckConstraint(
                condition=Q(state="failed", ended_at__isnull=False) & ~Q(fault="") | ~Q(state="failed") & Q(fault=""),
                name="backup_failed_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.due_at}"

    @property
    def is_there(self) -> bool:
        """Tell whether the copy can be used."""
        return self.state == RunState.DONE and self.removed_at is None
