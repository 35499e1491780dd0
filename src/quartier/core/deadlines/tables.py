"""The list of deadlines."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.core.deadlines.models import Deadline, DeadlineState
from quartier.core.deadlines.queries import ends_on, kind_of
from quartier.kit.components.markup import Text
from quartier.kit.tables import Badge, Column, Day, Pick, Table


def state_of(row: Deadline) -> Badge | Text:
    """Return the state in words; only what somebody should look at gets a badge."""
    if row.state == DeadlineState.FAILED or (row.attempts and row.closed_at is None):
        return Badge(_("effect failed"), "bad")
    if row.state == DeadlineState.PAUSED:
        return Badge(row.get_state_display(), "info")
    return str(row.get_state_display())


DEADLINES = Table(
    key="deadlines",
    label=_("Deadlines"),
    columns=[
        Column(
            "kind",
            _("Deadline"),
            lambda row: str(kind_of(row).label),
            href=lambda row: reverse("deadlines:one", args=[row.pk]),
        ),
        Column("subject", _("About")),
        Column("end", pgettext_lazy("deadline", "Ends"), ends_on, kind="date", sort="due_at"),
        Column("source", _("Source")),
        Column("state", _("State"), state_of, kind="badge", sort="state"),
    ],
    filters=[
        Pick("zustand", _("State"), DeadlineState.choices, field="state"),
        Day("ab", _("Ends from"), "since", field="due_at", instant=True),
    ],
    search=["subject", "source", "kind"],
    default_sort="end",
    page_size=50,
    export="fristen",
    dense=True,
    empty_title=_("No deadlines"),
    empty_text=_("Every period that runs for or against a customer stands here, with its end and its source."),
)
