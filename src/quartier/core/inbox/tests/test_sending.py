"""A mail is sent once or reported, whatever the server and the connection do. Every server here is a real one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django_tenants.utils import schema_context

from quartier.core.accounts.models import User
from quartier.core.audit.models import Fact
from quartier.core.inbox import queries, rules, services
from quartier.core.inbox.models import MailState, OutgoingMail
from quartier.core.inbox.services import NothingToRetry, WordsForgotten, deliver
from quartier.core.inbox.tests.letters import Reading
from quartier.core.inbox.tests.sink import Script, smtp_server
from quartier.kit.mail.transport import Smtp, Transport
from quartier.values.actor import SYSTEM, Actor, ActorKind

AT = datetime(2026, 3, 2, 9, 15, tzinfo=UTC)
CLERK = Actor(ActorKind.STAFF, "7", "Jette Brandis")
TO = "mara@lindqvist.example"


@pytest.fixture
def mail(alpha: Any) -> OutgoingMail:
    return services.post(actor=SYSTEM, at=AT, mail=Reading(), to=TO, to_name="Mara Lindqvist")


def attempt(mail: OutgoingMail, transport: Transport, at: datetime = AT) -> tuple[str, int, bool]:
    """Try once; returns state, number of tries, and whether a second copy is out."""
    deliver(at=at, mail_id=mail.pk, transport=transport)
    mail.refresh_from_db()
    return mail.state, mail.attempts, mail.resent


def jobs_at() -> list[datetime | None]:
    """When the waiting jobs are due."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT scheduled_at FROM public.procrastinate_jobs ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


def forget_jobs() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM public.procrastinate_jobs")


def undelivered() -> int:
    """How many mails somebody should look at."""
    return queries.undelivered(User(audience="staff")).count()


def reports() -> list[str]:
    return list(
        Fact.objects.filter(kind__startswith="mail.")
        .exclude(kind="mail.posted")
        .order_by("pk")
        .values_list("kind", flat=True)
    )


def test_an_accepted_mail_is_sent_and_never_again(mail: OutgoingMail) -> None:
    script = Script()
    with smtp_server(script) as way:
        assert attempt(mail, way) == (MailState.SENT, 1, False)
        assert attempt(mail, way) == (MailState.SENT, 1, False)
    (arrived,) = script.messages
    assert (mail.sent_at, mail.last_answer) == (AT, "250 taken")
    assert arrived["Message-ID"] == mail.message_id
    assert arrived["To"] == f"Mara Lindqvist <{TO}>"
    assert arrived["From"] == "Alpha Wohnen eG <portal@localhost>"
    body = arrived.get_body(("plain",))
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == mail.text
    assert reports() == []


def test_a_line_with_a_single_dot_does_not_end_the_message(alpha: Any) -> None:
    mail = services.post(actor=SYSTEM, at=AT, mail=Reading(words="."), to=TO)
    script = Script()
    with smtp_server(script) as way:
        attempt(mail, way)
    body = script.messages[0].get_body(("plain",))
    assert body is not None
    assert "\n.\n" in body.get_content().replace("\r\n", "\n")


@pytest.mark.parametrize("answer", ["421 closing", "450 mailbox busy", "452 no room"])
def test_a_server_that_is_busy_is_asked_again_later(mail: OutgoingMail, answer: str) -> None:
    forget_jobs()
    with smtp_server(Script(recipient=answer)) as way:
        assert attempt(mail, way) == (MailState.QUEUED, 1, False)
    assert (mail.last_answer, mail.due_at) == (answer, AT + timedelta(minutes=1))
    assert jobs_at() == [AT + timedelta(minutes=1)]
    assert reports() == []


def test_a_message_put_off_after_its_content_is_asked_again_later(mail: OutgoingMail) -> None:
    script = Script(content="451 grey-listed")
    with smtp_server(script) as way:
        assert attempt(mail, way) == (MailState.QUEUED, 1, False)
        script.content = "250 taken"
        assert attempt(mail, way, AT + timedelta(minutes=1)) == (MailState.SENT, 2, False)
    assert len(script.accepted) == 1


@pytest.mark.parametrize(("at_recipient", "at_content"), [("550 no such user", "250 ok"), ("250 ok", "554 refused")])
def test_a_final_refusal_fails_at_once_and_is_reported(mail: OutgoingMail, at_recipient: str, at_content: str) -> None:
    forget_jobs()
    with smtp_server(Script(recipient=at_recipient, content=at_content)) as way:
        assert attempt(mail, way) == (MailState.FAILED, 1, False)
    assert mail.last_answer in ("550 no such user", "554 refused")
    assert (jobs_at(), reports(), undelivered()) == ([], ["mail.failed"], 1)


def test_a_connection_that_breaks_before_the_content_is_no_doubt(mail: OutgoingMail) -> None:
    with smtp_server(Script(recipient=None)) as way:
        assert attempt(mail, way) == (MailState.QUEUED, 1, False)
    assert reports() == []


