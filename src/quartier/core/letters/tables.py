"""The lists of this app."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from quartier.core.letters.extension import letter_templates
from quartier.core.letters.models import Batch, Letter, LetterState
from quartier.core.letters.queries import template_label
from quartier.kit.formats import day
from quartier.kit.tables import Badge, Column, Pick, Table


def state_of(row: Letter) -> Any:
    """Return how far a letter is; one that waits needs a look."""
    word = row.get_state_display()
    if row.batch is not None and row.batch.posted_on is not None:
        return pgettext("letter", "post %(day)s") % {"day": day(row.batch.posted_on)}
    return Badge(word, "warn") if row.state == LetterState.WAITING else word


def progress_of(row: Batch) -> Any:
    """Return how far a batch is; what somebody has to do next gets a badge."""
    if row.posted_on is not None:
        return pgettext("letter", "post %(day)s") % {"day": day(row.posted_on)}
    if row.fault_at is not None:
        return Badge(_t("no file yet"), "bad")
    if row.file_id is None:
        return _t("file is being made")
    return Badge(_t("to the post"), "warn") if row.runs.exists() else Badge(_t("to print"), "warn")


LETTERS = Table(
    key="letters",
    label=pgettext_lazy("menu", "Letters"),
    columns=[
        Column("number", _("Number"), sort="pk", href=lambda row: reverse("letters:letter", args=[row.pk])),
        Column("subject", pgettext_lazy("letter", "Subject"), meta=template_label),
        Column("party", _("Customer"), lambda row: str(row.party), sort="sort_name", meta="postcode"),
        Column("entity", _("Company"), "entity.name", sort="entity__name"),
        Column("written", _("Written"), "written_at", "instant", sort="written_at"),
        Column("state", _("State"), state_of, "badge", sort="state"),
    ],
    filters=[
        Pick("zustand", _("State"), LetterState.choices, "state"),
        Pick(
            "art", pgettext_lazy("letter", "Kind"), lambda: [(text.key, text.label) for text in letter_templates],
            "template",
        ),
    ],
    search=("number", "subject", "sort_name", "postcode"),
    default_sort="-written",
    page_size=50,
    dense=True,
    of_people=True,
    empty_title=_("No letters yet"),
    empty_text=_("Here stand the letters that you write, until they are posted and afterwards."),
)  # fmt: skip

BATCHES = Table(
    key="batches",
    label=_("Batches"),
    columns=[
        Column("number", _("Batch"), str, sort="pk", href=lambda row: reverse("letters:batch", args=[row.pk])),
        Column("entity", _("Company"), "entity.name", sort="entity__name"),
        Column("letters", pgettext_lazy("count", "Letters"), "letter_count", "number", sort="letter_count"),
        Column("sheets", _("Sheets"), "sheet_count", "number", sort="sheet_count"),
        Column(
            "created",
            pgettext_lazy("batch", "Put together"),
            "created_at",
            "instant",
            sort="created_at",
            meta="created_by",
        ),
        Column("state", _("State"), progress_of, "badge"),
    ],
    default_sort="-created",
    dense=True,
    empty_title=_("No batches yet"),
    empty_text=_("A batch is letters that are printed and posted together."),
)

RECIPIENTS = Table(
    key="recipients",
    label=_("Customers"),
    columns=[
        Column(
            "name", _("Name"), str, sort="sort_name", href=lambda row: reverse("letters:write", args=[row.pk])
        ),
        Column("street", _("Street"), sort="street"),
        Column("city", _("City"), lambda row: f"{row.postcode} {row.city}", sort=("postcode", "city")),
    ],
    search=("sort_name", "name", "street", "postcode", "relationships__number"),
    default_sort="name",
    dense=True,
    of_people=True,
    empty_title=_("Nobody found"),
    empty_text=_("Look for a name, a street, a postcode or the number of a contract."),
)  # fmt: skip
