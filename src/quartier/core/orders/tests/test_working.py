"""Acceptance by the event that the terms name, and work that begins, waits and ends."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from quartier.core.catalogue.extension import LicenceUsed
from quartier.core.contracts import services as contracts
from quartier.core.documents.services import Given
from quartier.core.documents.services.issuing import issue
from quartier.core.orders import queries, services
from quartier.core.orders.extension import Moment
from quartier.core.orders.forms import CancelForm, CloseForm
from quartier.core.orders.services import withdrawing
from quartier.core.orders.tests import shop
from quartier.core.orders.urls import urlpatterns
from quartier.core.providers.policies import SupportPolicy
from quartier.core.retention.services.running import run

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


def test_a_declined_order_vanishes_by_the_daily_run_and_an_accepted_one_stays() -> None:
    entity = shop.furnish("raumhafen")
    made = shop.product(entity, "paid", standings=["business"])
    button = "Bestellschein zahlungspflichtig bestätigen"
    given: dict[str, Any] = {"standing": "business", "button": button, "payment_method": shop.payment()}
    yes, no = (shop.placed(made, **given) for _number in range(2))
    services.accept(actor=CLERK, at=AT, order_id=yes.pk)
    services.decline(actor=CLERK, at=AT, order_id=no.pk, note="Kein Bedarf")
    assert again(yes).accepted_by == "activation"
    run(at=AT + timedelta(days=29))
    assert shop.rows("orders.Order").filter(pk=no.pk).exists()
    run(at=AT + timedelta(days=31))
    assert not shop.rows("orders.Order").filter(pk=no.pk).exists()
    assert shop.rows("orders.Order").filter(pk=yes.pk).exists()


def test_a_withdrawal_stops_an_order_and_its_contract(entity: Any) -> None:
    order = shop.placed(shop.product(entity, "survey"), **EARLY)
    services.accept(actor=CLERK, at=AT, order_id=order.pk)
    services.work(actor=CLERK, at=AT, order_id=order.pk, words="gemessen")
    found = withdrawing.look(order.pk)
    assert (found.number, found.price, found.done, found.is_over) == (order.number, order.gross, None, False)
    assert [one.subject for one in withdrawing.meant(f"Auftrag {order.number.lower()}", "")] == [found.subject]
    withdrawing.withdraw(CLERK, AT + timedelta(days=3), order.pk)
    row = again(order)
    assert (row.state, row.contract.state) == ("withdrawn", "withdrawn")
    with pytest.raises(services.OrderOver):
        services.work(actor=CLERK, at=AT + timedelta(days=4), order_id=order.pk, words="weiter")
    assert withdrawing.look(order.pk).is_over


def test_a_contract_that_ends_elsewhere_stops_its_order(entity: Any) -> None:
    order = shop.placed(shop.product(entity, "survey"), **EARLY)
    services.accept(actor=CLERK, at=AT, order_id=order.pk)
    contracts.close_performed(actor=CLERK, at=AT, contract_id=again(order).contract_id, because="cause")
    assert (again(order).state, again(order).end_reason) == ("cancelled", "cause")


@pytest.mark.req("WR-033")
def test_late_data_are_no_reason_to_end_an_order() -> None:
    asked: list[Any] = [CancelForm().fields["reason"], CloseForm().fields["reason"]]
    offered = {key for field in asked for key, _label in field.choices}
    assert offered == {"infeasible", "unreachable", "documents_unusable"}
    assert not any("beenden" in path or "stornieren" in path for path in customer_paths())


def customer_paths() -> list[str]:
    """The addresses of a customer's pages about orders."""
    return [str(one.pattern) for one in urlpatterns if str(one.pattern).startswith("auftr")]


@pytest.mark.req("WR-011")
def test_a_licence_is_one_calculation_and_ends_when_it_is_completed(entity: Any) -> None:
    order = shop.placed(shop.product(entity, "express"), **EARLY)
    services.begin(actor=CLERK, at=AT, order_id=order.pk)
    before = again(order).begun_at
    with pytest.raises(LicenceUsed):
        services.begin(actor=CLERK, at=AT + timedelta(hours=1), order_id=order.pk)
    assert again(order).begun_at == before
    paper = issue(
        actor=CLERK, at=AT, file_name="w.pdf", media_type="application/pdf", content=b"%PDF-1.7",
        given=Given(kind="order-confirmation", title="Wohnfläche", party=order.party, entity_id=entity.pk),
    )  # fmt: skip
    services.finish(actor=CLERK, at=AT + timedelta(hours=2), order_id=order.pk, document_ids=[paper.pk])
    for attempt in (services.begin, services.work, services.finish):
        with pytest.raises(services.OrderOver):
            attempt(actor=CLERK, at=AT + timedelta(hours=3), order_id=order.pk, words="noch einmal")
    assert [one.document_id for one in queries.files_of(again(order)) if one.is_result] == [paper.pk]


def watched() -> list[tuple[str, Any]]:
    """The deadlines for a look at documents, in the order in which they were opened."""
    found = shop.rows("deadlines.Deadline").filter(kind="orders.check").order_by("pk")
    return list(found.values_list("state", "last_on"))


@pytest.mark.req("WR-069")
def test_the_customer_is_told_by_the_promised_day_whether_documents_suffice(entity: Any) -> None:
    uploads = [{"key": "plans", "label": "Grundrisse", "least": 1, "most": 5}]
    plan = issue(
        actor=CLERK, at=AT, file_name="plan.pdf", media_type="application/pdf", content=b"%PDF-1.7",
        given=Given(kind="letter", title="Plan", visibility="staff"),
    )  # fmt: skip
    order = shop.placed(shop.product(entity, uploads=uploads), documents={"plans": [plan.pk]}, **EARLY)
    # 16 January 2026 is a Friday: three working days run until Wednesday.
    assert watched() == [("running", date(2026, 1, 21))]
    services.checked(actor=CLERK, at=AT + timedelta(days=3), order_id=order.pk, missing=["Schnitt"])
    assert "– Schnitt" in mails("orders.missing").get().text
    assert [state for state, _day in watched()] == ["met"]
    later = AT + timedelta(days=10)
    services.give(actor=CLERK, at=later, order_id=order.pk, documents={"plans": [plan.pk]})
    assert watched()[-1] == ("running", date(2026, 1, 29))
    services.checked(actor=CLERK, at=later + timedelta(days=9), order_id=order.pk)
    assert mails("orders.sufficient").count() == 1
    assert [state for state, _day in watched()] == ["met", "cancelled"], "told, but after the promised day"
    shop.decide(SupportPolicy, {"support.reaction": {"value": [], "origin": "stated"}})
    services.give(actor=CLERK, at=later + timedelta(days=10), order_id=order.pk, documents={"plans": [plan.pk]})
    assert len(watched()) == 2, "nothing is promised"


def test_nobody_waits_for_a_look_at_documents_of_an_order_that_is_over(entity: Any) -> None:
    order = shop.placed(shop.product(entity))
    services.give(actor=CLERK, at=AT, order_id=order.pk, documents={}, words="Der Plan folgt.")
    services.decline(actor=CLERK, at=AT + timedelta(days=1), order_id=order.pk)
    assert [state for state, _day in watched()] == ["cancelled"]
