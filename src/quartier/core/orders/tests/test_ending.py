"""Orders without a result: closed with all legs only, refunded, taken up again, upgraded."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from quartier.core.orders import queries, services
from quartier.core.orders.extension import paid
from quartier.core.orders.tests import shop

pytestmark = pytest.mark.usefixtures("alpha")
AT, CLERK = shop.AT, shop.CLERK
DAY = timedelta(days=1)
PAID: dict[int, Decimal] = {}


@pytest.fixture(autouse=True)
def _payments(monkeypatch: pytest.MonkeyPatch) -> None:
    """Payments come from elsewhere; here they are written down by hand."""
    PAID.clear()
    monkeypatch.setitem(paid._entries, "test", lambda key: PAID.get(key, Decimal(0)))


@pytest.fixture
def entity() -> Any:
    return shop.furnish()


def accepted(entity: Any, net: str = "100.00", **values: Any) -> Any:
    """An accepted order of a survey, paid."""
    order = shop.placed(shop.product(entity, "survey", net), started_early=True, loss_known=True, **values)
    services.accept(actor=CLERK, at=AT, order_id=order.pk)
    PAID[order.pk] = order.gross
    return again(order)


def again(order: Any) -> Any:
    """The order as it is stored."""
    return shop.rows("orders.Order").get(pk=order.pk)


def ask(order: Any, day: int) -> None:
    """A request by e-mail."""
    services.request(actor=CLERK, at=AT + day * DAY, order_id=order.pk, missing=["Zugang"])


def ring(order: Any, day: int) -> None:
    """A call that nobody took."""
    services.call(actor=CLERK, at=AT + day * DAY, order_id=order.pk, words="niemand da")


def close(order: Any, day: int, reason: str = "unreachable") -> Any:
    """Try to close."""
    return services.close(actor=CLERK, at=AT + day * DAY, order_id=order.pk, reason=reason)


def closed(entity: Any, net: str = "100.00", reason: str = "unreachable") -> Any:
    """A closed order."""
    order = accepted(entity, net)
    ask(order, 1)
    ask(order, 8)
    ring(order, 10)
    return close(order, 32, reason)


@pytest.mark.req("WR-061")
@pytest.mark.parametrize("reason", ["unreachable", pytest.param("documents_unusable", marks=pytest.mark.req("WR-068"))])
def test_an_order_is_closed_with_all_legs_only(entity: Any, reason: str) -> None:
    order = accepted(entity)
    ask(order, 1)
    with pytest.raises(services.NotYetClosable, match="1 von zwei E-Mails"):
        close(order, 60, reason)
    ask(order, 8)
    with pytest.raises(services.NotYetClosable, match="ein Anruf"):
        close(order, 60, reason)
    ring(order, 10)
    with pytest.raises(services.NotYetClosable, match="frühestens"):
        close(order, 30, reason)
    with pytest.raises(services.NotYetClosable):
        close(order, 31, reason)
    services.reply(actor=CLERK, at=AT + 31 * DAY, order_id=order.pk, words="Ich melde mich", is_complete=False)
    with pytest.raises(services.NotYetClosable):
        close(order, 32, reason)
    assert again(order).state == "accepted"
    for day in (33, 40):
        ask(order, day)
    ring(order, 41)
    with pytest.raises(services.NotYetClosable):
        close(order, 63, reason)
    row = close(order, 64, reason)
    assert (row.state, row.end_reason) == ("closed", reason)


@pytest.mark.req("WR-062")
def test_a_closed_order_takes_no_work(entity: Any) -> None:
    order = closed(entity)
    before = shop.rows("orders.Entry").count()
    for attempt in (services.work, services.finish, services.begin):
        with pytest.raises(services.OrderOver):
            attempt(actor=CLERK, at=AT + 40 * DAY, order_id=order.pk, words="doch noch")
    assert shop.rows("orders.Entry").count() == before
    assert order.contract.pk
    assert again(order).contract.state == "ended"


@pytest.mark.req("WR-064")
@pytest.mark.parametrize("reason", ["unreachable", pytest.param("documents_unusable", marks=pytest.mark.req("WR-068"))])
def test_what_was_paid_goes_back_if_nothing_was_performed(entity: Any, reason: str) -> None:
    order = closed(entity, reason=reason)
    row = services.ask_refund(actor=CLERK, at=AT + 33 * DAY, order_id=order.pk)
    assert row.amount == Decimal("119.00")
    with pytest.raises(services.AlreadyAsked):
        services.ask_refund(actor=CLERK, at=AT + 33 * DAY, order_id=order.pk)


@pytest.mark.req("WR-063")
def test_any_work_blocks_a_refund_unless_a_reason_is_logged(entity: Any) -> None:
    order = accepted(entity)
    services.work(actor=CLERK, at=AT, order_id=order.pk, words="Anfahrt geplant")
    ask(order, 1)
    ask(order, 8)
    ring(order, 10)
    close(order, 32)
    with pytest.raises(services.RefundBlocked):
        services.ask_refund(actor=CLERK, at=AT + 33 * DAY, order_id=order.pk)
    assert not shop.rows("orders.RefundRequest").exists()
    services.ask_refund(actor=CLERK, at=AT + 33 * DAY, order_id=order.pk, reason="Kulanz")
    assert shop.rows("audit.Fact").get(kind="orders.refund_asked").data["reason"] == "Kulanz"


def test_nobody_gets_back_what_was_not_paid(entity: Any) -> None:
    order = closed(entity)
    PAID.clear()
    with pytest.raises(services.NothingPaid):
        services.ask_refund(actor=CLERK, at=AT + 33 * DAY, order_id=order.pk)


@pytest.mark.req("WR-065")
@pytest.mark.parametrize("reason", ["unreachable", pytest.param("documents_unusable", marks=pytest.mark.req("WR-068"))])
def test_an_order_is_taken_up_again_until_the_same_day_six_months_later(entity: Any, reason: str) -> None:
    late, last = closed(entity, reason=reason), closed(entity, reason=reason)
    with pytest.raises(services.TooLateToGoOn):
        services.reactivate(
            actor=CLERK, at=datetime(2026, 7, 17, 9, tzinfo=UTC), order_id=late.pk, words="Bitte weiter"
        )
    assert again(late).state == "closed"
    services.reactivate(actor=CLERK, at=datetime(2026, 7, 16, 21, tzinfo=UTC), order_id=last.pk, words="Bitte weiter")
    row = again(last)
    assert (row.state, row.gross) == ("accepted", Decimal("119.00"))
    assert row.contract.state == "running"
    assert queries.due_of(row) == 0


@pytest.mark.req("WR-066", "WR-067")
@pytest.mark.parametrize("reason", ["unreachable", pytest.param("documents_unusable", marks=pytest.mark.req("WR-068"))])
def test_an_upgrade_is_dearer_and_all_that_was_paid_counts(entity: Any, reason: str) -> None:
    order = closed(entity, reason=reason)
    cheap, dear = shop.product(entity, "survey", "90.00"), shop.product(entity, "survey", "300.00")
    assert [one.product.pk for one in queries.upgrades(again(order), (AT + 40 * DAY).date())] == [dear.pk]
    at = AT + 40 * DAY
    for made in (cheap, shop.product(entity, "survey", "100.00")):
        with pytest.raises(services.NotDearer):
            services.upgrade(actor=CLERK, at=at, order_id=order.pk, given=shop.given_for(made, party=order.party))
    made = services.upgrade(actor=CLERK, at=at, order_id=order.pk, given=shop.given_for(dear, party=order.party))
    services.accept(actor=CLERK, at=at, order_id=made.pk)
    assert queries.due_of(again(made)) == Decimal("357.00") - Decimal("119.00")
    assert again(order).state == "converted"
    with pytest.raises(services.AlreadyDecided):
        services.ask_refund(actor=CLERK, at=at, order_id=order.pk)


@pytest.mark.req("WR-070")
def test_cancelling_and_converting_need_the_customers_consent(entity: Any) -> None:
    first, second = accepted(entity), accepted(entity)
    dear = shop.product(entity, "survey", "300.00")
    given = shop.given_for(dear, party=second.party)
    with pytest.raises(services.ConsentMissing):
        services.cancel(actor=CLERK, at=AT, order_id=first.pk, reason="infeasible", consent=" ")
    with pytest.raises(services.ConsentMissing):
        services.upgrade(actor=CLERK, at=AT, order_id=second.pk, given=given)
    services.cancel(actor=CLERK, at=AT, order_id=first.pk, reason="infeasible", consent="Telefonat, Ida Blum: ja")
    made = services.upgrade(actor=CLERK, at=AT, order_id=second.pk, given=given, consent="E-Mail vom 16.01.")
    assert [again(one).state for one in (first, second)] == ["cancelled", "converted"]
    assert shop.rows("orders.Entry").filter(kind="consent").count() == 2
    assert (made.credit, made.previous_id) == (Decimal("119.00"), second.pk)
    assert "119,00" in shop.rows("inbox.OutgoingMail").filter(template="orders.received").first().text


def test_a_provider_without_the_rule_closes_nothing() -> None:
    entity = shop.furnish("werkstatt")
    made = shop.product(entity, "website", standings=["business"])
    order = shop.placed(made, standing="business", button="zahlungspflichtig beauftragen", payment_method="transfer")
    services.accept(actor=CLERK, at=AT, order_id=order.pk)
    with pytest.raises(services.NoSuchRule):
        services.close(actor=CLERK, at=AT + 90 * DAY, order_id=order.pk)
