"""What a customer's own program does with changes: reads them, objects, agrees."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from quartier.core.changes import queries
from quartier.core.changes.forms import ConsentForm, ObjectForm
from quartier.core.changes.models import Announcement
from quartier.core.changes.views import portal
from quartier.core.parties import queries as parties
from quartier.kit.api import COUNT, DAY, DAY_IF_ANY, INSTANT, TEXT, YES, Call, Listing, Part, Parts, acts, endpoint

MANY: Final = 1_000
LINE: Final = Parts(
    Part("number", COUNT, _("Ask for the change, object or agree by this number")),
    Part("title", TEXT, _("Say what changes")),
    Part("state", TEXT, _("Say what became of it")),
    Part("effective_on", DAY, _("Say from when it applies")),
    Part("objection_until", DAY_IF_ANY, _("Say until when an objection is possible, once receipt is known")),
    Part("may_object", YES, _("Tell whether an objection is possible now")),
    Part("needs_answer", YES, _("Tell whether nothing changes without consent")),
)
PASSAGE: Final = Parts(
    Part("old", TEXT, _("Show the words until then")),
    Part("new", TEXT, _("Show the words from then on")),
)
CHANGE: Final = Parts(
    *LINE.by_name.values(),
    Part("summary", TEXT, _("Say in plain words what changes")),
    Part("price", TEXT, _("Show old and new price, if one changes")),
    Part("sent_at", INSTANT, _("Say when it was announced")),
    Part("received_on", DAY_IF_ANY, _("Say on which day it was received")),
    Part("passages", Listing(PASSAGE, MANY), _("Show which passages change")),
)


def _line(row: Announcement, request: Call) -> dict[str, Any]:
    found = portal.described(row, request)
    return {
        "number": row.pk, "title": row.change.title, "state": row.get_state_display(),
        "effective_on": found["effective_on"], "objection_until": row.objection_until,
        "may_object": found["may_object"], "needs_answer": found["needs_answer"],
    }  # fmt: skip


@endpoint("GET", like=portal.own, summary=_("Read which changes were announced to you"),
          gives=Parts(Part("changes", Listing(LINE, MANY), _("All changes, newest first"))),
          stands_for=("changes:own",))  # fmt: skip
def own(request: Call) -> Mapping[str, Any]:
    """List what has changed and will change."""
    party = parties.party_of(request.user)
    rows = queries.of_party(party)[:200] if party is not None else ()
    return {"changes": [_line(row, request) for row in rows]}


@endpoint("GET", like=portal.one, summary=_("Read one announced change"), gives=CHANGE,
          stands_for=("changes:announcement",))  # fmt: skip
def one(request: Call, announcement_id: int) -> Mapping[str, Any]:
    """Tell what changes, from when, and what can be done."""
    row = portal.own_announcement(request, announcement_id)
    found = portal.described(row, request)
    return {
        **_line(row, request), "summary": row.change.summary, "price": found["price"], "sent_at": row.sent_at,
        "received_on": row.received_on, "passages": [PASSAGE.of(one) for one in found["passages"]],
    }  # fmt: skip


object_to = acts(portal.object_to, ObjectForm, summary=_("Object to a change"), stands_for=("changes:object",))
consent = acts(portal.consent, ConsentForm, summary=_("Agree to a change"), stands_for=("changes:consent",))
