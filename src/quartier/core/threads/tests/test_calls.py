"""Telephone calls: not binding before they are confirmed in text, and nobody works on them before."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from quartier.core.audit.models import Fact
from quartier.core.charges.models import TimeEntry
from quartier.core.inbox.models import MailState, OutgoingMail
from quartier.core.parties.models import Party, Relationship
from quartier.core.threads import queries, services
from quartier.core.threads.models import Call, Thread
from quartier.core.threads.tests.town import AT, CLERK, confirmed, main_of, opened, party_of
from quartier.kit import formats
from quartier.kit.schemas import enter_schema

WORDS = "Sie dürfen das Fahrrad im Hof abstellen."


def logged(party: Party, kind: str = "order", **given: Any) -> Thread:
    """A call that staff wrote down."""
    words = {"treatment": "request", "category": "Frage", "subject": "Fahrrad", "text": "Wollte es wissen.", **given}
    return services.log_call(actor=CLERK, at=AT, party=party, kind=kind, called_at=AT, **words)


def leave(thread: Thread) -> None:
    """Let the confirmation of a call go out."""
    OutgoingMail.objects.filter(confirmed_calls__thread=thread).update(state=MailState.SENT, sent_at=AT)


@pytest.mark.req("CC-04")
def test_a_note_of_an_agreement_is_not_binding_until_its_confirmation_is_sent(world: Any) -> None:
    party = party_of(world)
    contract = party.relationships.all()[0]
    thread = logged(party, "agreement", relationship=contract)
    client, clerk = world.client("emscher", "customer"), world.client("emscher", "clerk")
    office = f"/buero/nachrichten/{thread.pk}/"
    assert "Telefonisch, nicht verbindlich" in main_of(clerk.get(office))
    assert client.get(f"/nachrichten/{thread.pk}/").status_code == 404
    assert clerk.post(f"{office}bestaetigung/", {"text": WORDS}).status_code == 302
    assert "Telefonisch, nicht verbindlich" in main_of(clerk.get(office))

    enter_schema("emscher")
    mail = OutgoingMail.objects.get(template="threads.confirmation")
    assert (mail.to_address, mail.about) == (party.email, f"parties.party:{party.pk}")
    assert WORDS in mail.text
    assert str(contract) in mail.text
    leave(thread)
    shown = main_of(clerk.get(office))
    assert "nicht verbindlich" not in shown
    assert "Telefonisch, in Textform bestätigt" in shown
    assert str(contract) in shown
    assert WORDS in main_of(client.get(f"/nachrichten/{thread.pk}/"))
    assert "Wollte es wissen." not in client.get(f"/nachrichten/{thread.pk}/").content.decode()


def test_a_confirmation_stays_binding_and_its_words_stay_when_the_mail_is_forgotten(world: Any) -> None:
    party = party_of(world)
    contract = party.relationships.all()[0]
    thread = logged(party, "agreement", relationship=contract)
    services.confirm_call(actor=CLERK, at=AT, thread_id=thread.pk, text=WORDS)
    assert services.note_sent_confirmations(at=AT) == 0
    leave(thread)
    assert services.note_sent_confirmations(at=AT) == 1
    assert services.note_sent_confirmations(at=AT) == 0
    OutgoingMail.objects.filter(template="threads.confirmation").delete()
    call = Call.objects.get(thread=thread)
    assert (call.mail, call.is_binding, call.confirmation, call.binding_at) == (None, True, WORDS, AT)
    services.close(actor=CLERK, at=AT, thread_id=thread.pk)
    Relationship.objects.filter(pk=contract.pk).update(ended_on=date(2035, 5, 31))
    assert queries.kept_until(Thread.objects.get(pk=thread.pk)).date() == date(2044, 1, 1)
    assert Fact.objects.filter(kind="thread.call_binding").count() == 1


def test_a_confirmation_that_failed_binds_nobody_and_can_be_sent_again(world: Any) -> None:
    thread = logged(party_of(world))
    services.confirm_call(actor=CLERK, at=AT, thread_id=thread.pk, text=WORDS)
    OutgoingMail.objects.filter(template="threads.confirmation").update(state=MailState.FAILED)
    assert Call.objects.get().waits
    services.confirm_call(actor=CLERK, at=AT + timedelta(hours=1), thread_id=thread.pk, text=WORDS)
    leave(thread)
    assert not Call.objects.get().waits
    before = OutgoingMail.objects.count()
    with pytest.raises(services.NothingToConfirm):
        services.confirm_call(actor=CLERK, at=AT, thread_id=thread.pk, text=WORDS)
    assert OutgoingMail.objects.count() == before


@pytest.mark.req("CC-67")
def test_work_on_a_telephone_order_waits_for_its_confirmation_and_infringements_are_urgent(world: Any) -> None:
    party = party_of(world)
    thread = logged(party)
    clerk = world.client("emscher", "clerk")
    office, time = f"/buero/nachrichten/{thread.pk}/", {"worked_on": "20.11.2026", "minutes": "30", "what": "Schloss"}
    assert "Arbeit beginnen" not in main_of(clerk.get(office))
    refused = clerk.post(f"{office}schritt/begin/")
    assert refused.status_code == 409
    assert "Senden Sie zuerst die Bestätigung" in refused.content.decode()
    assert clerk.post(f"{office}zeit/", time).status_code == 422
    assert clerk.post(f"{office}bestaetigung/", {"text": WORDS}).status_code == 302
    assert clerk.post(f"{office}schritt/begin/").status_code == 409
    enter_schema("emscher")
    assert Thread.objects.get(pk=thread.pk).work_began_at is None
    assert not TimeEntry.objects.exists()
    leave(thread)
    assert clerk.post(f"{office}schritt/begin/").status_code == 302
    assert clerk.post(f"{office}schritt/begin/").status_code == 409
    enter_schema("emscher")
    assert Thread.objects.get(pk=thread.pk).work_began_at is not None

    form = {"category": "infringement", "relationship": "", "subject": "Foto", "text": "Das ist mein Foto."}
    assert confirmed(world.client("emscher", "customer"), "/nachrichten/neu/", form).status_code == 302
    enter_schema("emscher")
    claim = Thread.objects.get(subject="Foto")
    assert (claim.treatment, claim.priority) == ("infringement", 1)
    queue = main_of(clerk.get("/buero/nachrichten/"))
    assert queue.index("Foto") < queue.index("Fahrrad")
    assert "dringend" in queue
    assert formats.instant(claim.opened_at) in queue


@pytest.mark.req("QX-17")
def test_reporting_is_granted_to_each_customer_and_a_call_becomes_a_ticket(world: Any) -> None:
    party = party_of(world)
    client, other, clerk = (world.client("emscher", role) for role in ("customer", "other customer", "clerk"))
    assert clerk.post(f"/buero/nachrichten/kunde/{party.pk}/meldezugang/").status_code == 302
    line = 'href="/nachrichten/melden/"'
    assert line not in client.get("/uebersicht/").content.decode()
    assert line in other.get("/uebersicht/").content.decode()

    assert f"/buero/nachrichten/kunde/{party.pk}/" in main_of(clerk.get(f"/buero/kundschaft/{party.pk}/"))
    where = f"/buero/nachrichten/kunde/{party.pk}/anruf/"
    assert where in main_of(clerk.get(f"/buero/nachrichten/kunde/{party.pk}/"))
    form = {
        "kind": "information",
        "called_at": "1.11.2026, 10:15",
        "category": "complaint",
        "relationship": "",
        "subject": "Licht im Flur",
        "text": "Rief an, weil es dunkel ist.",
    }
    assert clerk.post(where, {**form, "called_at": "1.1.2099, 10:15"}).status_code == 422
    assert clerk.post(where, {**form, "text": ""}).status_code == 422
    sent = clerk.post(where, form)
    enter_schema("emscher")
    thread = Thread.objects.get(subject="Licht im Flur")
    assert sent.headers["Location"] == f"/buero/nachrichten/{thread.pk}/"
    assert (thread.party_id, thread.treatment, thread.call.kind) == (party.pk, "complaint", "information")
    assert f"{thread.pk}" in main_of(clerk.get("/buero/nachrichten/?suche=Licht"))


def test_information_needs_no_confirmation_and_without_an_address_none_goes_out(world: Any) -> None:
    party = party_of(world)
    information, order = logged(party, "information"), logged(party)
    services.begin_work(actor=CLERK, at=AT, thread_id=information.pk)
    with pytest.raises(services.NothingToConfirm):
        services.confirm_call(actor=CLERK, at=AT, thread_id=information.pk, text=WORDS)
    with pytest.raises(services.NothingToConfirm):
        services.confirm_call(actor=CLERK, at=AT, thread_id=opened(party).pk, text=WORDS)
    Party.objects.filter(pk=party.pk).update(email="")
    with pytest.raises(services.NoAddress):
        services.confirm_call(actor=CLERK, at=AT, thread_id=order.pk, text=WORDS)
    assert Call.objects.get(thread=order).confirmation == ""


def test_time_is_booked_and_summed_and_never_in_the_future(world: Any) -> None:
    thread = opened(party_of(world))
    Thread.objects.filter(pk=thread.pk).update(rate="60.00")
    clerk = world.client("emscher", "clerk")
    path = f"/buero/nachrichten/{thread.pk}/zeit/"
    for minutes, charged in (("45", {"is_charged": "on"}), ("20", {})):
        form = {"worked_on": "20.11.2026", "minutes": minutes, "what": "Schloss getauscht", **charged}
        assert clerk.post(path, form).status_code == 302
    for wrong in ({"minutes": "0"}, {"minutes": "1441"}, {"worked_on": "1.1.2099"}, {"what": ""}):
        assert clerk.post(path, {"worked_on": "20.11.2026", "minutes": "5", "what": "x", **wrong}).status_code == 422
    shown = main_of(clerk.get(f"/buero/nachrichten/{thread.pk}/"))
    assert "65 Minuten" in shown
    assert (
        "Schloss getauscht"
        not in world.client("emscher", "customer").get(f"/nachrichten/{thread.pk}/").content.decode()
    )
    enter_schema("emscher")
    assert list(TimeEntry.objects.values_list("minutes", "is_charged")) == [(45, True), (20, False)]
    with pytest.raises(IntegrityError), transaction.atomic():
        TimeEntry.objects.update(minutes=0)
