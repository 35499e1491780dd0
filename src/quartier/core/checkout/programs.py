"""What customers' own programs do: prepare an order for somebody else, see what became of it, take it back (WR-024)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from quartier.core.catalogue import queries as catalogue
from quartier.core.checkout import queries, services
from quartier.core.checkout.models import OrderLink
from quartier.core.checkout.views import links as pages
from quartier.kit.api import COUNT, INSTANT, TEXT, Call, Listing, Part, Parts, Plain, Problem, acts, endpoint

MANY: Final = 1000
LONG: Final = 2000
LINK: Final = Parts(
    Part("number", COUNT, _("Find the prepared order")),
    Part("label", TEXT, _("Say what it is for")),
    Part("gross", TEXT, _("Say the total in euros with VAT")),
    Part("state", Plain("string", ("open", "used", "revoked", "expired")), _("Say what has become of it")),
    Part("expires_at", INSTANT, _("Say until when it can be ordered")),
)
LINKS: Final = Parts(Part("links", Listing(LINK, MANY), _("What you prepared for others, the latest first")))
SERVICE: Final = Parts(
    Part("service", Plain("string", longest=40), _("The service, as its address names it")),
    Part("options", Listing(Plain("string", longest=40), MANY), _("What is chosen in addition"), required=False),
    Part("quantity", COUNT, _("How many"), required=False),
)
ENTRY: Final = Parts(
    Part("key", Plain("string", longest=40), _("Name the entry")),
    Part("value", Plain("string", longest=LONG), _("What the service needs to know")),
)
PREPARED: Final = Parts(
    Part("label", Plain("string", longest=120), _("For your own list; no name of the other person")),
    Part("services", Listing(SERVICE, MANY), _("What is ordered")),
    Part("entries", Listing(ENTRY, MANY), _("What the services ask for"), required=False),
)
MADE: Final = Parts(
    Part("number", COUNT, _("Find the prepared order")),
    Part("address", TEXT, _("Hand this on; it is told only now")),
    Part("gross", TEXT, _("Say the total in euros with VAT")),
)


@endpoint("GET", like=pages.links, summary=_("List the orders you prepared for others"), gives=LINKS,
          stands_for=("checkout:links",))  # fmt: skip
def links(request: Call) -> Mapping[str, Any]:
    """Tell what somebody prepared and what has become of it, and nothing about who ordered (WR-026)."""
    rows = queries.links_of(pages.own_party(request))
    return {"links": [_told(row, request) for row in rows[:MANY]]}


@endpoint("POST", like=pages.hand_on, summary=_("Prepare an order for somebody else"), gives=MADE, takes=PREPARED,
          stands_for=("checkout:hand_on",))  # fmt: skip
def prepare(request: Call, body: Mapping[str, Any]) -> Mapping[str, Any]:
    """Prepare an order and hand out the link, with the same rules as on the page."""
    party = pages.own_party(request)
    chosen = [_choice(one) for one in body["services"]]
    products = catalogue.products_numbered([one.product_id for one in chosen]).values()
    inputs = {one["key"]: one["value"] for one in body.get("entries") or []}
    faults = [fault for one in products for fault in _faults(one, inputs)]
    if faults:
        raise Problem(422, _t("Some of this does not fit. Nothing has been stored."), faults)
    draft, _secret = services.begin(at=request.now, choices=chosen, user=request.user)
    services.answer(draft_id=draft.pk, inputs=inputs, note="")
    link, secret = services.hand_on(
        actor=request.actor, at=request.now, draft_id=draft.pk, party=party, label=body["label"]
    )
    address = request.build_absolute_uri(reverse("checkout:linked", args=[secret]))
    return {"number": link.pk, "address": address, "gross": str(link.gross)}


revoke = acts(pages.revoke, summary=_("Take back an order you prepared"), stands_for=("checkout:revoke",))


def _choice(one: Mapping[str, Any]) -> catalogue.Choice:
    row = catalogue.product_keyed(one["service"])
    if row is None:
        raise Problem(422, _t("Some of this does not fit. Nothing has been stored."), [("services", one["service"])])
    return catalogue.Choice(row.pk, tuple(one.get("options") or ()), one.get("quantity") or 1)


def _faults(product: Any, inputs: Mapping[str, str]) -> list[tuple[str, str]]:
    asked = {one.key for one in catalogue.asked_of(product.inputs)}
    mine = {key: value for key, value in inputs.items() if key in asked}
    found = {**catalogue.entry_faults(product, mine), **catalogue.wanted_faults(product, {})}
    return list(found.items())


def _told(row: OrderLink, request: Call) -> dict[str, Any]:
    return {
        "number": row.pk, "label": row.label, "gross": str(row.gross), "expires_at": row.expires_at,
        "state": queries.state_of(row, request.now),
    }  # fmt: skip
