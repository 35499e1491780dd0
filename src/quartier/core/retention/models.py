"""What holds data back, what restricts them, and what each run of the retention did: numbers, never names."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class LegalHold(models.Model):
    """Forbids erasing anything of a person until it is lifted: a case, its reason, and a day to look at it again."""

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="legal_holds")
    case = models.CharField(max_length=120)
    reason = models.CharField(max_length=400)
    review_on = models.DateField()
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=120)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.CharField(max_length=120, blank=True)
    lifted_because = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ["review_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["party", "case"], condition=Q(lifted_at__isnull=True), name="legal_hold_once_per_case"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by="") | (Q(lifted_at__isnull=False) & ~Q(lifted_by="")),
                name="legal_hold_lifted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"hold {self.pk}"


class Restriction(models.Model):
    """A person's data are restricted at their wish (Art. 18 GDPR). `told_at` is when they were told of its end."""

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="restrictions")
    ground = models.CharField(max_length=12)
    reason = models.CharField(max_length=400, blank=True)
    since_at = models.DateTimeField()
    set_by = models.CharField(max_length=120)
    told_at = models.DateTimeField(null=True)
    ends_because = models.CharField(max_length=400, blank=True)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["-since_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["party", "ground"], condition=Q(lifted_at__isnull=True), name="restriction_once_per_ground"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True) | Q(told_at__isnull=False, told_at__lte=F("lifted_at")),
                name="restriction_lifted_after_notice",
            ),
        ]

    def __str__(self) -> str:
        return f"restriction {self.pk}"


class Run(models.Model):
    """One run of the retention: the protocol, without personal content."""

    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-began_at", "-pk"]

    def __str__(self) -> str:
        return f"run {self.began_at:%Y-%m-%d %H:%M}"


class RunLine(models.Model):
    """What a run did with one kind of data: rows erased, restricted, held back, and kept by what still needs them."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="lines")
    model = models.CharField(max_length=80)
    erased = models.PositiveIntegerField(default=0)
    restricted = models.PositiveIntegerField(default=0)
    held = models.PositiveIntegerField(default=0)
    needed = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["model"]
        constraints = [models.UniqueConstraint(fields=["run", "model"], name="run_line_once_per_kind")]

    def __str__(self) -> str:
        return f"{self.model} {self.run_id}"
