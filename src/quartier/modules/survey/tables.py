"""Jobs in the office."""

from __future__ import annotations

from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import pgettext_lazy

from quartier.core.orders.queries import ANSWERED
from quartier.kit.clock import now
from quartier.kit.components.markup import Text, Tone
from quartier.kit.tables import Badge, Column, Pick, Table
from quartier.modules.survey.models import Job, JobState
from quartier.modules.survey.queries.jobs import in_stage

STAGES: Final[list[tuple[str, Text]]] = [
    ("answered", _l("the customer answered")),
    ("wishes", _l("with a wish to judge")),
    ("overdue", _l("overdue")),
    *((one.value, one.label) for one in JobState),
]
TONES: Final[dict[str, Tone]] = {
    JobState.CHECKING: "warn", JobState.WAITING: "info", JobState.READY: "warn", JobState.REVIEW: "info",
}  # fmt: skip


def _state(row: Job) -> Any:
    if row.state == JobState.WAITING and ANSWERED in row.order.flags:
        return Badge(_("the customer answered"), "warn")
    tone = TONES.get(row.state)
    return Badge(row.get_state_display(), tone) if tone else row.get_state_display()


JOBS: Final = Table(
    key="survey_jobs",
    label=_l("Areas and drawings"),
    columns=[
        Column("number", _l("Order"), lambda row: row.order.number, sort="order__number",
               href=lambda row: reverse("survey:job", args=[row.pk])),
        Column("party", _l("Customer"), lambda row: str(row.order.party), sort="order__party__sort_name"),
        Column("title", pgettext_lazy("order", "Service"), lambda row: row.order.title, sort="order__title"),
        Column("state", _l("State"), _state, "badge", sort="state"),
        Column("worker", _l("Worker"), lambda row: row.worker.name if row.worker else "–", sort="worker__name"),
        Column("due", _l("Due"), lambda row: row.order.due_at, kind="date", sort="order__due_at"),
        Column("made_at", _l("Ordered"), kind="instant", sort="made_at"),
    ],
    filters=[Pick("stand", _l("State"), STAGES, apply=lambda rows, stage: in_stage(rows, stage, now()))],
    search=("order__number", "order__party__sort_name", "order__title"),
    default_sort="made_at",
    page_size=50,
    head="number",
    export="aufmass",
    dense=True,
    of_people=True,
    empty_title=_l("No jobs yet"),
    empty_text=_l("Here stands what the office draws and calculates, from the documents to the delivery."),
)  # fmt: skip
