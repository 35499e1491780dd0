"""The office's list of declarations."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from quartier.core.declarations.labels import CHANNELS, KINDS, named_kinds
from quartier.core.declarations.models import Answer, Declaration, DeclarationState
from quartier.kit.components.markup import Tone
from quartier.kit.tables import Badge, Column, Pick, Table

TONES: dict[DeclarationState, Tone] = {
    DeclarationState.UNCLEAR: "warn",
    DeclarationState.LATE: "info",
    DeclarationState.BELOW_FORM: "info",
}


def state_of(row: Declaration) -> Any:
    """Return the state in words; what needs a look gets a badge."""
    tone = TONES.get(DeclarationState(row.state))
    return Badge(row.get_state_display(), tone) if tone else row.get_state_display()


DECLARATIONS = Table(
    key="declarations",
    label=_("Declarations"),
    columns=[
        Column("received", _("Received"), "received_at", kind="instant", sort="received_at"),
        Column(
            "kind",
            _("Declaration"),
            lambda row: str(KINDS.get(row.kind) or row.kind),
            sort="kind",
            href=lambda row: reverse("declarations:office_one", args=[row.pk]),
        ),
        Column("name", _("Name"), lambda row: str(row.party or row.name), sort="name"),
        Column("about", _("About"), "about"),
        Column("channel", _("How it came"), lambda row: str(CHANNELS[row.channel]), sort="channel"),
        Column("dispatched", _("Sent"), "dispatched_on", kind="date", on_page=False),
        Column("state", _("State"), state_of, kind="badge"),
        Column("answer", _("Answered"), lambda row: row.get_answer_display(), on_page=False),
    ],
    filters=[
        Pick("zustand", _("State"), DeclarationState.choices, "state"),
        Pick("art", _("Declaration"), named_kinds, "kind"),
        Pick("antwort", _("Answered"), [one for one in Answer.choices if one[0]], "answer"),
    ],
    search=("name", "about", "contact", "party__sort_name"),
    default_sort="-received",
    page_size=50,
    head="kind",
    export="erklaerungen",
    dense=True,
    of_people=True,
    empty_title=_("No declarations yet"),
    empty_text=_("Here stand notices, withdrawals and objections, whichever way they came."),
)
