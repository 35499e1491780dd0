"""Charges in the office."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from quartier.core.charges.models import Charge
from quartier.kit.tables import Badge, Column, Table


def _state(row: Charge) -> Any:
    return Badge(_("cancelled"), "warn") if row.cancelled_at else _("counts")


CHARGES = Table(
    key="charges",
    label=_l("Charges"),
    columns=[
        Column("caused_at", _l("Caused"), kind="instant", sort="caused_at"),
        Column("party", _l("Customer"), lambda row: str(row.party), sort="party__sort_name", meta="caused_by"),
        Column("what", _l("What"), sort="what", href=lambda row: reverse("charges:one", args=[row.pk])),
        Column("amount", _l("Net"), kind="money", sort="amount"),
        Column("state", _l("State"), _state, "badge", sort="cancelled_at"),
    ],
    search=("party__sort_name", "what", "caused_by"),
    default_sort="-caused_at",
    page_size=50,
    head="what",
    export="entgelte",
    dense=True,
    of_people=True,
    empty_title=_l("No charges yet"),
    empty_text=_l("Here stands what customers have caused that costs money, until it is invoiced."),
)
