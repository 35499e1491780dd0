"""Runs that bill everything due, what could not be billed, and questions that came up."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from quartier.kit.restriction import Restrictable


class RunState(models.TextChoices):
    """How far a run has come. It is planned through before anything is billed."""

    PLANNING = "planning", pgettext_lazy("run", "is being planned")
    PLANNED = "planned", pgettext_lazy("run", "planned")
    WAITING = "waiting", pgettext_lazy("run", "waits for a second person")
    RUNNING = "running", pgettext_lazy("run", "running")
    DONE = "done", pgettext_lazy("run", "done")
    DROPPED = "dropped", pgettext_lazy("run", "dropped")


class Run(models.Model):
    """One run of a company: it bills whatever is due through a day, contract after contract, then single charges.

    `phase` and `position` say how far it has come: what lies behind is billed for good, in the same transaction. The
    plan says what it will bill; `invoices` and `net` what it has billed.
    """

    entity = models.ForeignKey("providers.LegalEntity", on_delete=models.PROTECT, related_name="+")
    through_on = models.DateField()
    issued_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=RunState, default=RunState.PLANNING)
    phase = models.PositiveSmallIntegerField(default=0)
    position = models.BigIntegerField(default=0)
    planned_invoices = models.PositiveIntegerField(default=0)
    planned_net = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    invoices = models.PositiveIntegerField(default=0)
    net = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    drafted_at = models.DateTimeField()
    drafted_by = models.CharField(max_length=120)
    started_at = models.DateTimeField(null=True, blank=True)
    started_by = models.CharField(max_length=120, blank=True)
    touched_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-drafted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entity"], condition=~Q(state__in=("done", "dropped")), name="one_open_run_a_company"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("running", "done")) | Q(issued_on__isnull=False), name="run_issues_on_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entity} {self.through_on}"


class RunProblem(Restrictable):
    """What a run could not bill, and why: it stays due, and the next run tries again."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="problems")
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    contract = models.ForeignKey(
        "contracts.Contract", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    text = models.CharField(max_length=300)

    class Meta:
        ordering = ["run", "pk"]

    def __str__(self) -> str:
        return self.text


class QuestionKind(models.TextChoices):
    """What staff have to look at."""

    OLD_PRICE = "old_price", pgettext_lazy("billing", "old price billed: the new one was not announced")
    OVERBILLED = "overbilled", pgettext_lazy("billing", "billed beyond the end of the contract")
    CANCELLED = "cancelled", pgettext_lazy("billing", "invoice of a schedule cancelled")


class Question(Restrictable):
    """Something that billing leaves to a person; `key` names it within its contract, so that it is asked once."""

    kind = models.CharField(max_length=12, choices=QuestionKind)
    key = models.CharField(max_length=80)
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=300)
    asked_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.CharField(max_length=120, blank=True)
    settled_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "key"], name="asked_once"),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True) | ~Q(settled_because=""), name="question_settled_with_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["asked_at"], condition=Q(settled_at__isnull=True), name="question_open")]

    def __str__(self) -> str:
        return f"{self.kind} {self.contract_id}"
