"""Projects, their houses and flats, and the dated state of each flat."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import DecimalField, ExpressionWrapper, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Concat, Round
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from quartier.modules.lettings import rules


class FlatState(models.TextChoices):
    """Whether a flat can be had."""

    FREE = rules.State.FREE.value, _("Available")
    RESERVED = rules.State.RESERVED.value, _("Reserved")
    LET = rules.State.LET.value, _("Let")


class FlatSide(models.TextChoices):
    """Where on its floor a flat lies, seen from the front."""

    WHOLE = rules.Side.WHOLE.value, _("whole floor")
    LEFT = rules.Side.LEFT.value, _("left")
    MIDDLE = rules.Side.MIDDLE.value, _("middle")
    RIGHT = rules.Side.RIGHT.value, _("right")


class Project(models.Model):
    """Houses that are let together: what the public page says about them. Texts are German, as published.

    `stated_*` is what the announcement promises; the office is told where the flats differ (SBV-11).
    Nobody outside the office sees a project before it is published.
    """

    key = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    tagline = models.CharField(max_length=120, blank=True)
    summary = models.CharField(max_length=300, blank=True)
    description = models.TextField(blank=True)
    street = models.CharField(max_length=120, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    city = models.CharField(max_length=80, blank=True)
    district = models.CharField(max_length=80, blank=True)
    year_built = models.PositiveSmallIntegerField(null=True, blank=True)
    first_occupancy = models.CharField(max_length=60, blank=True)
    condition = models.CharField(max_length=60, blank=True)
    heating = models.CharField(max_length=80, blank=True)
    stated_area_low = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    stated_area_high = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    stated_rooms_low = models.DecimalField(max_digits=3, decimal_places=1, null=True, blank=True)
    stated_rooms_high = models.DecimalField(max_digits=3, decimal_places=1, null=True, blank=True)
    stated_units = models.PositiveSmallIntegerField(null=True, blank=True)
    ancillary_per_m2 = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    parking_rent = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    construction = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    surroundings = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    contact_name = models.CharField(max_length=80, blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    contact_email = models.EmailField(blank=True)
    contact_hours = models.CharField(max_length=120, blank=True)
    opened_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-opened_at", "name"]

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> str:
        """Return street, postcode and city in one line."""
        return ", ".join(part for part in (self.street, f"{self.postcode} {self.city}".strip()) if part)


class UnitGroup(models.Model):
    """Units let under the same terms; `closed_because` says why nobody may ask for them (SBV-03)."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="groups")
    key = models.SlugField(max_length=40)
    label = models.CharField(max_length=80)
    count = models.PositiveSmallIntegerField()
    buildings = models.PositiveSmallIntegerField(null=True, blank=True)
    area_low = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    area_high = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    rooms_low = models.DecimalField(max_digits=3, decimal_places=1, null=True, blank=True)
    rooms_high = models.DecimalField(max_digits=3, decimal_places=1, null=True, blank=True)
    about = models.CharField(max_length=400, blank=True)
    closed_because = models.CharField(max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["project", "key"], name="group_key_once_per_project")]

    def __str__(self) -> str:
        return self.label


class House(models.Model):
    """One building. What its energy certificate says must stand in every public offer (§ 87 GEG)."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="houses")
    group = models.ForeignKey(UnitGroup, null=True, blank=True, on_delete=models.SET_NULL, related_name="houses")
    key = models.CharField(max_length=8)
    position = models.CharField(max_length=80, blank=True)
    energy_certificate = models.CharField(max_length=40, blank=True)
    energy_demand = models.DecimalField(max_digits=5, decimal_places=1, null=True, blank=True)
    energy_class = models.CharField(max_length=2, blank=True)
    energy_carrier = models.CharField(max_length=80, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "key"], name="house_key_once_per_project"),
            models.CheckConstraint(condition=Q(key__regex=r"^[0-9A-Za-z]{1,8}$"), name="house_key_is_plain"),
        ]

    def __str__(self) -> str:
        return _t("House %(key)s") % {"key": self.key}


class Equipment(models.Model):
    """One feature and its scope: the whole project, only some flats of it, or named houses (SBV-04)."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="equipment")
    text = models.CharField(max_length=120)
    is_partial = models.BooleanField(default=False)
    houses = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        if self.houses:
            return _t("%(what)s (house %(houses)s)") % {"what": self.text, "houses": ", ".join(self.houses)}
        return _t("%(what)s (in part)") % {"what": self.text} if self.is_partial else self.text


