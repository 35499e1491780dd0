"""Orders of the demo: one to decide, one that waits for the customer, one with a remark, one that is done."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from quartier.core.accounts import queries as accounts
from quartier.core.catalogue import queries as catalogue
from quartier.core.orders import services
from quartier.core.orders.models import Order
from quartier.core.parties import queries as parties
from quartier.core.providers.policies import FormationPolicy
from quartier.core.providers.queries import policy
from quartier.core.terms import queries as terms
from quartier.kit.clock import day_of
from quartier.values.actor import VISITOR, Actor, ActorKind

CLERK: Final = Actor(ActorKind.STAFF, "demo", "Sinan Kühn")
PLACE: Final = {"address": "Speicherstraße 9, 19399 Lübzin", "sort": "Wohnung", "area": "96,4"}


def seed(*, at: datetime, key: str) -> None:
    """Place a few orders where surveys and calculations are sold; the other portals stay without."""
    if key != "planmass":
        return
    user = accounts.user_with_email(f"kunde@{key}.example")
    party = parties.party_of(user) if user else None
    if party is not None and user is not None:
        waiting = _placed(at - timedelta(days=6), "aufmass", at, party=party, user_id=user.pk, **_early())
        services.accept(actor=CLERK, at=at - timedelta(days=5), order_id=waiting.pk)
        services.plan(actor=CLERK, at=at - timedelta(days=5), order_id=waiting.pk, due_at=at + timedelta(days=9))
        services.request(
            actor=CLERK,
            at=at - timedelta(days=2),
            order_id=waiting.pk,
            missing=["Schlüssel zum Keller", "Wunschtermin"],
        )
        done = _placed(at - timedelta(days=30), "wohnflaeche-express", at, party=party, user_id=user.pk, **_early())
        services.finish(
            actor=CLERK, at=at - timedelta(days=30), order_id=done.pk, words="Wohnfläche 96,38 m² nach WoFlV"
        )
    _placed(at - timedelta(hours=5), "aufmass", at, guest=_guest("Tjark", "Moorkamp"))
    _placed(
        at - timedelta(hours=3), "aufmass", at, guest=_guest("Ilse", "Hanke"), note="Es gelten unsere AGB.",
        standing="business",
    )  # fmt: skip


def _early() -> dict[str, bool]:
    return {"started_early": True, "loss_known": True}


def _guest(given_name: str, name: str) -> services.Guest:
    """Return somebody without an account."""
    return services.Guest(
        given_name=given_name, name=name, email=f"{name.lower()}@posthaus.example", street="Hafenstraße 3",
        postcode="19399", city="Lübzin",
    )  # fmt: skip


def _placed(on: datetime, product: str, at: datetime, **more: Any) -> Order:
    """Place an order of one product at the prices of today."""
    row = catalogue.product_keyed(product)
    if row is None:
        raise LookupError(product)
    lines = [services.Choice(row.pk)]
    quote = catalogue.quote(lines, day_of(at))
    rule = policy.in_force(FormationPolicy, day_of(on))
    asked = {one.key for one in catalogue.asked_of(row.inputs)}
    given: dict[str, Any] = {
        "lines": lines, "standing": "consumer", "gross": quote.sums.gross, "payment_method": "invoice",
        "button": catalogue.label_for(rule, (row.scope,), paid=quote.sums.gross > Decimal(0)),
        "texts": terms.current_documents(), "priced_on": day_of(at),
        "inputs": {name: value for name, value in PLACE.items() if name in asked}, **more,
    }  # fmt: skip
    return services.place(actor=VISITOR, at=on, given=services.Placing(**given))
