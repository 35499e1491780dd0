"""Names and contents that should not stand there: reported, replaced by a neutral label, sanctioned, shown again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from quartier.core.accounts.models import User
from quartier.core.audit.models import Fact
from quartier.core.inbox.models import OutgoingMail
from quartier.core.threads import queries, services
from quartier.core.threads.models import Case, ContentReport, IncomingMail, Message, Sanction, Thread
from quartier.core.threads.tests.post import DOMAIN, SERVER, letter, sent
from quartier.core.threads.tests.town import AT, CLERK, CUSTOMER, confirmed, main_of, opened, party_of
from quartier.kit import clock, formats
from quartier.kit.schemas import enter_schema

RUDE = "Ilse Dummkopf"
GIVEN = {"ground": "name", "reason": "Anstößig"}


def rude(world: Any) -> tuple[int, Thread]:
    """A customer's account with an offensive name, and a request they wrote under it."""
    party = party_of(world)
    number = world.people["emscher"]["customer"]
    User.objects.filter(pk=number).update(name=RUDE)
    thread = opened(party)
    Message.objects.filter(thread=thread).update(author_key=f"{number}", author_name=RUDE)
    return number, thread


def hidden(number: int) -> Case:
    """A case in which the name of an account was hidden."""
    return services.hide_thing(actor=CLERK, at=AT, kind="account", number=number, **GIVEN)


@pytest.mark.req("QX-46")
def test_a_reported_name_is_replaced_by_a_neutral_label_and_the_sanction_belongs_to_its_case(world: Any) -> None:
    number, thread = rude(world)
    client, clerk = world.client("emscher", "customer"), world.client("emscher", "clerk")
    office = f"/buero/nachrichten/{thread.pk}/"
    assert RUDE in main_of(clerk.get(office))
    report = f"/buero/faelle/konto/{number}/"
    assert report in main_of(clerk.get(f"/buero/nachrichten/kunde/{thread.party_id}/"))
    assert RUDE in main_of(clerk.get(report))
    assert clerk.post(report, {"reason": "Anstößiger Name"}).status_code == 302
    assert "1 Name wurde gemeldet" in clerk.get("/buero/").content.decode()
    enter_schema("emscher")
    case = Case.objects.get()
    page = f"/buero/faelle/{case.pk}/"
    assert RUDE in main_of(clerk.get(page))
    assert clerk.post(f"{page}ausblenden/", {"ground": "", "reason": "x"}).status_code == 422
    assert clerk.post(f"{page}ausblenden/", GIVEN).status_code == 302

    label = f"Konto {number}"
    for answer in (client.get("/uebersicht/"), client.get("/konto/"), clerk.get(office)):
        assert RUDE not in answer.content.decode()
    assert label in main_of(clerk.get(office))
    assert label in client.get("/uebersicht/").content.decode()
    assert RUDE in main_of(clerk.get(page))
    enter_schema("emscher")
    case.refresh_from_db()
    assert (case.state, case.shown, case.party_id, case.reports.get().settled_at) == (
        "hidden", RUDE, thread.party_id, case.decided_at,
    )  # fmt: skip
    assert case.thread_id is not None
    told = main_of(client.get(f"/nachrichten/{case.thread_id}/"))
    for part in ("Grund: anstößiger oder mehrdeutiger Name. Begründung: Anstößig", "Es wurde uns gemeldet.",
                 "Ein Mensch hat das entschieden", "antworten Sie hier"):  # fmt: skip
        assert part in told
    enter_schema("emscher")
    mail = OutgoingMail.objects.filter(template="threads.answer").latest("pk")
    assert "Anstößig" not in mail.text + mail.html

    _sanctioned_and_shown_again(world, case)


