"""The flat lists: the public one of a project and the office's of all projects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from quartier.kit import formats
from quartier.kit.components.markup import Text, esc
from quartier.kit.forms.reading import read_number
from quartier.kit.tables import Badge, Column, Pick, Table
from quartier.modules.lettings.models import Flat, FlatState
from quartier.modules.lettings.queries import ProjectView, every_project
from quartier.modules.lettings.templatetags.flats import trimmed
from quartier.values.writing import NBSP


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure up to which (`most`) or from which (`least`) rows count; what is no figure is ignored."""

    name: str
    label: Text
    field: str
    unit: str
    side: Literal["most", "least"] = "most"

    def understood(self, text: str) -> str:
        """Return the figure as people write it, nothing when it is none."""
        found = read_number(text.removesuffix(self.unit).strip())
        return formats.number(trimmed(found)) if found is not None and 0 <= found < Decimal(10) ** 6 else ""

    def narrow(self, rows: QuerySet[Flat], text: str) -> QuerySet[Flat]:
        """Keep the rows on the right side of the figure."""
        lookup = "lte" if self.side == "most" else "gte"
        return rows.filter(**{f"{self.field}__{lookup}": read_number(text)})

    def control(self, identity: str, text: str) -> str:
        """Draw a box for a figure."""
        return (
            f'<input class="input small num" id="{identity}" name="{self.name}" size="7" inputmode="decimal" '
            f'autocomplete="off" placeholder="{esc(self.unit)}" value="{esc(text)}">'
        )


def availability(flat: Flat) -> Badge | str:
    """Return the state as a cell: only what needs a look is a badge."""
    if flat.state == FlatState.FREE:
        return Badge(flat.state_label, "good")
    if flat.next_state == FlatState.FREE and flat.next_on:
        return Badge(_t("Available from %(day)s") % {"day": formats.day(flat.next_on)}, "info")
    return Badge(flat.state_label, "warn") if flat.state == FlatState.RESERVED else flat.state_label


def _public_url(flat: Flat) -> str:
    return reverse("lettings:flat", args=[flat.house.project.key, flat.name])


def _office_url(flat: Flat) -> str:
    return reverse("lettings:office_flat", args=[flat.house.project.key, flat.name])


def _full_name(flat: Flat) -> str:
    return f"{flat.house.project.name} {flat.name}"


def _unbroken(flat: Flat) -> str:
    return flat.position.replace(" ", NBSP)


NAME_SORT = ("house__project__name", "house__order", "number")
FIGURES = (
    Column("position", _("Position"), _unbroken, sort=("floor", "side"), export=lambda flat: flat.position),
    Column("rooms", _("Rooms"), lambda flat: trimmed(flat.rooms), "number", sort="rooms"),
    Column("area", _("Living area (approx.)"), lambda flat: trimmed(flat.area), "number", sort="area", unit="m²"),
    Column("base_rent", _("Base rent"), kind="money", sort="base_rent"),
    Column("total", _("Total (approx.)"), kind="number", sort="total", places=0, unit="€"),
    Column(
        "state",
        _("Availability"),
        availability,
        "badge",
        sort=("state", "next_on"),
        export=lambda flat: flat.state_label,
    ),
    Column("has_floor_plan", _("Floor plan"), kind="yes", on_page=False, export=lambda flat: _yes(flat.has_floor_plan)),
)


def _yes(value: bool) -> str:
    return _t("yes") if value else _t("no")


def flat_table(view: ProjectView) -> Table:
    """Return the public list of a project; its filters offer what the project has."""
    rooms = sorted({flat.rooms for flat in view.flats})
    return Table(
        key="flats",
        label=_("Flat list"),
        columns=[Column("name", _("Flat"), sort=NAME_SORT[1:], href=_public_url), *FIGURES],
        filters=[
            Pick("haus", _("House"), [(house.key, house.key) for house in view.houses], "house__key"),
            Pick("zimmer", _("Rooms"), [(str(value), formats.number(trimmed(value))) for value in rooms], "rooms"),
            Amount("flaeche", _("Living area from"), "area", "m²", "least"),
            Amount("miete", _("Base rent up to"), "base_rent", "€"),
            Pick("stand", _("Availability"), FlatState.choices, "state"),
        ],
        default_sort="name",
        page_size=50,
        export=f"wohnungen-{view.project.key}",
    )


def _projects() -> Sequence[tuple[str, str]]:
    return [(project.key, project.name) for project in every_project()]


OFFICE_FLATS = Table(
    key="office-flats",
    label=_("All flats"),
    columns=[
        Column("name", _("Flat"), _full_name, sort=NAME_SORT, href=_office_url, export=lambda flat: flat.name),
        Column("project", _("Project"), "house.project.name", on_page=False),
        *FIGURES,
        Column("since_on", _("Since"), kind="date", sort="since_on"),
    ],
    filters=[
        Pick("projekt", _("Project"), _projects, "house__project__key"),
        Pick("stand", _("Availability"), FlatState.choices, "state"),
    ],
    search=("name",),
    default_sort="name",
    page_size=50,
    export="wohnungen",
    dense=True,
    empty_title=_("No flats yet"),
    empty_text=_("Open a project first, then list its flats from a file."),
)
