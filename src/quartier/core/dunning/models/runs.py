"""Stages, dunning runs with a line for every overdue claim, and the reminders that come of them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class StagePlan(models.Model):
    """The stages of reminders from a day on, as `rules.stages` reads them; the latest row whose day has come counts."""

    valid_from = models.DateField()
    data = models.JSONField()
    reason = models.CharField(max_length=300)
    decided_at = models.DateTimeField()
    decided_by = models.CharField(max_length=120)

    class Meta:
        ordering = ["valid_from", "decided_at", "pk"]

    def __str__(self) -> str:
        return f"{self.valid_from}"


class RunState(models.TextChoices):
    """Where a run is."""

    DRAFT = "draft", pgettext_lazy("dunning run", "dry run")
    PROPOSED = "proposed", pgettext_lazy("dunning run", "waits for a second person")
    RUNNING = "running", pgettext_lazy("dunning run", "is being sent")
    DONE = "done", pgettext_lazy("dunning run", "sent")
    DROPPED = "dropped", pgettext_lazy("dunning run", "dropped")


class Run(models.Model):
    """Who is reminded of what as of a day. A dry run first; what is sent is looked at once more claim by claim."""

    entity = models.ForeignKey("providers.LegalEntity", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    state = models.CharField(max_length=8, choices=RunState, default=RunState.DRAFT)
    customers = models.PositiveIntegerField(default=0)
    claims = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    sum = models.DecimalField(max_digits=16, decimal_places=2, default=0)
    position = models.BigIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=120)
    sent_by = models.CharField(max_length=120, blank=True)
    touched_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entity"], condition=Q(state__in=["proposed", "running"]), name="one_dunning_run_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.on}"


class Verdict(models.TextChoices):
    """Why a claim is reminded or not."""

    REMIND = "remind", pgettext_lazy("dunning", "is reminded")
    RESTRICTED = "restricted", _("the data are restricted (Art. 18 GDPR)")
    HOLD = "hold", _("there is a hold")
    PLAN = "plan", _("an instalment plan runs")
    CREDIT = "credit", _("a credit on the account covers it")
    PAYMENT = "payment", _("a payment of the last bank days is not settled yet")
    COLLECTION = "collection", _("a direct debit is on its way")
    UNREACHABLE = "unreachable", _("neither e-mail nor address is known")
    FINISHED = "finished", _("all stages have been sent")
    EARLY = "early", _("its next stage is not due yet")
    SMALL = "small", _("the sum is below the smallest one reminded")
    GONE = "gone", _("it was paid or held before the reminder went out")


class RunLine(models.Model):
    """One overdue claim in a run: what becomes of it and why. `stage` is the one it gets or would get next."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="lines")
    party = models.ForeignKey("parties.Party", on_delete=models.CASCADE, related_name="+")
    claim = models.ForeignKey("ledger.Item", on_delete=models.CASCADE, related_name="dunning_lines")
    reminder = models.ForeignKey(
        "dunning.Reminder", null=True, blank=True, on_delete=models.CASCADE, related_name="lines"
    )
    stage = models.PositiveSmallIntegerField()
    verdict = models.CharField(max_length=12, choices=Verdict)
    open = models.DecimalField(max_digits=14, decimal_places=2)
    interest = models.DecimalField(max_digits=12, decimal_places=2)

    class Meta:
        ordering = ["party", "claim"]
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "stage"], condition=Q(reminder__isnull=False), name="stage_once_for_a_claim"
            )
        ]
        indexes = [models.Index(fields=["run", "party"], name="dunning_line_by_run")]

    def __str__(self) -> str:
        return f"{self.claim_id} {self.verdict}"


class Reminder(models.Model):
    """One reminder to one customer with the claims on its lines. `stage` is the highest of them."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="reminders")
    party = models.ForeignKey("parties.Party", on_delete=models.CASCADE, related_name="reminders")
    entity = models.ForeignKey("providers.LegalEntity", on_delete=models.PROTECT, related_name="+")
    stage = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    on = models.DateField()
    pay_by = models.DateField()
    open = models.DecimalField(max_digits=14, decimal_places=2)
    interest = models.DecimalField(max_digits=12, decimal_places=2)
    costs = models.DecimalField(max_digits=12, decimal_places=2)
    fee = models.DecimalField(max_digits=10, decimal_places=2)
    address = models.EmailField(blank=True)
    letter = models.ForeignKey("letters.Letter", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    trouble = models.CharField(max_length=300, blank=True)
    text = models.TextField()
    sent_at = models.DateTimeField()

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["run", "party"], name="one_reminder_of_a_run"),
            models.CheckConstraint(condition=Q(fee__gte=0), name="reminder_fee_not_below_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.on}"
