"""The office's lists: changes, and the recipients of one."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.core.changes.models import (
    Announcement,
    AnnouncementState,
    Binding,
    Change,
    ChangeState,
    Grade,
    Road,
    Topic,
)
from quartier.kit.tables import Badge, Column, Pick, Table


def _state(row: Change) -> Any:
    loud = {ChangeState.SENDING: "info", ChangeState.DRAFT: "warn"}
    tone = loud.get(ChangeState(row.state))
    return Badge(row.get_state_display(), tone) if tone else row.get_state_display()  # type: ignore[arg-type]


def _recipient_state(row: Announcement) -> Any:
    if row.state == AnnouncementState.UNDELIVERED:
        return Badge(row.get_state_display(), "bad")
    if row.state == AnnouncementState.OBJECTED:
        return Badge(row.get_state_display(), "warn")
    return row.get_state_display()


CHANGES = Table(
    key="changes",
    label=pgettext_lazy("menu", "Changes"),
    columns=[
        Column("title", _("Title"), href=lambda row: reverse("changes:one", args=[row.pk]), sort="title"),
        Column("topic", _("What changes"), lambda row: row.get_topic_display(), sort="topic"),
        Column("grade", _("Class of the change"), lambda row: row.get_grade_display(), sort="grade"),
        Column("effective_on", _("In effect from"), kind="date", sort="effective_on"),
        Column("recipients", pgettext_lazy("changes", "Told"), kind="number"),
        Column("drafted_at", _("Prepared"), kind="instant", sort="drafted_at", on_page=False),
        Column("drafted_by", _("Prepared by"), on_page=False),
        Column("reason", _("Reason outside of our influence"), on_page=False),
        Column("state", _("State"), _state, kind="badge"),
    ],
    filters=[
        Pick("thema", _("What changes"), Topic.choices, "topic"),
        Pick("klasse", _("Class of the change"), Grade.choices, "grade"),
        Pick("zustand", _("State"), ChangeState.choices, "state"),
    ],
    search=("title",),
    default_sort="-effective_on",
    export="aenderungen",
    dense=True,
    empty_title=_("No changes"),
    empty_text=_("Here stand changes of terms, prices and services for people who have a contract already."),
)

RECIPIENTS = Table(
    key="announcements",
    label=_("Recipients"),
    columns=[
        Column(
            "name",
            _("Name"),
            lambda row: str(row.party),
            sort="party__sort_name",
            href=lambda row: reverse("changes:recipient", args=[row.pk]),
            meta=lambda row: str(row.contract.relationship) if row.contract_id else "",
        ),
        Column("road", pgettext_lazy("changes", "Told by"), lambda row: row.get_road_display()),
        Column("address", _("Sent to"), on_page=False),
        Column("sent_at", _("Sent"), kind="instant", sort="sent_at", on_page=False),
        Column("received_on", _("Received"), kind="date", sort="received_on"),
        Column("receipt", _("How receipt is known"), on_page=False),
        Column("seen_at", _("Read at login"), kind="instant", on_page=False),
        Column("binding", _("What makes it binding"), lambda row: row.get_binding_display(), on_page=False),
        Column("objection_until", _("Objection possible until"), kind="date", sort="objection_until"),
        Column("effective_on", _("In effect from"), kind="date", sort="effective_on"),
        Column("state", _("State"), _recipient_state, kind="badge"),
    ],
    filters=[
        Pick("zustand", _("State"), AnnouncementState.choices, "state"),
        Pick("weg", pgettext_lazy("changes", "Told by"), Road.choices, "road"),
        Pick("bindung", _("What makes it binding"), Binding.choices, "binding"),
    ],
    search=("party__sort_name", "party__number"),
    default_sort="name",
    page_size=50,
    export="ankuendigung",
    dense=True,
    of_people=True,
    empty_title=_("Nobody has been told"),
    empty_text=_("Here stand all whom the change concerns, as soon as it is announced."),
)
