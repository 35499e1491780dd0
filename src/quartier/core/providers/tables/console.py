"""The list of providers in the operator console."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from quartier.core.providers.models import Provider
from quartier.core.providers.models.public import ProviderState
from quartier.kit.clock import day_of
from quartier.kit.tables import Badge, Column, Pick, Table


def _state(row: Any) -> Any:
    if row.state == ProviderState.STOPPED:
        return Badge(row.get_state_display(), "warn")
    return row.get_state_display()


def _names(row: Provider) -> str:
    return ", ".join(name.domain for name in row.hostnames.all())


PROVIDERS = Table(
    key="providers",
    label=_("List of providers"),
    columns=[
        Column(
            "name",
            _("Provider"),
            sort="name",
            href=lambda row: reverse("providers:console_provider", args=[row.schema_name]),
            meta=_names,
        ),
        Column("accounts", _("Accounts"), lambda row: row.size.accounts, "number"),
        Column("state", _("State"), _state, "badge", sort="state"),
        Column("created", _("Created"), lambda row: day_of(row.created_at), "date", sort="created_at"),
    ],
    filters=[Pick("state", _("State"), ProviderState.choices)],
    search=("name", "schema_name"),
    default_sort="name",
    page_size=50,
    empty_title=_("No provider yet"),
    empty_text=_("Create one, or change the search."),
)
