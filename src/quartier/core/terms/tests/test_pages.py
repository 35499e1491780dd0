"""Anybody reads, saves, prints and is sent every version; staff take texts in, compare and publish them."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from quartier.core.accounts import services as accounts
from quartier.core.accounts.models import User
from quartier.core.audit import queries as audit
from quartier.core.inbox import queries as inbox
from quartier.core.inbox.models import OutgoingMail
from quartier.core.providers import services as providers
from quartier.core.providers.models import Provider
from quartier.core.terms import queries, services
from quartier.core.terms.models import Acceptance, Occasion, TextVersion
from quartier.core.terms.tests.texts import AT, a_draft, put_in_force
from quartier.kit.access import Audience
from quartier.kit.roles import StaffRole
from quartier.values.actor import SYSTEM

PASSWORD = "Lotse-und-Kran-2026"
TERMS = "§ 1 Geltung\n\n(1) Es gilt die Frist von zwei Wochen.\n\n§ 5 Ende\n\n§ 5 Haftung"
WHO: dict[str, Any] = {"actor": SYSTEM, "at": AT}


@pytest.fixture
def portal(alpha: Any) -> TextVersion:
    """An open portal whose terms are AGB 1.3; returns that version."""
    Provider.objects.filter(schema_name="alpha").update(state="published")
    row = put_in_force("terms", TERMS, name="AGB 1.3")
    put_in_force("privacy", "Wir speichern wenig.")
    put_in_force("price_list", "| Leistung | Preis |\n|---|---|\n| Aufmaß | 49,00 € |")
    return row


@pytest.fixture
def ilse(portal: TextVersion) -> User:
    """A customer who has accepted the terms as they are."""
    return customer("ilse", accepts=True)


def customer(name: str, *, accepts: bool) -> User:
    """A customer, who has accepted what is in force or nothing."""
    user = accounts.open_account(
        **WHO, audience=Audience.CUSTOMER, email=f"{name}@posthaus.example", name=name.title(), password=PASSWORD
    )
    if accepts:
        documents = queries.current_documents()
        services.accept(**WHO, user_id=user.pk, documents=documents, occasion=Occasion.REGISTRATION)
    return user


def staff(role: StaffRole) -> User:
    """Somebody of the office, with a second factor."""
    person = accounts.open_account(
        **WHO, audience=Audience.STAFF, email=f"{role}@alpha.example", name=role.title(), password=PASSWORD,
        roles=[role],
    )  # fmt: skip
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
    return person


def browser(user: User | None = None, host: str = "alpha.localhost") -> Client:
    """A browser, logged in or not."""
    given: dict[str, Any] = {"HTTP_HOST": host, "wsgi.url_scheme": "https"}
    client = Client(**given)
    if user is not None:
        client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.mark.req("DWG-26")
def test_the_current_and_the_accepted_version_open_with_and_without_login_and_print_the_text_alone(
    ilse: User, portal: TextVersion
) -> None:
    put_in_force("terms", TERMS.replace("zwei", "vier"), name="AGB 1.4", at=AT + timedelta(days=9))
    [accepted] = [row.version for row in queries.accepted_by(ilse.pk) if row.version.kind == "terms"]
    assert accepted.pk == portal.pk
    for client in (browser(), browser(ilse)):
        current = client.get("/nutzungsbedingungen/").content.decode()
        assert "Frist von vier Wochen" in current
        old = client.get(reverse("terms:version", args=[accepted.pk])).content.decode()
        assert "Frist von zwei Wochen" in old
        assert 'class="sheet stack clauses"' in old
        assert client.get(reverse("terms:file", args=[accepted.pk])).content == TERMS.encode()
    own = browser(ilse).get(reverse("terms:accepted")).content.decode()
    assert "Frist von zwei Wochen" in own
    assert reverse("terms:version", args=[accepted.pk]) in own


@pytest.mark.req("WR-004")
def test_terms_and_instruction_are_read_and_saved_by_anybody_with_their_day(portal: TextVersion) -> None:
    put_in_force("withdrawal", "Sie haben das Recht, binnen vierzehn Tagen zu widerrufen.")
    for address, key in (("/nutzungsbedingungen/", "terms"), ("/widerrufsbelehrung/", "withdrawal")):
        row = queries.current(key)
        assert row is not None
        page = browser().get(address)
        assert (page.status_code, f"{row.dated_on:%d.%m.%Y}" in page.content.decode()) == (200, True)
        file = browser().get(reverse("terms:pdf", args=[row.pk]))
        assert (file.status_code, file["Content-Type"]) == (200, "application/pdf")
        words = "".join(part.extract_text() for part in PdfReader(BytesIO(file.content)).pages)
        assert f"{row.dated_on:%d.%m.%Y}" in words
        assert "attachment" in file["Content-Disposition"]
    assert words.count("vierzehn Tagen") == 1


@pytest.mark.req("QX-04")
def test_terms_privacy_and_prices_are_public_under_every_hostname_of_the_provider(portal: TextVersion) -> None:
    provider = Provider.objects.get(schema_name="alpha")
    common = {"street": "Kai 1", "postcode": "40299", "city": "Düsselau"}
    values = {"key": "raumblick", "role": "partner", "name": "Raumblick GmbH", "legal_form": "GmbH", **common}
    providers.add_entity(**WHO, values=values)
    providers.add_hostname(**WHO, key=provider.schema_name, hostname="raumblick.localhost", entity="raumblick")
    for host in ("alpha.localhost", "raumblick.localhost"):
        said = {
            address: browser(host=host).get(address).content.decode()
            for address in ("/nutzungsbedingungen/", "/datenschutz/", "/preisliste/")
        }
        assert "Frist von zwei Wochen" in said["/nutzungsbedingungen/"]
        assert "Wir speichern wenig." in said["/datenschutz/"]
        assert "49,00 €" in said["/preisliste/"]


@pytest.mark.req("QX-07")
@pytest.mark.parametrize("logged_in", [False, True])
def test_terms_and_prices_come_as_a_file_and_by_mail_and_the_request_is_noted(
    ilse: User, portal: TextVersion, *, logged_in: bool
) -> None:
    client = browser(ilse if logged_in else None)
    for key in ("terms", "price_list"):
        row = queries.current(key)
        assert row is not None
        page = client.get(f"/rechtstexte/{key}/").content.decode()
        assert reverse("terms:file", args=[row.pk]) in page
        assert client.get(reverse("terms:file", args=[row.pk])).content == TextVersion.objects.get(pk=row.pk).data
        answer = client.post(reverse("terms:send", args=[row.pk]), {"email": "wer@posthaus.example"})
        assert answer.status_code == 302
        [mail] = inbox.about(queries.subject_of(row), 5)
        assert (mail.to_address, mail.subject) == ("wer@posthaus.example", f"{row.title}, {row.name} vom 02.11.2026")
        assert "> " in mail.text
        noted = [fact.data["sent_as"] for fact in audit.about(queries.subject_of(row)) if fact.kind == "terms.fetched"]
        assert sorted(noted) == (["e-mail", "file"] if logged_in else ["e-mail"])
        assert "posthaus" not in str([fact.data for fact in audit.about(queries.subject_of(row))])


def test_nobody_is_flooded_with_texts(portal: TextVersion) -> None:
    client, address = browser(), reverse("terms:send", args=[portal.pk])
    answers = [client.post(address, {"email": "wer@posthaus.example"}).status_code for _number in range(6)]
    assert answers == [302, 302, 302, 302, 429, 429]
    assert OutgoingMail.objects.filter(template="terms.text").count() <= 4
    assert client.post(address, {"email": "kein-postfach"}).status_code == 422


def test_drafts_are_nobodys_business_outside(portal: TextVersion, ilse: User) -> None:
    row = a_draft("terms", "Geheim.")
    for client in (browser(), browser(ilse)):
        for name in ("version", "file", "pdf", "send"):
            assert client.get(reverse(f"terms:{name}", args=[row.pk])).status_code == 404, name
        assert client.get(reverse("terms:difference", args=[portal.pk, row.pk])).status_code == 404
        assert "Geheim." not in client.get(reverse("terms:texts")).content.decode()
    assert browser().get("/widerrufsbelehrung/").status_code == 404
    other = queries.current("privacy")
    assert other is not None
    assert browser().get(reverse("terms:difference", args=[portal.pk, other.pk])).status_code == 404


def test_differences_are_marked_for_eyes_and_ears(portal: TextVersion) -> None:
    new = put_in_force("terms", TERMS.replace("zwei", "<vier>"), name="AGB 1.4", at=AT + timedelta(days=9))
    page = browser().get(reverse("terms:difference", args=[portal.pk, new.pk])).content.decode()
    assert '<del><span class="sr">[entfallen:] </span>zwei<span class="sr"> [Ende entfallen]</span></del>' in page
    assert '<ins><span class="sr">[neu:] </span>&lt;vier&gt;<span class="sr"> [Ende neu]</span></ins>' in page
    assert "1 Absatz weicht ab." in page


def test_staff_take_a_file_in_look_at_it_and_publish_it(portal: TextVersion) -> None:
    client = browser(staff(StaffRole.EDITOR))
    body = TERMS + "\n\nDen Streit schlichtet [[Stelle]].\n\nVersion AGB 2.0, Stand: 15.12.2026"
    file = SimpleUploadedFile("agb.txt", body.encode(), "text/plain")
    answer = client.post(reverse("terms:office_import", args=["terms"]), {"file": file})
    row = queries.drafts().get()
    assert (answer.status_code, row.name, str(row.dated_on)) == (302, "AGB 2.0", "2026-12-15")
    address = reverse("terms:office_version", args=[row.pk])
    shown = client.get(address).content.decode()
    assert "Platzhalter, den niemand ausgefüllt hat: [[Stelle]]" in shown
    publish = reverse("terms:office_publish", args=[row.pk])
    assert client.post(publish, {"reason": "Neu"}).status_code == 409
    given = {"name": "AGB 2.0", "dated_on": "15.12.2026", "body": body.replace("[[Stelle]]", "niemand")}
    assert client.post(reverse("terms:office_change", args=[row.pk]), given).status_code == 302
    assert client.get(reverse("terms:office_difference", args=[portal.pk, row.pk])).status_code == 200
    assert client.post(publish, {"reason": "Neue Frist"}).status_code == 302
    assert "AGB 2.0" in browser().get("/nutzungsbedingungen/").content.decode()
    assert client.get(reverse("terms:office_text", args=["terms"])).content.decode().count("AGB ") >= 2
    assert client.get(reverse("terms:office_texts")).status_code == 200


def test_what_the_law_says_against_a_clause_stands_beside_the_draft(portal: TextVersion) -> None:
    row = a_draft("terms", "Die Plattform der EU finden Sie unter https://ec.europa.eu/consumers/odr. Es gilt das TMG.")
    shown = browser(staff(StaffRole.LEAD)).get(reverse("terms:office_version", args=[row.pk])).content.decode()
    found = queries.clauses(row, AT.date())
    assert found
    assert all(one.source in shown for one in found if "&" not in one.source and "'" not in one.source)


def test_a_draft_is_deleted_after_a_question_and_a_text_is_added(portal: TextVersion) -> None:
    client, row = browser(staff(StaffRole.LEAD)), a_draft("terms", "Weg damit.")
    assert client.post(reverse("terms:office_withdraw", args=[row.pk])).status_code == 302
    assert not queries.drafts().exists()
    given = {"kind": "special", "title": "Partnerbedingungen", "key": "partner", "for_scope": "Partner"}
    answer = client.post(reverse("terms:office_add"), given)
    assert (answer.status_code, answer["Location"]) == (302, reverse("terms:office_import", args=["partner"]))
    assert client.post(reverse("terms:office_add"), given).status_code == 422


def test_others_of_the_office_do_not_come_in(portal: TextVersion, ilse: User) -> None:
    row = a_draft("terms", "Entwurf.")
    for name, arguments in (
        ("office_texts", []), ("office_version", [row.pk]), ("office_publish", [row.pk]), ("office_acceptances", []),
    ):  # fmt: skip
        assert browser(ilse).get(reverse(f"terms:{name}", args=arguments)).status_code == 403, name
    clerk = browser(staff(StaffRole.CLERK))
    assert clerk.post(reverse("terms:office_publish", args=[row.pk]), {"reason": "x"}).status_code == 403
    assert queries.drafts().count() == 1


@pytest.mark.req("QX-57")
def test_versions_have_name_and_day_in_report_filter_and_mail(portal: TextVersion, ilse: User) -> None:
    put_in_force("terms", TERMS + "\n\nNeu.", name="AGB 1.4", at=AT + timedelta(days=9))
    karl = customer("karl", accepts=True)
    client = browser(staff(StaffRole.EDITOR))
    page = client.get(reverse("terms:office_acceptances")).content.decode()
    assert "AGB 1.3 02.11.2026" in page
    assert "AGB 1.4 11.11.2026" in page
    of_first = client.get(reverse("terms:office_acceptances"), {"fassung": portal.pk}).content.decode()
    rows = of_first.split("<tbody>")[-1].split("</tbody>")[0]
    assert (ilse.name in rows, karl.name in rows) == (True, False)
    file = client.post(f"{reverse('terms:office_acceptances')}?fassung={portal.pk}", {"export": "acceptances"})
    sent = b"".join(file.streaming_content).decode() if file.streaming else file.content.decode()  # type: ignore[attr-defined]
    assert portal.digest in sent
    missing = client.get(reverse("terms:office_without", args=[portal.pk])).content.decode()
    rows = missing.split("<tbody>")[-1].split("</tbody>")[0]
    assert (ilse.name in rows, karl.name in rows) == (False, True)
    assert [one.number for one in queries.counted() if one.version.pk == portal.pk] == [1]
    services.send(**WHO, version=portal, to="wer@posthaus.example")
    [mail] = inbox.about(queries.subject_of(portal), 5)
    assert "Fassung: AGB 1.3" in mail.text
    assert "02.11.2026" in mail.text
    assert (
        str(Acceptance.objects.filter(user=ilse, version=portal).get().version)
        == "Nutzungsbedingungen, AGB 1.3 02.11.2026"
    )
