"""What nobody decides alone: proposed by one person, confirmed by another one, done once."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connections, transaction
from django_tenants.utils import schema_context

from quartier.core.accounts.models import User
from quartier.core.approvals import queries, services
from quartier.core.approvals.models import Approval
from quartier.core.approvals.tests.kinds import CHANGE, HIDDEN, REFUSING, NotPossible
from quartier.core.audit import queries as audit
from quartier.core.audit.models import Fact
from quartier.core.audit.services import PersonNeeded
from quartier.kit.errors import Refused
from quartier.kit.schemas import enter_schema
from quartier.values.actor import SYSTEM, Actor, ActorKind

AT = datetime(2026, 11, 20, 9, 15, tzinfo=UTC)
FIRST, SECOND = Actor(ActorKind.STAFF, "2", "Jette Brandis"), Actor(ActorKind.STAFF, "3", "Jost Pape")
SUBJECT = "tests.row:1"
HOUR = timedelta(hours=1)


def proposed(subject: str = SUBJECT, **more: Any) -> Approval:
    """Something that waits."""
    given: dict[str, Any] = {"shown": {"IBAN": "DE•• •••• 1234"}, "data": {"value": "new"}, **more}
    return services.propose(actor=FIRST, at=AT, kind=CHANGE, subject=subject, **given)


def happened() -> list[Fact]:
    return list(Fact.objects.filter(kind="test.happened"))


@pytest.mark.usefixtures("alpha")
def test_it_happens_when_a_second_person_confirms_and_not_before() -> None:
    row = proposed(holder="parties.party:7", why="Der Kunde rief an.")
    assert happened() == []
    assert queries.pending_of(CHANGE, SUBJECT) == row
    services.confirm(actor=SECOND, at=AT + HOUR, approval_id=row.pk)
    assert [fact.data for fact in happened()] == [{"value": "new", "by": "Jost Pape"}]
    row.refresh_from_db()
    assert (row.state, row.proposed_by, row.decided_by, row.decided_at) == (
        "confirmed", "Jette Brandis", "Jost Pape", AT + HOUR,
    )  # fmt: skip
    assert queries.pending_of(CHANGE, SUBJECT) is None
    facts = [(fact.kind, fact.actor_name) for fact in reversed(audit.about("parties.party:7"))]
    assert facts == [("approval.proposed", "Jette Brandis"), ("approval.confirmed", "Jost Pape")]


@pytest.mark.usefixtures("alpha")
def test_who_proposed_it_does_not_confirm_it_and_a_program_neither_proposes_nor_confirms() -> None:
    row = proposed()
    for actor, refusal in ((FIRST, services.SamePerson), (SYSTEM, PersonNeeded)):
        with pytest.raises(refusal):
            services.confirm(actor=actor, at=AT, approval_id=row.pk)
    with pytest.raises(PersonNeeded):
        services.propose(actor=SYSTEM, at=AT, kind=CHANGE, subject="tests.row:2", shown={})
    assert (Approval.objects.get().state, happened()) == ("pending", [])


@pytest.mark.usefixtures("alpha")
def test_the_database_itself_refuses_one_person_as_both() -> None:
    row = proposed()
    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.filter(pk=row.pk).update(state="confirmed", decided_at=AT, decided_key=row.proposed_key)


@pytest.mark.usefixtures("alpha")
def test_one_change_of_a_thing_waits_at_a_time_and_is_decided_once() -> None:
    row = proposed()
    with pytest.raises(services.AlreadyPending):
        proposed()
    services.refuse(actor=SECOND, at=AT, approval_id=row.pk, reason="Die IBAN gehört jemand anderem.")
    assert Fact.objects.get(kind="test.dropped").data == {"reason": "Die IBAN gehört jemand anderem."}
    with pytest.raises(services.AlreadyDecided):
        services.confirm(actor=SECOND, at=AT, approval_id=row.pk)
    with pytest.raises(services.AlreadyDecided):
        services.refuse(actor=SECOND, at=AT, approval_id=row.pk, reason="x")
    assert (happened(), Fact.objects.filter(kind="test.dropped").count()) == ([], 1)
    assert proposed().pk != row.pk


@pytest.mark.usefixtures("alpha")
def test_a_refusal_says_why_and_the_own_proposal_is_withdrawn_without_a_reason() -> None:
    row = proposed()
    with pytest.raises(services.NoReason):
        services.refuse(actor=SECOND, at=AT, approval_id=row.pk, reason=" ")
    assert Approval.objects.get().state == "pending"
    services.refuse(actor=FIRST, at=AT, approval_id=row.pk, reason="")
    assert Approval.objects.get().state == "withdrawn"


@pytest.mark.usefixtures("alpha")
def test_what_the_effect_refuses_leaves_the_proposal_waiting() -> None:
    row = proposed(REFUSING)
    with pytest.raises(NotPossible):
        services.confirm(actor=SECOND, at=AT, approval_id=row.pk)
    assert (Approval.objects.get().state, Fact.objects.filter(kind="approval.confirmed").count()) == ("pending", 0)


def test_fifty_confirmations_at_once_have_one_effect(committed_db: None) -> None:
    with schema_context("alpha"):
        row = proposed()
    refused: list[str] = []

    def confirm(number: int) -> None:
        try:
            with schema_context("alpha"):
                actor = Actor(ActorKind.STAFF, f"{10 + number}", f"Clerk {number}")
                services.confirm(actor=actor, at=AT, approval_id=row.pk)
        except Refused as refusal:
            refused.append(type(refusal).__name__)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=confirm, args=[number]) for number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with schema_context("alpha"):
        assert len(happened()) == 1
    assert refused == ["AlreadyDecided"] * 49


@pytest.mark.usefixtures("alpha")
def test_what_was_decided_is_kept_three_years_to_the_end_of_the_year() -> None:
    waiting, done = proposed(), proposed("tests.row:2")
    services.refuse(actor=SECOND, at=AT, approval_id=done.pk, reason="Nein")
    done.refresh_from_db()
    end = queries.kept_until(done)
    assert (end.year, end.month, end.day) == (2030, 1, 1)
    for at, due in ((end - timedelta(seconds=1), []), (end, [done])):
        assert list(queries.outlived(Approval.objects.all(), at)) == due
    assert queries.kept_until(waiting).year == 9999


def test_the_office_shows_what_waits_and_another_person_decides(world: Any) -> None:
    clerk, other = world.client("emscher", "clerk"), world.client("emscher", "bookkeeper")
    enter_schema("emscher")
    proposer = User.objects.get(pk=world.people["emscher"]["clerk"])
    actor = Actor(ActorKind.STAFF, f"{proposer.pk}", proposer.name)
    given: dict[str, Any] = {"kind": CHANGE, "shown": {"IBAN": "DE•• •••• 1234"}}
    row = services.propose(actor=actor, at=AT, subject=SUBJECT, **given)
    unseen = services.propose(actor=actor, at=AT, subject=HIDDEN, **given)
    page = f"/buero/vier-augen/{row.pk}/"
    assert "1 Änderung wartet auf Ihre Bestätigung" in other.get("/buero/").content.decode()
    assert "wartet auf Ihre Bestätigung" not in clerk.get("/buero/").content.decode()
    listed = other.get("/buero/vier-augen/").content.decode()
    assert (page in listed, f"/buero/vier-augen/{unseen.pk}/" in listed) == (True, False)
    assert other.get(f"/buero/vier-augen/{unseen.pk}/").status_code == 404
    assert clerk.post(f"{page}bestaetigen/").status_code == 409
    assert other.post(f"{page}ablehnen/", {"reason": ""}).status_code == 422
    shown = other.get(page).content.decode()
    assert "DE•• •••• 1234" in shown
    assert "Änderung bestätigen" in shown
    assert "Änderung bestätigen" not in clerk.get(page).content.decode()
    assert other.post(f"{page}bestaetigen/").status_code == 302
    enter_schema("emscher")
    assert [fact.subject for fact in happened()] == [SUBJECT]


def test_a_partners_staff_decide_about_their_own_company_alone(world: Any) -> None:
    enter_schema("raumhafen")
    partner = User.objects.get(pk=world.people["raumhafen"]["partner"])
    ours = proposed("tests.row:1", entity_id=partner.entity_id)
    theirs = proposed("tests.row:2")
    client = world.client("raumhafen", "partner")
    assert client.get(f"/buero/vier-augen/{ours.pk}/").status_code == 200
    assert client.get(f"/buero/vier-augen/{theirs.pk}/").status_code == 404
