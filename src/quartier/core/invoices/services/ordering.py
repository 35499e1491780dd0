"""Invoices of orders: whole or a part on order and the rest at acceptance; upgrades take what was paid (WR-067)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quartier.core.catalogue.extension import product_kinds
from quartier.core.invoices.models import Invoice
from quartier.core.invoices.queries.ordered import bills_of_order, paid_for_order
from quartier.core.invoices.rules.bills import Bill, BillLine
from quartier.core.invoices.rules.parts import shares
from quartier.core.invoices.rules.words import InvoiceKind
from quartier.core.invoices.services.billing import bill
from quartier.core.invoices.services.correcting import cancel
from quartier.core.orders import queries as orders
from quartier.core.orders import services as ordering
from quartier.core.providers.policies.billing import BillingPolicy, PaymentMethod
from quartier.core.providers.queries.policy import in_force
from quartier.kit.clock import day_of
from quartier.kit.jobs import enqueue
from quartier.law.ustg.rates import Rate
from quartier.values.actor import SYSTEM, Actor

# Ways of paying where the money moves at the click: work begins when it is there.
AT_ONCE: Final = (
    PaymentMethod.PAYPAL, PaymentMethod.CREDIT_CARD, PaymentMethod.CARD, PaymentMethod.APP_STORE,
)  # fmt: skip
UPGRADED: Final = "Ersetzt durch Auftrag %s"
AWAITED = _("The payment for this order has not arrived yet. Work begins when it is there.")
OPEN: Final = ("accepted", "finished")


def hear_accepted(_actor: Actor, _at: datetime, order: Any) -> None:
    """Hear of an accepted order: a job bills it, so that accepting never waits for an invoice."""
    if order.gross > 0:
        enqueue("invoices.bill_order", order_id=order.pk)


def hear_finished(_actor: Actor, _at: datetime, order: Any) -> None:
    """Hear that the result of an order was delivered: the rest is billed (CC-68)."""
    if order.gross > 0:
        enqueue("invoices.bill_order", order_id=order.pk)


def held(order: Any) -> str | Promise:
    """Return why work on an order waits: it was to be paid at the click, and is not."""
    if order.gross <= 0 or order.payment_method not in AT_ONCE:
        return ""
    owed = sum((row.payable for row in bills_of_order(order.pk)), Decimal("0.00"))
    return "" if owed and paid_for_order(order.pk) + order.credit >= owed else AWAITED


@transaction.atomic
def bill_order(*, actor: Actor = SYSTEM, at: datetime, order_id: int) -> list[Invoice]:
    """Bill what an order owes by now and return its invoices; billed before, nothing happens again.

    What recurs is billed by its schedule. Where the terms ask for parts, the first is billed now and the rest when the
    order is finished.
    """
    if orders.numbered(order_id) is None:
        return []
    # Whoever withdraws meanwhile waits, or has gone before: what is over is not billed.
    order = ordering.locked(order_id)
    if order.state not in OPEN:
        return []
    lines = [one for one in order.lines.select_related("product") if not product_kinds[one.product.kind].recurring]
    if not lines:
        return []
    on = day_of(at)
    parts = in_force(BillingPolicy, day_of(order.accepted_at or at)).due
    prepaid = _credited(actor, at, order)
    made = []
    if len(parts) < 2:  # noqa: PLR2004
        whole = [_line(one, one.net, order, on) for one in lines]
        made.append(bill(actor=actor, at=at, bill=_bill(order, whole, on, InvoiceKind.INVOICE, "1", prepaid)))
    else:
        first = [_line(one, net, order, on) for one in lines if (net := shares(parts, one.net)[0])]
        made.append(bill(actor=actor, at=at, bill=_bill(order, first, on, InvoiceKind.PARTIAL, "1", prepaid)))
        if order.state == "finished":
            rest = [_line(one, shares(parts, one.net)[1], order, on) for one in lines]
            made.append(bill(actor=actor, at=at, bill=_bill(order, rest, on, InvoiceKind.FINAL, "2")))
    return made


def _credited(actor: Actor, at: datetime, order: Any) -> Decimal:
    """Free what an earlier order was paid with: its invoices are cancelled, the money pays for the new one."""
    if order.previous_id is None or not order.credit:
        return Decimal("0.00")
    for row in bills_of_order(order.previous_id):
        cancel(actor=actor, at=at, invoice_id=row.pk, because=UPGRADED % order.number)
    credit: Decimal = order.credit
    return credit


def _bill(
    order: Any, lines: list[BillLine], on: date, kind: InvoiceKind, place: str, prepaid: Decimal = Decimal("0.00")
) -> Bill:
    return Bill(
        entity_id=order.entity_id, party_id=order.party_id, key=f"order:{order.pk}:{place}", lines=lines, issued_on=on,
        kind=kind, title=order.title, contract_id=order.contract_id, order_id=order.pk,
        payment_method=order.payment_method, prepaid=prepaid, notes=tuple(_notes(order, kind)),
    )  # fmt: skip


def _notes(order: Any, kind: InvoiceKind) -> Iterator[str]:
    yield f"Auftrag {order.number}"
    if kind is InvoiceKind.PARTIAL:
        yield "Teilbetrag bei Auftragserteilung; der Rest wird mit der Abnahme berechnet."
    if kind is InvoiceKind.FINAL:
        yield "Restbetrag nach Abnahme; der Teilbetrag bei Auftragserteilung ist bereits berechnet."


def _line(one: Any, net: Decimal, order: Any, on: date) -> BillLine:
    """Return a line of the invoice; whole quantities stay as they were ordered, parts are one."""
    is_whole = net == one.net
    done = order.ended_at or order.due_at
    supplied = day_of(done) if done is not None else on
    return BillLine(
        title=one.title, unit_net=one.unit_net if is_whole else net,
        quantity=Decimal(one.quantity) if is_whole else Decimal(1), rate=Rate(one.product.vat_rate_kind),
        source=f"orders.orderline:{one.pk}", supply_to=supplied,
    )  # fmt: skip
