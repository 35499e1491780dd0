"""Mail is written with its cause: same transaction, right sender, one row however often it is asked for."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.urls import get_urlconf, set_urlconf

from quartier.core.audit.models import Fact
from quartier.core.inbox import services
from quartier.core.inbox.models import MailState, OutgoingMail
from quartier.core.inbox.tests.letters import Reading, furnish
from quartier.core.parties.mails import WelcomeMail
from quartier.core.providers.models import Hostname, LegalEntity, Provider
from quartier.core.providers.services import change_data_protection
from quartier.kit.jobs import NoScope
from quartier.kit.mail import HeaderRefused
from quartier.values.actor import SYSTEM, Actor, ActorKind
from tests.plugins.jobs import RunJobs

AT = datetime(2026, 3, 2, 9, 15, tzinfo=UTC)
CLERK = Actor(ActorKind.STAFF, "7", "Jette Brandis")
TO = "mara@lindqvist.example"


def post(**changes: Any) -> OutgoingMail:
    given: dict[str, Any] = {
        "actor": CLERK,
        "at": AT,
        "mail": Reading(),
        "to": TO,
        "about": "parties.party:5",
    } | changes
    return services.post(**given)


def facts() -> int:
    return Fact.objects.filter(kind__startswith="mail.").count()


def waiting_jobs() -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT task_name, args->>'schema', (args->>'mail_id')::int FROM public.procrastinate_jobs ORDER BY id"
        )
        return list(cursor.fetchall())


def test_a_mail_speaks_for_the_entity_that_runs_the_portal(alpha: Any) -> None:
    principal, _group = furnish()
    mail = post(to_name="Mara Lindqvist")
    assert (mail.entity_id, mail.sender_name, mail.reply_to) == (
        principal.pk,
        principal.name,
        "service@emscher.example",
    )
    assert (mail.to_address, mail.to_name, mail.subject) == (TO, "Mara Lindqvist", "Ihr Zählerstand")
    assert (mail.state, mail.created_at, mail.due_at, mail.attempts) == (MailState.QUEUED, AT, AT, 0)
    assert "Emscher Bau- und Sparverein eG\nAnschrift: Kampweg 51, 44199 Emscherstadt\n" in mail.text
    assert "Register: Emscherstadt, GnR 88" in mail.text
    assert "http://alpha.localhost:8000/uebersicht/" in mail.text
    assert "#2c7a4b" in mail.html


def welcome(entity: LegalEntity) -> OutgoingMail:
    """The confirmation of a contract with one legal entity."""
    mail = WelcomeMail(
        addressee="Mara Lindqvist", kind="Mietverhältnis", number="G 20 418", subject_matter="Stellplatz 14",
        started_on=date(2026, 4, 1), entity_name=entity.name,
    )  # fmt: skip
    return post(mail=mail, entity=entity)


@pytest.mark.req("DWG-01")
def test_the_confirmation_of_a_contract_names_the_one_entity_that_it_is_with(alpha: Any) -> None:
    principal, group = furnish()
    for own, other, address in (
        (principal, group, "service@emscher.example"),
        (group, principal, "gmbh@emscher.example"),
    ):
        mail = welcome(own)
        assert (mail.entity_id, mail.sender_name, mail.reply_to) == (own.pk, own.name, address)
        assert f"Vertragspartner: {own.name}\n" in mail.text
        assert other.name not in mail.text + mail.html + mail.subject


@pytest.mark.req("DWG-13")
def test_the_operator_of_the_platform_stands_in_a_contract_mail_only_as_processor(alpha: Any) -> None:
    _principal, group = furnish()
    mail = welcome(group)
    line = "Technischer Betrieb im Auftrag (Art. 28 DSGVO), nicht Vertragspartner: Stadtwerk Digital Musterkreis\n"
    assert mail.text.count("Stadtwerk Digital Musterkreis") == 1
    assert line in mail.text
    assert mail.html.count("Stadtwerk Digital Musterkreis") == 1


@pytest.mark.req("SBV-20")
def test_a_new_mailbox_of_the_data_protection_officer_stands_in_new_letters(alpha: Any) -> None:
    furnish()
    assert "Datenschutzbeauftragte Person: Dr. Tilda Sommerfeld, datenschutz@emscher.example\n" in post().text
    change_data_protection(actor=CLERK, at=AT, values={"officer_name": "Ilka Reuter", "mailbox": "dsb@emscher.example"})
    later = post(at=AT + timedelta(hours=1)).text
    assert "Datenschutzbeauftragte Person: Ilka Reuter, dsb@emscher.example\n" in later
    assert "Sommerfeld" not in later


def test_a_white_label_partner_writes_from_its_own_hostname(alpha: Any) -> None:
    _principal, group = furnish()
    Hostname.objects.create(domain="partner.localhost", tenant=alpha, is_primary=False, entity="gmbh")
    assert "http://partner.localhost:8000/uebersicht/" in post(entity=group).text
    assert "http://alpha.localhost:8000/uebersicht/" in post().text


def test_a_draft_without_brand_or_hostname_can_write_too(alpha: Any) -> None:
    Hostname.objects.filter(tenant=alpha).delete()
    mail = post()
    assert (mail.entity_id, mail.sender_name, mail.reply_to) == (None, "Alpha Wohnen eG", "")
    assert "Zur Übersicht:\n/uebersicht/\n" in mail.text


def test_the_console_writes_in_its_own_name(console: str) -> None:
    mail = post()
    assert (mail.sender_name, mail.entity_id) == ("Quartier", None)
    assert "http://localhost:8000/uebersicht/" in mail.text


def test_a_page_of_the_console_may_cause_a_mail(alpha: Any) -> None:
    furnish()
    before = get_urlconf()
    set_urlconf("quartier.config.urls_console")
    try:
        assert post().sender_name == "Emscher Bau- und Sparverein eG"
        assert get_urlconf() == "quartier.config.urls_console"
    finally:
        set_urlconf(before)


def test_a_changed_entity_is_named_as_it_is_now(alpha: Any) -> None:
    principal, _group = furnish()
    post()
    principal.name = "Emscher Wohnen eG"
    principal.save()
    Provider.objects.filter(pk=alpha.pk).update(revision=99)
    assert post(at=AT + timedelta(hours=1)).sender_name == "Emscher Wohnen eG"
    assert OutgoingMail.objects.order_by("pk").first().sender_name == "Emscher Bau- und Sparverein eG"  # type: ignore[union-attr]


def test_posting_is_a_fact_and_a_job_in_the_same_transaction(alpha: Any) -> None:
    mail = post()
    fact = Fact.objects.get(kind="mail.posted")
    assert (fact.subject, fact.at, fact.actor_key) == (f"inbox.outgoingmail:{mail.pk}", AT, "7")
    assert fact.data == {"template": "inbox.reading", "about": "parties.party:5"}
    assert waiting_jobs() == [("inbox.send", "alpha", mail.pk)]


def test_a_rollback_takes_mail_fact_and_job_with_it(alpha: Any) -> None:
    with transaction.atomic():
        post()
        transaction.set_rollback(True)
    assert (OutgoingMail.objects.count(), facts(), waiting_jobs()) == (0, 0, [])


def test_the_same_mail_at_the_same_instant_is_posted_once(alpha: Any) -> None:
    first, again = post(), post()
    assert (first.pk, OutgoingMail.objects.count(), len(waiting_jobs())) == (again.pk, 1, 1)
    assert Fact.objects.filter(kind="mail.posted").count() == 1
    others = [post(at=AT + timedelta(seconds=1)), post(to="jo@lindqvist.example"), post(mail=Reading(words="anders"))]
    assert len({first.message_id, *(mail.message_id for mail in others)}) == 4
    assert "lindqvist" not in first.message_id


@pytest.mark.parametrize(
    "changes",
    [
        {"to": "mara@lindqvist.example\r\nBcc: alle@emscher.example"},
        {"to": "mara@lindqvist.example, alle@emscher.example"},
        {"to": ""},
        {"to_name": "Mara\r\nBcc: alle@emscher.example"},
        {"to_name": "Mara\0"},
    ],
)
def test_a_broken_header_is_refused_and_nothing_is_written(alpha: Any, changes: dict[str, str]) -> None:
    with pytest.raises(HeaderRefused):
        post(**changes)
    assert (OutgoingMail.objects.count(), facts(), waiting_jobs()) == (0, 0, [])


def test_mail_outside_of_a_schema_is_refused(db: None) -> None:
    with pytest.raises(NoScope):
        post()


def test_the_mailbox_takes_everything_at_once(alpha: Any, run_jobs: RunJobs) -> None:
    mail = post(actor=SYSTEM)
    assert run_jobs() == ["inbox.send"]
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.last_answer) == (MailState.SENT, 1, "Mailbox")
    assert mail.sent_at is not None


def test_words_are_erased_after_a_year_and_rows_after_four(alpha: Any) -> None:
    post()
    OutgoingMail.objects.update(state=MailState.SENT, sent_at=AT)
    year = timedelta(days=365)
    assert services.forget(at=AT + year - timedelta(seconds=1)) == 0
    assert services.forget(at=AT + year) == 1
    mail = OutgoingMail.objects.get()
    assert (mail.subject, mail.text, mail.html, mail.body_erased_at) == ("–", "", "", AT + year)
    assert services.forget(at=AT + year) == 0
    services.forget(at=AT + 4 * timedelta(days=366) - timedelta(seconds=1))
    assert OutgoingMail.objects.count() == 1
    services.forget(at=AT + 4 * timedelta(days=366))
    assert OutgoingMail.objects.count() == 0


def test_words_of_mail_that_still_waits_are_kept(alpha: Any) -> None:
    post()
    assert services.forget(at=AT + timedelta(days=400)) == 0
    assert OutgoingMail.objects.get().text != ""
