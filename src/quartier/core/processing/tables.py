"""The office's lists of recipients and disclosures."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.core.processing.queries import Standing
from quartier.kit import formats
from quartier.kit.components.markup import Text
from quartier.kit.tables import Badge, Column, Table


def _state(one: Standing) -> Badge | Text:
    if one.row.ended_at is not None:
        return _("out of use")
    return Badge(_("gets nothing"), "bad") if one.obstacles else _("in use")


def _contract(one: Standing) -> str:
    if one.contract is None:
        return ""
    return formats.day(one.contract.valid_until) if one.contract.valid_until else str(_("no end"))


RECIPIENTS = Table(
    key="recipients",
    label=_("Recipients of data"),
    columns=[
        Column(
            "name",
            _("Name"),
            "row.name",
            href=lambda one: reverse("processing:recipient", args=[one.row.pk]),
            meta="row.task",
        ),
        Column("kind", _("Stands to us as")),
        Column("entity", _("Answers for the data"), "row.entity.name"),
        Column("purposes", _("Purposes")),
        Column("country", pgettext_lazy("recipient", "Country"), "row.country"),
        Column("contract", _("Contract until"), _contract),
        Column("state", _("State"), _state, kind="badge"),
    ],
    dense=True,
    page_size=50,
    empty_title=_("No recipients yet"),
    empty_text=_("Companies and authorities that may get data of people are entered here, with contract and ground."),
)


DISCLOSURES = Table(
    key="disclosures",
    label=_("Disclosures"),
    columns=[
        Column("at", _("When"), "row.at", kind="instant"),
        Column("person", _("Person"), lambda one: str(one.row.party or _("erased")), meta="categories"),
        Column("recipient", _("Recipient of the data"), "row.recipient.name"),
        Column("purpose", _("Purpose"), meta="basis"),
        Column("request", pgettext_lazy("authority", "Request")),
        Column("by", _("Handed out by"), "row.handed_by"),
    ],
    head="person",
    of_people=True,
    dense=True,
    page_size=50,
    empty_title=_("Nothing was handed out"),
    empty_text=_("Each time data of a person go to a recipient, it stands here, and in the person's own report."),
)


AGREEMENTS = Table(
    key="agreements",
    label=_("Agreements on processing"),
    columns=[
        Column("customer", _("Customer"), lambda one: str(one.party or _("erased")), meta="signatory"),
        Column("text", _("Version"), "text.version", kind="number"),
        Column("annex", _("Annex of measures"), "annex.version", kind="number"),
        Column("at", _("When"), "concluded_at", kind="instant", sort="concluded_at"),
    ],
    of_people=True,
    dense=True,
    empty_title=_("Nobody has concluded one yet."),
    empty_text=_("Customers conclude the agreement in the portal, while the function is switched on."),
)
