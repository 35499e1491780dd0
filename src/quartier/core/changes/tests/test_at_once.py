"""Many at once, and interruptions: one effect, and nobody is told twice."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connections, transaction
from django_tenants.utils import schema_context

from quartier.core.audit.models import Fact
from quartier.core.changes import services
from quartier.core.changes.models import Announcement, Change
from quartier.core.changes.tests.people import (
    ANNA,
    CLERK,
    NEW,
    OLD,
    announced,
    contract,
    customer,
    delivered,
    fresh,
    furnish,
    governing,
    in_force,
    noon,
    rows,
    text_change,
)
from quartier.core.deadlines import services as deadlines
from quartier.core.declarations.models import Declaration
from quartier.core.inbox.models import OutgoingMail
from quartier.kit.errors import Refused

ON, DAY = date(2026, 1, 5), date(2026, 3, 1)


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Do things in threads of their own; returns the names of refusals."""
    refused: list[str] = []

    def run(act: Callable[[], object]) -> None:
        try:
            with schema_context("alpha"):
                act()
        except Refused as refusal:
            refused.append(type(refusal).__name__)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused


def test_fifty_objections_at_the_last_second_beside_the_effect_are_one_or_late(committed_db: None) -> None:
    with schema_context("alpha"):
        (row,) = announced("planmass", ON, DAY, "Kraus")
        last = noon(date(2026, 1, 19))

    def click() -> None:
        services.object_to(actor=ANNA, at=last, row=row, name="Anna Kraus", contact="kraus@posthaus.example", text="")

    refused = at_once(*[click] * 25, lambda: deadlines.process(at=noon(date(2026, 1, 20))), *[click] * 25)
    with schema_context("alpha"):
        assert Declaration.everything.filter(kind="changes.object").count() == 1
        assert fresh(row).state == "objected"
        assert Fact.objects.filter(kind="changes.objected").count() == 1
        assert set(refused) <= {"NoObjection"}
        deadlines.process(at=noon(DAY + timedelta(days=1)))
        assert governing(row.contract) == [OLD]


def test_an_announcing_that_breaks_off_goes_on_and_tells_nobody_twice(alpha: Any, monkeypatch: Any) -> None:
    entity, old = furnish("planmass"), in_force(OLD, date(2025, 1, 1))
    for n in range(7):
        contract(entity, old, customer(f"Kunde{n}"))
    change = text_change(in_force(NEW, ON), ON, DAY)
    services.announce(actor=CLERK, at=noon(ON), change_id=change.pk)
    assert services.advance(at=noon(ON), change_id=change.pk, most=3)
    with monkeypatch.context() as broken:
        broken.setattr("quartier.core.changes.services.announcing.inbox.post_many", _break_off)
        with pytest.raises(ConnectionError), transaction.atomic():
            services.advance(at=noon(ON), change_id=change.pk, most=3)
    assert Announcement.objects.count() == 3, "the chunk that broke off has left nothing"
    with pytest.raises(services.StillRunning), transaction.atomic():
        services.resume(actor=CLERK, at=noon(ON), change_id=change.pk)
    services.resume(actor=CLERK, at=noon(ON) + timedelta(minutes=6), change_id=change.pk)
    while services.advance(at=noon(ON) + timedelta(minutes=6), change_id=change.pk, most=3):
        pass
    mailed = OutgoingMail.objects.filter(template="changes.announcement").values_list("to_address", flat=True)
    assert sorted(mailed) == [f"kunde{n}@posthaus.example" for n in range(7)]
    found = Change.objects.get()
    assert (found.state, found.recipients) == ("announced", 7)
    assert not services.advance(at=noon(ON), change_id=change.pk), "once more does nothing"


def _break_off(**_given: Any) -> None:
    raise ConnectionError


def test_a_change_that_is_called_off_takes_effect_for_nobody(alpha: Any) -> None:
    (row,) = announced("planmass", ON, DAY, "Kraus")
    services.call_off(actor=CLERK, at=noon(ON), change_id=row.change_id, reason="Irrtum")
    deadlines.process(at=noon(DAY + timedelta(days=1)))
    assert governing(row.contract) == [OLD]
    with pytest.raises(services.NothingToAgree), transaction.atomic():
        services.consent(actor=ANNA, at=noon(ON), announcement_id=row.pk, user_id=1)
    with pytest.raises(services.NotOpen), transaction.atomic():
        services.call_off(actor=CLERK, at=noon(ON), change_id=row.change_id, reason="Nochmals")


def test_letters_go_to_whom_no_mail_reaches_and_count_four_days_after_posting(alpha: Any) -> None:
    entity, old = furnish("werkstatt"), in_force(OLD, date(2024, 1, 1))
    contract(entity, old, customer("Kraus", email=""))
    services.announce(actor=CLERK, at=noon(ON), change_id=text_change(in_force(NEW, ON), ON, DAY).pk)
    while services.advance(at=noon(ON), change_id=Change.objects.get().pk):
        pass
    row = Announcement.objects.get()
    assert row.road == "letter"
    assert row.receipt or row.letter_id
    if row.letter_id:
        batch = rows("letters.Batch").create(
            entity=entity, letter_count=1, page_count=1, sheet_count=1, created_at=noon(ON), posted_on=ON,
            created_by="Test",
        )  # fmt: skip
        rows("letters.Letter").filter(pk=row.letter_id).update(batch=batch, place=1, state="posted")
        services.collect(at=noon(ON + timedelta(days=3)))
        assert fresh(row).state == "sent"
        services.collect(at=noon(ON + timedelta(days=4)))
        assert (fresh(row).state, fresh(row).received_on) == ("received", ON + timedelta(days=4))
    delivered(ON)
