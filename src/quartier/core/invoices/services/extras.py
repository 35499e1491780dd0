"""What comes on top of an order: services of others, trips, shipments, later wishes. Each lands on an invoice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.catalogue import queries as catalogue
from quartier.core.invoices.models import ExternalService, Invoice, LaterChange, Shipment, Trip
from quartier.core.invoices.queries.trips import trip_ahead
from quartier.core.invoices.rules.bills import Bill, BillLine
from quartier.core.invoices.rules.trips import Cause
from quartier.core.invoices.services.billing import bill
from quartier.core.ledger import queries as books
from quartier.core.orders import queries as orders
from quartier.core.orders.services import OrderOver
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.values.actor import Actor

CHANGE: Final = "fee_later_change"
OPEN: Final = ("accepted", "finished")
NOTHING: Final = Decimal("0.00")


class NotPaidYet(Refused):
    """What is to be paid in advance is commissioned when the money is there (CC-11)."""

    message = _("The prepayment for this service has not arrived yet. It is commissioned when it is there.")


class AgreementMissing(Refused):
    """Who answers for others does so by a written agreement and for a fee; shipping is free by agreement alone."""

    message = _("This needs the agreement in writing, and for responsibility a fee.")
    field = "agreement"


class NoListPrice(Refused):
    """Nothing is charged that the price list does not have."""

    message = _("The price list has no price for this on that day.")


class DayMissing(Refused):
    """The risk passes on the day of the hand-over to a named carrier."""

    message = _("Please name the carrier and the day of the hand-over, today or before.")
    field = "handed_over_on"


class NotAgreed(Refused):
    """A wish costs what the customer was told and has accepted before."""

    message = _("The customer has not accepted the fee yet.")


@dataclass(frozen=True, slots=True, kw_only=True)
class External:
    """A service of somebody else for an order."""

    title: str
    supplier: str
    net: Decimal
    prepaid: bool = False
    responsible: bool = False
    agreement: str = ""
    fee: Decimal = NOTHING


@transaction.atomic
def engage(*, actor: Actor, at: datetime, order_id: int, given: External) -> ExternalService:
    """Keep a third party as a position of its own, billed now; a prepaid one holds the commission (CC-11).

    Raises AgreementMissing, OrderOver.
    """
    order = _order(order_id)
    if (given.responsible and (given.fee <= 0 or not given.agreement.strip())) or (not given.responsible and given.fee):
        raise AgreementMissing
    row = ExternalService.objects.create(
        order=order, title=given.title, supplier=given.supplier, net=given.net, prepaid=given.prepaid,
        responsible=given.responsible, agreement=given.agreement.strip(), fee=given.fee, noted_at=at,
        noted_by=actor.name,
    )  # fmt: skip
    source = f"invoices.externalservice:{row.pk}"
    lines = [BillLine(title=f"Fremdleistung: {row.title} ({row.supplier})", unit_net=row.net, source=source)]
    if row.fee:
        lines.append(BillLine(title=f"Auswahl und Überwachung: {row.title}", unit_net=row.fee, source=source))
    row.invoice = _billed(actor, at, order, lines, f"external:{row.pk}", row.title)
    row.save(update_fields=["invoice"])
    return row


@transaction.atomic
def commission(*, actor: Actor, at: datetime, service_id: int) -> ExternalService:
    """Note that the third party was commissioned. Raises NotPaidYet while an agreed prepayment is open."""
    row = (
        ExternalService.objects.select_for_update(no_key=True, of=("self",))
        .select_related("invoice", "order")
        .get(pk=service_id)
    )
    if row.prepaid and (row.invoice is None or books.open_sum(row.invoice.subject)):
        raise NotPaidYet
    if row.commissioned_at is None:
        row.commissioned_at = at
        row.save(update_fields=["commissioned_at"])
        _note(actor, at, row.order, "commissioned", row.title, row.net)
    return row


@transaction.atomic
def note_trip(
    *, actor: Actor, at: datetime, order_id: int, made_on: date, cause: Cause, because: str, multi_family: bool = False
) -> Trip:
    """Note a trip; one that the customer causes costs the list price of its day once the included ones are used up.

    Raises NoListPrice, OrderOver, and DayMissing for a day to come.
    """
    order = _order(order_id)
    if made_on > day_of(at):
        raise DayMissing(field="made_on")
    ahead = trip_ahead(order=order, made_on=made_on, cause=cause, multi_family=multi_family)
    if ahead.net is None:
        raise NoListPrice
    row = Trip.objects.create(
        order=order, made_on=made_on, cause=cause.value, because=because, net=ahead.net, noted_at=at,
        noted_by=actor.name,
    )  # fmt: skip
    if row.net:
        line = BillLine(
            title=f"Zusätzliche Anfahrt am {made_on:%d.%m.%Y}", note=because, unit_net=row.net, supply_to=made_on,
            source=f"invoices.trip:{row.pk}",
        )  # fmt: skip
        row.invoice = _billed(actor, at, order, [line], f"trip:{row.pk}", "Zusätzliche Anfahrt")
        row.save(update_fields=["invoice"])
    _note(actor, at, order, "trip", because, row.net)
    return row


@transaction.atomic
def hand_over(
    *, actor: Actor, at: datetime, order_id: int, handed_over_on: date | None, carrier: str, net: Decimal,
    tracking: str = "", agreement: str = "",
) -> Shipment:  # fmt: skip
    """Note that things went to a carrier: the risk passes, and shipping is billed unless agreed otherwise (CC-72).

    Raises DayMissing, AgreementMissing, OrderOver.
    """
    order = _order(order_id)
    if handed_over_on is None or handed_over_on > day_of(at) or not carrier.strip():
        raise DayMissing
    if net <= 0 and not agreement.strip():
        raise AgreementMissing
    row = Shipment.objects.create(
        order=order, handed_over_on=handed_over_on, carrier=carrier.strip(), tracking=tracking.strip(), net=net,
        agreement=agreement.strip(), noted_at=at, noted_by=actor.name,
    )  # fmt: skip
    if row.net:
        line = BillLine(
            title="Versandkosten", note=f"{row.carrier}, Übergabe am {handed_over_on:%d.%m.%Y}", unit_net=row.net,
            supply_to=handed_over_on, source=f"invoices.shipment:{row.pk}",
        )  # fmt: skip
        row.invoice = _billed(actor, at, order, [line], f"shipment:{row.pk}", "Versandkosten")
        row.save(update_fields=["invoice"])
    _note(actor, at, order, "shipped", row.carrier, row.net)
    return row


@transaction.atomic
def classify_change(*, actor: Actor, at: datetime, order_id: int, wish: str, our_error: bool) -> LaterChange:
    """Say what a later wish is: our error is mended for nothing, else the fee of the price list is told (WR-075)."""
    order = _order(order_id)
    net = NOTHING if our_error else _listed(CHANGE, day_of(at))
    row = LaterChange.objects.create(
        order=order, wish=wish, our_error=our_error, net=net, noted_at=at, noted_by=actor.name
    )
    _note(actor, at, order, "change", wish, net)
    return row


@transaction.atomic
def accept_change(*, actor: Actor, at: datetime, change_id: int, how: str) -> LaterChange:
    """Note that the customer accepted the fee of a wish, and bill it. Raises NotAgreed without their words."""
    row = LaterChange.objects.select_for_update(no_key=True, of=("self",)).select_related("order").get(pk=change_id)
    if not how.strip():
        raise NotAgreed
    if row.accepted_at is not None or row.our_error:
        return row
    line = BillLine(title="Spätere Änderung", note=row.wish, unit_net=row.net, source=f"invoices.laterchange:{row.pk}")
    row.accepted_at, row.accepted_how = at, how.strip()
    row.invoice = _billed(actor, at, row.order, [line], f"change:{row.pk}", "Spätere Änderung")
    row.save(update_fields=["accepted_at", "accepted_how", "invoice"])
    _note(actor, at, row.order, "change", row.accepted_how, row.net)
    return row


def _order(order_id: int) -> Any:
    order = orders.numbered(order_id)
    if order is None or order.state not in OPEN:
        raise OrderOver
    return order


def _listed(kind: str, on: date) -> Decimal:
    fee = catalogue.listed_fee(kind, on)
    if fee is None:
        raise NoListPrice
    net: Decimal = fee.net
    return net


def _billed(actor: Actor, at: datetime, order: Any, lines: list[BillLine], key: str, title: str) -> Invoice:
    return bill(
        actor=actor, at=at,
        bill=Bill(
            entity_id=order.entity_id, party_id=order.party_id, key=key, lines=lines, issued_on=day_of(at), title=title,
            contract_id=order.contract_id, order_id=order.pk, payment_method=order.payment_method,
            notes=(f"Auftrag {order.number}",),
        ),
    )  # fmt: skip


def _note(actor: Actor, at: datetime, order: Any, what: str, words: str, net: Decimal) -> None:
    data = {"number": order.number, "what": what, "words": words[:200], "net": str(net)}
    audit.record(actor=actor, at=at, kind="invoices.extra", subject=orders.subject_of(order), data=data)
