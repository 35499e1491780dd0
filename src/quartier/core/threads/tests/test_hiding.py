"""What should not stand there: reported, hidden for others, kept as evidence, and whoever wrote it is told."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from quartier.core.audit.models import Fact
from quartier.core.audit.services import PersonNeeded
from quartier.core.inbox.models import OutgoingMail
from quartier.core.threads import services
from quartier.core.threads.models import ContentReport, Message
from quartier.core.threads.tests.town import AT, CLERK, CUSTOMER, confirmed, main_of, opened, party_of
from quartier.kit.schemas import enter_schema
from quartier.values.actor import SYSTEM

INSULT = "Sie sind ein Taugenichts."


def test_no_machine_hides_what_somebody_wrote(world: Any) -> None:
    message = opened(party_of(world), INSULT).messages.get()
    with pytest.raises(PersonNeeded):
        services.hide(actor=SYSTEM, at=AT, message_id=message.pk, ground="insult", reason="Beleidigung")
    message.refresh_from_db()
    assert message.hidden_at is None


def test_a_hidden_message_is_read_only_by_those_who_keep_evidence_and_the_sender_is_told(world: Any) -> None:
    thread = opened(party_of(world), INSULT)
    message = thread.messages.get()
    client, clerk = world.client("emscher", "customer"), world.client("emscher", "clerk")
    office = f"/buero/nachrichten/{thread.pk}/"
    asked = clerk.get(f"{office}ausblenden/{message.pk}/")
    assert "Diese Nachricht ausblenden?" in main_of(asked)
    assert clerk.post(f"{office}ausblenden/{message.pk}/", {"reason": ""}).status_code == 422
    assert (
        clerk.post(f"{office}ausblenden/{message.pk}/", {"ground": "insult", "reason": "Beleidigung"}).status_code
        == 302
    )

    for page in (clerk.get(office), client.get(f"/nachrichten/{thread.pk}/")):
        assert INSULT not in page.content.decode()
        assert "Diese Nachricht ist ausgeblendet." in main_of(page)
        assert "Grund: Beleidigung" in main_of(page)
    enter_schema("emscher")
    mail = OutgoingMail.objects.get(template="threads.answer")
    assert INSULT not in mail.text
    assert "Beleidigung" not in mail.text + mail.html
    told = main_of(client.get(f"/nachrichten/{thread.pk}/"))
    assert "ausgeblendet, bis wir anders entscheiden" in told
    assert "Grund: beleidigend. Begründung: Beleidigung" in told

    keeper = world.client("emscher", "privacy")
    assert INSULT not in keeper.get("/buero/nachrichten/beweise/").content.decode()
    where = f"/buero/nachrichten/beweise/{message.pk}/"
    assert where in main_of(keeper.get("/buero/nachrichten/beweise/"))
    assert INSULT not in main_of(keeper.get(where))
    assert INSULT in main_of(keeper.post(f"/buero/nachrichten/beweise/{message.pk}/"))
    assert clerk.get("/buero/nachrichten/beweise/").status_code == 403
    assert clerk.post(f"/buero/nachrichten/beweise/{message.pk}/").status_code == 403
    enter_schema("emscher")
    kinds = ["thread.message_hidden", "thread.evidence_opened"]
    assert list(Fact.objects.filter(kind__in=kinds).order_by("pk").values_list("kind", flat=True)) == kinds

    assert clerk.post(f"{office}einblenden/{message.pk}/").status_code == 302
    assert INSULT in main_of(client.get(f"/nachrichten/{thread.pk}/"))
    assert keeper.post(f"/buero/nachrichten/beweise/{message.pk}/").status_code == 404


def test_a_customer_reports_a_message_and_staff_decide(world: Any) -> None:
    thread = opened(party_of(world))
    answer = services.answer(actor=CLERK, at=AT, thread_id=thread.pk, text="Das geht Sie nichts an.")
    client, clerk = world.client("emscher", "customer"), world.client("emscher", "clerk")
    where = f"/nachrichten/{thread.pk}/melden/{answer.pk}/"
    assert where in main_of(client.get(f"/nachrichten/{thread.pk}/"))
    assert world.client("emscher", "other customer").get(where).status_code == 404
    assert client.post(where, {"reason": ""}).status_code == 422
    assert confirmed(client, where, {"reason": "Ungehörig"}).status_code == 302
    assert "1 Nachricht wurde gemeldet" in clerk.get("/buero/").content.decode()
    assert thread.subject in main_of(clerk.get("/buero/nachrichten/?gemeldet=True"))
    assert "Ungehörig" in main_of(clerk.get(f"/buero/nachrichten/{thread.pk}/"))
    assert clerk.post(f"/buero/nachrichten/{thread.pk}/belassen/{answer.pk}/").status_code == 302
    assert "wurde gemeldet" not in clerk.get("/buero/").content.decode()
    enter_schema("emscher")
    assert ContentReport.objects.get().settled_at is not None
    assert Message.objects.get(pk=answer.pk).hidden_at is None


def test_when_words_of_staff_are_hidden_staff_are_told_and_the_customer_gets_no_mail(world: Any) -> None:
    thread = opened(party_of(world))
    answer = services.answer(actor=CLERK, at=AT, thread_id=thread.pk, text="Unfug")
    mails = OutgoingMail.objects.count()
    services.report(actor=CUSTOMER, at=AT, message_id=answer.pk, reason="Unfug")
    services.hide(actor=CLERK, at=AT, message_id=answer.pk, ground="insult", reason="Ton")
    last = thread.messages.last()
    assert last is not None
    assert (last.author, last.is_internal) == ("system", True)
    assert OutgoingMail.objects.count() == mails
    assert ContentReport.objects.get().settled_at == AT


def test_what_is_hidden_is_neither_hidden_nor_reported_again(world: Any) -> None:
    thread = opened(party_of(world))
    message = thread.messages.get()
    for refused, act in (
        (services.NotHidden, lambda: services.show_again(actor=CLERK, at=AT, message_id=message.pk)),
        (services.NotHidden, lambda: services.open_evidence(actor=CLERK, at=AT, message_id=message.pk)),
        (
            services.OwnMessage,
            lambda: services.report(actor=CUSTOMER, at=AT, message_id=message.pk, reason="x"),
        ),
    ):
        with pytest.raises(refused):
            act()
    services.hide(actor=CLERK, at=AT, message_id=message.pk, ground="insult", reason="Ton")
    before = Message.objects.count(), Fact.objects.count()
    with pytest.raises(services.AlreadyHidden):
        services.hide(actor=CLERK, at=AT, message_id=message.pk, ground="insult", reason="Ton")
    with pytest.raises(services.AlreadyHidden):
        services.report(actor=CLERK, at=AT, message_id=message.pk, reason="Ton")
    with pytest.raises(services.AlreadyHidden):
        services.leave(actor=CLERK, at=AT, message_id=message.pk)
    assert (Message.objects.count(), Fact.objects.count()) == before
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.filter(pk=message.pk).update(hidden_because="")
