"""The office's lists about default."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.core.dunning.models import Run, RunLine, RunState, Verdict
from quartier.kit.tables import Badge, Column, Pick, Table


def _verdict(row: RunLine) -> Any:
    text = row.get_verdict_display()
    return Badge(text, "info") if row.verdict == Verdict.REMIND else text


def _state(row: Run) -> Any:
    waiting = (RunState.PROPOSED, RunState.RUNNING)
    return Badge(row.get_state_display(), "warn") if row.state in waiting else row.get_state_display()


RUNS = Table(
    key="dunning-runs",
    label=_("Dunning runs"),
    columns=[
        Column("on", pgettext_lazy("dunning", "As of"), kind="date", sort="on",
               href=lambda row: reverse("dunning:run", args=[row.pk])),
        Column("customers", _("Customers"), kind="number"),
        Column("claims", _("Claims"), kind="number"),
        Column("left_out", _("Left out"), kind="number"),
        Column("sum", _("Still open"), kind="money"),
        Column("made_by", _("Prepared by"), on_page=False),
        Column("state", _("State"), _state, kind="badge"),
    ],
    filters=[Pick("zustand", _("State"), RunState.choices, "state")],
    default_sort="-on",
    export="mahnlaeufe",
    empty_title=_("No dunning runs"),
    empty_text=_("A dry run shows who would be reminded of what. Nobody is told before a second person confirms."),
)  # fmt: skip

LINES = Table(
    key="dunning-lines",
    label=_("Claims"),
    columns=[
        Column("party", _("Customer"), lambda row: str(row.party), sort="party__sort_name",
               href=lambda row: reverse("dunning:claim", args=[row.claim_id])),
        Column("claim", _("Claim"), lambda row: row.claim.document or row.claim.text),
        Column("due_on", _("Due on"), lambda row: row.claim.due_on, kind="date", sort="claim__due_on"),
        Column("stage", pgettext_lazy("dunning", "Stage"), kind="number"),
        Column("open", _("Still open"), kind="money", sort="open"),
        Column("interest", _("Default interest"), kind="money"),
        Column("verdict", pgettext_lazy("dunning", "Decision"), _verdict, kind="badge"),
    ],
    filters=[Pick("entscheidung", pgettext_lazy("dunning", "Decision"), Verdict.choices, "verdict")],
    search=("party__sort_name", "claim__document"),
    default_sort="party",
    page_size=50,
    export="mahnlauf",
    dense=True,
    of_people=True,
    empty_title=_("Nothing is overdue"),
    empty_text=_("No open claim of this company is past its day."),
)  # fmt: skip

CASES = Table(
    key="dunning-cases",
    label=_("In default"),
    columns=[
        Column("party", _("Customer"), lambda row: str(row.claim.party), sort="claim__party__sort_name",
               href=lambda row: reverse("dunning:claim", args=[row.claim_id])),
        Column("claim", _("Claim"), lambda row: row.claim.document or row.claim.text),
        Column("due_on", _("Due on"), lambda row: row.claim.due_on, kind="date", sort="claim__due_on"),
        Column("default_since", _("In default from"), kind="date", sort="default_since"),
        Column("stage", pgettext_lazy("dunning", "Stage"), kind="number"),
        Column("open", _("Still open"), lambda row: row.claim.open, kind="money"),
    ],
    search=("claim__party__sort_name", "claim__document"),
    default_sort="default_since",
    page_size=50,
    export="verzug",
    dense=True,
    of_people=True,
    empty_title=_("Nobody is in default"),
    empty_text=_("Here stand open claims from the day on which their debtors are in default."),
)  # fmt: skip
