"""Letters over the web: written, looked at, put together, printed, posted; nobody meets what is not theirs."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.apps import apps

from quartier.core.accounts.models import User
from quartier.core.letters import queries, services
from quartier.core.letters.extension import GeneralLetter
from quartier.core.letters.models import Batch, Letter
from quartier.core.parties.models import Party
from quartier.kit import clock
from quartier.kit.schemas import enter_schema
from quartier.kit.tests.paper import words
from quartier.values.actor import SYSTEM

WORDS = {
    "subject": "Ablesung am 14.12.2026",
    "text": "am **14.12.** lesen wir ab.",
    "enclosures": "Merkblatt\n\nPlan\n",
}


def rows(label: str) -> Any:
    """All rows of a model of another app."""
    return apps.get_model(label)._default_manager


def reached(world: Any, schema: str = "emscher") -> Party:
    """The customer with the login, who has contracts."""
    enter_schema(schema)
    return Party.objects.get(user_id=world.people[schema]["customer"])


def form(party: Party, **more: Any) -> dict[str, Any]:
    """A letter as the page sends it."""
    return {**WORDS, "legal_entity": party.relationships.all()[0].legal_entity_id, **more}


def letter_of(party: Party) -> Letter:
    """The letter that was written last."""
    enter_schema("emscher")
    return Letter.objects.filter(party=party).order_by("-pk")[0]


def body(answer: Any) -> bytes:
    """The bytes of an answer that is streamed."""
    return b"".join(answer.streaming_content)


def test_from_the_customers_page_to_the_post(world: Any) -> None:
    party, clerk = reached(world), world.client("emscher", "clerk")
    assert f"/buero/briefe/kunde/{party.pk}/" in clerk.get(f"/buero/kundschaft/{party.pk}/").content.decode()
    assert f"/buero/briefe/kunde/{party.pk}/" in clerk.get("/buero/briefe/neu/?suche=Markgraf").content.decode()
    answer = clerk.post(f"/buero/briefe/kunde/{party.pk}/", form(party))
    row = letter_of(party)
    assert answer.headers["Location"] == f"/buero/briefe/{row.pk}/"
    page = clerk.get(f"/buero/briefe/{row.pk}/").content.decode()
    assert "wartet auf den Druck" in page
    assert "Ablesung am 14.12.2026" in world.client("emscher", "customer").get("/dokumente/").content.decode()

    heap = clerk.get("/buero/briefe/").content.decode()
    assert f"/buero/briefe/stapel/firma/{row.entity_id}/" in heap
    chosen = {"which": "some", "letters": [str(row.pk)], "both_sides": "on"}
    answer = clerk.post(f"/buero/briefe/stapel/firma/{row.entity_id}/", chosen)
    enter_schema("emscher")
    batch = Batch.objects.order_by("-pk")[0]
    path = f"/buero/briefe/stapel/{batch.pk}/"
    assert (answer.headers["Location"], batch.letter_count, batch.both_sides) == (path, 1, True)
    assert "Sie entsteht gerade" in clerk.get(path).content.decode()
    assert "noch nicht fertig" in clerk.post(f"{path}drucken/").content.decode()
    enter_schema("emscher")
    services.make_file(at=clock.now(), batch_id=batch.pk)
    printed = clerk.post(f"{path}drucken/")
    assert (printed["Content-Type"], printed["Cache-Control"]) == ("application/pdf", "private, no-store")
    said = words(body(printed))
    assert str(batch) in said
    assert "Markgraf" in said
    again = clerk.post(f"{path}drucken/", {"reason": ""})
    assert (again.status_code, "Warum wird noch einmal gedruckt" in again.content.decode()) == (422, True)
    assert clerk.post(f"{path}drucken/", {"reason": "Papierstau"}).status_code == 200
    table = body(clerk.get(f"{path}liste/")).decode()
    assert f"1;{row.number};44199;1;1" in table
    assert "Markgraf" not in table
    wrong = clerk.post(f"{path}aufgegeben/", {"posted_on": "01.01.2020"})
    assert (wrong.status_code, "zwischen dem ersten Druck und heute" in wrong.content.decode()) == (422, True)
    clerk.post(f"{path}aufgegeben/", {"posted_on": f"{clock.today():%d.%m.%Y}"})
    page = clerk.get(path).content.decode()
    assert "Papierstau" in page
    assert f"zur Post gegeben am {clock.today():%d.%m.%Y}" in clerk.get(f"/buero/briefe/{row.pk}/").content.decode()


def test_looking_at_a_letter_first_keeps_nothing(world: Any) -> None:
    party, clerk = reached(world), world.client("emscher", "clerk")
    before = Letter.objects.count(), rows("documents.Document").count()
    answer = clerk.post(f"/buero/briefe/kunde/{party.pk}/", form(party, look="1"))
    assert answer["Content-Type"] == "application/pdf"
    said = words(answer.content)
    assert "Entwurf" in said
    assert "Anlagen\nMerkblatt\nPlan" in said
    enter_schema("emscher")
    assert (Letter.objects.count(), rows("documents.Document").count()) == before


def test_what_cannot_be_printed_or_posted_is_said_on_the_page_and_the_text_stays(world: Any) -> None:
    party, clerk = reached(world), world.client("emscher", "clerk")
    path, before = f"/buero/briefe/kunde/{party.pk}/", Letter.objects.count()
    answer = clerk.post(path, form(party, text="Alles Gute 🎂"))
    assert answer.status_code == 422
    assert "Dieses Zeichen lässt sich nicht drucken: 🎂 (U+1F382)" in answer.content.decode()
    assert "Alles Gute 🎂</textarea>" in answer.content.decode()
    answer = clerk.post(path, form(party, legal_entity=""))
    assert (answer.status_code, "„Unternehmen“ fehlt noch." in answer.content.decode()) == (422, True)
    enter_schema("emscher")
    Party.objects.filter(pk=party.pk).update(address_state="unknown", address_state_since=date(2026, 5, 1))
    answer = clerk.post(path, form(party))
    assert (answer.status_code, "unbekannt oder unvollständig" in answer.content.decode()) == (422, True)
    enter_schema("emscher")
    assert Letter.objects.count() == before


def test_taking_back_and_taking_apart_ask_first(world: Any) -> None:
    party, clerk = reached(world), world.client("emscher", "clerk")
    clerk.post(f"/buero/briefe/kunde/{party.pk}/", form(party))
    row = letter_of(party)
    clerk.post(f"/buero/briefe/stapel/firma/{row.entity_id}/", {"which": "some", "letters": [str(row.pk)]})
    enter_schema("emscher")
    path = f"/buero/briefe/stapel/{Batch.objects.order_by('-pk')[0].pk}/"
    assert "auflösen?" in clerk.get(f"{path}aufloesen/").content.decode()
    clerk.post(f"{path}aufloesen/")
    assert clerk.get(path).status_code == 404
    assert "zurücknehmen?" in clerk.get(f"/buero/briefe/{row.pk}/zuruecknehmen/").content.decode()
    clerk.post(f"/buero/briefe/{row.pk}/zuruecknehmen/", {"reason": "Zahlendreher"})
    row.refresh_from_db()
    assert row.state == "taken_back"


def test_ticks_are_asked_for_and_letters_that_are_gone_are_said(world: Any) -> None:
    party, clerk = reached(world), world.client("emscher", "clerk")
    clerk.post(f"/buero/briefe/kunde/{party.pk}/", form(party))
    row = letter_of(party)
    path = f"/buero/briefe/stapel/firma/{row.entity_id}/"
    answer = clerk.post(path, {"which": "some"})
    assert (answer.status_code, "Kreuzen Sie mindestens einen Brief an" in answer.content.decode()) == (422, True)
    answer = clerk.post(path, {"which": "some", "letters": ["999999"]})
    assert answer.status_code == 422
    assert clerk.get("/buero/briefe/stapel/firma/999999/").status_code == 302


def test_staff_meet_letters_and_batches_of_those_whom_they_may_see(world: Any) -> None:
    """A partner's staff their own company's (QX-01), others those in their data areas (SBV-27)."""
    enter_schema("raumhafen")
    partner = User.objects.get(pk=world.people["raumhafen"]["partner"])
    entity = rows("parties.Relationship").exclude(legal_entity=partner.entity_id).order_by("pk")[0].legal_entity_id
    contract = rows("parties.Relationship").filter(legal_entity=entity).order_by("pk")[0]
    rows("parties.Party").filter(pk=contract.party_id).update(address_state="known", address_state_since=None)
    given: dict[str, Any] = {"actor": SYSTEM, "at": clock.now()}
    text = GeneralLetter(about="Fremd", text="Guten Tag")
    row = services.write(**given, party_id=contract.party_id, entity_id=entity, text=text)
    client = world.client("raumhafen", "partner")
    assert client.get(f"/buero/briefe/{row.pk}/").status_code == 404
    assert client.get(f"/buero/briefe/stapel/firma/{entity}/").status_code == 404
    enter_schema("raumhafen")
    batch = services.gather(**given, entity_id=entity, letter_ids=[row.pk])
    assert client.get(f"/buero/briefe/stapel/{batch.pk}/").status_code == 404
    enter_schema("raumhafen")
    clerk = User.objects.get(pk=world.people["raumhafen"]["clerk"])
    assert batch in queries.visible_batches(clerk)
    other = User.objects.get(pk=clerk.pk)
    other.areas = ["savings"]
    assert batch not in queries.visible_batches(other)
    assert row not in queries.visible(other)


def test_print_files_are_no_documents_that_clerks_open(world: Any) -> None:
    party, clerk = reached(world), world.client("emscher", "clerk")
    clerk.post(f"/buero/briefe/kunde/{party.pk}/", form(party))
    row = letter_of(party)
    batch = services.gather(actor=SYSTEM, at=clock.now(), entity_id=row.entity_id, letter_ids=[row.pk])
    services.make_file(at=clock.now(), batch_id=batch.pk)
    batch.refresh_from_db()
    assert clerk.get(f"/buero/dokumente/{batch.file_id}/").status_code == 404
    assert f"Druckdatei {batch}" not in clerk.get("/buero/dokumente/").content.decode()


@pytest.mark.parametrize("address", ["/buero/briefe/", "/buero/briefe/neu/", "/buero/briefe/stapel/"])
def test_lists_answer(world: Any, address: str) -> None:
    assert world.client("emscher", "clerk").get(address).status_code == 200


def test_the_office_sees_on_its_first_page_what_waits(world: Any) -> None:
    page = world.client("emscher", "clerk").get("/buero/").content.decode()
    assert "Briefe warten auf den Druck" in page
