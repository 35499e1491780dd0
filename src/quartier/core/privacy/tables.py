"""The lists of the office pages."""

from __future__ import annotations

from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from quartier.kit.tables import Column, Contains, Day, Table

REQUESTS = Table(
    key="requests",
    label=_("Request log"),
    columns=[
        Column("at", _("Moment"), kind="instant", sort="at"),
        Column("page", _("Page"), sort="page"),
        Column("shown_ip", _("IP address")),
        Column("browser", _("Browser"), sort="browser", meta="system"),
        Column("network", _("Network")),
        Column("referrer", _("Came from")),
        Column("target", _("Led to")),
        Column("size", _("Bytes"), kind="number", sort="size"),
    ],
    filters=[Contains("page", _("Page")), Day("bis", _("Until"), "until", "at", instant=True)],
    default_sort="-at",
    page_size=50,
    head="page",
    dense=True,
    empty_title=_("No requests yet"),
    empty_text=_("Requests appear here a second after they were answered."),
)


def _address(row: Any) -> str:
    try:
        return reverse(row.page)
    except NoReverseMatch:
        return ""


PAGES = Table(
    key="pages",
    label=_("Views per kind of page"),
    columns=[
        Column("page", _("Page"), meta=_address),
        Column("views", _("Views"), kind="number"),
    ],
    dense=True,
    export="seitenaufrufe",
    empty_title=_("Nothing counted yet"),
    empty_text=_("Views are counted per day without any trait of the visitor."),
)

DAYS = Table(
    key="days",
    label=_("Views per day"),
    columns=[
        Column("day", _("Day"), lambda row: row[0], kind="date"),
        Column("views", _("Views"), lambda row: row[1], kind="number"),
    ],
    dense=True,
    prefix="tage-",
    page_size=31,
)