def _sanctioned_and_shown_again(world: Any, case: Case) -> None:
    client, clerk, page = (
        world.client("emscher", "customer"),
        world.client("emscher", "clerk"),
        f"/buero/faelle/{case.pk}/",
    )
    last_on = clock.today() + timedelta(days=7)
    form = {"kind": "block", "last_on": formats.day(last_on), "reason": "Zum zweiten Mal"}
    assert clerk.post(f"{page}folge/", form).status_code == 302
    enter_schema("emscher")
    row = Sanction.objects.get()
    assert (row.case_id, row.kind, row.last_on) == (case.pk, "block", last_on)
    assert "Zum zweiten Mal" in main_of(client.get(f"/nachrichten/{case.thread_id}/"))

    assert clerk.post(f"{page}einblenden/").status_code == 302
    assert RUDE in client.get("/uebersicht/").content.decode()
    enter_schema("emscher")
    assert Sanction.objects.get().lifted_at is not None
    assert Case.objects.get().state == "restored"
    kinds = list(Fact.objects.filter(kind__startswith="case.").order_by("pk").values_list("kind", flat=True))
    assert kinds == ["case.reported", "case.hidden", "case.sanctioned", "case.restored"]


def test_a_customer_reports_the_name_under_which_staff_write(world: Any) -> None:
    thread = opened(party_of(world))
    number = world.people["emscher"]["clerk"]
    clerk = world.client("emscher", "clerk")
    assert clerk.post(f"/buero/nachrichten/{thread.pk}/antwort/", {"text": "Ja."}).status_code == 302
    enter_schema("emscher")
    message = thread.messages.latest("pk")
    client, where = world.client("emscher", "customer"), f"/nachrichten/{thread.pk}/name/{message.pk}/"
    assert where in main_of(client.get(f"/nachrichten/{thread.pk}/"))
    assert world.client("emscher", "other customer").get(where).status_code == 404
    assert client.get(f"/nachrichten/{thread.pk}/name/{thread.messages.earliest('pk').pk}/").status_code == 404
    assert confirmed(client, where, {"reason": "Zweideutig"}).status_code == 302
    enter_schema("emscher")
    case = Case.objects.get()
    assert (case.kind, case.number, case.party) == ("account", number, None)
    assert clerk.post(f"/buero/faelle/{case.pk}/belassen/").status_code == 302
    assert clerk.post(f"/buero/faelle/{case.pk}/belassen/").status_code == 409
    enter_schema("emscher")
    assert Case.objects.get().state == "left"
    assert ContentReport.objects.get().settled_at is not None


def test_who_is_blocked_sends_no_messages_but_reports_defects_and_objects(world: Any, settings: Any) -> None:
    settings.MAIL_DOMAIN, settings.MAIL_AUTHSERV = DOMAIN, SERVER
    number, thread = rude(world)
    case = hidden(number)
    last_on = date(2026, 11, 27)
    row = services.sanction(actor=CLERK, at=AT, case_id=case.pk, kind="block", reason="Ton", last_on=last_on)
    before = Message.objects.count()
    with pytest.raises(services.MessagesBlocked) as refusal:
        services.write(actor=CUSTOMER, at=AT, thread_id=thread.pk, text="Und noch etwas")
    assert "27.11.2026" in str(refusal.value)
    with pytest.raises(services.MessagesBlocked):
        opened(thread.party)
    assert Message.objects.count() == before
    assert sent(letter(thread.party.email, "Hallo")).doubt == "blocked"
    assert IncomingMail.objects.get().fate == "waits"
    assert case.thread is not None
    services.write(actor=CUSTOMER, at=AT, thread_id=case.thread.pk, text="Das ist mein Name.")
    services.report_fault(
        actor=CUSTOMER, at=AT, party=thread.party, treatment="defect", text="Riss", steps="Ansehen", impact="minor"
    )
    opened(thread.party, treatment="notice")
    assert queries.blocked_until(thread.party_id, last_on) == last_on
    assert queries.blocked_until(thread.party_id, last_on + timedelta(days=1)) is None
    services.lift(actor=CLERK, at=AT, sanction_id=row.pk)
    services.write(actor=CUSTOMER, at=AT, thread_id=thread.pk, text="Wieder da")
    with pytest.raises(services.AlreadyLifted):
        services.lift(actor=CLERK, at=AT, sanction_id=row.pk)


