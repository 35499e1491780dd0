"""What a customer's own program reads of direct debits, and revoking a mandate."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from quartier.core.mandates import queries
from quartier.core.mandates.views import portal
from quartier.kit.api import COUNT, DAY, TEXT, Call, Listing, Part, Parts, acts, endpoint

MANY: Final = 1000
MANDATE: Final = Parts(
    Part("number", COUNT, _("Name the mandate in further calls")),
    Part("reference", TEXT, _("Tell its reference")),
    Part("account", TEXT, _("Tell the account, in part")),
    Part("state", TEXT, _("Say how it stands")),
)
PLANNED: Final = Parts(
    Part("document", TEXT, _("Say what is collected for")),
    Part("amount", TEXT, _("Say how much is collected")),
    Part("collect_on", DAY, _("Say when it is collected")),
    Part("reference", TEXT, _("Tell the reference of the mandate")),
)
OVERVIEW: Final = Parts(
    Part("mandates", Listing(MANDATE, MANY), _("Your mandates, the newest first")),
    Part("planned", Listing(PLANNED, MANY), _("What is collected next")),
)


@endpoint("GET", like=portal.overview, summary=_("Read your SEPA mandates"), gives=OVERVIEW,
          stands_for=("mandates:overview",))  # fmt: skip
def overview(request: Call) -> Mapping[str, Any]:
    """Tell the mandates and what is collected next."""
    party = portal.own_party(request)
    mandates = [
        {"number": row.pk, "reference": row.reference, "account": row.masked, "state": row.state}
        for row in queries.mandates_of(party.pk)
    ]
    planned = [
        {
            "document": row.item.document,
            "amount": row.amount,
            "collect_on": row.collect_on,
            "reference": row.mandate.reference,
        }
        for row in queries.collections_planned(party.pk)
    ]
    return {"mandates": mandates, "planned": planned}


revoke = acts(portal.revoke, summary=_("Revoke a SEPA mandate"), stands_for=("mandates:revoke",))