def test_no_server_at_all_is_no_doubt(mail: OutgoingMail) -> None:
    assert attempt(mail, Smtp(host="127.0.0.1", port=1, security="none")) == (MailState.QUEUED, 1, False)
    assert "ConnectionRefusedError" in mail.last_answer


def test_a_server_without_encryption_gets_nothing_when_encryption_is_required(mail: OutgoingMail) -> None:
    script = Script()
    with smtp_server(script) as way:
        strict = Smtp(host=way.host, port=way.port, security="starttls", timeout=5)
        assert attempt(mail, strict) == (MailState.QUEUED, 1, False)
    assert script.accepted == []


def test_a_server_that_stays_away_is_given_up_after_all_tries(mail: OutgoingMail) -> None:
    at = AT
    with smtp_server(Script(recipient="450 later")) as way:
        for tries in range(1, rules.ATTEMPTS):
            assert attempt(mail, way, at) == (MailState.QUEUED, tries, False)
            at = mail.due_at
        assert attempt(mail, way, at) == (MailState.FAILED, rules.ATTEMPTS, False)
    assert at - AT == timedelta(days=1, hours=17, minutes=21)
    assert reports() == ["mail.failed"]


def test_a_connection_that_breaks_after_the_content_leads_to_one_second_copy(mail: OutgoingMail) -> None:
    forget_jobs()
    script = Script(content=None)
    with smtp_server(script) as way:
        assert attempt(mail, way) == (MailState.UNCERTAIN, 1, False)
        assert jobs_at() == [AT + timedelta(minutes=15)]
        assert (reports(), undelivered()) == ([], 0)
        script.content = "250 taken"
        assert attempt(mail, way, AT + timedelta(minutes=15)) == (MailState.SENT, 2, True)
        assert attempt(mail, way, AT + timedelta(hours=1)) == (MailState.SENT, 2, True)
    assert [message["Message-ID"] for message in script.messages] == [mail.message_id] * 2
    assert script.accepted[0] == script.accepted[1]


def test_a_second_doubt_is_reported_and_never_sent_a_third_time(mail: OutgoingMail) -> None:
    script = Script(content=None)
    with smtp_server(script) as way:
        attempt(mail, way)
        forget_jobs()
        assert attempt(mail, way, AT + timedelta(minutes=15)) == (MailState.UNCERTAIN, 2, True)
        assert attempt(mail, way, AT + timedelta(days=1)) == (MailState.UNCERTAIN, 2, True)
    assert len(script.accepted) == 2
    assert (jobs_at(), reports(), undelivered()) == ([], ["mail.uncertain"], 1)


def test_a_second_copy_that_is_refused_stays_uncertain(mail: OutgoingMail) -> None:
    with smtp_server(Script(content=None)) as way:
        attempt(mail, way)
    with smtp_server(Script(recipient="550 gone")) as way:
        assert attempt(mail, way, AT + timedelta(minutes=15)) == (MailState.UNCERTAIN, 2, True)
    assert reports() == ["mail.uncertain"]


def test_a_second_copy_that_is_put_off_is_still_the_one_to_come(mail: OutgoingMail) -> None:
    with smtp_server(Script(content=None)) as way:
        attempt(mail, way)
    with smtp_server(Script(recipient="450 later")) as way:
        assert attempt(mail, way, AT + timedelta(minutes=15)) == (MailState.UNCERTAIN, 2, False)
    script = Script()
    with smtp_server(script) as way:
        assert attempt(mail, way, AT + timedelta(minutes=20)) == (MailState.SENT, 3, True)
    assert len(script.accepted) == 1


def test_a_worker_that_was_overtaken_sends_nothing(mail: OutgoingMail) -> None:
    script = Script()
    with smtp_server(script) as way:

        class Slow:
            """Another worker takes the mail while this one is still greeting."""

            def send(self, *args: Any, **options: Any) -> str:
                attempt(mail, way)
                return way.send(*args, **options)

        deliver(at=AT, mail_id=mail.pk, transport=Slow())
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, len(script.accepted)) == (MailState.SENT, 2, 1)


def test_mail_that_is_being_handed_over_is_left_alone_until_its_lease_ends(mail: OutgoingMail) -> None:
    OutgoingMail.objects.update(state=MailState.SENDING, attempts=1, due_at=AT + rules.LEASE)
    forget_jobs()
    script = Script()
    with smtp_server(script) as way:
        assert attempt(mail, way, AT + timedelta(minutes=4)) == (MailState.SENDING, 1, False)
        assert jobs_at() == [AT + rules.LEASE]
        forget_jobs()
        assert attempt(mail, way, AT + rules.LEASE) == (MailState.UNCERTAIN, 1, False)
        assert jobs_at() == [AT + rules.LEASE + rules.SECOND_COPY_AFTER]
    assert script.accepted == []


