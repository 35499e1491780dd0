"""Orders in the office."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import pgettext_lazy

from quartier.core.orders.models import Order, OrderState
from quartier.core.orders.queries import in_stage
from quartier.kit.clock import now
from quartier.kit.components.markup import Text, Tone
from quartier.kit.tables import Badge, Column, Pick, Table

STAGES: list[tuple[str, Text]] = [
    ("review", _l("to be decided")),
    ("flagged", _l("with a remark to look at")),
    ("answered", _l("the customer answered")),
    ("waiting", _l("waiting for the customer")),
    ("overdue", _l("overdue")),
    ("silent", _l("without an answer for long")),
    *((one.value, one.label) for one in OrderState),
]
TONES: dict[str, Tone] = {OrderState.OFFERED: "warn"}


def _state(row: Order) -> Any:
    if row.waiting_since is not None:
        return Badge(_("waiting for the customer"), "info")
    if row.due_at is not None and row.state == OrderState.ACCEPTED and row.due_at < now():
        return Badge(_("overdue"), "bad")
    tone = TONES.get(row.state)
    return Badge(row.get_state_display(), tone) if tone else row.get_state_display()


ORDERS = Table(
    key="orders",
    label=_l("Orders"),
    columns=[
        Column("number", _l("Number"), "number", sort="number", href=lambda row: reverse("orders:one", args=[row.pk])),
        Column("party", _l("Customer"), lambda row: str(row.party), sort="party__sort_name"),
        Column("title", pgettext_lazy("order", "Service"), sort="title"),
        Column("gross", _l("Total"), kind="money", sort="gross"),
        Column("state", _l("State"), _state, "badge", sort="state"),
        Column("placed_at", _l("Ordered"), kind="instant", sort="placed_at"),
        Column("due_at", _l("Due"), kind="date", sort="due_at"),
    ],
    filters=[Pick("stand", _l("State"), STAGES, apply=lambda rows, stage: in_stage(rows, stage, now()))],
    search=("number", "party__sort_name", "title"),
    default_sort="-placed_at",
    page_size=50,
    head="number",
    export="auftraege",
    dense=True,
    of_people=True,
    empty_title=_l("No orders yet"),
    empty_text=_l("Here stands what customers have ordered, from the receipt to the result."),
)
