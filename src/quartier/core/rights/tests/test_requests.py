"""Requests about personal data: taken, answered in time, handed out to nobody else."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any

import pytest

from quartier.core.audit import queries as audit
from quartier.core.audit.services import PersonNeeded
from quartier.core.deadlines import queries as deadlines
from quartier.core.deadlines import services as running
from quartier.core.inbox import queries as inbox
from quartier.core.parties.models import Party
from quartier.core.privacy import queries as privacy
from quartier.core.rights import queries, services
from quartier.core.rights.models import DataRequest
from quartier.kit import clock
from quartier.kit.errors import Refused
from quartier.kit.schemas import enter_schema
from quartier.values.actor import SYSTEM, Actor, ActorKind

OFFICER = Actor(ActorKind.STAFF, "9", "Officer")
# 31 January 2027 is a Sunday; a month later the 28th is one as well (law-and-money: answer by 1 March).
SUNDAY = datetime(2027, 1, 31, 12, tzinfo=UTC)


def customer(world: Any, schema: str = "emscher") -> Party:
    """The customer with the login."""
    enter_schema(schema)
    return Party.objects.get(user_id=world.people[schema]["customer"])


def received(party: Party, **changes: Any) -> DataRequest:
    """A request for rectification that came by letter."""
    given = {"kind": "rectification", "way": "letter", "wish": "My name is wrong.", "identity": "signature", **changes}
    return services.receive(actor=OFFICER, at=given.pop("at", SUNDAY), party_id=party.pk, **given)


def deadline_of(row: DataRequest) -> Any:
    return deadlines.deadline_of(services.ANSWER, services.subject_of(row))


def told(page: Any) -> str:
    return unescape(page.content.decode())


def test_a_request_runs_by_the_law_and_is_confirmed(world: Any) -> None:
    party = customer(world)
    row = received(party)
    found = deadline_of(row)
    assert (found.last_on, found.source, found.holder) == (
        date(2027, 3, 1),
        "Art. 12 Abs. 3 DSGVO",
        f"parties.party:{party.pk}",
    )
    assert any("1182/71" in step["source"] for step in found.explanation)
    assert audit.about(found.holder)[0].kind in {"mail.posted", "rights.received"}
    assert "rights.received" in {fact.kind for fact in audit.about(found.holder)}
    assert inbox.about(found.holder, 1)[0].template == "rights.received"
    with pytest.raises(services.AlreadyAsked):
        received(party)
    assert DataRequest.objects.filter(party=party).count() == 1


def test_an_answer_in_time_meets_the_deadline_and_a_late_one_does_not(world: Any) -> None:
    row = received(customer(world))
    with pytest.raises(services.ReasonMissing):
        services.answer(actor=OFFICER, at=SUNDAY, request_id=row.pk, text=" ")
    services.answer(actor=OFFICER, at=SUNDAY + timedelta(days=3), request_id=row.pk, text="Corrected.")
    assert deadline_of(row).state == "met"
    for act in (services.withdraw, services.answer, services.extend):
        words = {} if act is services.withdraw else {"text": "x"}
        with pytest.raises(services.AlreadyClosed):
            act(actor=OFFICER, at=SUNDAY, request_id=row.pk, **words)
    late = received(row.party, kind="erasure")
    at = datetime(2027, 3, 2, 12, tzinfo=UTC)
    running.process(at=at)
    assert queries.line(DataRequest.objects.get(pk=late.pk), at).overdue
    assert "rights.overdue" in {fact.kind for fact in audit.about(f"parties.party:{late.party_id}")}
    services.answer(actor=OFFICER, at=at, request_id=late.pk, text="Refused: invoices are kept.", refuse=True)
    late.refresh_from_db()
    assert (late.state, deadline_of(late).state) == ("refused", "passed")
    assert not queries.line(late, at).overdue


def test_an_extension_counts_only_within_the_first_month(world: Any) -> None:
    row = received(customer(world))
    with pytest.raises(services.ReasonMissing):
        services.extend(actor=OFFICER, at=SUNDAY, request_id=row.pk, text="")
    with pytest.raises(services.TooLateToExtend):
        services.extend(actor=OFFICER, at=datetime(2027, 3, 2, 12, tzinfo=UTC), request_id=row.pk, text="Many files.")
    row.refresh_from_db()
    assert row.extended_on is None
    services.extend(actor=OFFICER, at=datetime(2027, 3, 1, 12, tzinfo=UTC), request_id=row.pk, text="Many files.")
    assert deadline_of(row).last_on == date(2027, 4, 30)
    with pytest.raises(services.AlreadyClosed):
        services.extend(actor=OFFICER, at=datetime(2027, 3, 1, 13, tzinfo=UTC), request_id=row.pk, text="More.")


def test_nothing_is_handed_out_before_it_is_known_who_asks(world: Any) -> None:
    row = received(customer(world), kind="access", identity="")
    with pytest.raises(services.IdentityUnknown):
        services.answer(actor=OFFICER, at=SUNDAY, request_id=row.pk, text="Here.")
    with pytest.raises(services.IdentityUnknown):
        services.note_identity(actor=OFFICER, at=SUNDAY, request_id=row.pk, identity=" ")
    row.refresh_from_db()
    assert (row.state, row.identity) == ("open", "")
    services.note_identity(actor=OFFICER, at=SUNDAY, request_id=row.pk, identity="identity card shown")
    services.answer(actor=OFFICER, at=SUNDAY, request_id=row.pk, text="Here.")
    row.refresh_from_db()
    assert row.state == "answered"


@pytest.mark.req("SBV-98")
def test_no_machine_refuses_a_request_and_nothing_is_changed(world: Any) -> None:
    row = received(customer(world))
    said = (audit.facts().count(), inbox.about(f"parties.party:{row.party_id}", 9))
    for actor in (SYSTEM, Actor(ActorKind.STAFF, "9")):
        with pytest.raises(PersonNeeded):
            services.answer(actor=actor, at=SUNDAY, request_id=row.pk, text="No such right.", refuse=True)
        row.refresh_from_db()
        assert (row.state, row.answer, row.answered_at) == ("open", "", None)
        assert deadline_of(row).state == "running"
        assert (audit.facts().count(), inbox.about(f"parties.party:{row.party_id}", 9)) == said
    services.answer(actor=OFFICER, at=SUNDAY, request_id=row.pk, text="No such right.", refuse=True)
    row.refresh_from_db()
    assert (row.state, row.answered_by) == ("refused", "Officer")


def test_a_request_can_be_withdrawn(world: Any) -> None:
    row = received(customer(world))
    services.withdraw(actor=OFFICER, at=SUNDAY, request_id=row.pk)
    assert deadline_of(row).state == "met"
    row.refresh_from_db()
    assert row.state == "withdrawn"
    assert queries.kept_until(row) == datetime(2030, 12, 31, 23, tzinfo=UTC)
    open_still = queries.kept_until(received(row.party))
    assert open_still is not None
    assert open_still.year == 9999


def ask(client: Any, kind: str, wish: str = "") -> Any:
    """Send the form and confirm its check page."""
    page = client.post("/meine-rechte/anfrage/", {"kind": kind, "wish": wish})
    token = told(page).split('name="_shown" value="')[1].split('"')[0]
    return client.post(
        "/meine-rechte/anfrage/", {"kind": kind, "wish": wish, "_shown": token, "_step": "confirm"}, follow=True
    )


def test_a_customer_asks_for_their_data_and_gets_them(world: Any) -> None:
    party, client = customer(world), world.client("emscher", "customer")
    page = told(ask(client, "access"))
    assert "Ihre Daten liegen bereit" in page
    enter_schema("emscher")
    row = DataRequest.objects.get(party=party)
    assert (row.state, row.way) == ("answered", "portal")
    first = page.split('name="controller" value="')[1].split('"')[0]
    report = client.post(f"/meine-rechte/{row.pk}/daten/", {"controller": first})
    text = told(report)
    for part in (
        "Zweck",
        "Rechtsgrundlage",
        "Aufbewahrt",
        "Quelle",
        "Empfänger",
        "Drittländer",
        "Automatisierte Entscheidungen",
        "Ihre weiteren Rechte",
        "Aufsichtsbehörde",
    ):
        assert part in text, part
    assert party.email in text
    file = client.post(f"/meine-rechte/{row.pk}/daten/", {"controller": first, "file": "json"})
    assert file["Content-Disposition"].startswith("attachment")
    assert json.loads(file.content)["person"] == str(party)
    enter_schema("emscher")
    assert "personal_data.told" in {fact.kind for fact in audit.about(f"parties.party:{party.pk}")}


def test_a_customer_withdraws_a_request_after_a_question(world: Any) -> None:
    row = received(customer(world), at=clock.now())
    client, path = world.client("emscher", "customer"), f"/meine-rechte/{row.pk}/zuruecknehmen/"
    assert "Diese Anfrage zurückziehen?" in told(client.get(path))
    enter_schema("emscher")
    row.refresh_from_db()
    assert row.state == "open"
    assert client.post(path).status_code == 302
    assert "Diese Anfrage ist bereits abgeschlossen." in told(client.post(path))
    enter_schema("emscher")
    row.refresh_from_db()
    assert row.state == "withdrawn"


def test_another_customer_sees_nothing_of_it(world: Any) -> None:
    party = customer(world)
    row = received(party, kind="access", at=clock.now())
    stranger = Party.objects.exclude(pk=party.pk).first()
    assert stranger is not None
    other = received(stranger, kind="access", at=clock.now())
    client = world.client("emscher", "customer")
    assert client.get(f"/meine-rechte/{row.pk}/").status_code == 200
    for path in (
        f"/meine-rechte/{other.pk}/",
        f"/meine-rechte/{other.pk}/daten/",
        f"/meine-rechte/{other.pk}/zuruecknehmen/",
    ):
        assert (client.get(path) if path.endswith(f"/{other.pk}/") else client.post(path)).status_code == 404
    assert client.post(f"/meine-rechte/{row.pk}/daten/", {"controller": "nobody"}).status_code == 404
    # Open requests hand nothing out, not even to the one who asked.
    keys = [controller.key for controller in privacy.controllers()]
    assert client.post(f"/meine-rechte/{row.pk}/daten/", {"controller": keys[0]}).status_code == 404


def test_the_office_works_on_a_request(world: Any) -> None:
    party, client = customer(world), world.client("emscher", "privacy")
    given = {"kind": "objection", "way": "phone", "received_on": "02.11.2026", "wish": "Keine Werbung.", "identity": ""}
    page = client.post(f"/buero/rechte/neu/{party.pk}/", given, follow=True)
    assert "02.12.2026" in told(page)
    assert "noch nicht geprüft" in told(page)
    enter_schema("emscher")
    row = DataRequest.objects.get(party=party)
    again = client.post(f"/buero/rechte/neu/{party.pk}/", given)
    assert (again.status_code, "Darum haben Sie schon gebeten" in told(again)) == (422, True)
    refused = client.post(f"/buero/rechte/{row.pk}/answer/", {"text": "Erledigt."})
    assert refused.status_code == 422
    assert "wie geprüft wurde, wer fragt" in told(refused)
    assert client.post(f"/buero/rechte/{row.pk}/identify/", {"identity": "Rückruf"}).status_code == 302
    assert client.post(f"/buero/rechte/{row.pk}/answer/", {"text": ""}).status_code == 422
    assert client.post(f"/buero/rechte/{row.pk}/answer/", {"text": "Erledigt."}).status_code == 302
    listed = told(client.get("/buero/rechte/"))
    assert str(party) in listed
    assert "beantwortet" in listed
    assert client.get("/buero/rechte/999999/").status_code == 404


def test_a_refusal_is_an_exception_with_a_sentence() -> None:
    for refusal in (services.AlreadyAsked, services.AlreadyClosed, services.IdentityUnknown, services.TooLateToExtend):
        assert issubclass(refusal, Refused)
        assert str(refusal()).endswith(".")
