"""What customers and staff see: every date says whether it binds, and only who may marks it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from quartier.core.performance import services
from quartier.core.performance.models import Claim, Promise, Reminder
from quartier.core.performance.tests.ground import CLERK, facts, rows
from quartier.kit import clock
from quartier.kit.clock import day_of
from quartier.kit.schemas import enter_schema
from tests.matrix.objects_of_performance import contract

SCHEMA = "emscher"


@pytest.fixture
def row(world: Any) -> Any:
    """A contract of the world's customer."""
    enter_schema(SCHEMA)
    return rows("contracts.Contract").get(pk=contract(world.people[SCHEMA]["customer"]))


def promised(row: Any, days: int) -> Promise:
    """A date so many days from today."""
    at = clock.now()
    due_on = day_of(at) + timedelta(days=days)
    return services.promise(actor=CLERK, at=at, contract_id=row.pk, what="Aufmaß vor Ort", due_on=due_on)


def page(world: Any, role: str, name: str, *args: Any) -> Any:
    """A page as somebody sees it."""
    answer = world.client(SCHEMA, role).get(reverse(name, args=args))
    enter_schema(SCHEMA)
    return answer


def sent(world: Any, role: str, name: str, data: dict[str, Any], *args: Any) -> Any:
    """A form that somebody sends."""
    answer = world.client(SCHEMA, role).post(reverse(name, args=args), data)
    enter_schema(SCHEMA)
    return answer


@pytest.mark.req("QX-19")
def test_a_new_date_is_called_non_binding_until_who_may_marks_it(world: Any, row: Any) -> None:
    at = clock.now()
    given = {"what": "Aufmaß vor Ort", "due_on": (day_of(at) + timedelta(days=9)).isoformat()}
    assert sent(world, "clerk", "performance:promise", given, row.pk).status_code == 302
    promise = Promise.objects.get(what="Aufmaß vor Ort")
    for role, name in (("customer", "performance:dates"), ("clerk", "performance:contract")):
        assert ">unverbindlich<" in page(world, role, name, row.pk).content.decode()
    assert sent(world, "clerk", "performance:bind", {}, promise.pk).status_code == 403
    assert facts("performance.bound") == []
    assert sent(world, "lead", "performance:bind", {}, promise.pk).status_code == 302
    assert len(facts("performance.bound")) == 1
    shown = page(world, "customer", "performance:dates", row.pk).content.decode()
    assert ">verbindlich<" in shown
    assert ">unverbindlich<" not in shown


def test_a_customer_reminds_once_through_the_check_step(world: Any, row: Any) -> None:
    promise, ahead = promised(row, -3), promised(row, 3)
    client = world.client(SCHEMA, "customer")
    where = reverse("performance:remind", args=[row.pk, promise.pk])
    assert where in page(world, "customer", "performance:dates", row.pk).content.decode()
    shown = client.post(where, {"words": "Bitte kommen Sie."})
    confirm = {"words": "Bitte kommen Sie.", "_step": "confirm", "_shown": shown.context["token"]}
    assert client.post(where, confirm).status_code == 302
    client.post(where, confirm)
    enter_schema(SCHEMA)
    (kept,) = Reminder.objects.all()
    assert (kept.promise_id, kept.channel, kept.counts) == (promise.pk, "portal-form", True)
    assert ">in Verzug<" in page(world, "customer", "performance:dates", row.pk).content.decode()
    assert page(world, "clerk", "performance:reminders").content.decode().count("Aufmaß vor Ort") >= 1
    too_early = reverse("performance:remind", args=[row.pk, ahead.pk])
    shown = client.post(too_early, {"words": "Schon?"})
    confirm = {"words": "Schon?", "_step": "confirm", "_shown": shown.context["token"]}
    assert client.post(too_early, confirm).status_code == 409
    enter_schema(SCHEMA)
    assert Reminder.objects.count() == 1
    assert sent(world, "clerk", "performance:handle", {}, kept.pk).status_code == 302
    assert Reminder.objects.filter(handled_at=None).count() == 0


