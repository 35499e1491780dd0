"""The office's list of requests."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from quartier.core.rights.queries import Line
from quartier.kit.components.markup import Text
from quartier.kit.tables import Badge, Column, Table


def state_of(line: Line) -> Badge | Text:
    """Return the state in words; an overdue request gets a badge."""
    return Badge(_("overdue"), "bad") if line.overdue else line.state


REQUESTS = Table(
    key="data_requests",
    label=_("Requests about personal data"),
    columns=[
        Column("kind", _("Request"), href=lambda line: reverse("rights:office_one", args=[line.row.pk])),
        Column("person", _("Person"), lambda line: str(line.row.party)),
        Column("way", _("How it came")),
        Column("received", _("Received"), lambda line: line.row.received_at, kind="instant"),
        Column("answer_by", _("Answer by"), kind="date"),
        Column("state", _("State"), state_of, kind="badge"),
    ],
    dense=True,
    of_people=True,
    empty_title=_("No requests"),
    empty_text=_("Requests for access, rectification, erasure and other rights of people stand here."),
)
