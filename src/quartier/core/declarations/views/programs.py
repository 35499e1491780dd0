"""What a customer's own program reads of declarations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from quartier.core.declarations import queries
from quartier.core.declarations.views import portal
from quartier.core.parties import queries as parties
from quartier.kit.api import COUNT, INSTANT, TEXT, Call, Listing, Part, Parts, endpoint

MANY: Final = 10_000
DECLARATION: Final = Parts(
    Part("id", COUNT, _("Tell declarations apart")),
    Part("kind", TEXT, _("Say what was declared")),
    Part("received_at", INSTANT, _("Prove when it was received")),
    Part("about", TEXT, _("Say what it was about")),
    Part("channel", TEXT, _("Say how it came")),
    Part("state", TEXT, _("Say what came of it")),
    Part("answer", TEXT, _("The answer in words")),
)
DECLARATIONS: Final = Parts(Part("declarations", Listing(DECLARATION, MANY), _("What was declared, the latest first")))


@endpoint("GET", like=portal.own, summary=_("Read what you have declared, and what came of it"), gives=DECLARATIONS,
          stands_for=("declarations:own",))  # fmt: skip
def own(request: Call) -> Mapping[str, Any]:
    """Tell what the customer declared, with the receipts."""
    party = parties.party_of(request.user)
    if party is None:
        raise Http404
    return {"declarations": [DECLARATION.of(line) for line in queries.lines_of(party.pk)]}
