"""Files of master data on their way in."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class IntakeState(models.TextChoices):
    """How far an import has come."""

    CHECKING = "checking", _("is being checked")
    CHECKED = "checked", pgettext_lazy("import", "checked")
    APPLYING = "applying", _("is being taken over")
    DONE = "done", pgettext_lazy("import", "taken over")
    STOPPED = "stopped", pgettext_lazy("import", "stopped")
    DISCARDED = "discarded", pgettext_lazy("import", "discarded")


class IntakeMode(models.TextChoices):
    """What happens to an import of which some rows do not fit."""

    WHOLE = "whole", _("All rows or none")
    ROWS = "rows", _("Every row that fits")


class Verdict(models.TextChoices):
    """What a row of an import does or would do."""

    NEW = "new", pgettext_lazy("row", "new")
    CHANGED = "changed", pgettext_lazy("row", "changed")
    UNCHANGED = "unchanged", pgettext_lazy("row", "unchanged")
    REFUSED = "refused", pgettext_lazy("row", "refused")


class Intake(models.Model):
    """One file of master data from the back office: checked first, then taken over or discarded.

    `position` is the number of the last row that is through in the step that runs; `headings` are the columns that were
    used, `left_out` those of which nothing was stored. `stopped_in` is the step in which somebody stopped it.
    """

    file_name = models.CharField(max_length=150)
    started_at = models.DateTimeField()
    started_by = models.CharField(max_length=120)
    actor_key = models.CharField(max_length=40)
    language = models.CharField(max_length=2, default="de")
    state = models.CharField(max_length=10, choices=IntakeState, default=IntakeState.CHECKING)
    stopped_in = models.CharField(max_length=10, choices=IntakeState, blank=True)
    mode = models.CharField(max_length=10, choices=IntakeMode, blank=True)
    headings = models.JSONField(default=dict)
    left_out = models.JSONField(default=list)
    rows_total = models.PositiveIntegerField(default=0)
    position = models.PositiveIntegerField(default=0)
    touched_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["applying", "done"]) | ~Q(mode=""), name="intake_is_taken_over_in_a_mode"
            ),
            models.CheckConstraint(condition=~Q(state="stopped") | ~Q(stopped_in=""), name="stopped_intake_has_a_step"),
        ]

    def __str__(self) -> str:
        return self.file_name


class IntakeRow(models.Model):
    """One row of an import: permitted fields only. Once it is taken over, only what was said about it is left.

    `changes` gives old and new value by field, `kept` what stays because the customer has changed it since.
    """

    intake = models.ForeignKey(Intake, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    customer_number = models.CharField(max_length=200, blank=True)
    values = models.JSONField()
    verdict = models.CharField(max_length=10, choices=Verdict, blank=True)
    faults = models.JSONField(default=list)
    changes = models.JSONField(default=dict)
    kept = models.JSONField(default=dict)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["intake", "number"], name="intake_row_once")]
        indexes = [
            models.Index(fields=["intake", "customer_number", "number"], name="intake_row_by_customer"),
            models.Index(fields=["intake", "verdict", "number"], name="intake_row_by_verdict"),
            models.Index(fields=["customer_number"], name="intake_row_about"),
        ]

    def __str__(self) -> str:
        return f"{self.number}"


class IntakeColumn(models.Model):
    """Which field a column of the back office's files means; "" stands for a column that is left out."""

    heading = models.CharField(max_length=80, unique=True)
    shown = models.CharField(max_length=80)
    field = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["heading"]

    def __str__(self) -> str:
        return self.shown
