"""What a contract owes again and again, and what it says about work by effort."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from quartier.kit.restriction import Restrictable


class Schedule(Restrictable):
    """A recurring charge of a contract: `quantity` times `net` for a `unit` ("month", "year").

    It is billed every `rhythm` months counted from `anchor_on`, in advance or in arrears. `billed_before` is how far
    it has been billed: the first day that has not. `bill_on` is the day on which the next part is billed, None when
    nothing more comes. `origin` names what it came from ("orders.orderline:3"), so that nothing recurs twice.
    `net` is the price agreed at first; announced ones that bind the contract take its place (CC-06).
    """

    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="schedules")
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    entity = models.ForeignKey("providers.LegalEntity", on_delete=models.PROTECT, related_name="+")
    product = models.ForeignKey("catalogue.Product", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    option = models.CharField(max_length=40, blank=True)
    origin = models.CharField(max_length=60, unique=True)
    title = models.CharField(max_length=160)
    quantity = models.PositiveIntegerField(default=1)
    unit = models.CharField(max_length=6)
    net = models.DecimalField(max_digits=10, decimal_places=2)
    vat_rate_kind = models.CharField(max_length=12, default="standard")
    payment_method = models.CharField(max_length=20, blank=True)
    rhythm = models.PositiveSmallIntegerField()
    in_advance = models.BooleanField(default=True)
    anchor_on = models.DateField()
    starts_on = models.DateField()
    billed_before = models.DateField()
    bill_on = models.DateField(null=True, blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=120)

    class Meta:
        ordering = ["contract", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(rhythm__in=(1, 3, 6, 12)), name="schedule_rhythm_known"),
            models.CheckConstraint(condition=Q(quantity__gte=1, net__gte=0), name="schedule_of_something"),
            models.CheckConstraint(
                condition=Q(billed_before__gte=F("starts_on"), anchor_on__lte=F("billed_before")),
                name="schedule_billed_from_its_start",
            ),
        ]
        indexes = [
            models.Index(
                fields=["entity", "contract", "id"], condition=Q(bill_on__isnull=False), name="schedule_to_bill"
            ),
            models.Index(fields=["contract"], name="schedule_by_contract"),
        ]

    def __str__(self) -> str:
        return self.title


class EffortTerms(models.Model):
    """What a contract says about work by effort, from a day on: the price of an hour, the surcharge (CC-10, CC-13).

    What it leaves open follows from the price list and the provider's policy.
    """

    contract = models.ForeignKey("contracts.Contract", on_delete=models.CASCADE, related_name="effort_terms")
    valid_from = models.DateField()
    hourly_net = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    surcharge = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=120)

    class Meta:
        ordering = ["contract", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "valid_from"], name="effort_terms_from_a_day"),
            models.CheckConstraint(
                condition=Q(hourly_net__isnull=True) | Q(hourly_net__gt=0), name="hour_costs_something"
            ),
            models.CheckConstraint(
                condition=Q(surcharge__isnull=True) | Q(surcharge__range=(0, 100)), name="surcharge_in_bounds"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.valid_from}"
