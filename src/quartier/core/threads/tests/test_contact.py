"""Requests of people without an account: a secret link to read, answer and withdraw them."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import IntegrityError, transaction

from quartier.core.audit.models import Fact
from quartier.core.inbox import services as inbox
from quartier.core.inbox.models import OutgoingMail
from quartier.core.threads import queries, services
from quartier.core.threads.models import ContactLink, ContactMessage, ContactRequest, Message, Thread
from quartier.core.threads.tests.town import AT, CLERK, confirmed, main_of, party_of
from quartier.kit import clock
from quartier.kit.schemas import enter_schema

WORDS = {"name": "Jo Falk", "email": "jo@posthaus.example", "subject": "Stellplatz", "text": "Ist noch einer frei?"}
OFFICE = "/buero/kontakt/"


@pytest.fixture(autouse=True)
def nobody_counted() -> None:
    """No visitor of another test has written in this hour."""
    cache.clear()


def asked(**given: str) -> ContactRequest:
    """A request of somebody without an account."""
    words = {**WORDS, **given}
    return services.ask(at=AT, name=words["name"], email=words["email"], subject=words["subject"], text=words["text"])


def link_in(mail: OutgoingMail) -> str:
    """The path of the secret link in a mail."""
    found = re.search(r"/kontakt/[\w-]+/", mail.text)
    assert found is not None
    return found[0]


def filled(client: Any, **given: str) -> dict[str, str]:
    """The form as somebody has filled it in."""
    begun = re.search(r'name="begun" value="([^"]+)"', client.get("/kontakt/").content.decode())
    assert begun is not None
    return {**WORDS, "homepage": "", "begun": begun[1], **given}


@pytest.mark.req("SBV-89")
def test_who_withdraws_a_request_by_its_link_ends_it_and_its_content_is_gone(world: Any) -> None:
    enter_schema("emscher")
    row = asked()
    link = link_in(OutgoingMail.objects.get(template="threads.contact"))
    visitor, clerk = world.client("emscher", "visitor"), world.client("emscher", "clerk")
    assert "1 Besucher wartet auf Antwort" in clerk.get("/buero/").content.decode()
    assert clerk.post(f"{OFFICE}{row.pk}/antwort/", {"text": "Ja, Nummer 7."}).status_code == 302
    enter_schema("emscher")
    told = OutgoingMail.objects.get(template="threads.contact_answer")
    assert [word for word in ("Nummer 7", "Stellplatz") if word in told.text + told.html + told.subject] == []
    for path in (link, link_in(told)):
        assert "Ja, Nummer 7." in main_of(visitor.get(path))
    assert confirmed(visitor, link, {"text": "Danke, den nehme ich."}).status_code == 302
    assert "Danke, den nehme ich." in main_of(clerk.get(f"{OFFICE}{row.pk}/"))

    assert "Die Anfrage zurückziehen?" in main_of(visitor.get(f"{link}zuruecknehmen/"))
    assert visitor.post(f"{link}zuruecknehmen/").status_code == 302
    shown = clerk.get(f"{OFFICE}{row.pk}/").content.decode()
    assert "zurückgezogen" in main_of(clerk.get(OFFICE))
    assert "zurückgezogen" in shown
    for word in ("Jo Falk", "jo@posthaus", "Stellplatz", "Ist noch einer frei", "Danke, den"):
        assert word not in shown + visitor.get(link).content.decode()
    enter_schema("emscher")
    assert not ContactMessage.objects.exists()
    assert not OutgoingMail.objects.filter(to_address=WORDS["email"]).exists()
    assert clerk.post(f"{OFFICE}{row.pk}/antwort/", {"text": "Doch nicht"}).status_code == 422
    assert confirmed(visitor, link, {"text": "Hallo?"}).status_code == 409
    assert visitor.post(f"{link}zuruecknehmen/").status_code == 409
    enter_schema("emscher")
    assert not ContactMessage.objects.exists()
    assert Fact.objects.get(kind="contact.withdrawn").data == {"kept": False}


def test_words_stay_for_a_reason_that_staff_have_noted_and_the_sender_reads(world: Any) -> None:
    enter_schema("emscher")
    row = asked()
    link = link_in(OutgoingMail.objects.get(template="threads.contact"))
    clerk, visitor = world.client("emscher", "clerk"), world.client("emscher", "visitor")
    assert clerk.post(f"{OFFICE}{row.pk}/behalten/", {"reason": ""}).status_code == 422
    assert clerk.post(f"{OFFICE}{row.pk}/behalten/", {"reason": "Streit um Schadenersatz"}).status_code == 302
    assert "Streit um Schadenersatz" in main_of(visitor.get(f"{link}zuruecknehmen/"))
    assert visitor.post(f"{link}zuruecknehmen/").status_code == 302
    assert "Streit um Schadenersatz" in main_of(visitor.get(link))
    assert "Ist noch einer frei?" in main_of(clerk.get(f"{OFFICE}{row.pk}/"))
    assert "Ist noch einer frei?" not in main_of(visitor.get(link))
    enter_schema("emscher")
    with pytest.raises(services.Withdrawn):
        services.answer_contact(actor=CLERK, at=AT, request_id=row.pk, text="x")


def test_a_visitor_writes_with_the_check_step_and_no_faster_than_a_person(world: Any) -> None:
    client = world.client("emscher", "visitor")
    form = filled(client)
    too_fast = client.post("/kontakt/", form)
    assert too_fast.status_code == 422
    assert "zu schnell abgeschickt" in main_of(too_fast)
    assert "Ist noch einer frei?" in main_of(too_fast)
    with time_machine.travel(clock.now() + timedelta(seconds=10)):
        assert client.post("/kontakt/", {**form, "homepage": "https://x.example"}).status_code == 422
        assert client.post("/kontakt/", {**form, "begun": form["begun"][:-2] + "AA"}).status_code == 422
        assert client.post("/kontakt/", {**form, "_step": "confirm"}).status_code == 409
        enter_schema("emscher")
        assert not ContactRequest.objects.exists()
        sent = confirmed(client, "/kontakt/", form)
        assert "jo@posthaus.example" in main_of(sent)
    enter_schema("emscher")
    row = ContactRequest.objects.get()
    assert (row.name, row.subject, row.messages.get().text) == ("Jo Falk", "Stellplatz", "Ist noch einer frei?")
    assert OutgoingMail.objects.get(template="threads.contact").to_address == "jo@posthaus.example"
    with time_machine.travel(clock.now() + timedelta(days=2)):
        assert client.post("/kontakt/", form).status_code == 422


def test_the_form_is_not_sent_without_end(world: Any) -> None:
    enter_schema("emscher")
    for _number in range(5):
        asked()
    before = ContactRequest.objects.count(), OutgoingMail.objects.count()
    with pytest.raises(services.TooOften):
        asked(email="JO@posthaus.example")
    assert (ContactRequest.objects.count(), OutgoingMail.objects.count()) == before
    client = world.client("emscher", "visitor")
    form = filled(client)
    with time_machine.travel(clock.now() + timedelta(seconds=10)):
        answers = [confirmed(client, "/kontakt/", {**form, "email": f"a{n}@posthaus.example"}) for n in range(11)]
    assert [answer.status_code for answer in answers] == [200] * 10 + [429]


def test_the_address_of_a_customer_makes_nobody_a_customer(world: Any) -> None:
    party = party_of(world)
    asked(email=party.email)
    assert not Thread.objects.exists()
    assert not Message.objects.exists()
    client, clerk = world.client("emscher", "customer"), world.client("emscher", "clerk")
    assert "Stellplatz" not in client.get("/nachrichten/").content.decode()
    assert "Stellplatz" not in clerk.get(f"/buero/nachrichten/kunde/{party.pk}/").content.decode()


def test_a_link_is_kept_as_a_hash_and_ends(world: Any) -> None:
    enter_schema("emscher")
    asked()
    mail = OutgoingMail.objects.get(template="threads.contact")
    token = link_in(mail).split("/")[2]
    link = ContactLink.objects.get()
    assert token not in link.digest
    assert queries.contact_by(token, link.expires_at - timedelta(seconds=1)) is not None
    assert queries.contact_by(token, link.expires_at) is None
    assert queries.contact_by(link.digest, AT) is None
    assert world.client("raumhafen", "visitor").get(f"/kontakt/{token}/").status_code == 404
    assert world.client("emscher", "visitor").get(f"/kontakt/{token[:-1]}/").status_code == 404


def test_mail_with_a_secret_link_is_emptied_when_it_has_left(world: Any, settings: Any) -> None:
    from quartier.config.addresses import Mail  # noqa: PLC0415 – a setting of this test

    class Way:
        def send(self, message: Any, *, sender: str, to: str, before_data: Any) -> str:
            before_data()
            return "250 OK"

    enter_schema("emscher")
    settings.MAIL = Mail(host="localhost")
    asked()
    mail = OutgoingMail.objects.get(template="threads.contact")
    inbox.deliver(at=AT, mail_id=mail.pk, transport=Way())
    mail.refresh_from_db()
    assert (mail.state, mail.text, mail.html, mail.body_erased_at) == ("sent", "", "", AT)


def test_a_request_is_kept_half_a_year_or_for_its_reason(world: Any) -> None:
    enter_schema("emscher")
    row = asked()
    end = queries.contact_kept_until(row)
    rows, second = ContactRequest.objects.all(), timedelta(seconds=1)
    assert end == AT + timedelta(days=183)
    assert not queries.contact_due(rows, end - second).exists()
    assert queries.contact_due(rows, end).exists()
    assert queries.contact_due(ContactMessage.objects.all(), end, "request__").exists()
    services.keep_contact(actor=CLERK, at=AT, request_id=row.pk, reason="Streit")
    row.refresh_from_db()
    end = queries.contact_kept_until(row)
    assert end.isoformat() == "2030-01-01T00:00:00+01:00"
    assert not queries.contact_due(rows, end - second).exists()
    assert queries.contact_due(rows, end).exists()


def test_a_withdrawn_request_without_a_reason_names_nobody(world: Any) -> None:
    enter_schema("emscher")
    asked()
    with pytest.raises(IntegrityError), transaction.atomic():
        ContactRequest.objects.update(state="withdrawn", withdrawn_at=AT)


def test_a_provider_can_switch_the_form_off(world: Any) -> None:
    from quartier.core.providers import services as providers  # noqa: PLC0415 – another app's service

    visitor = world.client("emscher", "visitor")
    assert 'href="/kontakt/"' in visitor.get("/").content.decode()
    enter_schema("emscher")
    now = clock.now()
    providers.switch_feature(actor=CLERK, at=now, feature="contact", on=False, effective_at=now)
    assert visitor.get("/kontakt/").status_code == 404
    assert 'href="/kontakt/"' not in visitor.get("/").content.decode()
