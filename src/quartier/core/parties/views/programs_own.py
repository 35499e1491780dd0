"""What a customer's own program reads: overview and contracts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from quartier.core.inbox import queries as inbox
from quartier.core.parties import queries
from quartier.core.parties.models import AddressState, Relationship, RelationshipKind
from quartier.core.parties.views import portal
from quartier.kit.api import (
    COUNT,
    DAY,
    DAY_IF_ANY,
    INSTANT,
    TEXT,
    YES,
    Call,
    Listing,
    Part,
    Parts,
    Plain,
    endpoint,
)

MANY: Final = 1000
MAILS: Final = 5
CONTRACT: Final = Parts(
    Part("id", COUNT, _("Find the contract")),
    Part("kind", Plain("string", tuple(RelationshipKind.values)), _("Say what kind of contract it is")),
    Part("number", TEXT, _("Name the contract as letters do")),
    Part("subject", TEXT, _("Say what it is about")),
    Part("started_on", DAY, _("Say since when it runs")),
    Part("ended_on", DAY_IF_ANY, _("Say when it ended")),
    Part("contracting_party", TEXT, _("Name the company that is bound by it")),
)
CONFIRMATION: Final = Parts(
    *CONTRACT.by_name.values(),
    Part("address", TEXT, _("Say where the company can be reached by post")),
    Part("represented_by", TEXT, _("Name who acts for the company")),
)
CONTRACTS: Final = Parts(Part("contracts", Listing(CONTRACT, MANY), _("List the customer's contracts")))
MAIL: Final = Parts(
    Part("subject", TEXT, _("Say what a mail was about")),
    Part("to_address", TEXT, _("Say where it was sent")),
    Part("created_at", INSTANT, _("Say when it was written")),
)
OVERVIEW: Final = Parts(
    Part("name", TEXT, _("Name the customer")),
    Part("address_is_known", YES, _("Ask for an address where letters do not arrive")),
    *CONTRACTS.by_name.values(),
    Part("mails", Listing(MAIL, MAILS), _("Show what was written to the customer last")),
)


def _contract(row: Relationship, shape: Parts = CONTRACT) -> dict[str, Any]:
    entity = queries.contracting_party(row)
    address = f"{entity.street}, {entity.postcode} {entity.city}"
    more = {"contracting_party": entity.name, "address": address, "represented_by": entity.represented_by}
    return shape.of(row, id=row.pk, **more)


@endpoint(
    "GET", like=portal.dashboard, summary=_("Read the overview"), gives=OVERVIEW, stands_for=("parties:dashboard",)
)
def overview(request: Call) -> Mapping[str, Any]:
    """Tell what is due, the contracts and the latest mail."""
    party = portal.own_party(request)
    mails = inbox.about(queries.subject_of(party), MAILS)
    return {
        "name": str(party),
        "address_is_known": party.address_state == AddressState.KNOWN,
        "contracts": [_contract(row) for row in queries.relationships_of(party)],
        "mails": [MAIL.of(mail) for mail in mails],
    }


@endpoint(
    "GET", like=portal.relationships, summary=_("List your contracts"), gives=CONTRACTS,
    stands_for=("parties:relationships",),
)  # fmt: skip
def contracts(request: Call) -> Mapping[str, Any]:
    """Tell the customer's contracts, each with its contracting party."""
    return {"contracts": [_contract(row) for row in queries.relationships_of(portal.own_party(request))]}


@endpoint(
    "GET", like=portal.relationship, summary=_("Read one contract"), gives=CONFIRMATION,
    stands_for=("parties:relationship", "parties:letter"),
)  # fmt: skip
def contract(request: Call, relationship_id: int) -> Mapping[str, Any]:
    """Tell one contract as its confirmation says it; a stranger's is 404."""
    return _contract(portal.own_relationship(request, relationship_id), CONFIRMATION)
