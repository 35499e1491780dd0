"""Pages: customers give and revoke their own mandates, staff prepare runs, strangers meet nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from quartier.config.demo.seed import PASSWORD
from quartier.core.ledger.tests.books import claim
from quartier.core.mandates import queries, services
from quartier.core.mandates.models import Collection, Mandate, Run
from quartier.core.mandates.tests.scenes import IBAN, IDENTIFIER, KEEPER, mandate, rows
from quartier.core.parties import services as parties
from quartier.kit.clock import day_of, now
from quartier.kit.schemas import enter_schema


@pytest.fixture
def entity(world: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The company of the customer's contract, which collects."""
    enter_schema("emscher")
    tie = rows("parties.Relationship").filter(party=customer(world)).order_by("pk")[0]
    at = now()
    monkeypatch.setattr(queries, "offers_debit", lambda _on: True)
    services.set_creditor(
        actor=KEEPER, at=at, entity_id=tie.legal_entity_id, identifier=IDENTIFIER, name="Emscher eG",
        iban="DE75512108001245126199", notice_days=1, agreed_in="AGB § 8",
    )  # fmt: skip
    return tie.legal_entity


def customer(world: Any) -> Any:
    return rows("parties.Party").get(user=world.people["emscher"]["customer"])


def with_account(world: Any) -> Any:
    party = customer(world)
    parties.change_bank_account(
        actor=KEEPER, at=now(), party_id=party.pk, holder="Ida Blum", iban=IBAN, shown={"IBAN": IBAN}
    )
    return party


def test_a_customer_gives_a_mandate_and_revokes_it(world: Any, entity: Any) -> None:
    """The words stand on the page and on the check page; revoking asks first."""
    with_account(world)
    client = world.client("emscher", "customer")
    page = client.get(reverse("mandates:overview"), secure=True).content.decode()
    assert "Mandat lesen und erteilen" in page
    where = reverse("mandates:give", args=[entity.pk])
    answer = client.get(where, secure=True)
    assert answer.headers["Location"].startswith("/anmelden/bestaetigen/")
    client.post("/anmelden/bestaetigen/", {"password": PASSWORD, "next": where}, secure=True)
    row = _given(client, where, client.get(where, secure=True))
    where = reverse("mandates:revoke", args=[row.pk])
    assert "widerrufen?" in client.get(where, secure=True).content.decode()
    assert client.post(where, secure=True).status_code == 302
    enter_schema("emscher")
    row.refresh_from_db()
    assert row.state == "revoked"


def _given(client: Any, where: str, answer: Any) -> Any:
    page = answer.content.decode()
    assert "innerhalb von acht Wochen" in page
    sent = {"agreed": "on", "digest": page.split('name="digest" value="')[1].split('"')[0]}
    check = client.post(where, sent, secure=True).content.decode()
    assert "innerhalb von acht Wochen" in check
    sent |= {"_step": "confirm", "_shown": check.split('name="_shown" value="')[1].split('"')[0]}
    assert client.post(where, sent, secure=True).status_code == 302
    enter_schema("emscher")
    return Mandate.everything.get(state="active")


def test_mandates_of_others_do_not_exist(world: Any, entity: Any) -> None:
    """Another customer's mandate is 404, nothing happens to it; staff without the right are refused."""
    other = rows("parties.Party").exclude(user=world.people["emscher"]["customer"]).order_by("pk")[0]
    row = mandate(entity, other)
    client = world.client("emscher", "customer")
    for way in (client.get, client.post):
        assert way(reverse("mandates:revoke", args=[row.pk]), secure=True).status_code == 404
    row.refresh_from_db()
    assert row.state == "active"
    assert client.get(reverse("mandates:one", args=[row.pk]), secure=True).status_code in (302, 403, 404)
    clerk = world.client("emscher", "clerk")
    assert clerk.get(reverse("mandates:runs"), secure=True).status_code == 403
    assert clerk.post(reverse("mandates:end", args=[row.pk]), secure=True).status_code == 403


def test_a_bookkeeper_prepares_a_run_and_reads_what_is_in_it(world: Any, entity: Any) -> None:
    """Prepare, look, submit, discard; a wrong answer of a bank is told on the page."""
    party, at = customer(world), now()
    mandate(entity, party, signed_on=day_of(at))
    item = claim(entity, party, "49.90", on=day_of(at), due=day_of(at))
    services.plan(actor=KEEPER, at=at, items=[item])
    services.announce(at=at)
    until = Collection.objects.get().collect_on
    client = world.client("emscher", "bookkeeper")
    sent = {"entity_id": str(entity.pk), "until_on": until.isoformat()}
    answer = client.post(reverse("mandates:prepare"), sent, secure=True)
    assert answer.status_code == 302
    page = client.get(answer["Location"], secure=True).content.decode()
    assert "49,90" in page
    enter_schema("emscher")
    run = Run.objects.get()
    again = client.post(reverse("mandates:prepare"), sent, secure=True)
    assert (again.status_code, "nichts einzuziehen" in again.content.decode()) == (422, True)
    upload = SimpleUploadedFile("antwort.xml", b"<Document/>", "application/xml")
    wrong = client.post(reverse("mandates:answer"), {"upload": upload}, secure=True)
    assert (wrong.status_code, "keine pain.002" in wrong.content.decode()) == (422, True)
    assert client.post(reverse("mandates:propose", args=[run.pk]), secure=True).status_code == 302
    enter_schema("emscher")
    run.refresh_from_db()
    assert run.state == "waiting"
    listed = client.get(reverse("mandates:runs"), secure=True).content.decode()
    assert run.message_id in listed


def test_creditor_data_are_set_on_a_page(world: Any, entity: Any) -> None:
    """A wrong identifier stands beside its field."""
    client, where = world.client("emscher", "bookkeeper"), reverse("mandates:creditor", args=[entity.pk])
    sent = {"name": "Emscher eG", "identifier": "DE00ZZZ1", "iban": IBAN, "notice_days": "14"}
    wrong = client.post(where, sent, secure=True)
    assert (wrong.status_code, "ist nicht richtig" in wrong.content.decode()) == (422, True)
    assert client.post(where, {**sent, "identifier": IDENTIFIER}, secure=True).status_code == 302
    assert client.get(reverse("mandates:creditor", args=[99999]), secure=True).status_code == 404
    assert IDENTIFIER in client.get(reverse("mandates:creditors"), secure=True).content.decode()
