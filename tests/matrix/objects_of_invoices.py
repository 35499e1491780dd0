"""Existing invoices, ways and extras to ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any
from uuid import uuid4

from quartier.core.invoices import services
from quartier.core.invoices.services import Bill, BillLine, Channel, External
from quartier.kit.clock import day_of, now
from quartier.values.actor import Actor, ActorKind
from tests.matrix import objects_of_orders
from tests.matrix.people import party, rows

SOMEBODY = Actor(ActorKind.STAFF, "0", "Matrix")


def _tie(user_id: int) -> Any:
    """A tie of that customer; for staff one that they can see."""
    entity = rows("accounts.User").get(pk=user_id).entity_id
    ties = rows("parties.Relationship").filter(**{"legal_entity": entity} if entity else {"party_id": party(user_id)})
    found = ties.order_by("pk")[0]
    rows("providers.LegalEntity").filter(pk=found.legal_entity_id).update(tax_number="314/5702/0199")
    return found


def _billed(user_id: int, order_id: int | None = None) -> Any:
    tie, line = _tie(user_id), BillLine(title="Matrix", unit_net=Decimal("10.00"))
    bill = Bill(
        entity_id=tie.legal_entity_id, party_id=tie.party_id, key=uuid4().hex, lines=(line,), issued_on=day_of(now()),
        order_id=order_id,
    )  # fmt: skip
    return services.bill(actor=SOMEBODY, at=now(), bill=bill)


def invoice(user_id: int) -> int:
    """An invoice."""
    return int(_billed(user_id).pk)


def delivery(user_id: int) -> int:
    """An invoice that waits to be printed."""
    row = _billed(user_id)
    return services.deliver(actor=SOMEBODY, at=now(), invoice_id=row.pk, channel=Channel.POST).pk


def billed_party(user_id: int) -> int:
    """A customer to bill."""
    return int(_tie(user_id).party_id)


def _order(user_id: int) -> int:
    key: Any = objects_of_orders.BY_PARAMETER["order_id"](user_id)
    rows("providers.LegalEntity").update(tax_number="314/5702/0199")
    rows("orders.Order").filter(pk=key, state="offered").update(state="accepted", accepted_at=now())
    return int(key)


def external(user_id: int) -> int:
    """A service of others that can be commissioned."""
    given = External(title="Prüfung", supplier="Prüf GmbH", net=Decimal("10.00"))
    return services.engage(actor=SOMEBODY, at=now(), order_id=_order(user_id), given=given).pk


def wish(user_id: int) -> int:
    """A later wish with a fee that nobody has accepted."""
    given = {"wish": "Farbe", "our_error": False, "net": Decimal("49.00"), "noted_at": now(), "noted_by": "Matrix"}
    return int(rows("invoices.LaterChange").create(order_id=_order(user_id), **given).pk)


def guest_paper(user_id: int) -> int:
    """The invoice of the guest's order that was made last, with its paper."""
    from tests.matrix.objects import document  # noqa: PLC0415 – objects load this module

    last = rows("orders.Order").order_by("-pk")[0]
    number = _billed(user_id, last.pk).pk
    rows("invoices.Invoice").filter(pk=number).update(document_id=document(user_id))
    return int(number)


BY_PARAMETER: Mapping[str, Callable[[int], Any]] = {
    "invoice_id": invoice,
    "delivery_id": delivery,
    "billed_party_id": billed_party,
    "billed_order_id": _order,
    "external_id": external,
    "wish_id": wish,
    "extra": lambda _user_id: "anfahrt",
}
BY_ADDRESS: Mapping[tuple[str, str], Callable[[int], Any]] = {
    ("invoices:guest_paper", "token"): objects_of_orders.guest_secret,
    ("invoices:guest_paper", "paper_id"): guest_paper,
    ("invoices:send", "channel"): lambda _user_id: "post",
    ("invoices:queue", "stage"): lambda _user_id: "druck",
}
