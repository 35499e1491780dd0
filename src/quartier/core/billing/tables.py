"""Runs, questions and time worked in the office."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.core.billing.models import QuestionKind, Run, RunState
from quartier.kit.tables import Badge, Column, Pick, Table


def _state(row: Run) -> Any:
    loud = {RunState.RUNNING: "info", RunState.PLANNED: "warn", RunState.WAITING: "warn"}
    tone = loud.get(RunState(row.state))
    return Badge(row.get_state_display(), tone) if tone else row.get_state_display()  # type: ignore[arg-type]


def _charged(row: Any) -> Any:
    return Badge(_t("charged"), "info") if row.is_charged else _t("included")


RUNS = Table(
    key="billing-runs",
    label=pgettext_lazy("menu", "Billing runs"),
    columns=[
        Column("through_on", _("Through"), kind="date", sort="through_on",
               href=lambda row: reverse("billing:run", args=[row.pk])),
        Column("entity", _("Company"), lambda row: str(row.entity)),
        Column("invoices", _("Invoices"), kind="number"),
        Column("net", _("Net"), kind="money"),
        Column("drafted_at", pgettext_lazy("run", "Begun"), kind="instant", sort="drafted_at", meta="drafted_by"),
        Column("state", _("State"), _state, kind="badge"),
    ],
    filters=[Pick("zustand", _("State"), RunState.choices, "state")],
    default_sort="-drafted_at",
    export="abrechnungslaeufe",
    dense=True,
    empty_title=_("No run yet"),
    empty_text=_("A run bills whatever contracts and single charges owe through a day."),
)  # fmt: skip

QUESTIONS = Table(
    key="billing-questions",
    label=_("Questions about bills"),
    columns=[
        Column("kind", pgettext_lazy("billing", "What is asked"), lambda row: row.get_kind_display(), sort="kind",
               href=lambda row: reverse("billing:settle", args=[row.pk])),
        Column("party", _("Customer"), lambda row: str(row.party), sort="party__sort_name"),
        Column("contract", _("Contract"), lambda row: row.contract.relationship.number),
        Column("text", _("What")),
        Column("asked_at", _("Asked"), kind="instant", sort="asked_at"),
    ],
    filters=[Pick("frage", pgettext_lazy("billing", "What is asked"), QuestionKind.choices, "kind")],
    search=("party__sort_name", "text"),
    default_sort="asked_at",
    export="abrechnungsfragen",
    dense=True,
    of_people=True,
    empty_title=_("No questions"),
    empty_text=_("Here stands what a run leaves to a person, such as a price that was not announced."),
)  # fmt: skip

TIME = Table(
    key="billing-time",
    label=pgettext_lazy("menu", "Time worked"),
    columns=[
        Column("worked_on", _("Day"), kind="date", sort="worked_on"),
        Column("party", _("Customer"), lambda row: str(row.party), sort="party__sort_name"),
        Column("project", _("Project"), sort="project"),
        Column("what", _("What was done"), meta="booked_by"),
        Column("minutes", _("Minutes"), kind="number", sort="minutes"),
        Column("is_charged", _("State"), _charged, "badge", sort="is_charged"),
    ],
    search=("party__sort_name", "project", "what"),
    default_sort="-worked_on",
    export="arbeitszeiten",
    dense=True,
    of_people=True,
    empty_title=_("No time worked yet"),
    empty_text=_("Time is booked at a request, or at a customer."),
)