class FlatRows(models.QuerySet["Flat"]):
    """Flats as they are on a day."""

    def on(self, day: date) -> FlatRows:
        """Add name, estimated costs, the state in force on a day and the first change decided for later."""
        changes = StateChange.objects.filter(flat=OuterRef("pk"))
        past = changes.filter(effective_on__lte=day).order_by("-effective_on", "-pk")
        # Of two decisions for the same later day the younger one counts.
        later = changes.filter(effective_on__gt=day).order_by("effective_on", "-pk")
        advance = ExpressionWrapper(
            Round(F("area") * F("house__project__ancillary_per_m2"), 2), DecimalField(max_digits=9, decimal_places=2)
        )
        rows: Any = self.select_related("house", "house__project")
        rows = rows.annotate(
            name=Concat("house__key", Value("."), Cast("number", models.CharField()), output_field=models.CharField()),
            advance=advance,
            state=Subquery(past.values("state")[:1]),
            since_on=Subquery(past.values("effective_on")[:1]),
            next_state=Subquery(later.values("state")[:1]),
            next_on=Subquery(later.values("effective_on")[:1]),
        )
        found: FlatRows = rows.annotate(total=F("base_rent") + F("advance"))
        return found


class Flat(models.Model):
    """One flat to let. `area` is in square metres, "about" unless measured; rents are euros a month.

    Queries hand flats out through `Flat.objects.on(day)`, which fills the fields without a column.
    """

    house = models.ForeignKey(House, on_delete=models.PROTECT, related_name="flats")
    number = models.PositiveSmallIntegerField()
    floor = models.SmallIntegerField()
    side = models.CharField(max_length=6, choices=FlatSide, blank=True)
    rooms = models.DecimalField(max_digits=3, decimal_places=1)
    area = models.DecimalField(max_digits=6, decimal_places=2)
    area_is_measured = models.BooleanField(default=False)
    base_rent = models.DecimalField(max_digits=8, decimal_places=2)
    has_floor_plan = models.BooleanField(default=False)

    name: str
    advance: Decimal | None
    total: Decimal | None
    state: str | None
    since_on: date | None
    next_state: str | None
    next_on: date | None

    objects = FlatRows.as_manager()

    class Meta:
        ordering = ["house__order", "house", "number"]
        constraints = [
            models.UniqueConstraint(fields=["house", "number"], name="flat_number_once_per_house"),
            models.CheckConstraint(
                condition=Q(rooms__gt=0, area__gt=0, base_rent__gt=0), name="flat_has_size_and_rent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.house.key}.{self.number}"

    @property
    def position(self) -> str:
        """Return where the flat lies in its house: `1. OG links`."""
        return f"{storey(self.floor)} {self.get_side_display()}" if self.side else storey(self.floor)

    @property
    def state_label(self) -> str:
        """Return the state in a word; a flat without any decision yet is not on offer."""
        return str(FlatState(self.state).label) if self.state else _t("not on offer")


def storey(floor: int) -> str:
    """Return the short name of a floor."""
    if floor < 0:
        return _t("Basement") if floor == -1 else _t("Basement %(level)s") % {"level": -floor}
    return _t("Floor %(floor)s") % {"floor": floor} if floor else _t("Ground floor")


class StateChange(models.Model):
    """One decision about a flat's state from a day on. Append-only; the latest in force counts (SBV-08)."""

    flat = models.ForeignKey(Flat, on_delete=models.PROTECT, related_name="changes")
    state = models.CharField(max_length=8, choices=FlatState)
    effective_on = models.DateField()
    reason = models.CharField(max_length=300, blank=True)
    decided_at = models.DateTimeField()
    decided_by = models.CharField(max_length=120)

    class Meta:
        ordering = ["-effective_on", "-pk"]
        indexes = [models.Index(fields=["flat", "-effective_on", "-id"], name="state_change_by_flat")]

    def __str__(self) -> str:
        return f"{self.flat_id} {self.state} {self.effective_on}"
