"""Surveys on site: the object with its units, who opens the doors, visits and what came of them."""

from __future__ import annotations

from typing import Final

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Cast
from django.utils.translation import pgettext_lazy

from quartier.kit.encryption import EncryptedTextField

# Minutes since 1970 fit into so many: the surveyor's number stands above them, so that one range tells both.
ABOVE_MINUTES: Final = 2**32


class Minute(Func):
    """An instant in whole minutes since 1970; in UTC, so that no setting of a session changes it."""

    template = "(floor(extract(epoch from %(expressions)s at time zone 'UTC') / 60))::bigint"
    output_field = models.BigIntegerField()


def busy() -> Func:
    """Return the time a visit takes with the way there and back, as one range of whole numbers for each surveyor.

    Such a range needs no btree_gist, which the embedded server does not have.
    """
    surveyor = Cast(F("surveyor"), models.BigIntegerField()) * Value(ABOVE_MINUTES)
    begin = surveyor + Minute(F("starts_at")) - F("minutes_there")
    end = surveyor + Minute(F("ends_at")) + F("minutes_back")
    return Func(begin, end, function="int8range")


class SiteKind(models.TextChoices):
    """What is measured; it decides how many trips are free (WR-058, WR-059)."""

    SINGLE = "single", pgettext_lazy("site", "Single property")
    MULTIPLE = "multiple", pgettext_lazy("site", "House with several dwellings")


class Site(models.Model):
    """The object of an order for a survey on site. On hold, the customer arranges the date (WR-054).

    `tells_tenants` says that the customer wants the people in the units reminded of a visit by us.
    """

    order = models.OneToOneField("orders.Order", on_delete=models.CASCADE, related_name="survey_site")
    kind = models.CharField(max_length=10, choices=SiteKind)
    street = models.CharField(max_length=120)
    postcode = models.CharField(max_length=10)
    city = models.CharField(max_length=80)
    wished = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)
    tells_tenants = models.BooleanField(default=False)
    is_on_hold = models.BooleanField(default=False)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["made_at", "pk"]

    def __str__(self) -> str:
        return f"{self.street}, {self.postcode} {self.city}"


class SiteUnit(models.Model):
    """A unit of a site, called by its number or place (`label`). Where nobody is reached, it is flagged (WR-054)."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="units")
    label = models.CharField(max_length=40)
    is_unreachable = models.BooleanField(default=False)
    measured_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["site", "label"], name="one_unit_a_label")]

    def __str__(self) -> str:
        return self.label


class Contact(models.Model):
    """Who opens a door: the person in a `unit`, or without one the authorised person for all units (WR-053).

    People in the units are strangers to the contract: `given_by` says who named them (Art. 14(2)(f) GDPR), and they
    are erased soon after the order ended.
    """

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="contacts")
    unit = models.OneToOneField(SiteUnit, null=True, blank=True, on_delete=models.CASCADE, related_name="contact")
    name = EncryptedTextField()
    phone = EncryptedTextField()
    email = EncryptedTextField()
    given_by = models.CharField(max_length=120)
    given_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["site"], condition=Q(unit__isnull=True), name="one_person_for_all_units"),
            models.CheckConstraint(condition=~Q(given_by=""), name="contact_given_by_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.site} {self.unit or ''}".strip()


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


class Side(models.TextChoices):
    """Who called a visit off."""

    CUSTOMER = "customer", pgettext_lazy("visit", "by the customer")
    OURS = "ours", pgettext_lazy("visit", "by us")


class Visit(models.Model):
    """A trip to a site: when, by whom, with the time to get there and away, and what came of it.

    Why it was made and what it costs stands with the invoices as `trip` (`invoices.Trip`), without which nothing is
    charged (C1; WR-057 to WR-060). `sequence` counts what calendars are told of it. No two visits of a surveyor
    overlap, with their ways: the database itself refuses it.
    """

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="visits")
    surveyor = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=10, choices=VisitState, default=VisitState.PROPOSED)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    minutes_there = models.PositiveSmallIntegerField(default=30)
    minutes_back = models.PositiveSmallIntegerField(default=30)
    sequence = models.PositiveSmallIntegerField(default=0)
    agreed_at = models.DateTimeField(null=True, blank=True)
    begun_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.CharField(max_length=10, choices=Side, blank=True)
    because = models.CharField(max_length=300, blank=True)
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
            ExclusionConstraint(
                name="one_visit_at_a_time",
                expressions=[(busy(), RangeOperators.OVERLAPS)],
                index_type="GIST",
                condition=Q(state__in=("proposed", "agreed"), surveyor__isnull=False),
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


class VisitNotice(models.Model):
    """What calendars were told of a visit, never changed: a mail carries it as a file (RFC 5545)."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="notices")
    sequence = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    is_cancelled = models.BooleanField(default=False)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["visit", "sequence"], name="one_notice_a_sequence")]

    def __str__(self) -> str:
        return f"{self.visit} {self.sequence}"


class Surveyor(models.Model):
    """Somebody who measures on site: hours by weekday (`{"0": ["08:00", "16:30"]}`, 0 is Monday) and usual ways.

    Only the hash of the secret in the address is kept by which a calendar program reads their visits.
    """

    user = models.OneToOneField("accounts.User", on_delete=models.CASCADE, related_name="surveyor")
    hours = models.JSONField(default=dict)
    minutes_there = models.PositiveSmallIntegerField(default=30)
    minutes_back = models.PositiveSmallIntegerField(default=30)
    token_hash = models.CharField(max_length=64, blank=True)
    token_made_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["user"]
        constraints = [
            models.UniqueConstraint(fields=["token_hash"], condition=~Q(token_hash=""), name="surveyor_by_token"),
        ]

    def __str__(self) -> str:
        return str(self.user)


class Absence(models.Model):
    """Days on which somebody measures nowhere, both included. Why is nobody's business."""

    surveyor = models.ForeignKey(Surveyor, on_delete=models.CASCADE, related_name="absences")
    from_on = models.DateField()
    until_on = models.DateField()

    class Meta:
        ordering = ["from_on", "pk"]
        constraints = [models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="absence_of_a_day")]

    def __str__(self) -> str:
        return f"{self.from_on} – {self.until_on}"
