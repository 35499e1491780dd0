"""What a customer's own program does with the customer's data: reads, changes, confirms them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from quartier.core.profile import queries, services
from quartier.core.profile.forms import AddressForm, ContactForm, IdentityForm
from quartier.core.profile.rules import State, digest_of
from quartier.core.profile.views import portal, reaching
from quartier.kit.api import CONFIRM, DONE, TEXT, YES, Call, Listing, Part, Parts, acts, endpoint

MANY: Final = 1000
NAMES: Final = ("salutation", "given_name", "name", "email", *ContactForm.base_fields)
DATA: Final = Parts(
    *(Part(name, TEXT, _("Address and reach the customer")) for name in NAMES),
    Part("identity_asked", YES, _("Tell that another name or birthday waits for approval")),
    Part("unreachable", Listing(TEXT, MANY), _("Addresses that mail does not reach any more")),
    Part("digest", TEXT, _("Send this to confirm that the contact data are right")),
)
RIGHT: Final = Parts(Part("digest", TEXT, _("Which data were seen, as they were read with it")), CONFIRM)


@endpoint("GET", like=portal.my_data, summary=_("Read your contact details"), gives=DATA,
          stands_for=("profile:my_data",))  # fmt: skip
def my_data(request: Call) -> Mapping[str, Any]:
    """Tell how the customer is reached, and what waits."""
    party = portal.own_party(request)
    wish = queries.identity_changes_of(party.pk).first()
    more = {
        "identity_asked": wish is not None and wish.state == State.OPEN.value,
        "unreachable": [row.address for row in queries.lost_addresses_of(party.pk)],
        "digest": digest_of(queries.contact_of(party)),
    }
    return DATA.of(party, **more)


@endpoint("POST", like=portal.confirm, summary=_("Confirm that your contact data are right"), takes=RIGHT, gives=DONE,
          stands_for=("profile:confirm_contact",))  # fmt: skip
def confirm(request: Call, body: Mapping[str, Any]) -> Mapping[str, Any]:
    """Keep that the contact data are right as they were read; other ones meanwhile are refused."""
    party = portal.own_party(request)
    shown = [{"name": name, "label": name, "text": value} for name, value in queries.contact_of(party).items()]
    if body["confirmed"]:
        services.confirm_contact(actor=request.actor, at=request.now, party_id=party.pk, digest=body["digest"])
    said = [_t("Thank you. We ask again in a year.")] if body["confirmed"] else []
    return {"done": body["confirmed"], "shown": shown, "said": said, "number": None}


change = acts(portal.my_data, ContactForm, summary=_("Change your contact details"), stands_for=("profile:my_data",))
ask_for_identity = acts(
    portal.identity, IdentityForm, summary=_("Ask for another name or birthday"), stands_for=("profile:identity",)
)
withdraw_identity = acts(
    portal.withdraw, summary=_("Withdraw the wish for another name or birthday"),
    stands_for=("profile:identity_withdraw",),
)  # fmt: skip
ask_for_address = acts(
    reaching.address, AddressForm, summary=_("Ask for another contact address"), stands_for=("profile:address",)
)
ask_again = acts(
    reaching.again, summary=_("Ask for a new link to an address that works again"),
    stands_for=("profile:address_again",), at_once=True,
)  # fmt: skip
