"""Requests from end to end: written, answered, closed, reopened, and nobody else reads them."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from quartier.core.audit.models import Fact
from quartier.core.inbox.models import OutgoingMail
from quartier.core.providers import queries as providers
from quartier.core.threads import queries, services
from quartier.core.threads.models import Category, Message, Thread
from quartier.core.threads.tests.town import AT, CLERK, CUSTOMER, confirmed, main_of, opened, party_of
from quartier.kit.schemas import enter_schema

SECRET = "Die Nachbarin hört nachts Musik."
REPLY = "Wir sprechen mit ihr am Freitag."


@pytest.mark.req("DWG-09")
def test_a_request_is_created_answered_closed_and_reopened_and_mail_holds_only_a_link(world: Any) -> None:
    party = party_of(world)
    client, clerk = world.client("emscher", "customer"), world.client("emscher", "clerk")
    form = {"category": "request", "relationship": "", "subject": "Lärm im Hof", "text": SECRET}
    sent = confirmed(client, "/nachrichten/neu/", form)
    assert sent.status_code == 302
    enter_schema("emscher")
    thread = Thread.objects.get(subject="Lärm im Hof")
    assert (thread.party_id, thread.state, sent.headers["Location"]) == (party.pk, "open", f"/nachrichten/{thread.pk}/")
    own, office = f"/nachrichten/{thread.pk}/", f"/buero/nachrichten/{thread.pk}/"

    assert "Lärm im Hof" in clerk.get("/buero/nachrichten/?zustand=open").content.decode()
    assert SECRET in main_of(clerk.get(office))
    before = OutgoingMail.objects.count()
    assert clerk.post(f"{office}antwort/", {"text": REPLY}).status_code == 302
    enter_schema("emscher")
    assert Thread.objects.get(pk=thread.pk).state == "answered"
    assert REPLY in main_of(client.get(own))

    enter_schema("emscher")
    assert OutgoingMail.objects.count() == before + 1
    mail = OutgoingMail.objects.order_by("-pk")[0]
    assert mail.to_address == party.email
    assert own in mail.text
    assert [w for w in (REPLY, SECRET, "Lärm", "Question", "Frage") if w in mail.subject + mail.text + mail.html] == []

    assert client.post(f"{own}schliessen/").status_code == 302
    assert "geschlossen" in main_of(client.get(own))
    assert client.post(f"{own}oeffnen/").status_code == 302
    assert confirmed(client, own, {"text": "Es ist wieder laut."}).status_code == 302
    enter_schema("emscher")
    thread.refresh_from_db()
    assert (thread.state, thread.closed_at, thread.messages.count()) == ("open", None, 3)

    stranger = world.client("emscher", "other customer")
    for answer in (stranger.get(own), stranger.post(own, {"text": "?"}), stranger.post(f"{own}schliessen/")):
        assert answer.status_code == 404
        assert SECRET not in answer.content.decode()
    assert "Lärm im Hof" not in stranger.get("/nachrichten/").content.decode()


def test_without_the_check_step_nothing_is_sent(world: Any) -> None:
    party_of(world)
    client = world.client("emscher", "customer")
    form = {"category": "request", "relationship": "", "subject": "Ohne", "text": "Prüfung", "_step": "confirm"}
    assert client.post("/nachrichten/neu/", form).status_code == 409
    enter_schema("emscher")
    assert not Thread.objects.filter(subject="Ohne").exists()


def test_an_empty_message_is_explained_and_the_subject_kept(world: Any) -> None:
    party_of(world)
    answer = world.client("emscher", "customer").post("/nachrichten/neu/", {"category": "request", "subject": "Hof"})
    assert answer.status_code == 422
    assert "„Ihre Nachricht“ fehlt noch." in main_of(answer)
    assert 'value="Hof"' in main_of(answer)


def test_an_internal_note_is_read_by_staff_alone(world: Any) -> None:
    thread = opened(party_of(world))
    clerk = world.client("emscher", "clerk")
    assert clerk.post(f"/buero/nachrichten/{thread.pk}/notiz/", {"text": "Kennen wir schon."}).status_code == 302
    assert "Kennen wir schon." in main_of(clerk.get(f"/buero/nachrichten/{thread.pk}/"))
    assert "Kennen wir" not in world.client("emscher", "customer").get(f"/nachrichten/{thread.pk}/").content.decode()
    enter_schema("emscher")
    thread.refresh_from_db()
    assert thread.state == "open"
    assert OutgoingMail.objects.filter(template="threads.answer").count() == 0
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.filter(author="customer").update(is_internal=True)


def test_in_a_closed_thread_nobody_writes_before_it_is_reopened(world: Any) -> None:
    thread = opened(party_of(world))
    with pytest.raises(services.ThreadNotClosed):
        services.reopen(actor=CUSTOMER, at=AT, thread_id=thread.pk)
    services.close(actor=CUSTOMER, at=AT, thread_id=thread.pk)
    before = Message.objects.count(), Fact.objects.count(), OutgoingMail.objects.count()
    for write in (services.write, services.answer):
        with pytest.raises(services.ThreadClosed):
            write(actor=CUSTOMER, at=AT, thread_id=thread.pk, text="Noch etwas")
    with pytest.raises(services.ThreadClosed):
        services.close(actor=CLERK, at=AT, thread_id=thread.pk)
    assert (Message.objects.count(), Fact.objects.count(), OutgoingMail.objects.count()) == before
    assert world.client("emscher", "customer").post(f"/nachrichten/{thread.pk}/schliessen/").status_code == 409


def test_staff_of_a_partner_see_only_threads_with_their_own_company(world: Any) -> None:
    party = party_of(world, schema="raumhafen")
    principal = next(e for e in providers.entities() if e.role == "principal")
    partner = next(e for e in providers.entities() if e.role != "principal")
    thread = opened(party, subject="Geheim")
    assert thread.entity_id == principal.pk
    client = world.client("raumhafen", "partner")
    assert client.get(f"/buero/nachrichten/{thread.pk}/").status_code == 404
    assert client.post(f"/buero/nachrichten/{thread.pk}/antwort/", {"text": "?"}).status_code == 404
    assert "Geheim" not in client.get("/buero/nachrichten/").content.decode()
    enter_schema("raumhafen")
    Thread.objects.filter(pk=thread.pk).update(entity=partner)
    assert client.get(f"/buero/nachrichten/{thread.pk}/").status_code == 200
    for role, status in (("editor", 403), ("customer", 403), ("clerk", 200)):
        assert world.client("raumhafen", role).get(f"/buero/nachrichten/{thread.pk}/").status_code == status


def test_who_takes_care_is_somebody_who_may_see_the_request(world: Any) -> None:
    thread = opened(party_of(world, schema="raumhafen"))
    people = world.people["raumhafen"]
    for stranger in (people["customer"], people["partner"]):
        with pytest.raises(services.NotStaff):
            services.take_care(actor=CLERK, at=AT, thread_id=thread.pk, assignee=stranger, priority=1)
    thread.refresh_from_db()
    assert (thread.assignee_id, thread.priority) == (None, 3)
    clerk = world.client("raumhafen", "clerk")
    path = f"/buero/nachrichten/{thread.pk}/zustaendig/"
    assert clerk.post(path, {"assignee": people["partner"], "priority": "1"}).status_code == 422
    assert clerk.post(path, {"assignee": people["clerk"], "priority": "1"}).status_code == 302
    enter_schema("raumhafen")
    thread.refresh_from_db()
    assert (thread.assignee_id, thread.priority) == (people["clerk"], 1)
    fact = Fact.objects.filter(kind="thread.care_taken").latest("pk")
    assert fact.data == {"assignee": people["clerk"], "priority": [3, 1]}


def test_a_thread_belongs_to_the_company_that_the_contract_names(world: Any) -> None:
    party = party_of(world)
    rows = list(party.relationships.all())
    assert rows
    for row in rows:
        assert opened(party, relationship=row).entity_id == row.legal_entity_id


def test_a_provider_offers_its_own_subjects_and_threads_keep_their_words(world: Any) -> None:
    party_of(world)
    assert [offer.key for offer in queries.offers()] == ["request", "complaint", "notice", "infringement"]
    editor = world.client("emscher", "editor")
    form = {"label": "Hausordnung", "treatment": "complaint", "order": "5", "is_offered": "on"}
    assert editor.post("/buero/nachrichten/texte/thema/", form).status_code == 302
    assert editor.post("/buero/nachrichten/texte/thema/", form).status_code == 422
    enter_schema("emscher")
    row = Category.objects.get()
    assert [(o.key, o.label, o.treatment) for o in queries.offers()] == [(str(row.pk), "Hausordnung", "complaint")]
    sent = confirmed(
        world.client("emscher", "customer"),
        "/nachrichten/neu/",
        {"category": str(row.pk), "relationship": "", "subject": "Treppe", "text": "Nicht geputzt."},
    )
    assert sent.status_code == 302
    changed = {"label": "Ordnung", "treatment": "request", "order": "5"}
    assert editor.post(f"/buero/nachrichten/texte/thema/{row.pk}/", changed).status_code == 302
    enter_schema("emscher")
    thread = Thread.objects.get(subject="Treppe")
    assert (thread.category, thread.treatment) == ("Hausordnung", "complaint")
    assert len(queries.offers()) == 4


def test_an_answer_can_begin_with_a_text_of_the_provider(world: Any) -> None:
    thread = opened(party_of(world))
    editor, clerk = world.client("emscher", "editor"), world.client("emscher", "clerk")
    form = {"title": "Dank", "text": "Danke für Ihren Hinweis."}
    assert editor.post("/buero/nachrichten/texte/baustein/", form).status_code == 302
    enter_schema("emscher")
    number = queries.canned_texts().get().pk
    office = f"/buero/nachrichten/{thread.pk}/"
    assert f"?baustein={number}" in main_of(clerk.get(office))
    assert "Danke für Ihren Hinweis." in main_of(clerk.get(f"{office}?baustein={number}"))
    for wrong in ("x", "999999", "9" * 40, "-1"):
        assert clerk.get(f"{office}?baustein={wrong}").status_code == 200
    assert clerk.get("/buero/nachrichten/texte/").status_code == 403


def test_the_list_finds_by_number_and_its_export_is_recorded(world: Any) -> None:
    thread, other = opened(party_of(world)), opened(party_of(world), subject="Müll")
    clerk = world.client("emscher", "clerk")
    found = main_of(clerk.get(f"/buero/nachrichten/?suche={thread.pk}"))
    assert thread.subject in found
    assert other.subject not in found
    answer = clerk.post("/buero/nachrichten/", {"export": "threads"})
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    enter_schema("emscher")
    assert Fact.objects.get(kind="thread.list_exported").data["rows"] == len(lines) - 1 == Thread.objects.count()


def test_open_requests_stand_on_the_first_page_of_the_office(world: Any) -> None:
    opened(party_of(world))
    assert "1 Anfrage wartet auf Antwort" in world.client("emscher", "clerk").get("/buero/").content.decode()


def test_a_closed_thread_is_kept_three_years_to_the_end_of_the_year(world: Any) -> None:
    thread = opened(party_of(world))
    assert queries.kept_until(thread).year == 9999
    services.close(actor=CUSTOMER, at=AT, thread_id=thread.pk)
    thread.refresh_from_db()
    assert queries.kept_until(thread).isoformat() == "2030-01-01T00:00:00+01:00"


def test_forms_beside_each_other_do_not_share_ids(world: Any) -> None:
    thread = opened(party_of(world))
    shown = main_of(world.client("emscher", "clerk").get(f"/buero/nachrichten/{thread.pk}/"))
    ids = re.findall(r' id="([^"]+)"', shown)
    assert len(ids) > 10
    assert sorted({one for one in ids if ids.count(one) > 1}) == []


def test_many_requests_of_one_customer_stand_on_pages_with_the_latest_first(world: Any) -> None:
    party = party_of(world)
    for number in range(60):
        services.write(
            actor=CUSTOMER, at=AT + timedelta(minutes=number), text="Noch etwas",
            thread_id=opened(party, subject=f"Anliegen {number:02}").pk,
        )  # fmt: skip
    shown = main_of(world.client("emscher", "customer").get("/nachrichten/"))
    assert "Anliegen 59" in shown
    assert "Anliegen 00" not in shown
    found = main_of(world.client("emscher", "customer").get("/nachrichten/?suche=Anliegen+00"))
    assert "Anliegen 00" in found
    office = main_of(world.client("emscher", "clerk").get(f"/buero/nachrichten/kunde/{party.pk}/"))
    assert "Anliegen 00" in office
    assert "Anliegen 59" not in office
