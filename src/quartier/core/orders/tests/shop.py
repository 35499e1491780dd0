"""A small provider that sells as planmass does: a free portal, an express licence, documents and a survey."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.apps import apps

from quartier.core.orders import services
from quartier.core.orders.services import Choice, Guest, Placing
from quartier.core.parties import services as parties
from quartier.core.providers.policies import BillingPolicy, load_preset
from quartier.core.providers.queries import policy as queries
from quartier.core.providers.services import policy
from quartier.core.terms import queries as terms
from quartier.values.actor import SYSTEM, VISITOR, Actor, ActorKind

OPENED = datetime(2025, 1, 2, 9, tzinfo=UTC)
AT = datetime(2026, 1, 16, 9, tzinfo=UTC)
CLERK = Actor(ActorKind.STAFF, "9", "Jette Brandis")
BUTTONS = {
    "express": "Jetzt kostenpflichtig bestellen",
    "documents": "Jetzt kostenpflichtig bestellen",
    "survey": "Jetzt kostenpflichtig beauftragen",
    "app_extra": "zahlungspflichtig bestellen",
}
PLAN = {"key": "plan", "label": "Grundriss", "min": 1, "max": 5}


def rows(label: str) -> Any:
    """All rows of a model."""
    return apps.get_model(label)._default_manager


def decide(concern: type[Any], entries: Mapping[str, Any]) -> None:
    """Decide parts of a policy from the beginning on."""
    policy.decide(
        actor=SYSTEM, at=OPENED, valid_from=date(2025, 1, 2), reason="Test", concern=concern, entries=dict(entries)
    )


def furnish(preset: str = "planmass") -> Any:
    """Take over what a preset decides; returns the company."""
    policies = load_preset(preset).policies
    policy.adopt(actor=SYSTEM, at=OPENED, policies=policies, reason="Test", valid_from=OPENED.date())
    return rows("providers.LegalEntity").create(
        key="gmbh", role="principal", name="Alpha GmbH", legal_form="GmbH", order=0
    )


def product(entity: Any, scope: str = "documents", net: str = "100.00", **values: Any) -> Any:
    """Something to buy."""
    kind = "licence" if scope == "express" else "work"
    given = {
        "key": f"{scope}-{rows('catalogue.Product').count()}", "kind": kind, "scope": scope, "entity": entity,
        "name": f"Leistung {scope}", "standings": ["consumer", "business"], **values,
    }  # fmt: skip
    made = rows("catalogue.Product").create(**given)
    if not made.is_free:
        rows("catalogue.Price").create(product=made, net=Decimal(net), valid_from=OPENED.date())
    return made


def customer(name: str = "Blum", **values: Any) -> Any:
    """Somebody with an address."""
    given = {"given_name": "Ida", "email": f"{name.lower()}@posthaus.example", **values}
    return parties.add_party(actor=SYSTEM, at=OPENED, kind="person", name=name, **given)


def given_for(made: Any, **values: Any) -> Placing:
    """What a click on one product comes to."""
    net = next((one.net for one in rows("catalogue.Price").filter(product=made)), Decimal(0))
    common: dict[str, Any] = {
        "lines": [Choice(made.pk)], "standing": "consumer", "gross": (net * Decimal("1.19")).quantize(Decimal("0.01")),
        "button": BUTTONS.get(made.scope, "zahlungspflichtig bestellen"), "texts": (), "payment_method": "invoice",
    }  # fmt: skip
    if "party" not in values:
        common["guest"] = Guest(name="Rabe", given_name="Tim", email="tim.rabe@posthaus.example", city="Emscherstadt")
    return Placing(**{**common, **values})


def placed(made: Any, at: datetime = AT, **values: Any) -> Any:
    """An order of one product."""
    return services.place(actor=VISITOR, at=at, given=given_for(made, **values))


def current_texts() -> list[Any]:
    """The texts in force that a customer confirms."""
    return terms.current_documents()


def payment() -> str:
    """A means of payment that the provider takes."""
    taken = queries.in_force(BillingPolicy, AT.date()).payment_methods
    return min(taken).value
