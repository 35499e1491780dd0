"""Dates, reminders, what the customer has to do first, impossibility and guarantees."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connections, transaction

from quartier.core.accounts import services as accounts
from quartier.core.performance import queries, services
from quartier.core.performance.models import Guarantee, Obstacle, Promise, Reminder
from quartier.core.performance.rules import Attempted, State
from quartier.core.performance.tests.ground import CLERK, contract, facts, noon, rows
from quartier.kit.access import Audience
from quartier.kit.roles import StaffRole
from quartier.kit.schemas import enter_schema
from quartier.law.bgb.form import Sending

DUE = date(2026, 3, 10)
BEFORE, AFTER = noon(date(2026, 3, 1)), noon(date(2026, 3, 20))


def promised(row: Any) -> Promise:
    """A date that binds nobody."""
    return services.promise(actor=CLERK, at=BEFORE, contract_id=row.pk, what="Lieferung", due_on=DUE)


def state(promise: Promise, on: date) -> State:
    """How a date stands at the noon of a day."""
    return queries.told_of(promise, noon(on)).delay.state


def remind(promise: Promise, channel: Sending, on: date = date(2026, 3, 18), **more: Any) -> Reminder:
    """A reminder that arrived."""
    return services.remind(
        actor=CLERK, at=AFTER, promise_id=promise.pk, channel=channel, received_on=on, words="Wo bleibt es?", **more
    )


def test_a_date_binds_nobody_until_it_is_marked_once(alpha: Any) -> None:
    promise = promised(contract("werkstatt"))
    assert (promise.is_binding, queries.told_of(promise, BEFORE).binding) == (False, "unverbindlich")
    services.bind(actor=CLERK, at=BEFORE, promise_id=promise.pk)
    promise.refresh_from_db()
    assert (queries.told_of(promise, BEFORE).binding, promise.bound_by) == ("verbindlich", str(CLERK)[:120])
    (fact,) = facts("performance.bound")
    assert fact.data["binding"] == [False, True]
    with pytest.raises(services.AlreadyBinding):
        services.bind(actor=CLERK, at=AFTER, promise_id=promise.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Promise.objects.filter(pk=promise.pk).update(bound_at=None)
    assert state(promise, date(2026, 3, 11)) is State.LATE


@pytest.mark.req("CC-79")
def test_a_passed_date_is_late_only_from_the_reminder_and_never_while_the_customer_has_something_to_do(
    alpha: Any,
) -> None:
    row = contract("werkstatt")
    promise = promised(row)
    assert state(promise, date(2026, 3, 17)) is State.PASSED
    spoken = remind(promise, Sending.SPOKEN, date(2026, 3, 12))
    assert not spoken.counts
    assert state(promise, date(2026, 3, 17)) is State.PASSED
    assert remind(promise, Sending.EMAIL).counts
    assert (state(promise, date(2026, 3, 17)), state(promise, date(2026, 3, 18))) == (State.PASSED, State.LATE)
    duty = services.ask_first(
        actor=CLERK, at=AFTER, contract_id=row.pk, what="Texte senden", since_on=date(2026, 3, 15)
    )
    assert state(promise, date(2026, 3, 20)) is State.BLOCKED
    services.note_done(actor=CLERK, at=AFTER, duty_id=duty.pk, done_on=date(2026, 3, 19))
    told = queries.told_of(promise, AFTER)
    assert (told.delay.state, told.delay.late_since) == (State.LATE, date(2026, 3, 20))
    assert [one.received_on for one in Reminder.objects.all()] == [date(2026, 3, 18), date(2026, 3, 12)]
    services.handle(actor=CLERK, at=AFTER, reminder_id=spoken.pk)
    with pytest.raises(services.AlreadyClosed):
        services.handle(actor=CLERK, at=AFTER, reminder_id=spoken.pk)
    services.keep(actor=CLERK, at=AFTER, promise_id=promise.pk, kept_on=date(2026, 3, 20))
    assert not Reminder.objects.filter(handled_at=None).exists()


def test_a_consumers_spoken_word_is_a_reminder(alpha: Any) -> None:
    assert remind(promised(contract("werkstatt", standing="consumer")), Sending.SPOKEN).counts


def test_refusals_change_nothing(alpha: Any) -> None:
    row = contract("werkstatt")
    promise, gone = promised(row), promised(row)
    services.drop(actor=CLERK, at=BEFORE, promise_id=gone.pk, reason="neu geplant")
    duty = services.ask_first(actor=CLERK, at=AFTER, contract_id=row.pk, what="Texte", since_on=date(2026, 3, 15))
    act: dict[str, Any] = {"actor": CLERK, "at": AFTER}

    def everything() -> list[Any]:
        labels = ("Promise", "Reminder", "Duty", "Obstacle")
        return [list(rows(f"performance.{name}").values()) for name in labels] + [rows("audit.Fact").count()]

    before = everything()
    with pytest.raises(services.NothingDue):
        remind(promise, Sending.EMAIL, DUE)
    with pytest.raises(services.NotYet):
        remind(promise, Sending.EMAIL, date(2026, 3, 21))
    with pytest.raises(services.Settled):
        remind(gone, Sending.EMAIL)
    with pytest.raises(services.NotYet):
        services.keep(**act, promise_id=promise.pk, kept_on=date(2026, 3, 21))
    with pytest.raises(services.TooEarly):
        services.note_done(**act, duty_id=duty.pk, done_on=date(2026, 3, 14))
    with pytest.raises(services.NotYet):
        services.note_done(**act, duty_id=duty.pk, done_on=date(2026, 3, 21))
    with pytest.raises(services.NotYet):
        services.ask_first(**act, contract_id=row.pk, what="x", since_on=date(2026, 3, 21))
    with pytest.raises(services.NotYet):
        services.note_obstacle(**act, contract_id=row.pk, why="x", found_on=date(2026, 3, 21))
    assert everything() == before
    services.note_done(**act, duty_id=duty.pk, done_on=date(2026, 3, 15))
    with pytest.raises(services.AlreadyClosed):
        services.note_done(**act, duty_id=duty.pk, done_on=date(2026, 3, 15))


@pytest.mark.req("CC-80")
def test_withdrawal_is_available_only_after_another_specification_was_tried(alpha: Any) -> None:
    row = contract("werkstatt")
    act: dict[str, Any] = {"actor": CLERK, "at": AFTER}
    obstacle = services.note_obstacle(**act, contract_id=row.pk, why="Das Haus steht nicht mehr.", found_on=DUE)
    with pytest.raises(services.AlreadyImpossible):
        services.note_obstacle(**act, contract_id=row.pk, why="Noch einmal", found_on=DUE)
    assert not queries.may_withdraw(obstacle)
    with pytest.raises(services.ChangeNotTried):
        services.withdraw(**act, obstacle_id=obstacle.pk)
    assert rows("contracts.Contract").get(pk=row.pk).state == "running"
    tried: dict[str, Any] = {**act, "obstacle_id": obstacle.pk, "proposal": "Nach dem alten Plan", "tried_on": DUE}
    with pytest.raises(services.NotYet):
        services.note_attempt(**{**tried, "tried_on": date(2026, 3, 21)}, outcome=Attempted.REFUSED)
    services.note_attempt(**tried, outcome=Attempted.HOPELESS)
    assert queries.may_withdraw(obstacle)
    services.withdraw(**act, obstacle_id=obstacle.pk)
    assert rows("contracts.Contract").get(pk=row.pk).state == "ended"
    with pytest.raises(services.AlreadyClosed):
        services.withdraw(**act, obstacle_id=obstacle.pk)
    with pytest.raises(services.Over):
        promised(row)
    with pytest.raises(services.Over):
        services.ask_first(**act, contract_id=row.pk, what="x", since_on=DUE)
    with pytest.raises(services.Over):
        services.note_obstacle(**act, contract_id=row.pk, why="x", found_on=DUE)


def test_an_agreed_change_solves_the_matter(alpha: Any) -> None:
    row = contract("werkstatt")
    act: dict[str, Any] = {"actor": CLERK, "at": AFTER}
    obstacle = services.note_obstacle(**act, contract_id=row.pk, why="Zu groß", found_on=DUE)
    tried: dict[str, Any] = {"obstacle_id": obstacle.pk, "proposal": "Kleiner", "tried_on": DUE}
    services.note_attempt(**act, **tried, outcome=Attempted.AGREED)
    assert Obstacle.objects.get().state == "changed"
    with pytest.raises(services.AlreadyClosed):
        services.withdraw(**act, obstacle_id=obstacle.pk)


@pytest.mark.req("QX-05")
def test_a_guarantee_without_the_signed_confirmation_is_refused(alpha: Any) -> None:
    row = contract("raumhafen")
    given: dict[str, Any] = {"words": "99,9 % Verfügbarkeit", "confirmed_on": date(2026, 3, 2)}
    with pytest.raises(services.ConfirmationMissing):
        services.confirm_guarantee(actor=CLERK, at=AFTER, contract_id=row.pk, paper=None, **given)
    with pytest.raises(IntegrityError), transaction.atomic():
        Guarantee.objects.create(contract=row, noted_at=AFTER, noted_by="x", **given)
    assert list(queries.guarantees_of(row)) == []
    owner = accounts.open_account(
        actor=CLERK, at=BEFORE, audience=Audience.STAFF, email="clerk@alpha.example", name="Jette Brandis",
        password="Kiesel-und-Farn-26", roles=[StaffRole.CLERK],
    )  # fmt: skip
    paper = services.Paper(owner, "garantie.pdf", 8, [b"%PDF-1.7"])
    late = {**given, "confirmed_on": date(2026, 3, 21)}
    with pytest.raises(services.NotYet):
        services.confirm_guarantee(actor=CLERK, at=AFTER, contract_id=row.pk, paper=paper, **late)
    kept = services.confirm_guarantee(actor=CLERK, at=AFTER, contract_id=row.pk, paper=paper, **given)
    assert kept.document.party_id == row.party_id
    assert [one.words for one in queries.guarantees_of(row)] == ["99,9 % Verfügbarkeit"]


def test_fifty_clicks_mark_a_date_once(committed_db: None) -> None:
    enter_schema("alpha")
    promise = promised(contract("werkstatt"))

    def click(_number: int) -> bool:
        enter_schema("alpha")
        try:
            services.bind(actor=CLERK, at=BEFORE, promise_id=promise.pk)
        except services.AlreadyBinding:
            return False
        else:
            return True
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(click, range(50)))
    enter_schema("alpha")
    assert (done.count(True), len(facts("performance.bound"))) == (1, 1)
