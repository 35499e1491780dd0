"""The lists of changes, wishes and lost addresses."""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.core.profile.models import ChangeNotice, IdentityChange
from quartier.core.profile.queries import pairs_of, state_of
from quartier.core.profile.rules import State
from quartier.kit.components.markup import Text
from quartier.kit.tables import Badge, Column, Pick, Table


def told(row: ChangeNotice | IdentityChange) -> str:
    """Return what changes, in one line."""
    changes = row.changes if isinstance(row, ChangeNotice) else row.wanted
    return "; ".join(f"{name}: {old} → {new}" for name, old, new in pairs_of(changes))


def taken_state(row: ChangeNotice) -> Badge | Text:
    """Return whether the back office has a change; what it lacks gets a badge."""
    return Badge(_("to take over"), "warn") if row.taken_over_at is None else _("taken over")


def taken(rows: QuerySet[ChangeNotice], answer: str) -> QuerySet[ChangeNotice]:
    """Keep what is taken over, or what is not."""
    return rows.filter(taken_over_at__isnull=answer == "open")


NOTICES = Table(
    key="change_notices",
    label=_("Changed customer data"),
    columns=[
        Column("party", _("Customer"), lambda row: str(row.party), sort="party__sort_name",
               href=lambda row: reverse("parties:customer", args=[row.party_id])),
        Column("number", _("Customer number"), lambda row: row.party.number or ""),
        Column("changes", _("Old and new value"), told),
        Column("state", _("State"), taken_state, "badge"),
        Column("changed", _("Changed on"), "changed_at", "instant", sort="changed_at"),
        Column("who", pgettext_lazy("change", "Changed by"), "changed_by", on_page=False),
        Column("taken", _("Taken over on"), "taken_over_at", "instant", on_page=False),
    ],
    filters=[Pick("zustand", _("State"), [("open", _("to take over")), ("done", _("taken over"))], apply=taken)],
    search=["party__sort_name", "party__number"],
    default_sort="-changed",
    page_size=50,
    export="geaenderte-kundendaten",
    dense=True,
    of_people=True,
    empty_title=_("No changes"),
    empty_text=_("What customers change about themselves stands here, with old and new value, for the back office."),
)  # fmt: skip


def wish_state(row: IdentityChange) -> Badge | Text:
    """Return the state; what waits for us gets a badge."""
    return Badge(state_of(row), "warn") if row.state == State.OPEN else state_of(row)


IDENTITY = Table(
    key="identity_changes",
    label=_("Names and birthdays"),
    columns=[
        Column("party", _("Customer"), lambda row: str(row.party), sort="party__sort_name",
               href=lambda row: reverse("profile:identity_office", args=[row.pk])),
        Column("wanted", pgettext_lazy("of a customer", "Wish"), told),
        Column("state", _("State"), wish_state, "badge", sort="state"),
        Column("asked", _("Asked on"), "asked_at", "instant", sort="asked_at"),
    ],
    filters=[Pick("zustand", _("State"), [(one.value, _(one.label)) for one in State], field="state")],
    search=["party__sort_name", "party__number"],
    default_sort="-asked",
    page_size=50,
    dense=True,
    of_people=True,
    empty_title=_("No wishes"),
    empty_text=_("When customers want another name or birthday, it stands here until you decide."),
)  # fmt: skip

LOST = Table(
    key="lost_addresses",
    label=_("Not reached by e-mail"),
    columns=[
        Column("party", _("Customer"), lambda row: str(row.party), sort="party__sort_name",
               href=lambda row: reverse("parties:customer", args=[row.party_id])),
        Column("number", _("Customer number"), lambda row: row.party.number or ""),
        Column("address", _("E-mail address"), "address"),
        Column("phone", _("Phone"), lambda row: row.party.phone or row.party.mobile),
        Column("since", _("Since"), "since_at", "instant", sort="since_at"),
    ],
    search=["party__sort_name", "party__number", "address"],
    default_sort="-since",
    page_size=50,
    export="nicht-erreichbar",
    dense=True,
    of_people=True,
    empty_title=_("Everybody is reached"),
    empty_text=_("Customers whose e-mail comes back stand here until they confirm an address that works."),
)  # fmt: skip
