"""The office's list of agreed backups."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.core.backups.models import BAD, RunState
from quartier.kit.components.markup import Text
from quartier.kit.tables import Badge, Column, Table


def result_of(plan: Any) -> Badge | Text:
    """Return the state of the newest run in words; one without a copy gets a badge."""
    if plan.last_state is None:
        return pgettext_lazy("backup", "none yet")
    words = RunState(plan.last_state).label
    return Badge(words, "bad") if plan.last_state in BAD else words


PLANS = Table(
    key="backup_plans",
    label=_("Agreed backups"),
    columns=[
        Column(
            "contract", _("Contract"), lambda plan: plan.relationship.number, sort="relationship__number",
            href=lambda plan: reverse("backups:one", args=[plan.pk]),
        ),
        Column("customer", _("Customer"), lambda plan: str(plan.relationship.party)),
        Column("rhythm", _("How often"), lambda plan: plan.get_rhythm_display()),
        Column("last_at", _("Last backup"), kind="instant", sort="last_at"),
        Column("result", _("Result"), result_of, kind="badge", sort="last_state"),
        Column("ends_on", _("None from"), kind="date", sort="ends_on"),
    ],
    search=["relationship__number", "relationship__party__sort_name"],
    default_sort="contract",
    page_size=50,
    export="sicherungen",
    dense=True,
    empty_title=_("No backups are agreed"),
    empty_text=_("Backups are made only for contracts where they are agreed. Those contracts stand here."),
)  # fmt: skip
