"""What pages show of projects and flats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.db.models import QuerySet

from quartier.modules.lettings import rules
from quartier.modules.lettings.models import Flat, FlatRows, FlatState, House, Project, StateChange, UnitGroup


@dataclass(frozen=True)
class ProjectView:
    """A project with its flats as they are on a day."""

    project: Project
    groups: Sequence[UnitGroup]
    houses: Sequence[House]
    flats: Sequence[Flat]

    def only(self, house: House) -> ProjectView:
        """Return the same with one house and its flats."""
        return replace(self, houses=[house], flats=[flat for flat in self.flats if flat.house_id == house.pk])

    @property
    def free(self) -> Sequence[Flat]:
        """Return the flats that can be had, cheapest first."""
        return sorted((f for f in self.flats if f.state == FlatState.FREE), key=lambda f: (f.base_rent, f.pk))

    @property
    def areas(self) -> rules.Span | None:
        """Return the span of living areas."""
        return rules.span(flat.area for flat in self.flats)

    @property
    def rooms(self) -> rules.Span | None:
        """Return the span of rooms."""
        return rules.span(flat.rooms for flat in self.flats)

    @property
    def rents(self) -> rules.Span | None:
        """Return the span of base rents."""
        return rules.span(flat.base_rent for flat in self.flats)

    @cached_property
    def elevation(self) -> rules.Elevation:
        """Return the drawing of all houses."""
        return rules.elevation([(str(house), self._units(house)) for house in self.houses])

    @property
    def drawn(self) -> Sequence[tuple[rules.Box, Flat]]:
        """Return each flat with its box in the drawing."""
        by_name = {flat.name: flat for flat in self.flats}
        return [(box, by_name[box.name]) for box in self.elevation.flats]

    def _units(self, house: House) -> list[rules.Unit]:
        return [
            rules.Unit(flat.name, flat.floor, rules.Side(flat.side)) for flat in self.flats if flat.house_id == house.pk
        ]

    @property
    def differences(self) -> Sequence[rules.Difference]:
        """Return where the announcement and the flats differ (SBV-11)."""
        project = self.project
        stated = rules.Stated(
            area=_span(project.stated_area_low, project.stated_area_high),
            rooms=_span(project.stated_rooms_low, project.stated_rooms_high),
            units=project.stated_units,
            year_built=project.year_built,
            first_occupancy=project.first_occupancy,
        )
        groups = [(group.label, group.count, self._listed(group)) for group in self.groups]
        areas, rooms = [f.area for f in self.flats], [f.rooms for f in self.flats]
        return rules.differences(stated, areas=areas, rooms=rooms, groups=groups)

    def _listed(self, group: UnitGroup) -> int | None:
        if not any(house.group_id == group.pk for house in self.houses):
            return None
        return sum(flat.house.group_id == group.pk for flat in self.flats)


def _span(low: Decimal | None, high: Decimal | None) -> rules.Span | None:
    return None if low is None or high is None else rules.Span(low, high)


def published() -> QuerySet[Project]:
    """Return the projects that everybody may see, newest first."""
    return Project.objects.filter(published_at__isnull=False)


def every_project() -> QuerySet[Project]:
    """Return all projects, drafts too."""
    return Project.objects.all()


def project_named(key: str) -> Project | None:
    """Return a project by its key, draft or not."""
    return Project.objects.filter(key=key).first()


def project_view(project: Project, day: date) -> ProjectView:
    """Return a project with everything its page shows, in three statements."""
    return ProjectView(project, list(project.groups.all()), list(project.houses.all()), list(flats_of(project, day)))


def flats_of(project: Project, day: date) -> FlatRows:
    """Return the flats of a project as they are on a day, in the order of the houses."""
    return Flat.objects.filter(house__project=project).on(day)


def every_flat(day: date) -> FlatRows:
    """Return all flats of the provider as they are on a day."""
    return Flat.objects.all().on(day)


def flat_named(project: Project, name: str, day: date) -> Flat | None:
    """Return the flat of a project by its name, such as `C.3`, or None."""
    found = rules.FLAT_NAME.fullmatch(name)
    return flats_of(project, day).filter(house__key=found[1], number=int(found[2])).first() if found else None


def equipment_of(flat: Flat) -> Sequence[str]:
    """Return the features of the whole project and of the flat's house, not those of other houses (SBV-04)."""
    items = flat.house.project.equipment.all()
    return [
        item.text if item.houses else str(item) for item in items if not item.houses or flat.house.key in item.houses
    ]


def history(flat: Flat) -> QuerySet[StateChange]:
    """Return all decisions about a flat, the latest first."""
    return flat.changes.all()
