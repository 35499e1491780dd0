"""What stays reminders: holds with their reason, and instalment plans."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class HoldKind(models.TextChoices):
    """Why somebody is not reminded."""

    DISPUTE = "dispute", _("the customer disputes the claim")
    PAID = "paid", _("the customer says it is paid")
    HARDSHIP = "hardship", _("hardship")
    COURT = "court", _("the matter is at court")
    OTHER = "other", pgettext_lazy("hold", "another reason")


class Hold(models.Model):
    """Reminders wait: for one claim, or without one for the whole account of a customer. Ended, never deleted."""

    party = models.ForeignKey("parties.Party", on_delete=models.CASCADE, related_name="dunning_holds")
    claim = models.ForeignKey(
        "ledger.Item", null=True, blank=True, on_delete=models.CASCADE, related_name="dunning_holds"
    )
    kind = models.CharField(max_length=10, choices=HoldKind)
    reason = models.CharField(max_length=500)
    thread = models.ForeignKey("threads.Thread", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    since_on = models.DateField()
    until_on = models.DateField(null=True)
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=120)
    ended_on = models.DateField(null=True)
    ended_by = models.CharField(max_length=120, blank=True)
    ended_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-since_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("since_on")), name="hold_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="hold_has_its_reason"),
        ]
        indexes = [models.Index(fields=["party"], condition=Q(ended_on__isnull=True), name="hold_by_party")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.reason}"


class PlanState(models.TextChoices):
    """What has become of an instalment plan."""

    RUNNING = "running", pgettext_lazy("plan", "runs")
    LATE = "late", pgettext_lazy("plan", "a rate is late")
    KEPT = "kept", pgettext_lazy("plan", "all is paid")
    LAPSED = "lapsed", pgettext_lazy("plan", "has lapsed")
    ENDED = "ended", pgettext_lazy("plan", "ended")


class Plan(models.Model):
    """Claims that are paid in rates as agreed. While it runs nothing of it is reminded."""

    party = models.ForeignKey("parties.Party", on_delete=models.CASCADE, related_name="instalment_plans")
    entity = models.ForeignKey("providers.LegalEntity", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=PlanState, default=PlanState.RUNNING)
    agreed_on = models.DateField()
    sum = models.DecimalField(max_digits=14, decimal_places=2)
    note = models.CharField(max_length=500, blank=True)
    agreed_by = models.CharField(max_length=120)
    ended_on = models.DateField(null=True)
    ended_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-agreed_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.agreed_on} {self.sum}"


class PlanClaim(models.Model):
    """A claim in a plan; `is_running` follows the plan, so that a claim is in one running plan at most."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="claims")
    claim = models.ForeignKey("ledger.Item", on_delete=models.CASCADE, related_name="in_plans")
    open = models.DecimalField(max_digits=14, decimal_places=2)
    is_running = models.BooleanField(default=True)

    class Meta:
        ordering = ["plan", "claim"]
        constraints = [
            models.UniqueConstraint(fields=["claim"], condition=Q(is_running=True), name="one_running_plan_of_a_claim")
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.claim_id}"


class Rate(models.Model):
    """One rate of a plan. It is paid as soon as all that came in on the plan's claims covers it and those before."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="rates")
    number = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    pay_by = models.DateField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="rate_by_number"),
            models.CheckConstraint(condition=Q(amount__gt=0, pay_by__gte=F("due_on")), name="rate_of_something"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.amount}"
