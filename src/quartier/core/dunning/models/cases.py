"""One case for each claim, and what default adds to it: interest, fees, damages."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Case(models.Model):
    """How far a claim is: when its invoice came, since when its debtor is in default, and what was sent.

    `default_since` is the first day of default, `interest_from` the first that bears interest; both are what the law
    gives by the facts beside them, and `explanation` keeps its steps. `points` above the base rate and the day count
    are settled with them, so that the interest of a claim never changes its rule. `reminded_on` is when the first
    reminder after the due date was received. `told` says that the invoice warned a consumer (§ 286 Abs. 3 BGB).
    """

    claim = models.OneToOneField("ledger.Item", on_delete=models.CASCADE, related_name="case")
    debtor = models.CharField(max_length=8)
    arose_on = models.DateField()
    received_on = models.DateField(null=True)
    told = models.BooleanField(default=False)
    fixed_day = models.BooleanField(default=False)
    consideration = models.BooleanField(default=True)
    refused_on = models.DateField(null=True)
    reminded_on = models.DateField(null=True)
    default_since = models.DateField(null=True)
    interest_from = models.DateField(null=True)
    way = models.CharField(max_length=12, blank=True)
    points = models.DecimalField(max_digits=4, decimal_places=2, null=True)
    method = models.CharField(max_length=14, default="actual/actual")
    explanation = models.JSONField(default=list)
    stage = models.PositiveSmallIntegerField(default=0)
    stage_on = models.DateField(null=True)
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ["claim"]
        constraints = [
            models.CheckConstraint(
                condition=Q(default_since__isnull=True, interest_from__isnull=True, points__isnull=True)
                | Q(default_since__isnull=False, interest_from__gte=F("default_since"), points__isnull=False),
                name="interest_from_default_on",
            ),
            models.CheckConstraint(
                condition=Q(stage=0, stage_on__isnull=True) | Q(stage__gt=0, stage_on__isnull=False),
                name="stage_has_its_day",
            ),
        ]
        indexes = [
            models.Index(
                fields=["claim"],
                condition=Q(received_on__isnull=True, default_since__isnull=True),
                name="case_no_receipt",
            )
        ]

    def __str__(self) -> str:
        return f"{self.claim_id}"


class InterestCharge(models.Model):
    """Default interest that was booked for a claim, through a day; below zero where less was owed than booked."""

    claim = models.ForeignKey("ledger.Item", on_delete=models.CASCADE, related_name="interest_charges")
    item = models.OneToOneField("ledger.Item", on_delete=models.CASCADE, related_name="+")
    through_on = models.DateField()
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    explanation = models.JSONField(default=list)
    because = models.CharField(max_length=160)
    charged_at = models.DateTimeField()

    class Meta:
        ordering = ["through_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "through_on"], condition=Q(amount__gt=0), name="interest_through_a_day_once"
            ),
            models.CheckConstraint(condition=~Q(amount=0), name="interest_of_something"),
        ]

    def __str__(self) -> str:
        return f"{self.through_on} {self.amount}"


class FeeKind(models.TextChoices):
    """What is charged beside interest."""

    REMINDER = "reminder", _("Fee for a reminder")
    LUMP_SUM = "lump_sum", _("Lump sum for default (§ 288 Abs. 5 BGB)")
    DAMAGE = "damage", pgettext_lazy("dunning", "Further damage by default")


class Fee(models.Model):
    """What default costs besides interest: a fee for a reminder, the lump sum, damage with its evidence.

    `amount` is what stands today; a reduction lowers it and says why. `explanation` keeps the steps of the law.
    """

    claim = models.ForeignKey("ledger.Item", on_delete=models.CASCADE, related_name="fees")
    item = models.OneToOneField("ledger.Item", on_delete=models.CASCADE, related_name="+")
    reminder = models.OneToOneField(
        "dunning.Reminder", null=True, blank=True, on_delete=models.CASCADE, related_name="fee_row"
    )
    kind = models.CharField(max_length=10, choices=FeeKind)
    charged = models.DecimalField(max_digits=10, decimal_places=2)
    amount = models.DecimalField(max_digits=10, decimal_places=2)
    charged_on = models.DateField()
    explanation = models.JSONField(default=list)
    evidence = models.CharField(max_length=300, blank=True)
    reduced_at = models.DateTimeField(null=True)
    reduced_by = models.CharField(max_length=120, blank=True)
    reduced_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["charged_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["claim"], condition=Q(kind="lump_sum"), name="lump_sum_once_a_claim"),
            models.CheckConstraint(condition=Q(amount__gte=0, amount__lte=F("charged")), name="fee_only_goes_down"),
            models.CheckConstraint(condition=~Q(kind="damage") | ~Q(evidence=""), name="damage_has_its_evidence"),
            models.CheckConstraint(
                condition=Q(kind="reminder", reminder__isnull=False) | ~Q(kind="reminder") & Q(reminder__isnull=True),
                name="reminder_fee_names_the_reminder",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount}"


class BaseRate(models.Model):
    """The base rate of a half-year that staff have entered after its announcement; earlier ones are in the law."""

    starts_on = models.DateField(unique=True)
    rate = models.DecimalField(max_digits=4, decimal_places=2)
    source = models.CharField(max_length=200)
    entered_at = models.DateTimeField()
    entered_by = models.CharField(max_length=120)

    class Meta:
        ordering = ["starts_on"]

    def __str__(self) -> str:
        return f"{self.starts_on} {self.rate}"
