"""What was caused that costs money. Invoices are made of it; here nothing is due yet."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from quartier.core.charges.rules.words import ChargeKind
from quartier.kit.restriction import Restrictable


class TimeEntry(Restrictable):
    """Time that somebody worked for a customer: who, how long, what, for which project (CC-10).

    `subject` names what it was about ("threads.thread:7"). What `is_included` in an order or a fixed price is written
    down and never billed. `rate` is the net price of an hour that the customer was told; `raised_minutes` of the time
    lie at night, on a Sunday or a public holiday and carry `surcharge` percent (CC-13).
    """

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="time_entries")
    contract = models.ForeignKey(
        "contracts.Contract", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    subject = models.CharField(max_length=60, blank=True)
    project = models.CharField(max_length=80, blank=True)
    worked_on = models.DateField()
    began = models.TimeField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=200)
    is_charged = models.BooleanField(default=False)
    rate = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    raised_minutes = models.PositiveSmallIntegerField(default=0)
    surcharge = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    booked_by = models.CharField(max_length=120)
    booked_at = models.DateTimeField()

    class Meta:
        ordering = ["worked_on", "pk"]
        indexes = [
            models.Index(fields=["subject"], name="time_by_subject"),
            models.Index(fields=["party", "-worked_on"], name="time_by_party"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(minutes__range=(1, 1440)), name="time_worked_within_a_day"),
            models.CheckConstraint(condition=Q(raised_minutes__lte=models.F("minutes")), name="raised_within_the_time"),
            models.CheckConstraint(
                condition=Q(is_charged=False) | Q(rate__isnull=False), name="charged_time_has_a_rate"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.worked_on} {self.minutes}"


class Charge(Restrictable):
    """One act that costs money, net, with the user who caused it (QX-31).

    `caused_by` keeps the name when the user is gone. A charge is never changed: staff cancel it with a reason.
    `subject` names what it is about, such as "threads.thread:7". `kind` is a `rules.words.ChargeKind`; without a
    `unit_net` it is one of the amount. `supplied_on` decides the rate of VAT, without one the day it was caused.
    `because` is why staff charge a fee of the price list (QX-26). `billed_as` names the invoice it stands on.
    """

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="charges")
    user = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    caused_by = models.CharField(max_length=120)
    caused_at = models.DateTimeField()
    what = models.CharField(max_length=160)
    amount = models.DecimalField(max_digits=10, decimal_places=2)
    subject = models.CharField(max_length=60)
    kind = models.CharField(max_length=8, default=ChargeKind.REQUEST.value)
    entity = models.ForeignKey(
        "providers.LegalEntity", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    contract = models.ForeignKey(
        "contracts.Contract", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    time = models.ForeignKey(TimeEntry, null=True, blank=True, on_delete=models.SET_NULL, related_name="charges")
    quantity = models.DecimalField(max_digits=9, decimal_places=4, default=1)
    unit_net = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    vat_rate_kind = models.CharField(max_length=12, default="standard")
    supplied_on = models.DateField(null=True, blank=True)
    because = models.CharField(max_length=300, blank=True)
    billed_as = models.CharField(max_length=60, blank=True)
    billed_number = models.CharField(max_length=40, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.CharField(max_length=120, blank=True)
    cancelled_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-caused_at", "-pk"]
        indexes = [
            models.Index(fields=["party", "caused_at"], name="charge_by_party"),
            models.Index(
                fields=["entity", "party"], condition=Q(cancelled_at__isnull=True, billed_as=""), name="charge_unbilled"
            ),
            models.Index(fields=["billed_as"], condition=~Q(billed_as=""), name="charge_by_invoice"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="charge_is_an_amount"),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True) | ~Q(cancelled_because=""), name="charge_cancelled_with_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True) | Q(billed_as=""), name="charge_cancelled_or_billed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.amount}"
