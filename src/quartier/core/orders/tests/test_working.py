"""Acceptance by the event that the terms name, and work that begins, waits and ends."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from quartier.core.orders import queries, services
from quartier.core.orders.extension import Moment
from quartier.core.orders.tests import shop

pytestmark = pytest.mark.usefixtures("alpha")
AT, CLERK = shop.AT, shop.CLERK
EARLY: dict[str, Any] = {"started_early": True, "loss_known": True}


def mails(template: str) -> Any:
    """The mails of a kind."""
    return shop.rows("inbox.OutgoingMail").filter(template=template)


def again(order: Any) -> Any:
    """The order as it is stored."""
    return shop.rows("orders.Order").get(pk=order.pk)


@pytest.fixture
def entity() -> Any:
    return shop.furnish()


@pytest.mark.req("WR-016")
def test_a_survey_exists_only_with_our_express_acceptance(entity: Any) -> None:
    order = shop.placed(shop.product(entity, "survey"), **EARLY)
    for attempt in (services.begin, services.finish, services.work):
        with pytest.raises(services.NotAccepted):
            attempt(actor=CLERK, at=AT, order_id=order.pk, words="Termin")
    assert queries.due_of(again(order)) == 0
    later = AT + timedelta(hours=3)
    services.accept(actor=CLERK, at=later, order_id=order.pk)
    assert again(order).accepted_at == later
    assert mails("orders.accepted").get().created_at == later
    assert again(order).contract.formed_by == "acceptance_mail"


@pytest.mark.req("WR-018")
def test_the_first_piece_of_work_accepts_documents(entity: Any) -> None:
    order = shop.placed(shop.product(entity, "documents"), **EARLY)
    later = AT + timedelta(days=1)
    services.work(actor=CLERK, at=later, order_id=order.pk, words="Grundrisse gelesen")
    row = again(order)
    assert row.accepted_at == row.begun_at == later
    assert (row.accepted_by, row.accepted_because) == ("start_of_work", "processing started")
    fact = shop.rows("audit.Fact").get(kind="orders.accepted")
    assert fact.data["because"] == "processing started"


@pytest.mark.req("WR-023")
@pytest.mark.parametrize("first", ["mail", "delivery"])
def test_whichever_comes_first_accepts_what_is_ordered_in_the_app(entity: Any, first: str) -> None:
    order = shop.placed(shop.product(entity, "app_extra"), **EARLY)
    if first == "mail":
        services.accept(actor=CLERK, at=AT, order_id=order.pk)
    services.finish(actor=CLERK, at=AT + timedelta(days=2), order_id=order.pk, words="Datei liegt bereit")
    row = again(order)
    assert row.accepted_by == ("confirmation_mail" if first == "mail" else "delivery")
    assert row.accepted_at == (AT if first == "mail" else AT + timedelta(days=2))
    assert mails("orders.accepted").count() == 1
    assert row.state == "finished"
    assert row.contract.performed_at == AT + timedelta(days=2)


@pytest.mark.req("CC-07")
@pytest.mark.parametrize("moment", [None, Moment.CREDENTIALS])
def test_a_receipt_is_no_acceptance_but_a_confirmation_or_the_credentials_are(moment: Any) -> None:
    entity = shop.furnish("werkstatt")
    made = shop.product(entity, "website", standings=["business"])
    order = shop.placed(made, standing="business", button="zahlungspflichtig beauftragen", payment_method="transfer")
    assert order.state == "offered"
    assert "noch keine Annahme" in mails("orders.received").get().text
    services.accept(actor=CLERK, at=AT + timedelta(days=1), order_id=order.pk, moment=moment)
    assert again(order).contract.concluded_at == AT + timedelta(days=1)
    with pytest.raises(services.AlreadyDecided):
        services.accept(actor=CLERK, at=AT + timedelta(days=2), order_id=order.pk, moment=Moment.CREDENTIALS)
    assert shop.rows("contracts.Contract").count() == 1


def test_an_event_that_the_terms_do_not_name_accepts_nothing(entity: Any) -> None:
    order = shop.placed(shop.product(entity, "survey"))
    with pytest.raises(services.NotThisWay):
        services.accept(actor=CLERK, at=AT, order_id=order.pk, moment=Moment.DELIVERY)
    assert again(order).state == "offered"


@pytest.mark.req("WR-072")
@pytest.mark.parametrize("told", [{}, {"started_early": True}, {"loss_known": True}])
def test_without_both_declarations_work_waits_for_the_end_of_the_withdrawal(entity: Any, told: dict[str, Any]) -> None:
    order = shop.placed(shop.product(entity, "survey"), **told)
    services.accept(actor=CLERK, at=AT, order_id=order.pk)
    shop.rows("contracts.Contract").update(instructed_at=AT)
    last = datetime(2026, 1, 30, 9, tzinfo=UTC)  # day 14 after 16 January, a Friday
    with pytest.raises(services.StillWithdrawable):
        services.begin(actor=CLERK, at=last, order_id=order.pk)
    assert again(order).begun_at is None
    services.begin(actor=CLERK, at=last + timedelta(days=1), order_id=order.pk)
    assert again(order).begun_at == last + timedelta(days=1)


def test_both_declarations_let_work_begin_at_once_and_businesses_need_none(entity: Any) -> None:
    made = shop.product(entity, "survey")
    for values in (EARLY, {"standing": "business"}):
        order = shop.placed(made, **values)
        services.accept(actor=CLERK, at=AT, order_id=order.pk)
        services.begin(actor=CLERK, at=AT, order_id=order.pk)
        assert again(order).begun_at == AT
    assert order.started_early_at is None


@pytest.mark.req("WR-032", "WR-031")
def test_what_is_due_waits_as_long_as_the_customer_lets_us_wait(entity: Any) -> None:
    order = shop.placed(shop.product(entity, "survey"), **EARLY)
    services.accept(actor=CLERK, at=AT, order_id=order.pk)
    services.plan(actor=CLERK, at=AT, order_id=order.pk, due_at=AT + timedelta(days=10))
    services.request(actor=CLERK, at=AT + timedelta(days=1), order_id=order.pk, missing=["Grundriss", "Maße"])
    row = again(order)
    assert row.waiting_since == AT + timedelta(days=1)
    assert row.missing == ["Grundriss", "Maße"]
    assert "– Grundriss\n\n– Maße" in mails("orders.missing").get().text
    services.reply(actor=CLERK, at=AT + timedelta(days=3), order_id=order.pk, words="kommt", is_complete=False)
    services.checked(actor=CLERK, at=AT + timedelta(days=6), order_id=order.pk)
    row = again(order)
    assert row.due_at == AT + timedelta(days=15)
    assert (row.waiting_since, row.missing) == (None, [])
    assert "sie reichen aus" in mails("orders.sufficient").get().text


@pytest.mark.req("CC-08")
def test_a_refusal_is_neutral_and_its_reason_stays_inside(entity: Any) -> None:
    order = shop.placed(shop.product(entity, "survey"))
    services.note_credit_check(
        actor=CLERK, at=AT, order_id=order.pk, source="Auskunftei", checked_on=AT.date(), result="bad", words="Inkasso"
    )
    services.decline(actor=CLERK, at=AT, order_id=order.pk, note="Zahlt nicht")
    row = again(order)
    assert (row.state, row.end_note, row.end_reason) == ("declined", "Zahlt nicht", "")
    said = mails("orders.declined").get()
    assert "Zahlt" not in said.text + said.html
    assert "Auskunftei" not in said.text + said.html
    assert queries.kept_until(row) == AT + timedelta(days=30)


def test_a_change_needs_words_and_reaches_the_customer(entity: Any) -> None:
    order = shop.placed(shop.product(entity, "survey"))
    with pytest.raises(services.WordsMissing):
        services.change(actor=CLERK, at=AT, order_id=order.pk, words=" ")
    services.change(actor=CLERK, at=AT, order_id=order.pk, words="Auch der Keller wird gemessen.")
    assert "Auch der Keller" in mails("orders.changed").get().text
    assert shop.rows("audit.Fact").filter(kind="orders.noted", data__what="change").exists()


def test_early_start_counts_by_the_days_of_law_with_holidays(entity: Any) -> None:
    order = shop.placed(shop.product(entity, "survey"), at=datetime(2026, 3, 20, 9, tzinfo=UTC))
    services.accept(actor=CLERK, at=datetime(2026, 3, 20, 9, tzinfo=UTC), order_id=order.pk)
    shop.rows("contracts.Contract").update(instructed_at=datetime(2026, 3, 20, 9, tzinfo=UTC))
    assert queries.work_from(again(order)) == date(2026, 4, 8)
