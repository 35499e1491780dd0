"""Invoices of orders: whole, in parts, after upgrades and refunds, and what comes on top."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction

from quartier.core.invoices import queries, services
from quartier.core.invoices.rules.trips import Cause
from quartier.core.invoices.services import External
from quartier.core.invoices.tests.shop import AT, accepted, company, paid
from quartier.core.ledger import queries as books
from quartier.core.orders import services as orders
from quartier.core.orders.tests import shop
from quartier.core.orders.tests.shop import CLERK, rows

D = Decimal
BUTTON = "zahlungspflichtig beauftragen"
LATER = AT + timedelta(days=20)
TRIP_DAY = LATER.date()


def invoices_of(order: Any) -> list[Any]:
    """All documents of an order, in their order."""
    return list(rows("invoices.Invoice").filter(order=order).order_by("pk"))


def listed(kind: str, net: str, since: date = date(2025, 1, 2)) -> Any:
    """A fee of the price list."""
    made = rows("catalogue.Product").filter(kind=kind).first() or rows("catalogue.Product").create(
        key=kind.replace("_", "-"), kind=kind, scope="documents", entity=rows("providers.LegalEntity").get(),
        name="Entgelt", standings=["consumer", "business"],
    )  # fmt: skip
    rows("catalogue.Price").create(product=made, net=D(net), valid_from=since)
    return made


def test_an_accepted_order_is_billed_once(alpha: Any) -> None:
    order = accepted(shop.product(company()))
    services.bill_order(at=LATER, order_id=order.pk)
    (row,) = invoices_of(order)
    assert (row.gross, row.key, row.contract_id) == (order.gross, f"order:{order.pk}:1", order.contract_id)
    paid(order, "19.00")
    assert queries.paid_for_order(order.pk) == D("19.00")
    assert books.faults() == {}


@pytest.mark.req("CC-68")
def test_works_are_billed_a_third_on_order_and_the_rest_at_acceptance(alpha: Any) -> None:
    entity = company("werkstatt")
    product = shop.product(entity, "website", "1000.00", standings=["business"])
    party = shop.customer()
    rows("parties.Party").filter(pk=party.pk).update(standing="business")
    order = accepted(product, party=party, standing="business", payment_method="transfer", button=BUTTON)
    (first,) = invoices_of(order)
    assert (first.kind, first.net, first.due_on) == ("partial", D("333.33"), first.issued_on)
    paid(order, str(first.payable))
    orders.finish(actor=CLERK, at=LATER, order_id=order.pk, words="Abgenommen")
    services.bill_order(at=LATER, order_id=order.pk)
    first, second = invoices_of(order)
    assert (second.kind, second.net, second.issued_on) == ("final", D("666.67"), LATER.date())
    assert (first.net + second.net, first.vat + second.vat) == (D("1000.00"), D("190.00"))


@pytest.mark.req("WR-067")
def test_an_upgrade_is_billed_less_everything_that_was_paid(alpha: Any) -> None:
    entity = company()
    order = accepted(shop.product(entity, net="100.00"))
    paid(order, "119.00")
    dearer = shop.product(entity, net="250.00")
    made = orders.upgrade(
        actor=CLERK, at=LATER, order_id=order.pk, given=shop.given_for(dearer, party=order.party), consent="Ja, bitte."
    )
    if made.state == "offered":
        orders.accept(actor=CLERK, at=LATER, order_id=made.pk)
    services.bill_order(at=LATER, order_id=made.pk)
    (row,) = invoices_of(made)
    assert (row.gross, row.prepaid, row.payable) == (D("297.50"), D("119.00"), D("178.50"))
    assert books.open_sum(row.subject) == D("178.50")
    assert [one.kind for one in invoices_of(order)] == ["invoice", "cancellation"]
    assert books.balance_of(order.party_id) == D("178.50")
    assert books.faults() == {}


@pytest.mark.req("WR-064")
def test_a_refund_takes_the_whole_invoice_back(alpha: Any) -> None:
    order = accepted(shop.product(company()))
    paid(order, "119.00")
    orders.cancel(actor=CLERK, at=LATER, order_id=order.pk, reason="infeasible", consent="Ja.")
    asked = orders.ask_refund(actor=CLERK, at=LATER, order_id=order.pk)
    assert asked.amount == D("119.00")
    assert services.settle_refunds(at=LATER) == 1
    assert services.settle_refunds(at=LATER) == 0
    assert books.balance_of(order.party_id) == D("-119.00")
    assert books.faults() == {}


@pytest.mark.req("CC-11")
def test_a_prepaid_service_of_others_is_commissioned_when_it_is_paid(alpha: Any) -> None:
    order = accepted(shop.product(company()))
    paid(order, "119.00", key="order")
    given = External(title="Hydraulikprüfung", supplier="Prüf GmbH", net=D("200.00"), prepaid=True)
    service: Any = services.engage(actor=CLERK, at=AT, order_id=order.pk, given=given)
    assert (service.invoice.gross, service.invoice.lines.count()) == (D("238.00"), 1)
    with pytest.raises(services.NotPaidYet), transaction.atomic():
        services.commission(actor=CLERK, at=AT, service_id=service.pk)
    paid(order, "238.00", key="external")
    assert services.commission(actor=CLERK, at=LATER, service_id=service.pk).commissioned_at == LATER


@pytest.mark.req("CC-11")
def test_responsibility_for_others_needs_agreement_and_fee(alpha: Any) -> None:
    order = accepted(shop.product(company()))
    for agreement, fee in (("", "50.00"), ("Vertrag vom 2. Januar", "0.00")):
        given = External(
            title="Prüfung", supplier="X", net=D(10), responsible=True, agreement=agreement, fee=D(fee)
        )  # fmt: skip
        with pytest.raises(services.AgreementMissing), transaction.atomic():
            services.engage(actor=CLERK, at=AT, order_id=order.pk, given=given)
    given = External(
        title="Prüfung", supplier="X", net=D(10), responsible=True, agreement="Vertrag vom 2. Januar", fee=D(50)
    )
    service: Any = services.engage(actor=CLERK, at=AT, order_id=order.pk, given=given)
    assert service.invoice.net == D(60)


@pytest.mark.req("WR-057", "WR-058", "WR-060")
def test_the_second_trip_to_a_single_property_costs_the_list_price_of_its_day(alpha: Any) -> None:
    order = accepted(shop.product(company(), "survey"))
    listed("fee_extra_trip", "80.00")
    listed("fee_extra_trip", "90.00", since=date(2026, 2, 1))

    def trip(cause: Cause, on: date = TRIP_DAY) -> Any:
        return services.note_trip(
            actor=CLERK, at=LATER, order_id=order.pk, made_on=on, cause=cause, because="Niemand da"
        )

    assert trip(Cause.MEASURING).net == trip(Cause.OURS).net == 0
    assert trip(Cause.SURVEY).net == 0
    assert trip(Cause.MEASURING).net == 0
    charged = trip(Cause.CUSTOMER)
    assert (charged.net, charged.invoice.gross) == (D("90.00"), D("107.10"))
    assert trip(Cause.CUSTOMER, date(2026, 1, 31)).net == D("80.00")
    assert trip(Cause.OURS).net == 0


@pytest.mark.req("WR-059")
def test_two_trips_to_a_multi_family_house_are_free(alpha: Any) -> None:
    order = accepted(shop.product(company(), "survey"))
    listed("fee_extra_trip", "80.00")
    nets = [
        services.note_trip(
            actor=CLERK, at=LATER, order_id=order.pk, made_on=LATER.date(), cause=cause, because="x", multi_family=True
        ).net
        for cause in (Cause.SURVEY, Cause.CUSTOMER, Cause.CUSTOMER)
    ]  # fmt: skip
    assert nets == [0, 0, D("80.00")]


@pytest.mark.req("CC-72")
def test_a_shipment_names_day_and_carrier_and_is_billed(alpha: Any) -> None:
    order = accepted(shop.product(company()))

    def send(**values: Any) -> Any:
        given = {"handed_over_on": AT.date(), "carrier": "Paketdienst", "net": D("6.90"), **values}
        return services.hand_over(actor=CLERK, at=AT, order_id=order.pk, **given)

    for wrong in ({"handed_over_on": None}, {"carrier": " "}, {"handed_over_on": AT.date() + timedelta(days=1)}):
        with pytest.raises(services.DayMissing), transaction.atomic():
            send(**wrong)
    with pytest.raises(services.AgreementMissing), transaction.atomic():
        send(net=D(0))
    assert send().invoice.lines.get().net == D("6.90")
    assert send(net=D(0), agreement="Schreiben vom 3. Januar").invoice is None


@pytest.mark.req("WR-075")
def test_a_later_wish_costs_what_the_customer_accepted_before_and_our_error_nothing(alpha: Any) -> None:
    order = accepted(shop.product(company()))
    listed("fee_later_change", "49.00")
    ours = services.classify_change(actor=CLERK, at=AT, order_id=order.pk, wish="Maß falsch", our_error=True)
    free: Any = services.accept_change(actor=CLERK, at=AT, change_id=ours.pk, how="x")
    assert (ours.net, free.invoice) == (D(0), None)
    wish = services.classify_change(actor=CLERK, at=AT, order_id=order.pk, wish="Andere Farbe", our_error=False)
    assert (wish.net, wish.invoice) == (D("49.00"), None)
    with pytest.raises(services.NotAgreed), transaction.atomic():
        services.accept_change(actor=CLERK, at=AT, change_id=wish.pk, how=" ")
    done: Any = services.accept_change(actor=CLERK, at=AT, change_id=wish.pk, how="E-Mail vom 16. Januar")
    assert done.invoice.net == D("49.00")
    again = services.accept_change(actor=CLERK, at=LATER, change_id=wish.pk, how="noch einmal")
    assert again.invoice_id == done.invoice_id


def test_an_order_paid_at_the_click_begins_when_the_money_is_there(alpha: Any) -> None:
    order = accepted(shop.product(company()), payment_method="paypal")
    assert services.held(order)
    paid(order, "119.00")
    assert services.held(order) == ""
