"""What a customer's own program reads and says about overdue claims."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from quartier.core.dunning.forms import SayForm
from quartier.core.dunning.queries.portal import overdue_with_interest
from quartier.core.dunning.views import portal
from quartier.kit.api import COUNT, DAY, TEXT, Call, Listing, Part, Parts, acts, endpoint
from quartier.kit.clock import day_of

MANY: Final = 10_000
OVERDUE: Final = Parts(
    Part("id", COUNT, _("Name the claim")),
    Part("document", TEXT, _("Say the number of its invoice")),
    Part("due_on", DAY, _("Say when it was due")),
    Part("open", TEXT, _("Say what is open, with a point before the cents")),
    Part("default_since", TEXT, _("Say since when you are in default, empty where you are not")),
    Part("interest", TEXT, _("Say the interest that has come up and is not booked yet")),
)


@endpoint(
    "GET",
    like=portal.own,
    summary=_("Read what is overdue"),
    gives=Parts(Part("overdue", Listing(OVERDUE, MANY), _("What is overdue, the oldest first"))),
    stands_for=("dunning:own",),
)
def own(request: Call) -> Mapping[str, Any]:
    """Tell what is overdue and the interest on it."""
    rows = overdue_with_interest(portal.own_party(request).pk, day_of(request.now))
    return {
        "overdue": [
            {"id": one.claim.pk, "document": one.claim.document, "due_on": one.claim.due_on,
             "open": f"{one.claim.open:.2f}", "default_since": one.since.isoformat() if one.since else "",
             "interest": f"{one.interest:.2f}"}
            for one in rows
        ]
    }  # fmt: skip


say = acts(
    portal.say, SayForm, summary=_("Dispute an overdue claim, or ask for instalments"), stands_for=("dunning:say",)
)
