"""What comes on top of an order: services of others, trips, shipments."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class ExternalService(models.Model):
    """A third party engaged on the customer's wish: a position of its own (CC-11).

    With `prepaid` it is billed at once and commissioned only when that is paid. The company answers for choice and
    supervision alone where `agreement` (in writing) and a `fee` say so. `invoice` is what bills it.
    """

    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="external_services")
    title = models.CharField(max_length=160)
    supplier = models.CharField(max_length=160)
    net = models.DecimalField(max_digits=12, decimal_places=2)
    prepaid = models.BooleanField(default=False)
    responsible = models.BooleanField(default=False)
    agreement = models.CharField(max_length=300, blank=True)
    fee = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    invoice = models.ForeignKey(
        "invoices.Invoice", null=True, blank=True, on_delete=models.PROTECT, related_name="external_services"
    )
    commissioned_at = models.DateTimeField(null=True, blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=120)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(responsible=False, fee=0) | Q(responsible=True, fee__gt=0) & ~Q(agreement=""),
                name="responsible_by_agreement_and_fee",
            ),
            models.CheckConstraint(condition=Q(net__gt=0), name="external_service_costs_something"),
        ]

    def __str__(self) -> str:
        return self.title


class Trip(models.Model):
    """A trip to the place of an order (`cause`, a `rules.trips.Cause`); with `net` it is charged (WR-057–WR-060)."""

    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="trips")
    made_on = models.DateField()
    cause = models.CharField(max_length=10)
    because = models.CharField(max_length=300)
    net = models.DecimalField(max_digits=10, decimal_places=2, default=0)
    invoice = models.ForeignKey("invoices.Invoice", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=120)

    class Meta:
        ordering = ["made_on", "pk"]

    def __str__(self) -> str:
        return f"{self.made_on}"


class Shipment(models.Model):
    """Things handed over to a carrier: with that the risk passes (CC-72). Free only by what was agreed in writing."""

    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="shipments")
    handed_over_on = models.DateField()
    carrier = models.CharField(max_length=120)
    tracking = models.CharField(max_length=80, blank=True)
    net = models.DecimalField(max_digits=10, decimal_places=2, default=0)
    agreement = models.CharField(max_length=300, blank=True)
    invoice = models.ForeignKey("invoices.Invoice", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=120)

    class Meta:
        ordering = ["handed_over_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(net__gt=0) | ~Q(agreement=""), name="free_shipping_by_agreement"),
            models.CheckConstraint(condition=~Q(carrier=""), name="shipment_has_a_carrier"),
        ]

    def __str__(self) -> str:
        return f"{self.carrier} {self.handed_over_on}"


class LaterChange(models.Model):
    """What a customer wanted changed afterwards, as staff see it: our error is free, a wish has its fee (WR-075).

    A wish is worked on and billed when the customer has `accepted_at` the `net` they were told.
    """

    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="later_changes")
    wish = models.CharField(max_length=300)
    our_error = models.BooleanField()
    net = models.DecimalField(max_digits=10, decimal_places=2, default=0)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_how = models.CharField(max_length=300, blank=True)
    invoice = models.ForeignKey("invoices.Invoice", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=120)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(our_error=True, net=0) | Q(our_error=False, net__gt=0), name="our_errors_are_free"
            ),
            models.CheckConstraint(
                condition=Q(invoice__isnull=True) | Q(accepted_at__isnull=False), name="billed_when_accepted"
            ),
        ]

    def __str__(self) -> str:
        return self.wish
