"""Pages about mail and jobs: who may see what, and what a click changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import connection
from django.test import Client

from quartier.config.addresses import Mail as MailAddress
from quartier.core.accounts.models import User
from quartier.core.audit.models import Fact
from quartier.core.inbox import services
from quartier.core.inbox.models import MailState, OutgoingMail
from quartier.core.inbox.tests.letters import Reading, furnish
from quartier.core.providers.models import LegalEntity, Provider
from quartier.kit.jobs import enqueue
from quartier.values.actor import SYSTEM

AT = datetime(2026, 3, 2, 9, 15, tzinfo=UTC)
TO = "mara@lindqvist.example"

Visit = Callable[..., Client]


@pytest.fixture
def entities(alpha: Any) -> tuple[LegalEntity, LegalEntity]:
    """The provider alpha, open, with two legal entities."""
    Provider.objects.filter(pk=alpha.pk).update(state="published")
    return furnish()


@pytest.fixture
def mail(entities: tuple[LegalEntity, LegalEntity]) -> OutgoingMail:
    """A mail that was not delivered."""
    row = services.post(actor=SYSTEM, at=AT, mail=Reading(), to=TO, to_name="Mara <b>Lindqvist</b>")
    OutgoingMail.objects.update(state=MailState.FAILED, last_answer="550 no such user", attempts=1)
    row.refresh_from_db()
    return row


def visit(*roles: str, audience: str = "staff", entity: LegalEntity | None = None) -> Client:
    """Log somebody in at the portal at hand, or at the console."""
    host = settings.CONSOLE_HOST if audience == "operator" else "alpha.localhost"
    email = f"{audience}-{'-'.join(roles)}@portal.example"
    person = User.objects.create(
        login=email, email=email, name="Jette Brandis", audience=audience, roles=list(roles), entity=entity,
        created_at=AT,
    )  # fmt: skip
    if audience != "customer":
        Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
    client = Client(HTTP_HOST=host, **{"wsgi.url_scheme": "https"})  # type: ignore[arg-type]
    client.force_login(person, settings.AUTHENTICATION_BACKENDS[0])
    return client


def text(response: Any) -> str:
    return str(response.content.decode())


def test_staff_see_what_went_out_and_what_became_of_it(mail: OutgoingMail) -> None:
    page = text(visit("clerk").get("/buero/post/"))
    assert "Ihr Zählerstand" in page
    assert TO in page
    assert "nicht zugestellt" in page
    assert "Mara &lt;b&gt;Lindqvist&lt;/b&gt;" in page
    assert '<span class="count">1<span class="sr">' in page


def test_one_mail_shows_its_words_and_its_fate(mail: OutgoingMail) -> None:
    response = visit("clerk").get(f"/buero/post/{mail.pk}/")
    page = text(response)
    assert "wir haben Ihren Zählerstand erhalten." in page
    assert "550 no such user" in page
    assert "Diese E-Mail wurde nicht zugestellt" in page
    assert f'src="/buero/post/{mail.pk}/ansicht/"' in page
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in page
    assert "frame-src 'self'" in response.headers["Content-Security-Policy"]


def test_the_mail_itself_is_shut_into_a_sandbox(mail: OutgoingMail) -> None:
    response = visit("clerk").get(f"/buero/post/{mail.pk}/ansicht/")
    assert text(response) == mail.html
    policy = response.headers["Content-Security-Policy"].split("; ")
    assert policy[0].startswith("sandbox ")
    assert "allow-scripts" not in policy[0]
    assert "allow-same-origin" not in policy[0]
    assert set(policy[1:]) == {
        "default-src 'none'", "style-src 'unsafe-inline'", "base-uri 'none'", "form-action 'none'",
        "frame-ancestors 'self'",
    }  # fmt: skip
    assert (response.headers["X-Frame-Options"], response.headers["Cache-Control"]) == ("SAMEORIGIN", "no-store")


def test_sending_again_is_a_fact_and_a_new_job(mail: OutgoingMail) -> None:
    client = visit("clerk")
    response = client.post(f"/buero/post/{mail.pk}/erneut/")
    assert (response.status_code, response.headers["Location"]) == (302, f"/buero/post/{mail.pk}/")
    mail.refresh_from_db()
    assert mail.state == MailState.QUEUED
    fact = Fact.objects.get(kind="mail.retried")
    assert (fact.actor_kind, fact.actor_name, fact.subject) == (
        "staff", "Jette Brandis", f"inbox.outgoingmail:{mail.pk}",
    )  # fmt: skip
    assert "Die E-Mail geht noch einmal hinaus." in text(client.get(f"/buero/post/{mail.pk}/"))


def test_what_was_sent_is_not_sent_again(mail: OutgoingMail) -> None:
    OutgoingMail.objects.update(state=MailState.SENT, sent_at=AT)
    client = visit("clerk")
    assert "noch einmal senden" not in text(client.get(f"/buero/post/{mail.pk}/"))
    response = client.post(f"/buero/post/{mail.pk}/erneut/")
    assert response.status_code == 409
    assert "es gibt nichts noch einmal zu senden" in text(response)
    assert OutgoingMail.objects.get().state == MailState.SENT
    assert not Fact.objects.filter(kind="mail.retried").exists()


def test_words_that_were_erased_are_said_to_be_erased(mail: OutgoingMail) -> None:
    OutgoingMail.objects.update(text="", html="", subject="–", body_erased_at=AT)
    page = text(visit("clerk").get(f"/buero/post/{mail.pk}/"))
    assert "dieser wurde am 02.03.2026 gelöscht" in page
    assert "<iframe" not in page
    assert "noch einmal senden" not in page


OFFICE = ["/buero/post/", "/buero/post/{}/", "/buero/post/{}/ansicht/"]


@pytest.mark.parametrize("path", OFFICE)
def test_the_wrong_role_and_customers_may_not_look(mail: OutgoingMail, path: str) -> None:
    address = path.format(mail.pk)
    assert visit("clerk").get(address).status_code == 200
    assert visit("bookkeeper", "editor").get(address).status_code == 403
    assert visit(audience="customer").get(address).status_code == 403
    stranger = Client(HTTP_HOST="alpha.localhost").get(address)
    assert (stranger.status_code, stranger.headers["Location"]) == (302, f"/anmelden/?next={quote(address, safe='')}")


def test_who_may_look_may_not_send(mail: OutgoingMail) -> None:
    client = visit("hotline")
    assert "noch einmal senden" not in text(client.get(f"/buero/post/{mail.pk}/"))
    assert client.post(f"/buero/post/{mail.pk}/erneut/").status_code == 403
    assert visit("clerk").get(f"/buero/post/{mail.pk}/erneut/").status_code == 405
    mail.refresh_from_db()
    assert mail.state == MailState.FAILED


def test_a_partners_staff_see_only_what_was_written_in_its_name(
    mail: OutgoingMail, entities: tuple[LegalEntity, LegalEntity]
) -> None:
    _principal, group = entities
    own = services.post(actor=SYSTEM, at=AT, mail=Reading(words="für die GmbH"), to=TO, entity=group)
    client = visit("clerk", entity=group)
    assert f"/buero/post/{own.pk}/" in text(client.get("/buero/post/"))
    assert f"/buero/post/{mail.pk}/" not in text(client.get("/buero/post/"))
    assert client.get(f"/buero/post/{own.pk}/").status_code == 200
    assert client.get(f"/buero/post/{mail.pk}/").status_code == 404
    assert client.get(f"/buero/post/{mail.pk}/ansicht/").status_code == 404
    assert client.post(f"/buero/post/{mail.pk}/erneut/").status_code == 404


def test_another_providers_mail_does_not_exist_here(mail: OutgoingMail, provider: Callable[[str], Any]) -> None:
    Provider.objects.filter(schema_name="beta").update(state="published")
    provider("beta")
    client = visit("clerk")
    client.defaults["HTTP_HOST"] = "beta.localhost"
    assert client.get(f"/buero/post/{mail.pk}/").status_code == 404
    assert "Lindqvist" not in text(client.get("/buero/post/"))


@pytest.fixture
def operator(mail: OutgoingMail, provider: Callable[[str], Any]) -> Client:
    """An operator at the console."""
    connection.set_schema(settings.CONSOLE_SCHEMA)  # type: ignore[attr-defined]
    return visit(audience="operator")


def test_the_demos_mailbox_shows_every_providers_mail(operator: Client, mail: OutgoingMail) -> None:
    page = text(operator.get("/postfach/"))
    assert (TO in page, "Alpha Wohnen eG" in page) == (True, True)
    assert TO in text(operator.get("/postfach/?anbieter=alpha"))
    assert TO not in text(operator.get("/postfach/?anbieter=beta"))
    assert TO in text(operator.get("/postfach/?anbieter=public'--"))
    one = text(operator.get(f"/postfach/alpha/{mail.pk}/"))
    assert "wir haben Ihren Zählerstand erhalten." in one
    assert text(operator.get(f"/postfach/alpha/{mail.pk}/ansicht/")) == mail.html


@pytest.mark.parametrize("place", ["alpha/999999", "beta/{}", "public/{}", "blueprint/{}", "pg_catalog/{}"])
def test_a_mail_that_is_not_there_is_not_found(operator: Client, mail: OutgoingMail, place: str) -> None:
    address = f"/postfach/{place.format(mail.pk)}/"
    assert operator.get(address).status_code == 404
    assert operator.get(f"{address}ansicht/").status_code == 404


@pytest.mark.parametrize("path", ["/postfach/", "/postfach/alpha/{}/", "/postfach/alpha/{}/ansicht/"])
def test_where_mail_really_goes_out_no_operator_reads_it(
    operator: Client, mail: OutgoingMail, settings: Any, path: str
) -> None:
    settings.MAIL = MailAddress(host="mail.portal.example", port=465, security="tls")
    response = operator.get(path.format(mail.pk))
    assert response.status_code == 404
    assert "Zählerstand" not in text(response)


@pytest.mark.parametrize("path", ["/postfach/", "/postfach/alpha/1/", "/postfach/alpha/1/ansicht/", "/auftraege/"])
def test_only_operators_open_the_console(operator: Client, path: str) -> None:
    assert visit(audience="customer").get(path, HTTP_HOST=settings.CONSOLE_HOST).status_code == 403
    assert Client(HTTP_HOST=settings.CONSOLE_HOST).get(path).status_code == 302
    # Orders of customers stand under the address of the console's jobs; a visitor of a portal is led to the login.
    found = Client(HTTP_HOST="alpha.localhost").get(path)
    assert found.status_code == (302 if path == "/auftraege/" else 404)


def a_failed_job() -> int:
    job = enqueue("inbox.send", schema="alpha", mail_id=1)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE public.procrastinate_jobs SET status = 'failed', attempts = 5 WHERE id = %s", [job])
        cursor.execute(
            "INSERT INTO public.kit_jobfailure (job, attempt, failed_at, reason)"
            " VALUES (%s, 5, now(), 'builtins.ValueError (inbox/sending.py:7)')",
            [job],
        )
    assert job is not None
    return job


def status_of(job: int) -> tuple[str, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text, attempts FROM public.procrastinate_jobs WHERE id = %s", [job])
        status, attempts = cursor.fetchone()
    return str(status), int(attempts)


def test_the_operator_sees_failed_jobs_and_starts_them_again(operator: Client) -> None:
    job = a_failed_job()
    page = text(operator.get("/auftraege/"))
    assert "builtins.ValueError (inbox/sending.py:7)" in page
    assert "Kein Auftragsdienst läuft" in page
    response = operator.post(f"/auftraege/{job}/erneut/")
    assert (response.status_code, status_of(job)) == (302, ("todo", 0))
    fact = Fact.objects.get(kind="job.retried")
    assert (fact.actor_kind, fact.subject, fact.data) == (
        "operator", f"job:{job}", {"task": "inbox.send", "provider": "alpha"},
    )  # fmt: skip
    again = operator.post(f"/auftraege/{job}/erneut/")
    assert again.status_code == 409
    assert Fact.objects.filter(kind="job.retried").count() == 1


def test_a_living_worker_is_shown(operator: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO public.procrastinate_workers DEFAULT VALUES")
    page = text(operator.get("/auftraege/"))
    assert "Auftragsdienst" in page
    assert "Kein Auftragsdienst läuft" not in page


def test_nobody_else_starts_jobs_again(operator: Client) -> None:
    job = a_failed_job()
    customer = visit(audience="customer")
    assert customer.post(f"/auftraege/{job}/erneut/", HTTP_HOST=settings.CONSOLE_HOST).status_code == 403
    assert operator.get(f"/auftraege/{job}/erneut/").status_code == 405
    assert status_of(job) == ("failed", 5)
