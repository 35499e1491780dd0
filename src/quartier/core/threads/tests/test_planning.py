"""Tasks of staff: set until a day, shown when they are due, done once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from quartier.core.audit.models import Fact
from quartier.core.threads import queries, services
from quartier.core.threads.models import Task
from quartier.core.threads.tests.town import AT, CLERK, main_of, opened, party_of
from quartier.kit import clock, formats
from quartier.kit.schemas import enter_schema

TODAY = date(2026, 11, 20)


def test_a_task_is_set_at_a_request_listed_counted_when_due_and_done(world: Any) -> None:
    thread = opened(party_of(world))
    clerk, today = world.client("emscher", "clerk"), clock.today()
    form = {"title": "Hauswart anrufen", "due_on": formats.day(today), "assignee": ""}
    assert clerk.post(f"/buero/nachrichten/{thread.pk}/aufgabe/", form).status_code == 302
    later = {**form, "title": "Nachfragen", "due_on": formats.day(today + timedelta(days=7))}
    assert clerk.post(f"/buero/nachrichten/{thread.pk}/aufgabe/", later).status_code == 302
    assert "1 Aufgabe ist fällig" in clerk.get("/buero/").content.decode()
    listed = main_of(clerk.get("/buero/aufgaben/?stand=open"))
    assert listed.index("Hauswart anrufen") < listed.index("Nachfragen")

    enter_schema("emscher")
    number = Task.objects.get(title="Hauswart anrufen").pk
    assert clerk.post(f"/buero/aufgaben/{number}/erledigt/").status_code == 302
    assert clerk.post(f"/buero/aufgaben/{number}/erledigt/").status_code == 409
    assert "Aufgabe ist fällig" not in clerk.get("/buero/").content.decode()
    assert "Hauswart anrufen" not in main_of(clerk.get("/buero/aufgaben/?stand=open"))
    assert "Hauswart anrufen" in main_of(clerk.get("/buero/aufgaben/?stand=done"))
    assert "Hauswart" not in world.client("emscher", "customer").get(f"/nachrichten/{thread.pk}/").content.decode()
    enter_schema("emscher")
    assert Fact.objects.filter(kind="thread.task_done").count() == 1


def test_a_task_counts_for_whom_it_was_set_or_for_everybody(world: Any) -> None:
    thread = opened(party_of(world))
    people = world.people["emscher"]
    words: dict[str, Any] = {"actor": CLERK, "at": AT, "thread_id": thread.pk, "due_on": TODAY}
    services.set_task(**words, title="Für den Sachbearbeiter", assignee=people["clerk"])
    services.set_task(**words, title="Für alle")
    person = queries.carers(thread).get
    assert queries.due_tasks(person(pk=people["clerk"]), TODAY).count() == 2
    assert queries.due_tasks(person(pk=people["lead"]), TODAY).count() == 1
    assert queries.due_tasks(person(pk=people["lead"]), TODAY - timedelta(days=1)).count() == 0


def test_a_task_of_yesterday_or_for_a_stranger_is_refused_and_nothing_is_kept(world: Any) -> None:
    thread = opened(party_of(world))
    words: dict[str, Any] = {"actor": CLERK, "at": AT, "thread_id": thread.pk, "title": "x"}
    with pytest.raises(services.InThePast):
        services.set_task(**words, due_on=TODAY - timedelta(days=1))
    with pytest.raises(services.NotStaff):
        services.set_task(**words, due_on=TODAY, assignee=world.people["emscher"]["customer"])
    assert not Task.objects.exists()
    path = f"/buero/nachrichten/{thread.pk}/aufgabe/"
    refused = world.client("emscher", "clerk").post(path, {"title": "x", "due_on": "1.1.2020", "assignee": ""})
    assert refused.status_code == 422
    assert "Dieser Tag ist vorbei." in main_of(refused)


def test_staff_of_a_partner_see_and_finish_only_tasks_of_their_own_company(world: Any) -> None:
    thread = opened(party_of(world, schema="raumhafen"))
    task = services.set_task(actor=CLERK, at=AT, thread_id=thread.pk, title="Fremd", due_on=TODAY)
    partner = world.client("raumhafen", "partner")
    assert "Fremd" not in partner.get("/buero/aufgaben/").content.decode()
    assert partner.post(f"/buero/aufgaben/{task.pk}/erledigt/").status_code == 404
    enter_schema("raumhafen")
    assert Task.objects.get(pk=task.pk).done_at is None
