"""What a customer's own program reads about backups."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from quartier.core.backups import queries
from quartier.core.backups.models import BackupRun
from quartier.core.backups.views import portal
from quartier.core.parties import queries as parties
from quartier.kit.api import COUNT, INSTANT, INSTANT_IF_ANY, TEXT, YES, Call, Listing, Part, Parts, endpoint

MANY: Final = 1000
RUN: Final = Parts(
    Part("due_at", INSTANT, _("Say when the copy was made")),
    Part("state", TEXT, _("Say how it went")),
    empty=True,
)
LINE: Final = Parts(
    Part("contract", COUNT, _("Find the contract")),
    Part("number", TEXT, _("Name the contract as letters do")),
    Part("is_agreed", YES, _("Tell whether backups are agreed")),
    Part("last", RUN, _("The last copy that was tried")),
    Part("last_good", RUN, _("The last copy that is good")),
    Part("next_at", INSTANT_IF_ANY, _("Say when the next one is made")),
)
BACKUPS: Final = Parts(Part("contracts", Listing(LINE, MANY), _("The contracts with what is agreed about backups")))


def _run(row: BackupRun | None) -> dict[str, Any] | None:
    return RUN.of(row, state=row.get_state_display()) if row else None


@endpoint("GET", like=portal.own, summary=_("Read about your backups"), gives=BACKUPS, stands_for=("backups:own",))
def backups(request: Call) -> Mapping[str, Any]:
    """Tell the customer's contracts with their backups, or that none is made."""
    party = parties.party_of(request.user)
    if party is None:
        raise Http404
    return {
        "contracts": [
            {
                "contract": line.relationship.pk,
                "number": line.relationship.number,
                "is_agreed": line.plan is not None,
                "last": _run(line.last),
                "last_good": _run(line.last_good),
                "next_at": line.next_at,
            }
            for line in queries.lines_of(party, request.now)
        ]
    }
