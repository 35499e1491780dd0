"""Placing an order: the customer's offer, stored in the words and at the price somebody saw."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from django.db import connection, transaction

from quartier.core.audit import services as audit
from quartier.core.catalogue.queries import Choice, QuoteLine
from quartier.core.orders import queries
from quartier.core.orders.extension import placed
from quartier.core.orders.models import Order, OrderFile, OrderLine
from quartier.core.orders.rules import formation, records, remarks
from quartier.core.orders.services import checking, deciding, promptness, telling
from quartier.core.orders.services.refusals import AlreadyDecided
from quartier.core.parties import services as parties
from quartier.core.parties.extension import Standing
from quartier.core.providers.policies.choices import Scope
from quartier.core.terms import services as terms
from quartier.core.terms.queries import Document
from quartier.kit.clock import day_of
from quartier.values.actor import Actor

TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """Who orders without an account; becomes a party of its own."""

    name: str
    email: str
    kind: str = "person"
    given_name: str = ""
    phone: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    country: str = "DE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Placing:
    """What somebody ordered with one click.

    `gross` is the total that stood above the button, `button` the words on it, `texts` what was confirmed with ticks
    of their own. `documents` are the numbers of stored documents by the key of the upload. Either `party` or `guest`
    is the customer. `inputs` are the answers by key, `lines` the choices of the catalogue. `key` tells a second click
    from a second order. `scope` is only given where the way of ordering decides it, such as an order link, and
    `priced_on` where it holds the prices of an earlier day.
    """

    lines: Sequence[Choice]
    standing: str
    gross: Decimal
    button: str
    texts: Sequence[Document]
    party: Any = None
    guest: Guest | None = None
    user_id: int | None = None
    inputs: Mapping[str, Any] = field(default_factory=dict)
    documents: Mapping[str, Sequence[int]] = field(default_factory=dict)
    note: str = ""
    payment_method: str = ""
    started_early: bool = False
    loss_known: bool = False
    scope: Scope | None = None
    priced_on: date | None = None
    previous: Order | None = None
    credit: Decimal = Decimal(0)
    key: str = ""


@transaction.atomic
def place(*, actor: Actor, at: datetime, given: Placing) -> Order:
    """Store an order as an offer and confirm that it came in; where the terms say so, accept it at once (WR-014).

    Everything is looked at again: product, price of the day, details, files, button, payment and texts. A second click
    with the same `key` returns the first order. Raises what `checking` and `terms` raise; nothing is stored then.
    """
    if given.key and (known := _clicked_before(given.key)) is not None:
        return known
    checked = checking.checked(given=given, on=day_of(at))
    party = given.party or _new_party(actor, at, given)
    order, token = _stored(at, given, checked, party)
    subject = queries.subject_of(order)
    terms.accept(
        actor=actor, at=at, documents=checked.texts, occasion=cast(Any, "order"), user_id=given.user_id, subject=subject
    )
    data = {"number": order.number, "gross": str(order.gross), "record": order.record_digest, "flags": order.flags}
    audit.record(actor=actor, at=at, kind="orders.placed", subject=subject, data=data)
    for hear in placed:
        hear(actor, at, order)
    if given.documents:
        promptness.expect_check(actor=actor, at=at, order=order)
    if formation.accepts_itself(checked.moments) and not order.flags:
        return deciding.accept_new(at=at, order=order, moments=checked.moments, token=token)
    telling.received(actor=actor, at=at, order=order, token=token)
    return order


def _clicked_before(key: str) -> Order | None:
    """Return the order of an earlier click; a click at the same instant waits for the first one."""
    with connection.cursor() as cursor:
        schema = getattr(connection, "schema_name", "")
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{schema}:orders:{key}"])
    found: Order | None = Order.everything.filter(key=key).first()
    return found


def _new_party(actor: Actor, at: datetime, given: Placing) -> Any:
    """Keep a guest as a customer."""
    guest = given.guest
    if guest is None:
        raise AlreadyDecided
    return parties.add_party(
        actor=actor, at=at, kind=guest.kind, name=guest.name, given_name=guest.given_name,
        standing=Standing(given.standing), email=guest.email, phone=guest.phone, street=guest.street,
        postcode=guest.postcode, city=guest.city, country=guest.country,
    )  # fmt: skip


def _stored(at: datetime, given: Placing, checked: checking.Checked, party: Any) -> tuple[Order, str]:
    """Write the order with its lines and files; the token is a guest's way back to it."""
    number, pk = _next_number(at)
    token = "" if given.user_id else secrets.token_urlsafe(TOKEN_BYTES)
    is_consumer, sums = given.standing == Standing.CONSUMER, checked.quote.sums
    order = Order(
        pk=pk, number=number, entity=checked.first.entity, party=party, user_id=given.user_id,
        previous=given.previous, token=token, token_digest=records.token_digest(token) if token else "", key=given.key,
        kind=checked.first.kind,
        scope=checked.scope.value, title=checked.title, standing=given.standing, inputs=dict(given.inputs),
        note=given.note.strip(), flags=remarks.flags_of(given.note), payment_method=given.payment_method,
        button=given.button, net=sums.net, vat=sums.vat, gross=sums.gross, credit=given.credit, placed_at=at,
        started_early_at=at if given.started_early and is_consumer else None,
        loss_known_at=at if given.loss_known and is_consumer else None,
    )  # fmt: skip
    order.record = _record(order, given, checked)
    order.record_digest = records.digest(order.record)
    order.save(force_insert=True)
    OrderLine.objects.bulk_create([OrderLine(order=order, **_values(one)) for one in checked.quote.lines])
    OrderFile.objects.bulk_create(
        [
            OrderFile(order=order, document_id=number, key=key, added_at=at)
            for key, numbers in given.documents.items()
            for number in numbers
        ]
    )
    return order, token


