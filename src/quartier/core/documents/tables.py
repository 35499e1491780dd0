"""The lists of this app."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import pgettext_lazy

from quartier.core.documents.extension import document_kinds
from quartier.core.documents.models import Document, DocumentState
from quartier.core.documents.queries import label_of
from quartier.kit.tables import Badge, Column, Pick, Table


def _state(row: Document) -> Any:
    if row.hidden_at is not None:
        return Badge(_("hidden"), "warn")
    if row.state == DocumentState.QUARANTINED:
        return Badge(row.get_state_display(), "bad")
    if row.reported_at is not None:
        return Badge(_("reported"), "warn")
    if row.is_confidential:
        return Badge(_("confidential"), "info")
    return row.get_state_display()


def _sender(row: Document) -> str:
    return _("the customer") if row.by_customer else str(row.sender or "")


def _marked(rows: Any, mark: str) -> Any:
    if mark == "hidden":
        return rows.filter(hidden_at__isnull=False)
    if mark == "reported":
        return rows.filter(reported_at__isnull=False, hidden_at__isnull=True)
    return rows.filter(state=mark)


DOCUMENTS = Table(
    key="documents",
    label=_l("Documents"),
    columns=[
        Column(
            "title",
            _l("Title"),
            sort="title",
            href=lambda row: reverse("documents:office_document", args=[row.pk]),
            meta="file_name",
        ),
        Column("kind", pgettext_lazy("document", "Kind"), label_of, sort="kind"),
        Column("year", _l("Year"), lambda row: str(row.year or ""), sort="year"),
        Column("party", _l("Customer"), lambda row: str(row.party or ""), sort="party__sort_name"),
        Column("entity", _l("Company"), lambda row: row.entity.name if row.entity else "", sort="entity__name"),
        Column("at", _l("Filed"), "created_at", "instant", sort="created_at"),
        Column("state", _l("State"), _state, "badge"),
    ],
    filters=[
        Pick(
            "art",
            pgettext_lazy("document", "Kind"),
            lambda: [(kind.key, kind.label) for kind in document_kinds],
            "kind",
        ),
        Pick(
            "zustand",
            _l("State"),
            [
                *DocumentState.choices,
                ("hidden", _l("hidden")),
                ("reported", _l("reported")),
            ],
            apply=_marked,
        ),
    ],
    search=("title", "file_name", "party__sort_name", "party__name"),
    default_sort="-at",
    page_size=50,
    dense=True,
    of_people=True,
    empty_title=_l("No documents yet"),
    empty_text=_l("Here stands what you publish for customers and what they store."),
)

OF_A_CUSTOMER = replace(
    DOCUMENTS,
    key="customer_documents",
    label=_l("Documents of the customer"),
    columns=[
        *(column for column in DOCUMENTS.columns if column.name not in ("party", "state")),
        Column("sender", _l("Brought in by"), _sender),
        *(column for column in DOCUMENTS.columns if column.name == "state"),
    ],
    search=("title", "file_name"),
    page_size=25,
    empty_text=_l("There is none yet."),
)