def test_nobody_sees_somebody_elses_dates(world: Any, row: Any) -> None:
    mine = promised(row, -3)
    tie = rows("parties.Relationship").exclude(party=row.party).order_by("pk")[0]
    common = {"scope": "recurring", "standing": "consumer", "is_paid": True, "formed_by": "confirmation"}
    other = rows("contracts.Contract").create(relationship=tie, party=tie.party, concluded_at=clock.now(), **common)
    theirs = promised(other, -3)
    assert page(world, "customer", "performance:dates", other.pk).status_code == 404
    assert page(world, "customer", "performance:remind", row.pk, theirs.pk).status_code == 404
    assert page(world, "customer", "performance:remind", other.pk, mine.pk).status_code == 404
    assert page(world, "customer", "performance:contract", row.pk).status_code in (302, 403, 404)


def test_staff_note_what_happens(world: Any, row: Any) -> None:
    promise, today = promised(row, -3), day_of(clock.now()).isoformat()
    reminder = {"channel": "email", "received_on": today, "words": "Wo bleiben Sie?"}
    assert sent(world, "clerk", "performance:office_remind", reminder, promise.pk).status_code == 302
    shown = page(world, "clerk", "performance:contract", row.pk).content.decode()
    assert ">in Verzug<" in shown
    assert sent(world, "clerk", "performance:duty", {"what": "Schlüssel", "since_on": today}, row.pk).status_code == 302
    duty = rows("performance.Duty").get()
    assert sent(world, "clerk", "performance:duty_done", {"done_on": "1.1.2020"}, duty.pk).status_code in (409, 422)
    assert sent(world, "clerk", "performance:duty_done", {"done_on": today}, duty.pk).status_code == 302
    assert sent(world, "clerk", "performance:keep", {"kept_on": today}, promise.pk).status_code == 302
    dropped = promised(row, 5)
    assert sent(world, "clerk", "performance:drop", {"reason": "neu geplant"}, dropped.pk).status_code == 302
    assert "neu geplant" in page(world, "clerk", "performance:contract", row.pk).content.decode()
    assert "neu geplant" not in page(world, "customer", "performance:dates", row.pk).content.decode()


def test_withdrawal_is_offered_only_after_an_attempt(world: Any, row: Any) -> None:
    today = day_of(clock.now()).isoformat()
    sent(world, "clerk", "performance:obstacle", {"why": "Haus abgerissen", "found_on": today}, row.pk)
    obstacle = rows("performance.Obstacle").get()
    link = reverse("performance:withdraw", args=[obstacle.pk])
    assert link not in page(world, "clerk", "performance:contract", row.pk).content.decode()
    assert sent(world, "clerk", "performance:withdraw", {}, obstacle.pk).status_code == 409
    attempt = {"proposal": "Nach altem Plan", "tried_on": today, "outcome": "refused"}
    assert sent(world, "clerk", "performance:attempt", attempt, obstacle.pk).status_code == 302
    assert link in page(world, "clerk", "performance:contract", row.pk).content.decode()
    assert sent(world, "clerk", "performance:withdraw", {}, obstacle.pk).status_code == 302
    assert rows("contracts.Contract").get(pk=row.pk).state == "ended"


def test_claims_and_guarantees_in_the_office(world: Any, row: Any) -> None:
    today = day_of(clock.now()).isoformat()
    given = {
        "what": "Wasserschaden", "arose_on": today, "counted": "delivery", "counted_from": today, "monthly_fee": "500",
        "amount": "1.200,00",
    }  # fmt: skip
    assert sent(world, "clerk", "performance:claim_new", given, row.pk).status_code == 403
    assert sent(world, "lead", "performance:claim_new", given, row.pk).status_code == 302
    claim = Claim.objects.get()
    assert "Wasserschaden" in page(world, "lead", "performance:claims").content.decode()
    assert "1.200,00" in page(world, "lead", "performance:claim", claim.pk).content.decode()
    assert sent(world, "lead", "performance:claim", {"state": "paid", "reason": ""}, claim.pk).status_code == 422
    paid = {"state": "paid", "reason": "überwiesen"}
    assert sent(world, "lead", "performance:claim", paid, claim.pk).status_code == 302
    assert "überwiesen" in page(world, "lead", "performance:claim", claim.pk).content.decode()
    guarantee = {"words": "Zehn Jahre dicht", "confirmed_on": today}
    answer = sent(world, "clerk", "performance:guarantee", guarantee, row.pk)
    assert answer.status_code == 422
    assert not rows("performance.Guarantee").exists()
