"""Events are told: signed, once where they arrive, again where they do not, and to nobody who may not hear."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from quartier.core.audit import queries as audit
from quartier.core.orders import services as orders
from quartier.core.orders.tests import shop
from quartier.core.webhooks import services
from quartier.core.webhooks.extension import event, event_kinds
from quartier.core.webhooks.models import Delivery, Event, Hook, Try
from quartier.core.webhooks.rules import KEPT, LEASE, OVERLAP, TRIES, WAITS, signature
from quartier.core.webhooks.tests import scene
from quartier.core.webhooks.tests.scene import AT, Receiver, customer, delivery, hook, published
from quartier.kit import outgoing
from quartier.kit.api import TEXT, Part, Parts
from quartier.kit.schemas import enter_schema
from quartier.values.actor import SYSTEM

SECOND = timedelta(seconds=1)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with scene.receiving() as program:
        yield program


@pytest.fixture
def listener(alpha: Any, receiver: Receiver) -> Any:
    """A customer whose program listens for accepted orders."""
    user = customer()
    _hook, receiver.secret = hook(user, receiver.url)
    return user


def try_at(at: Any) -> Delivery:
    """Try the only delivery."""
    services.deliver(at=at, delivery_id=delivery().pk)
    return delivery()


def facts(row: Hook) -> list[str]:
    """What happened to an address."""
    return [one.kind for one in audit.about(f"webhooks.hook:{row.pk}")]


def test_the_signature_is_that_of_the_convention() -> None:
    """The reference vector of the libraries of Standard Webhooks (github.com/standard-webhooks/standard-webhooks)."""
    secret, number = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek"
    signed = signature([secret], number, 1614265330, b'{"test": 2432232314}')
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_an_event_arrives_signed_and_says_no_more_than_its_shape(listener: Any, receiver: Receiver) -> None:
    made = published(listener)
    receiver.says = b"<b>danke</b>"
    row = try_at(AT + SECOND)
    assert (row.state, row.tries, row.next_at, receiver.forged) == ("done", 1, None, [])
    (heard,) = receiver.heard
    assert heard == {
        "id": made.number, "type": "order.accepted", "at": AT.isoformat(), "sequence": made.pk,
        "data": {"order": "A-1", "state": "accepted", "due_at": None, "address": "/api/v1/meine/auftraege/1"},
    }  # fmt: skip
    headers = receiver.headers[0]
    assert headers["Webhook-Id"] == made.number
    assert headers["Webhook-Timestamp"] == str(int((AT + SECOND).timestamp()))
    assert headers["Content-Type"] == "application/json"
    log = row.log.get()
    assert (log.number, log.at, log.status, log.fault, log.said) == (1, AT + SECOND, 204, "", "")


def test_an_arrived_event_is_not_sent_again(listener: Any, receiver: Receiver) -> None:
    published(listener)
    for _again in range(3):
        try_at(AT)
    assert len(receiver.heard) == 1


def test_the_job_is_asked_for_with_the_event_and_goes_with_it(listener: Any, receiver: Receiver, run_jobs: Any) -> None:
    with transaction.atomic():
        published(listener, key="undone")
        transaction.set_rollback(True)
    assert not Event.objects.exists()
    published(listener)
    run_jobs()
    assert [one["sequence"] for one in receiver.heard] == [Event.objects.get().pk]


def test_the_same_thing_is_noted_once(listener: Any) -> None:
    first, second = published(listener), published(listener, AT + SECOND, number="A-2")
    assert first == second
    assert (Event.objects.count(), Delivery.objects.count()) == (1, 1)


def test_where_nobody_listens_nothing_is_written(alpha: Any) -> None:
    user, other = customer(), customer("rabe")
    hook(other)
    hook(user, events=("order.finished",))
    assert published(user) is None
    assert not Event.objects.exists()


def test_later_events_of_a_thing_have_a_higher_number(listener: Any) -> None:
    made = [published(listener, key=str(number)).pk for number in range(4)]
    assert made == sorted({*made})


@pytest.mark.parametrize("data", [{"order": "A-1", "name": "Ida Blum"}, {"email": "ida@posthaus.example"}])
def test_what_is_not_declared_is_a_mistake_in_the_code(listener: Any, data: dict[str, Any]) -> None:
    given: dict[str, Any] = {"party_id": listener.party.pk, "subject": "orders.order:1", "data": data, "key": "1"}
    with pytest.raises(KeyError), transaction.atomic():
        services.publish(at=AT, event="order.accepted", **given)
    with pytest.raises(KeyError), transaction.atomic():
        services.publish(at=AT, event="order.dreamt", **{**given, "data": {}})
    assert not Event.objects.exists()


def test_an_event_has_a_name_of_small_words() -> None:
    shape = Parts(Part("order", TEXT, "…"))
    for key in ("Order.done", "done", "order.", "order done", ".done"):
        with pytest.raises(ValueError, match="no name of an event"):
            event(key, "…", "…", shape)
    assert {"order.accepted", "order.finished"} <= {*event_kinds.keys()}


def test_what_fails_is_tried_ten_times_in_three_days_and_then_given_up(listener: Any, receiver: Receiver) -> None:
    published(listener)
    other = published(listener, key="2")
    row, at = Delivery.objects.exclude(event=other).get(), AT
    receiver.status, receiver.says = 503, b"Wartung\x00 <script>alert(1)</script>" + b"!" * 900
    waits = []
    for number in range(1, TRIES + 1):
        services.deliver(at=at - SECOND, delivery_id=row.pk)
        services.deliver(at=at, delivery_id=row.pk)
        row.refresh_from_db()
        assert row.tries == number
        if row.next_at is not None:
            waits.append(round((row.next_at - at) / SECOND / 60))
            at = row.next_at
    assert waits == [round(one / SECOND / 60) for one in WAITS]
    assert timedelta(days=2, hours=12) < at - AT < timedelta(days=3)
    assert (row.state, row.next_at, len(receiver.heard)) == ("failed", None, TRIES)
    log = row.log.first()
    assert log is not None
    assert (log.status, log.fault, len(log.said)) == (503, "refused", 500)
    assert log.said.startswith("Wartung  <script>")
    given_up(listener, row)
    services.deliver(at=at, delivery_id=Delivery.objects.get(event=other).pk)
    assert Delivery.objects.get(event=other).state == "held"


def given_up(listener: Any, row: Delivery) -> None:
    """The address is paused, and whoever set it up was told once."""
    found = Hook.objects.get()
    assert (found.state, facts(found)) == ("failing", ["webhooks.given_up", "webhooks.added"])
    mail = scene.rows("inbox.OutgoingMail").get(template="webhooks.given_up")
    assert mail.to_address == listener.email
    assert found.url in mail.text
    assert found.secret not in mail.text


def test_an_address_that_is_gone_is_not_tried_again(listener: Any, receiver: Receiver) -> None:
    published(listener)
    receiver.status = 410
    row = try_at(AT)
    assert (row.state, row.tries, Hook.objects.get().state) == ("failed", 1, "failing")


@pytest.mark.parametrize("status", [301, 302, 307, 400, 401, 404, 429, 500])
def test_only_a_good_answer_is_one(listener: Any, receiver: Receiver, status: int) -> None:
    published(listener)
    receiver.status = status
    row = try_at(AT)
    assert (row.state, row.log.get().status, len(receiver.heard)) == ("waiting", status, 1)


def test_a_paused_address_hears_later_what_happened(listener: Any, receiver: Receiver, run_jobs: Any) -> None:
    found = Hook.objects.get()
    services.pause(actor=SYSTEM, at=AT, hook_id=found.pk)
    for number in ("1", "2", "3"):
        published(listener, key=number)
    run_jobs()
    assert receiver.heard == []
    assert {row.state for row in Delivery.objects.all()} == {"held"}
    services.resume(actor=SYSTEM, at=AT + timedelta(days=3), hook_id=found.pk)
    for row in Delivery.objects.order_by("pk"):
        services.deliver(at=AT + timedelta(days=3), delivery_id=row.pk)
    assert [one["sequence"] for one in receiver.heard] == sorted(Event.objects.values_list("pk", flat=True))


def test_both_secrets_sign_for_a_day(listener: Any, receiver: Receiver) -> None:
    found = Hook.objects.get()
    _hook, fresh = services.rotate(actor=SYSTEM, at=AT, hook_id=found.pk)
    for key, at, knows in (("1", AT + OVERLAP - SECOND, receiver.secret), ("2", AT + OVERLAP - SECOND, fresh),
                           ("3", AT + OVERLAP, fresh)):  # fmt: skip
        receiver.secret = knows
        made = published(listener, key=key)
        services.deliver(at=at, delivery_id=made.deliveries.get().pk)
    assert (len(receiver.heard), receiver.forged) == (3, [])
    assert [len(one["Webhook-Signature"].split()) for one in receiver.headers] == [2, 2, 1]
    services.forget(at=AT + OVERLAP)
    found.refresh_from_db()
    assert (found.secret, found.previous, found.previous_until) == (fresh, "", None)


def test_a_customer_who_is_blocked_hears_nothing_until_that_has_ended(
    listener: Any, receiver: Receiver, run_jobs: Any
) -> None:
    for barred, is_active in ((["all"], True), (["personal"], True), ([], False)):
        published(listener, key=f"{barred}{is_active}")
        listener.barred, listener.is_active = barred, is_active
        listener.save(update_fields=["barred", "is_active"])
        run_jobs()
    services.requeue_overdue(at=AT)
    assert receiver.heard == []
    assert {row.state for row in Delivery.objects.all()} == {"held"}
    listener.is_active = True
    listener.save(update_fields=["is_active"])
    services.requeue_overdue(at=AT)
    run_jobs()
    assert len(receiver.heard) == 3


def test_a_restricted_customer_hears_nothing(listener: Any, receiver: Receiver) -> None:
    published(listener)
    scene.rows("parties.Party").filter(pk=listener.party.pk).update(restricted_at=AT)
    assert try_at(AT).state == "held"
    assert receiver.heard == []


def test_a_block_of_one_service_is_no_reason(listener: Any, receiver: Receiver) -> None:
    published(listener)
    listener.barred = ["service:messages"]
    listener.save(update_fields=["barred"])
    assert try_at(AT).state == "done"


def test_addresses_pause_when_the_way_in_of_who_made_them_ends(listener: Any, receiver: Receiver) -> None:
    from quartier.core.accounts.extension import credentials_ended  # noqa: PLC0415 – read once the plugs are

    for end in credentials_ended:
        end(listener.pk, AT)
    found = Hook.objects.get()
    assert (found.state, facts(found)[0]) == ("paused", "webhooks.paused")


def test_a_name_that_leads_inside_is_not_called(alpha: Any, settings: Any, receiver: Receiver) -> None:
    """Set up while it led elsewhere: what counts is where it leads when it is called."""
    user = customer()
    hook(user, receiver.url)
    settings.WEBHOOKS_TO_LOCALHOST = False
    published(user)
    row = try_at(AT)
    assert (row.state, row.log.get().fault, receiver.heard, receiver.forged) == ("waiting", "forbidden", [], [])


@pytest.mark.parametrize("why", list(outgoing.Why))
def test_every_reason_has_words(alpha: Any, why: outgoing.Why) -> None:
    assert str(Try(fault=why.value).get_fault_display()) != why.value


def test_a_try_that_died_is_tried_again_after_its_time(listener: Any, receiver: Receiver) -> None:
    published(listener)
    row = delivery()
    row.tries, row.busy_until, row.next_at = 1, AT + LEASE, AT + LEASE
    row.save()
    row.log.create(number=1, at=AT, fault="lost")
    assert try_at(AT + LEASE - SECOND).tries == 1
    assert receiver.heard == []
    assert try_at(AT + LEASE).state == "done"
    assert [one.fault for one in row.log.all()] == ["lost", ""]


def test_a_lost_job_is_found(listener: Any, receiver: Receiver, run_jobs: Any) -> None:
    published(listener)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM public.procrastinate_jobs")
    assert services.requeue_overdue(at=AT + timedelta(minutes=10)) == 0
    assert services.requeue_overdue(at=AT + timedelta(minutes=10, seconds=1)) == 1
    run_jobs()
    assert len(receiver.heard) == 1


def test_what_was_told_is_forgotten_after_thirty_days(listener: Any) -> None:
    published(listener)
    published(listener, AT + SECOND, key="2")
    assert services.forget(at=AT + KEPT) == 0
    services.forget(at=AT + KEPT + SECOND)
    assert [row.key for row in Event.objects.all()] == ["2"]
    assert Delivery.objects.count() == 1


def test_orders_are_told_of(alpha: Any) -> None:
    entity = shop.furnish()
    user = customer()
    hook(user, events=("order.accepted", "order.finished"))
    made = shop.product(entity, "survey")
    order = shop.placed(made, party=user.party, started_early=True, loss_known=True)
    orders.accept(actor=shop.CLERK, at=shop.AT, order_id=order.pk)
    orders.begin(actor=shop.CLERK, at=shop.AT, order_id=order.pk, words="Termin")
    orders.finish(actor=shop.CLERK, at=shop.AT + timedelta(days=1), order_id=order.pk, words="Plan")
    told = [(row.kind, row.data["order"], row.data["state"]) for row in Event.objects.order_by("pk")]
    assert told == [("order.accepted", order.number, "accepted"), ("order.finished", order.number, "finished")]
    sent = json.dumps([row.data for row in Event.objects.all()])
    assert "Blum" not in sent
    assert "@" not in sent


def test_no_secret_lies_open_in_the_database(listener: Any, receiver: Receiver) -> None:
    services.rotate(actor=SYSTEM, at=AT, hook_id=Hook.objects.get().pk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT h::text FROM webhooks_hook h")
        kept = str(cursor.fetchall())
        cursor.execute("SELECT f::text FROM audit_fact f")
        kept += str(cursor.fetchall())
    assert receiver.secret not in kept
    assert Hook.objects.get().secret not in kept


def test_two_workers_tell_once(committed_db: None) -> None:
    """Both take up the same message at the same moment."""
    enter_schema("alpha")
    with scene.receiving() as receiver:
        user = customer()
        _hook, receiver.secret = hook(user, receiver.url)
        number = published(user).deliveries.get().pk
        ready = threading.Barrier(2)

        def work() -> None:
            enter_schema("alpha")
            ready.wait()
            services.deliver(at=AT, delivery_id=number)
            connection.close()

        threads = [threading.Thread(target=work) for _worker in range(2)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        assert len(receiver.heard) == 1
        row = delivery()
        assert (row.state, row.tries, row.log.count()) == ("done", 1, 1)
