"""Changes for the programs of the back office: read what is open, say what was taken over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from quartier.core.profile import queries, services
from quartier.core.profile.models import ChangeNotice
from quartier.kit.api import Call, Listing, Part, Parts, Plain, endpoint

MOST: Final = 500
TEXT, COUNT = Plain("string"), Plain("integer")
PAIR: Final = Parts(
    Part("field", TEXT, _("Name the field")),
    Part("old", TEXT, _("Show what was stored")),
    Part("new", TEXT, _("Show what the customer has confirmed")),
)
CHANGE: Final = Parts(
    Part("number", COUNT, _("Name the change when it is taken over")),
    Part("customer_number", TEXT, _("Find the customer in the back office; empty where it gave none")),
    Part("customer", TEXT, _("Find the customer in the back office")),
    Part("changed_at", TEXT, _("Say when the customer changed it")),
    Part("changes", Listing(PAIR, 20), _("Say what has changed")),
)
CHANGES: Final = Parts(Part("changes", Listing(CHANGE, MOST), _("Hand over what customers changed, the oldest first")))
TAKEN: Final = Parts(Part("numbers", Listing(COUNT, MOST), _("Name the changes that are taken over")))
DONE: Final = Parts(Part("taken_over", COUNT, _("Say how many were open before")))


@endpoint("GET", needs="parties.read", summary=_("Read what customers changed"), gives=CHANGES)
def changes(request: Call) -> Mapping[str, Any]:
    """Tell what the back office has not taken over yet."""
    return {"changes": [_told(row) for row in queries.to_take_over()[:MOST]]}


@endpoint("PUT", needs="parties.write", summary=_("Mark changes as taken over"), takes=TAKEN, gives=DONE)
def taken(request: Call, body: Mapping[str, Any]) -> Mapping[str, Any]:
    """Mark changes as taken over; the same again changes nothing."""
    rows = queries.to_take_over().filter(pk__in=body["numbers"])
    return {"taken_over": services.take_over(actor=request.actor, at=request.now, rows=rows)}


def _told(row: ChangeNotice) -> dict[str, Any]:
    return {
        "number": row.pk,
        "customer_number": row.party.number or "",
        "customer": str(row.party),
        "changed_at": row.changed_at.isoformat(),
        "changes": [{"field": field, "old": old, "new": new} for field, (old, new) in row.changes.items()],
    }
