"""What an administrator's own program reads of the costs that users of the account caused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from quartier.core.charges import queries, views
from quartier.core.parties import queries as parties
from quartier.kit.api import COUNT, DAY, INSTANT, TEXT, Call, Listing, Part, Parts, endpoint
from quartier.kit.clock import day_of

MANY: Final = 100_000
CHARGE: Final = Parts(
    Part("what", TEXT, _("Say what costs money")),
    Part("amount", TEXT, _("Say how much in euros, net, with a point before the cents")),
    Part("caused_by", TEXT, _("Name who caused it")),
    Part("caused_at", INSTANT, _("Say when it was caused")),
)
SUM: Final = Parts(
    Part("name", TEXT, _("Name the user")),
    Part("number", COUNT, _("Say how many there were")),
    Part("amount", TEXT, _("Say what they come to in euros, net")),
)
USAGE: Final = Parts(
    Part("month", DAY, _("Say which month this is, by its first day")),
    Part("charges", Listing(CHARGE, MANY), _("What users of the account caused, the latest first")),
    Part("sums", Listing(SUM, MANY), _("What each user caused")),
    Part("total", TEXT, _("Say what all come to in euros, net")),
)


@endpoint("GET", like=views.usage, summary=_("Read what the users of the account caused in a month"), gives=USAGE,
          stands_for=("charges:usage", "charges:usage_in"))  # fmt: skip
def usage(request: Call, year: int = 0, month: int = 0) -> Mapping[str, Any]:
    """Tell what the users of the account caused in a month, by default the present one."""
    party = parties.party_of(request.user)
    if party is None:
        raise Http404
    shown = views.month_of(year, month) if year else queries.Month(day_of(request.now).replace(day=1))
    rows = queries.charges_of(party.pk, shown)
    return {
        "month": shown.first,
        "charges": [CHARGE.of(row) for row in rows],
        "sums": [SUM.of(row) for row in queries.sums_by_user(rows)],
        "total": queries.total(rows),
    }