def test_mail_whose_job_was_lost_gets_a_new_one(mail: OutgoingMail) -> None:
    forget_jobs()
    assert services.requeue_overdue(at=AT + timedelta(minutes=15)) == 0
    assert services.requeue_overdue(at=AT + timedelta(minutes=15, seconds=1)) == 1
    assert services.requeue_overdue(at=AT + timedelta(minutes=15, seconds=1)) == 1
    assert jobs_at() == [None]


def test_failed_mail_can_be_sent_again_by_hand(mail: OutgoingMail) -> None:
    with smtp_server(Script(recipient="550 no")) as way:
        attempt(mail, way)
    forget_jobs()
    services.retry(actor=CLERK, at=AT + timedelta(days=1), mail_id=mail.pk)
    assert jobs_at() == [None]
    assert reports() == ["mail.failed", "mail.retried"]
    assert Fact.objects.get(kind="mail.retried").data == {"before": "failed"}
    with smtp_server(Script()) as way:
        assert attempt(mail, way, AT + timedelta(days=1)) == (MailState.SENT, 2, False)


@pytest.mark.parametrize("state", [MailState.QUEUED, MailState.SENDING, MailState.SENT, MailState.UNCERTAIN])
def test_mail_that_is_on_its_way_is_not_sent_again_by_hand(mail: OutgoingMail, state: str) -> None:
    OutgoingMail.objects.update(state=state, sent_at=AT if state == MailState.SENT else None)
    forget_jobs()
    with pytest.raises(NothingToRetry):
        services.retry(actor=CLERK, at=AT, mail_id=mail.pk)
    with pytest.raises(NothingToRetry):
        services.retry(actor=CLERK, at=AT, mail_id=mail.pk + 1)
    mail.refresh_from_db()
    assert (mail.state, jobs_at(), reports()) == (state, [], [])


def test_mail_without_words_is_not_sent_again(mail: OutgoingMail) -> None:
    OutgoingMail.objects.update(state=MailState.FAILED, body_erased_at=AT)
    with pytest.raises(WordsForgotten):
        services.retry(actor=CLERK, at=AT, mail_id=mail.pk)


def stored_state(schema: str = "alpha") -> list[str]:
    """What another process sees of the mail."""
    with psycopg.connect(os.environ["DATABASE_URL"]) as other:
        return [str(row[0]) for row in other.execute(f"SELECT state FROM {schema}.inbox_outgoingmail").fetchall()]


def test_others_see_that_a_mail_is_being_sent_before_its_content_leaves(committed_db: None) -> None:
    seen: list[list[str]] = []
    script = Script(on_content=lambda: seen.append(stored_state()))
    with smtp_server(script) as way, schema_context("alpha"):
        mail = services.post(actor=SYSTEM, at=AT, mail=Reading(), to=TO)
        deliver(at=AT, mail_id=mail.pk, transport=way)
    assert (seen, stored_state()) == ([["sending"]], ["sent"])


def test_two_workers_at_the_same_mail_hand_it_over_once(committed_db: None) -> None:
    script = Script()
    with smtp_server(script) as way, schema_context("alpha"):
        mail = services.post(actor=SYSTEM, at=AT, mail=Reading(), to=TO)

        def one() -> None:
            with schema_context("alpha"):
                deliver(at=AT, mail_id=mail.pk, transport=way)
            connection.close()

        threads = [threading.Thread(target=one) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert (len(script.accepted), stored_state()) == (1, ["sent"])


WORKER = "import sys, django; django.setup(); from quartier.kit.jobs import run_worker; sys.exit(run_worker([]))"


def test_a_worker_killed_while_handing_over_leaves_a_doubt_and_one_second_copy(committed_db: None) -> None:
    reached, released = threading.Event(), threading.Event()

    def hold() -> None:
        reached.set()
        released.wait(30)

    script = Script(on_content=hold)
    with smtp_server(script) as way, schema_context("alpha"):
        env = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE,
            "QUARTIER_SMTP_URL": f"smtp://localhost:{way.port}?tls=off",
        }
        mail = services.post(actor=SYSTEM, at=AT, mail=Reading(), to=TO)
        process = subprocess.Popen([sys.executable, "-c", WORKER], env=env)
        try:
            assert reached.wait(30)
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait()
        assert stored_state() == ["sending"]
        script.on_content = lambda: None
        released.set()
        mail.refresh_from_db()
        assert attempt(mail, way, mail.due_at) == (MailState.UNCERTAIN, 1, False)
        assert attempt(mail, way, mail.due_at) == (MailState.SENT, 2, True)
        until = time.monotonic() + 10
        while len(script.accepted) < 2 and time.monotonic() < until:
            time.sleep(0.05)
    assert {message["Message-ID"] for message in script.messages} == {mail.message_id}
