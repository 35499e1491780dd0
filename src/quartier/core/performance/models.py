"""What is promised while a contract runs: dates, the customer's part, impossibility, claims and guarantees."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from quartier.core.performance.rules import Resolution, Trouble
from quartier.kit.restriction import Restrictable


class Promise(Restrictable):
    """A date for a delivery. It binds nobody unless staff with the right have marked it (QX-19, CC-79).

    `dropped_at` says that another date or none took its place; the row stays.
    """

    contract = models.ForeignKey("contracts.Contract", on_delete=models.CASCADE, related_name="promises")
    what = models.CharField(max_length=160)
    due_on = models.DateField()
    is_binding = models.BooleanField(default=False)
    bound_at = models.DateTimeField(null=True, blank=True)
    bound_by = models.CharField(max_length=120, blank=True)
    kept_on = models.DateField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)
    dropped_because = models.CharField(max_length=300, blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=120)

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_binding=False, bound_at__isnull=True) | Q(is_binding=True, bound_at__isnull=False),
                name="promise_bound_with_a_time",
            ),
            models.CheckConstraint(
                condition=Q(kept_on__isnull=True) | Q(dropped_at__isnull=True), name="promise_kept_or_dropped"
            ),
            models.CheckConstraint(
                condition=Q(dropped_at__isnull=True) | ~Q(dropped_because=""), name="promise_dropped_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.what


class Reminder(Restrictable):
    """A customer's reminder that a date has passed, as it arrived. `counts` says whether its form is enough."""

    promise = models.ForeignKey(Promise, on_delete=models.CASCADE, related_name="reminders")
    channel = models.CharField(max_length=20)
    counts = models.BooleanField()
    received_on = models.DateField()
    words = models.TextField(blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=120)
    handled_at = models.DateTimeField(null=True, blank=True)
    handled_by = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["-received_on", "-pk"]
        indexes = [models.Index(fields=["received_on"], condition=Q(handled_at__isnull=True), name="reminder_open")]

    def __str__(self) -> str:
        return f"{self.promise} {self.received_on}"


class Duty(Restrictable):
    """Something that the customer has to do first; while it is open, no date of the contract is late (CC-79)."""

    contract = models.ForeignKey("contracts.Contract", on_delete=models.CASCADE, related_name="duties")
    what = models.CharField(max_length=200)
    since_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=120)

    class Meta:
        ordering = ["since_on", "pk"]
        verbose_name_plural = "duties"
        constraints = [
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | Q(done_on__gte=models.F("since_on")),
                name="duty_done_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return self.what


class Obstacle(Restrictable):
    """What was agreed is impossible. Another specification is tried before anybody withdraws (CC-80)."""

    contract = models.ForeignKey("contracts.Contract", on_delete=models.CASCADE, related_name="obstacles")
    why = models.TextField()
    found_on = models.DateField()
    state = models.CharField(max_length=10, default=Trouble.OPEN.value)
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=120)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["-found_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract"], condition=Q(state="open"), name="one_open_obstacle_by_contract"
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True) | ~Q(state="open") & Q(closed_at__isnull=False),
                name="obstacle_closed_with_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.found_on}"


class Attempt(Restrictable):
    """One attempt to make it possible by another specification, and what came of it."""

    obstacle = models.ForeignKey(Obstacle, on_delete=models.CASCADE, related_name="attempts")
    proposal = models.TextField()
    tried_on = models.DateField()
    outcome = models.CharField(max_length=10)
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=120)

    class Meta:
        ordering = ["tried_on", "pk"]

    def __str__(self) -> str:
        return f"{self.obstacle_id} {self.outcome}"


class Claim(Restrictable):
    """A customer's claim for damages, with the reference values of the day it arose (QX-53, CC-66).

    `clause_on` is the last day to claim by the terms, `law_on` that of the law, `counts_on` the one staff go by.
    `values` keeps how each was found, as JSON.
    """

    contract = models.ForeignKey("contracts.Contract", on_delete=models.CASCADE, related_name="claims")
    what = models.CharField(max_length=200)
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    arose_on = models.DateField()
    counted = models.CharField(max_length=12)
    counted_from = models.DateField()
    monthly_fee = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    agreed_fee = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    is_unlimited = models.BooleanField(default=False)
    per_case = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    per_year = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    ceiling = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    clause_on = models.DateField(null=True, blank=True)
    law_on = models.DateField()
    counts_on = models.DateField()
    derivation = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=10, default=Resolution.OPEN.value)
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=120)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=120, blank=True)
    closed_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-arose_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True) | ~Q(state="open") & Q(closed_at__isnull=False),
                name="claim_closed_with_a_time",
            ),
            models.CheckConstraint(condition=Q(amount__isnull=True) | Q(amount__gt=0), name="claim_is_an_amount"),
        ]
        indexes = [models.Index(fields=["counts_on"], condition=Q(state="open"), name="claim_open")]

    def __str__(self) -> str:
        return self.what


class Guarantee(Restrictable):
    """A guarantee. There is none without the signed confirmation on file (QX-05)."""

    contract = models.ForeignKey("contracts.Contract", on_delete=models.CASCADE, related_name="guarantees")
    words = models.TextField()
    confirmed_on = models.DateField()
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=120)

    class Meta:
        ordering = ["confirmed_on", "pk"]

    def __str__(self) -> str:
        return self.words[:80]
