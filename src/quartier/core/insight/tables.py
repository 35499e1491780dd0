"""The list of who looked at whose data."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from quartier.core.insight import queries
from quartier.core.insight.models import Insight
from quartier.kit.tables import Column, Contains, Day, Table


def _whom(row: Insight) -> str:
    if not row.person:
        return ngettext("a list of %(n)s person", "a list of %(n)s people", row.persons) % {"n": row.persons}
    return _t("Customer %(number)s") % {"number": row.person.rpartition(":")[2]}


def _href(row: Insight) -> str:
    return reverse("insight:person", args=[int(row.person.rpartition(":")[2])]) if row.person else ""


def _what(row: Insight) -> str:
    return queries.source_name(row) or _t("List")


INSIGHTS = Table(
    key="insights",
    label=_("Who looked at data of people"),
    columns=[
        Column("at", _("Moment"), kind="instant", sort="at"),
        Column("who", _("Who"), lambda row: row.actor_name, sort="actor_name"),
        Column("whom", _("Whose data"), _whom, href=_href),
        Column("what", _("What"), _what, meta="page"),
        Column("area", _("Data area"), queries.area_name),
    ],
    filters=[Contains("wer", _("Who"), "actor_name"), Day("bis", _("Until"), "until", "at", instant=True)],
    default_sort="-at",
    page_size=50,
    head="who",
    dense=True,
    empty_title=_("Nobody has looked yet"),
    empty_text=_("Whoever of the staff opens data of a person leaves an entry here."),
)
