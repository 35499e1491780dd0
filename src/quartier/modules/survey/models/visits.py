"""Surveys on site: the object with its units, who opens the doors, visits and what came of them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from quartier.kit.encryption import EncryptedTextField


class SiteKind(models.TextChoices):
    """What is measured; it decides how many trips are free (WR-058, WR-059)."""

    SINGLE = "single", pgettext_lazy("site", "Single property")
    MULTIPLE = "multiple", pgettext_lazy("site", "House with several dwellings")


class Access(models.TextChoices):
    """Who opens the doors: the people of every unit, or one person who may for all (WR-053)."""

    UNITS = "units", pgettext_lazy("site", "somebody in each unit")
    PERSON = "person", pgettext_lazy("site", "one authorised person for all units")


class Site(models.Model):
    """The object of an order for a survey on site. On hold, the customer arranges the date (WR-054)."""

    order = models.OneToOneField("orders.Order", on_delete=models.PROTECT, related_name="survey_site")
    kind = models.CharField(max_length=10, choices=SiteKind)
    street = models.CharField(max_length=120)
    postcode = models.CharField(max_length=10)
    city = models.CharField(max_length=80)
    access = models.CharField(max_length=10, choices=Access, blank=True)
    person_name = EncryptedTextField(blank=True)
    person_phone = EncryptedTextField(blank=True)
    person_email = EncryptedTextField(blank=True)
    wished = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)
    is_on_hold = models.BooleanField(default=False)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["made_at", "pk"]

    def __str__(self) -> str:
        return f"{self.street}, {self.postcode} {self.city}"


class SiteUnit(models.Model):
    """A unit of a site with the people in it: name, phone, e-mail and number of the flat, or none of them (WR-053)."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="units")
    label = models.CharField(max_length=40)
    tenant_name = EncryptedTextField(blank=True)
    tenant_phone = EncryptedTextField(blank=True)
    tenant_email = EncryptedTextField(blank=True)
    is_unreachable = models.BooleanField(default=False)
    note = models.CharField(max_length=200, blank=True)
    measured_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["site", "label"], name="one_unit_a_label")]

    def __str__(self) -> str:
        return self.label


class VisitState(models.TextChoices):
    """How far a visit has come."""

    PROPOSED = "proposed", pgettext_lazy("visit", "proposed")
    AGREED = "agreed", pgettext_lazy("visit", "agreed")
    DONE = "done", pgettext_lazy("visit", "done")
    CANCELLED = "cancelled", pgettext_lazy("visit", "cancelled")


class Outcome(models.TextChoices):
    """What came of a visit, or of a unit in it."""

    MEASURED = "measured", pgettext_lazy("visit", "all measured")
    PARTLY = "partly", pgettext_lazy("visit", "measured in part")
    NO_ACCESS = "no_access", pgettext_lazy("visit", "no access")


class Visit(models.Model):
    """A trip to a site: when, by whom, with the time to get there and away, and what came of it.

    Why it was made and what it costs stands with the invoices as `trip` (`invoices.Trip`), without which nothing is
    charged (C1; WR-057 to WR-060).
    """

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="visits")
    surveyor = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=10, choices=VisitState, default=VisitState.PROPOSED)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    minutes_there = models.PositiveSmallIntegerField(default=30)
    minutes_back = models.PositiveSmallIntegerField(default=30)
    agreed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    words = models.TextField(blank=True)
    trip = models.OneToOneField("invoices.Trip", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="visit_takes_time"),
            models.CheckConstraint(
                condition=Q(state="done", ended_at__isnull=False) & ~Q(outcome="") | ~Q(state="done"),
                name="visit_done_with_an_outcome",
            ),
        ]
        indexes = [models.Index(fields=["surveyor", "starts_at"], name="visit_by_surveyor")]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"


class VisitedUnit(models.Model):
    """What came of one unit in a visit."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="visited")
    unit = models.ForeignKey(SiteUnit, on_delete=models.CASCADE, related_name="visited")
    outcome = models.CharField(max_length=10, choices=Outcome)
    words = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["visit", "unit"], name="one_outcome_a_unit")]

    def __str__(self) -> str:
        return f"{self.unit} {self.outcome}"
