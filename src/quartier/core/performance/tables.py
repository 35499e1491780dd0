"""Reminders and claims in the office."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import pgettext_lazy

from quartier.core.performance.models import Claim, Reminder
from quartier.core.performance.queries import channel_label
from quartier.core.performance.rules import Resolution
from quartier.kit.tables import Badge, Column, Table


def _effect(row: Reminder) -> Any:
    return _("begins default") if row.counts else Badge(_("form not enough"), "warn")


def _handled(row: Reminder) -> Any:
    return _("looked after") if row.handled_at else Badge(_("waits"), "warn")


def _handle(row: Reminder) -> str:
    return "" if row.handled_at else reverse("performance:handle", args=[row.pk])


def _claim(row: Claim) -> str:
    return reverse("performance:claim", args=[row.pk])


def _state(row: Claim) -> Any:
    return _(Resolution(row.state).label)


REMINDERS = Table(
    key="performance-reminders",
    label=_l("Reminders of customers"),
    columns=[
        Column("received_on", _l("Received on"), kind="date", sort="received_on"),
        Column("party", _l("Customer"), lambda row: str(row.promise.contract.party)),
        Column(
            "what",
            pgettext_lazy("delivery", "Date"),
            lambda row: row.promise.what,
            href=lambda row: reverse("performance:contract", args=[row.promise.contract_id]),
        ),
        Column("channel", _l("How it came"), channel_label),
        Column("counts", _l("Effect"), _effect, "badge"),
        Column("handled", _l("State"), _handled, "badge", href=_handle),
    ],
    search=("promise__what", "promise__contract__party__sort_name"),
    default_sort="-received_on",
    page_size=50,
    head="what",
    dense=True,
    of_people=True,
    empty_title=_l("No reminders"),
    empty_text=_l("Here stands what customers send when a date has passed."),
)
CLAIMS = Table(
    key="performance-claims",
    label=_l("Register of claims"),
    columns=[
        Column("arose_on", _l("Arose on"), kind="date", sort="arose_on"),
        Column("party", _l("Customer"), lambda row: str(row.contract.party), sort="contract__party__sort_name"),
        Column("what", _l("What is claimed"), href=_claim, sort="what"),
        Column("amount", _l("Amount claimed"), kind="money", sort="amount"),
        Column("counts_on", _l("Last day to claim"), kind="date", sort="counts_on"),
        Column("state", _l("State"), _state),
    ],
    search=("what", "contract__party__sort_name"),
    default_sort="-arose_on",
    page_size=50,
    head="what",
    export="ansprueche",
    dense=True,
    of_people=True,
    empty_title=_l("No claims"),
    empty_text=_l("Here stand customers' claims with the reference values of the terms and the last day to claim."),
)
