"""The report of blocks by ground."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.core.blocks.labels import ground_label, scope_label, term_label
from quartier.core.blocks.models import BlockGround, ScopeChoice
from quartier.core.blocks.rules import catalogue
from quartier.core.providers.policies.consequences import Ground
from quartier.kit.tables import Badge, Column, Day, Pick, Table

IN_FORCE, LIFTED = "gilt", "aufgehoben"


def _state(row: BlockGround) -> Any:
    if row.block.lifted_at is not None:
        return pgettext_lazy("block", "lifted")
    if row.ended_at is not None:
        return Badge(_("in force, this ground is gone"), "info")
    return Badge(pgettext_lazy("block", "in force"), "warn")


def _by_state(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    return rows.filter(block__lifted_at__isnull=text == IN_FORCE)


BLOCKS = Table(
    key="blocks",
    label=_("Blocks by ground"),
    columns=[
        Column(
            "customer",
            _("Name"),
            lambda row: str(row.block.party),
            sort="block__party__sort_name",
            href=lambda row: reverse("blocks:customer", args=[row.block.party_id]),
        ),
        Column("ground", pgettext_lazy("block", "Ground"), lambda row: ground_label(row.ground), sort="ground"),
        Column("scope", _("Blocked"), lambda row: scope_label(row.block)),
        Column("since", _("Since"), "block.imposed_at", kind="instant", sort="block__imposed_at"),
        Column("term", _("How long"), lambda row: term_label(row.block)),
        Column("by", _("Imposed by"), "block.imposed_by"),
        Column("lifted", _("Lifted on"), "block.lifted_at", kind="instant", on_page=False),
        Column("because", _("Lifted because"), "block.lifted_because", on_page=False),
        Column("state", _("State"), _state, kind="badge"),
    ],
    filters=[
        Pick(
            "grund",
            pgettext_lazy("block", "Ground"),
            lambda: [(key, ground_label(key)) for key in catalogue([*Ground])],
            "ground",
        ),
        Pick("reichweite", _("Blocked"), ScopeChoice.choices, "block__scope"),
        Pick(
            "zustand",
            _("State"),
            [(IN_FORCE, pgettext_lazy("block", "in force")), (LIFTED, pgettext_lazy("block", "lifted"))],
            apply=_by_state,
        ),
        Day("ab", _("Imposed from"), "since", field="block__imposed_at", instant=True),
    ],
    search=("block__party__sort_name", "block__party__number"),
    default_sort="-since",
    page_size=50,
    export="sperren",
    dense=True,
    of_people=True,
    empty_title=_("No blocks"),
    empty_text=_("Here stand all blocks with each of their grounds, those in force and those that were lifted."),
)