def test_a_warning_is_told_and_blocks_nothing(world: Any) -> None:
    number, thread = rude(world)
    case = hidden(number)
    services.sanction(actor=CLERK, at=AT, case_id=case.pk, kind="warning", reason="Ton", last_on=date(2030, 1, 1))
    assert Sanction.objects.get().last_on is None
    services.write(actor=CUSTOMER, at=AT, thread_id=thread.pk, text="Gut.")
    assert case.thread is not None
    assert "Wir verwarnen Sie." in case.thread.messages.latest("pk").text


def test_what_does_not_follow_is_refused_and_nothing_changes(world: Any) -> None:
    number, thread = rude(world)
    reported = services.report_thing(actor=CLERK, at=AT, kind="account", number=number, reason="x")
    again = services.report_thing(actor=CUSTOMER, at=AT, kind="account", number=number, reason="y")
    assert (again.pk, again.reports.count()) == (reported.pk, 2)
    given: dict[str, Any] = {"actor": CLERK, "at": AT, "case_id": reported.pk}
    for act in (
        lambda: services.sanction(**given, kind="warning", reason="x"),
        lambda: services.restore_thing(**given),
    ):
        with pytest.raises(services.NotHidden):
            act()
    case = hidden(number)
    before = Fact.objects.count(), Message.objects.count(), Sanction.objects.count()
    with pytest.raises(services.AlreadyHidden):
        hidden(number)
    with pytest.raises(services.AlreadyHidden):
        services.report_thing(actor=CLERK, at=AT, kind="account", number=number, reason="z")
    with pytest.raises(services.AlreadyHidden):
        services.leave_thing(**given)
    for last_on in (None, date(2026, 11, 19)):
        with pytest.raises(services.InThePast):
            services.sanction(**given, kind="block", reason="x", last_on=last_on)
    assert (Fact.objects.count(), Message.objects.count(), Sanction.objects.count()) == before
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.create(kind="account", number=number, opened_at=AT)
    assert case.pk == reported.pk
    assert thread.party_id == case.party_id


def test_words_of_staff_bring_nobody_a_sanction(world: Any) -> None:
    thread = opened(party_of(world))
    answer = services.answer(actor=CLERK, at=AT, thread_id=thread.pk, text="Unfug")
    services.hide(actor=CLERK, at=AT, message_id=answer.pk, ground="insult", reason="Ton")
    with pytest.raises(services.NobodyToSanction):
        services.sanction(actor=CLERK, at=AT, case_id=Case.objects.get().pk, kind="warning", reason="x")
    assert not Sanction.objects.exists()


def test_staff_of_a_partner_see_only_cases_of_their_own_company(world: Any) -> None:
    thread = opened(party_of(world, schema="raumhafen"))
    message = thread.messages.get()
    services.hide(actor=CLERK, at=AT, message_id=message.pk, ground="insult", reason="Ton")
    case = Case.objects.get()
    assert case.entity_id == thread.entity_id
    assert world.client("raumhafen", "partner").get(f"/buero/faelle/{case.pk}/").status_code == 404
    assert world.client("raumhafen", "clerk").get(f"/buero/faelle/{case.pk}/").status_code == 200
    assert world.client("raumhafen", "bookkeeper").get(f"/buero/faelle/{case.pk}/").status_code == 403


def test_a_case_is_kept_three_years_after_its_end(world: Any) -> None:
    number, _thread = rude(world)
    case = hidden(number)
    assert queries.case_kept_until(case).year == 9999
    assert not queries.case_due(Case.objects.all(), AT + timedelta(days=9999)).exists()
    case = services.restore_thing(actor=CLERK, at=AT, case_id=case.pk)
    end = queries.case_kept_until(case)
    assert end.isoformat() == "2030-01-01T00:00:00+01:00"
    assert not queries.case_due(Case.objects.all(), end - timedelta(seconds=1)).exists()
    assert queries.case_due(Case.objects.all(), end).get() == case
