"""Prepared orders in the office."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.core.checkout import queries
from quartier.core.checkout.models import OrderLink
from quartier.kit.tables import Badge, Column, Table


def offers_at(at: datetime) -> Table:
    """Return the table of offers as it reads at an instant."""

    def state(row: OrderLink) -> Any:
        word = queries.state_told(row, at)
        return Badge(word, "info") if queries.state_of(row, at) == "open" else word

    def address(row: OrderLink) -> str:
        return reverse("checkout:take_back", args=[row.pk]) if queries.state_of(row, at) == "open" else ""

    return Table(
        key="checkout-offers",
        label=_("Offers by link"),
        columns=[
            Column("label", pgettext_lazy("order link", "What it is for"), sort="label", href=address),
            Column("made_at", _("Prepared"), kind="instant", sort="made_at", meta="prepared_by"),
            Column("gross", _("Total incl. VAT"), kind="money", sort="gross"),
            Column("expires_at", _("Valid until"), kind="instant", sort="expires_at"),
            Column("state", _("State"), state, "badge"),
        ],
        search=("label", "prepared_by"),
        default_sort="-made_at",
        page_size=50,
        head="label",
        dense=True,
        empty_title=_("No offers yet"),
        empty_text=_("Prepare an order for a customer and send the link. Whoever opens it orders and pays."),
    )