def _values(line: QuoteLine) -> dict[str, Any]:
    """Return the fields of a row; what has units has a price for each."""
    return {
        "product": line.product, "option": line.option, "title": line.title, "quantity": line.quantity,
        "unit": line.unit, "unit_net": line.unit_net, "net": line.net, "vat_rate": line.vat_rate,
    }  # fmt: skip


def _told(line: QuoteLine) -> dict[str, Any]:
    """Return a line as the record keeps it, with the words that described the service."""
    return {
        "product": line.product.key, "title": line.title, "option": line.option,
        "description": line.product.description or line.product.summary, "quantity": line.quantity,
        "unit": line.unit, "unit_net": str(line.unit_net), "net": str(line.net), "vat_rate": str(line.vat_rate),
    }  # fmt: skip


def _next_number(at: datetime) -> tuple[str, int]:
    """Return the next number of an order and its key; numbers are unique, and gaps mean nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('orders_order', 'id'))")
        pk: int = cursor.fetchone()[0]
    return f"A{day_of(at).year}-{pk:06d}", pk


def _record(order: Order, given: Placing, checked: checking.Checked) -> dict[str, Any]:
    """Return what was ordered, in words that no later change of a product, price or text touches (QX-05, WR-005)."""
    party = order.party
    return {
        "number": order.number,
        "placed_at": order.placed_at.isoformat(),
        "entity": checked.first.entity.name,
        "customer": {
            "name": str(party), "street": party.street, "place": f"{party.postcode} {party.city}".strip(),
            "email": party.email, "standing": order.standing,
        },
        "scope": order.scope,
        "lines": [_told(one) for one in checked.quote.lines],
        "net": str(order.net), "vat": str(order.vat), "gross": str(order.gross), "credit": str(order.credit),
        "inputs": [[label, value] for label, value in checked.inputs],
        "documents": {key: list(numbers) for key, numbers in given.documents.items()},
        "note": order.note,
        "payment_method": order.payment_method,
        "button": order.button,
        "early": [bool(order.started_early_at), bool(order.loss_known_at)],
        "texts": [[one.kind, str(one.title), one.as_of.isoformat(), one.digest] for one in checked.texts],
    }  # fmt: skip
