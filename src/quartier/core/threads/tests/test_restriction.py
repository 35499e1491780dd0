"""What is kept only because the law asks for it: nobody meets it in daily work, and its time ends on the day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db.models import QuerySet

from quartier.core.accounts.models import User
from quartier.core.parties.models import Party, Relationship
from quartier.core.threads import queries, services
from quartier.core.threads.models import Call, Incident, Message, Task, Thread
from quartier.core.threads.tests.town import AT, CLERK, CUSTOMER, main_of, opened, party_of
from quartier.kit.schemas import enter_schema
from quartier.values.zone import BERLIN


def closed(world: Any, closed_at: datetime, **given: Any) -> Thread:
    """A request that was closed at an instant."""
    thread = opened(party_of(world), **given)
    services.close(actor=CUSTOMER, at=closed_at, thread_id=thread.pk)
    thread.refresh_from_db()
    return thread


def everything() -> QuerySet[Thread]:
    """All threads, as the engine of retention starts."""
    rows: QuerySet[Thread] = Thread.everything.all()
    return rows


def test_a_restricted_request_is_met_by_nobody_in_daily_work(world: Any) -> None:
    thread = opened(party_of(world), subject="Weggesperrt")
    services.set_task(actor=CLERK, at=AT, thread_id=thread.pk, title="Rückruf", due_on=date(2026, 11, 20))
    services.hide(actor=CLERK, at=AT, message_id=thread.messages.get().pk, ground="insult", reason="Ton")
    Thread.everything.filter(pk=thread.pk).update(restricted_at=AT)
    client, clerk, keeper = (world.client("emscher", role) for role in ("customer", "clerk", "privacy"))
    assert client.get(f"/nachrichten/{thread.pk}/").status_code == 404
    assert clerk.get(f"/buero/nachrichten/{thread.pk}/").status_code == 404
    for browser, path in (
        (client, "/nachrichten/"), (clerk, "/buero/nachrichten/"), (clerk, "/buero/aufgaben/"),
        (clerk, f"/buero/nachrichten/kunde/{thread.party_id}/"),
    ):  # fmt: skip
        shown = browser.get(path)
        assert shown.status_code == 200
        assert "Weggesperrt" not in shown.content.decode()
    enter_schema("emscher")
    person = User.objects.get(pk=world.people["emscher"]["clerk"])
    assert (queries.open_threads(person).count(), queries.due_tasks(person, date(2027, 1, 1)).count()) == (0, 0)
    assert not queries.hidden(person).exists()
    assert Thread.everything.filter(pk=thread.pk).exists()
    assert keeper.get("/buero/nachrichten/beweise/").status_code == 200


def test_requests_of_a_restricted_person_are_open_to_the_person_alone(world: Any) -> None:
    thread = opened(party_of(world), subject="Meins")
    Party.everything.filter(pk=thread.party_id).update(restricted_at=AT)
    assert "Meins" in main_of(world.client("emscher", "customer").get("/nachrichten/"))
    clerk = world.client("emscher", "clerk")
    assert clerk.get(f"/buero/nachrichten/{thread.pk}/").status_code == 404
    assert clerk.post(f"/buero/nachrichten/{thread.pk}/antwort/", {"text": "Hallo"}).status_code == 404
    assert "Meins" not in clerk.get("/buero/nachrichten/").content.decode()


def test_whoever_works_on_rights_meets_what_is_restricted(world: Any) -> None:
    thread = opened(party_of(world))
    Thread.everything.filter(pk=thread.pk).update(restricted_at=AT)

    class Keeper:
        entity_id = None
        permissions = frozenset({queries.MEETS_RESTRICTED})
        data_areas: frozenset[str] = frozenset()

    assert queries.visible(Keeper()).filter(pk=thread.pk).exists()


@pytest.mark.parametrize(
    ("closed_at", "first_instant"),
    [
        (datetime(2026, 12, 31, 22, 59, 59, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=BERLIN)),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), datetime(2031, 1, 1, tzinfo=BERLIN)),
        (datetime(2026, 1, 1, 0, 0, tzinfo=BERLIN), datetime(2030, 1, 1, tzinfo=BERLIN)),
    ],
)
def test_many_rows_end_at_the_instant_at_which_one_does(
    world: Any, closed_at: datetime, first_instant: datetime
) -> None:
    thread = closed(world, closed_at)
    assert queries.kept_until(thread) == first_instant
    second = timedelta(seconds=1)
    assert not queries.due_for_erasure(everything(), first_instant - second).exists()
    assert queries.due_for_erasure(everything(), first_instant).get() == thread
    messages = queries.due_for_erasure(Message.objects.all(), first_instant, "thread__")
    assert messages.count() == thread.messages.count()


def test_an_open_request_is_never_due(world: Any) -> None:
    opened(party_of(world))
    assert not queries.due_for_erasure(everything(), datetime(2099, 1, 1, tzinfo=UTC)).exists()


@pytest.mark.parametrize(
    ("ended_on", "first_instant"),
    [
        (None, None),
        (date(2030, 12, 31), datetime(2039, 1, 1, tzinfo=BERLIN)),
        (date(2031, 1, 1), datetime(2040, 1, 1, tzinfo=BERLIN)),
        (date(2020, 6, 30), datetime(2030, 1, 1, tzinfo=BERLIN)),
    ],
)
def test_what_was_agreed_beside_a_contract_ends_with_the_contract(
    world: Any, ended_on: date | None, first_instant: datetime | None
) -> None:
    contract = party_of(world).relationships.all()[0]
    thread = closed(world, AT, relationship=contract)
    Call.objects.create(thread=thread, kind="agreement", called_at=AT, confirmation="Wir bestätigen.")
    Relationship.objects.filter(pk=contract.pk).update(ended_on=ended_on, started_on=date(2019, 1, 1))
    thread = Thread.everything.get(pk=thread.pk)
    if first_instant is None:
        assert queries.kept_until(thread).year == 9999
        assert not queries.due_for_erasure(everything(), datetime(2099, 1, 1, tzinfo=UTC)).exists()
        return
    assert queries.kept_until(thread) == first_instant
    assert not queries.due_for_erasure(everything(), first_instant - timedelta(seconds=1)).exists()
    assert queries.due_for_erasure(everything(), first_instant).get() == thread


def test_the_purpose_is_over_when_a_closed_request_belongs_to_nobody_under_contract(world: Any) -> None:
    thread, left_on = closed(world, AT), date(2027, 3, 31)
    before, after = (datetime(2027, 3, day, 12, tzinfo=UTC) for day in (30, 31))
    after += timedelta(days=1)
    rows = Relationship.objects.filter(party=thread.party_id)
    rows.update(ended_on=left_on, started_on=date(2019, 1, 1))
    assert not queries.purpose_over(everything(), before).exists()
    assert queries.purpose_over(everything(), after).get() == thread
    services.reopen(actor=CUSTOMER, at=AT, thread_id=thread.pk)
    assert not queries.purpose_over(everything(), after).exists()
    services.close(actor=CUSTOMER, at=AT, thread_id=thread.pk)
    Relationship.objects.filter(pk=rows[0].pk).update(ended_on=None)
    assert not queries.purpose_over(everything(), after).exists()


def test_tasks_and_outages_of_others_are_untouched(world: Any) -> None:
    thread = opened(party_of(world))
    Incident.objects.create(entity=thread.entity, began_at=AT)
    row = Task.objects.create(thread=thread, title="Anrufen", due_on=date(2026, 12, 1), set_at=AT)
    person = User.objects.get(pk=world.people["emscher"]["clerk"])
    assert list(queries.tasks(person)) == [row]
