"""Five portals, five ways in: from the first form to the first login."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth import authenticate, get_user_model
from django.test import RequestFactory

from quartier.core.parties import queries as parties
from quartier.core.registration import services
from quartier.core.registration.models import Application
from quartier.core.registration.tests.ways import (
    BORN,
    CLERK,
    ENTRIES,
    PASSWORD,
    Visitor,
    code_for,
    customer,
    flow,
    mails_to,
    open_portal,
    token_to,
)
from quartier.kit.clock import day_of, now
from quartier.kit.roles import customer_rights

EMAIL = "emine@posthaus.example"
pytestmark = pytest.mark.usefixtures("db")


def user() -> Any:
    return get_user_model().objects.get(audience="customer")


def nobody() -> bool:
    return not get_user_model().objects.filter(audience="customer").exists()


def go_on(visitor: Visitor, **values: Any) -> tuple[int, str]:
    return visitor.post(f"/registrieren/weiter/{token_to(EMAIL)}/", values)


def logs_in(login: str, password: str = PASSWORD) -> bool:
    found = get_user_model().objects.filter(login=login, is_active=True).first()
    return found is not None and found.check_password(password)


def test_at_rheinufer_the_number_of_the_letter_leads_to_a_login_and_a_contract() -> None:
    open_portal("rheinufer")
    party = customer(entity=1)
    visitor = Visitor("rheinufer")
    status, page = visitor.register(code=code_for(party, now()).lower().replace("-", " "), email=EMAIL.upper())
    assert (status, "Bitte sehen Sie in Ihr Postfach" in page) == (200, True)
    assert nobody()
    assert go_on(visitor)[0] == 302
    party.refresh_from_db()
    assert (user().login, logs_in(EMAIL), party.user) == (EMAIL, True, user())
    contract = parties.relationships_of(party)[0]
    assert (contract.kind, contract.legal_entity.key, contract.started_on) == ("portal", "gmbh", day_of(now()))
    assert "Ihr Konto ist aktiv" in visitor.page(f"/registrieren/weiter/{token_to_used()}/")


def token_to_used() -> str:
    """The link again: the mails with it are gone, so its row is found by a fresh one."""
    from quartier.core.registration.services.entering import fresh_link  # noqa: PLC0415 – a look inside

    row = Application.objects.get()
    return fresh_link(now(), row, now() + timedelta(hours=1))[0]


@pytest.mark.req("SBV-79")
def test_at_emscher_code_surname_and_birthday_must_fit_and_only_the_link_finishes() -> None:
    open_portal("emscher")
    code = code_for(customer("Markgraf"), now())
    visitor = Visitor("emscher")
    right = {"code": code, "email": EMAIL, "surname": "markgraf", "born_on": f"{BORN:%d.%m.%Y}"}
    for missing in ("code", "email", "surname", "born_on", "password"):
        assert visitor.fill(**{**right, missing: ""})[0] == 422, missing
    status, page = visitor.register(**{**right, "born_on": "24.4.1961"})
    assert (status, "passen nicht zusammen" in page) == (422, True)
    assert visitor.register(**right)[0] == 200
    assert nobody()
    assert go_on(visitor)[0] == 302
    assert logs_in(EMAIL)
    other = code_for(customer("Yıldız"), now())
    wrong = {**right, "code": other, "surname": "Markgraf", "email": "x@posthaus.example"}
    answers = {visitor.register(**wrong) for _try in range(5)}
    assert {status for status, _page in answers} == {422}
    status, page = visitor.register(**{**wrong, "surname": "Yildiz"})
    assert (status, "passen nicht zusammen" in page) == (422, True)


def test_at_planmass_an_address_and_a_name_are_enough_and_the_link_works_once() -> None:
    open_portal("planmass")
    visitor = Visitor("planmass")
    assert "auch ohne Konto bestellen" in visitor.page()
    assert visitor.register(email=EMAIL, **ENTRIES["planmass"])[0] == 200
    assert nobody()
    assert not logs_in(EMAIL)
    link = f"/registrieren/weiter/{token_to(EMAIL)}/"
    visitor.page(link)
    assert nobody()
    assert visitor.post(link, {})[0] == 302
    party = parties.party_of(user())
    assert party is not None
    assert (str(party), party.standing, party.email, logs_in(EMAIL)) == ("Konrad Ebel", "consumer", EMAIL, True)
    assert visitor.post(link, {})[0] in (200, 302)
    assert get_user_model().objects.filter(audience="customer").count() == 1


def test_a_business_at_planmass_names_itself() -> None:
    open_portal("planmass")
    visitor = Visitor("planmass")
    entries = {**ENTRIES["planmass"], "standing": "business"}
    assert visitor.fill(email=EMAIL, **entries)[0] == 422
    assert visitor.register(email=EMAIL, **entries, organisation="Ebel Bau")[0] == 200
    assert go_on(visitor)[0] == 302
    party = parties.party_of(user())
    assert party is not None
    assert (party.kind, party.name, party.standing) == ("organisation", "Ebel Bau", "business")


@pytest.mark.req("QX-02")
@pytest.mark.parametrize("chosen", ["business", "public_body", "special_fund", "consumer"])
def test_at_raumhafen_organisations_can_go_on_and_consumers_are_told_why_not(chosen: str) -> None:
    open_portal("raumhafen")
    visitor = Visitor("raumhafen")
    status, page = visitor.fill(email=EMAIL, **{**ENTRIES["raumhafen"], "customer_type": chosen})
    assert status == (422 if chosen == "consumer" else 200)
    assert ("Mit Privatpersonen schließen wir keine Verträge" in page) is (chosen == "consumer")
    assert not Application.objects.exists()


@pytest.mark.req("QX-11")
def test_at_raumhafen_the_contract_begins_on_the_day_of_the_activation_by_code() -> None:
    begun = now()
    with time_machine.travel(begun, tick=False) as clock:
        open_portal("raumhafen")
        visitor = Visitor("raumhafen")
        assert visitor.register(email=EMAIL, **ENTRIES["raumhafen"])[0] == 200
        assert go_on(visitor)[0] == 302
        clock.shift(timedelta(days=2))
        row = Application.objects.get()
        services.note(actor=CLERK, at=now(), application_id=row.pk, text="Register eingesehen.")
        services.accept(actor=CLERK, at=now(), flow=flow(now()), application_id=row.pk)
        code = next(word for word in mails_to(EMAIL, "registration.code")[0].text.split() if word.count("-") == 2)
        clock.shift(timedelta(days=2))
        assert nobody()
        for _wrong in range(5):
            assert go_on(visitor, code="23456-789AB-CDEFH")[0] == 422
        status, page = go_on(visitor, code=code)
        assert (status, "eine Stunde lang gesperrt" in page) == (429, True)
        assert nobody()
        clock.shift(timedelta(hours=1, minutes=1))
        assert go_on(visitor, code=code)[0] == 302
    person = user()
    assert (person.login, person.name, logs_in("kontor-süd/paula")) == ("kontor-süd/paula", "Paula Sander", True)
    assert person.customer_rights == frozenset(customer_rights.keys())
    party = parties.party_of(person)
    assert party is not None
    assert (str(party), str(party.account)) == ("Kontor Süd GmbH", "Kontor-Süd")
    contract = parties.relationships_of(party)[0]
    assert contract.started_on == day_of(begun + timedelta(days=4, hours=1))


@pytest.mark.req("QX-08")
def test_an_account_name_is_taken_from_the_order_on_and_user_names_may_repeat() -> None:
    open_portal("raumhafen")
    visitor, entries = Visitor("raumhafen"), ENTRIES["raumhafen"]
    for missing in ("account_name", "user_name", "name", "password", "organisation", "street", "phone", "email"):
        assert visitor.fill(**{"email": EMAIL, **entries, missing: ""})[0] == 422, missing
    assert visitor.register(email=EMAIL, **entries)[0] == 200
    status, page = visitor.fill(email="x@posthaus.example", **{**entries, "account_name": "KONTOR-süd"})
    assert (status, "Dieser Kontoname ist vergeben" in page) == (422, True)
    status, _page = visitor.register(email="x@posthaus.example", **{**entries, "account_name": "Kontor-Nord"})
    assert status == 200
    assert list(Application.objects.values_list("user_name", flat=True)) == ["paula", "paula"]


@pytest.mark.req("CC-02")
def test_at_werkstatt_consumers_are_refused_and_without_a_proof_staff_decide() -> None:
    open_portal("werkstatt")
    visitor = Visitor("werkstatt")
    status, page = visitor.fill(email=EMAIL, **{**ENTRIES["werkstatt"], "customer_type": "consumer"})
    assert (status, "Mit Privatpersonen schließen wir keine Verträge" in page) == (422, True)
    unproven = {**ENTRIES["werkstatt"], "business_proof": ""}
    assert visitor.register(email="x@posthaus.example", **unproven)[0] == 200
    visitor.post(f"/registrieren/weiter/{token_to('x@posthaus.example')}/", {})
    assert Application.objects.get().state == "confirmed"
    assert visitor.register(email=EMAIL, **ENTRIES["werkstatt"])[0] == 200
    assert "Bitte sehen Sie in Ihr Postfach" in go_on(visitor)[1]
    assert Application.objects.get(email=EMAIL).state == "accepted"


def test_at_werkstatt_the_user_id_comes_by_mail_and_the_password_never_does() -> None:
    open_portal("werkstatt")
    visitor = Visitor("werkstatt")
    visitor.register(email=EMAIL, **ENTRIES["werkstatt"])
    go_on(visitor)
    mail, user_id = mails_to(EMAIL, "registration.credentials")[0], Application.objects.get().account_name
    assert (user_id in mail.text, PASSWORD in mail.text, nobody()) == (True, False, True)
    assert go_on(visitor, password="kurz", password_again="kurz")[0] == 422
    assert go_on(visitor, password=PASSWORD, password_again=PASSWORD)[0] == 302
    assert logs_in(user_id.lower())
    assert authenticate(RequestFactory().get("/"), username=user_id.lower(), password="falsch") is None


@pytest.mark.req("SBV-82")
def test_without_the_terms_nobody_registers_at_emscher_and_they_stand_in_the_footer() -> None:
    open_portal("emscher")
    visitor = Visitor("emscher")
    sent = {
        "code": code_for(customer("Markgraf"), now()),
        "email": EMAIL,
        "surname": "Markgraf",
        "born_on": "23.4.1961",
    }
    status, check = visitor.fill(**sent)
    assert status == 200
    assert "checked" not in check.split('name="terms"')[1].split(">")[0]
    for ticked in ({}, {"privacy": "on"}):
        status, page = visitor.post("/registrieren/", {**_hidden(check), "_step": "confirm", **ticked})
        assert (status, "Ohne die Nutzungsbedingungen gibt es keinen Zugang" in page) == (422, True)
    assert not Application.objects.exists()
    assert '"/nutzungsbedingungen/"' in page.split("<footer")[1]


def _hidden(page: str) -> dict[str, str]:
    from quartier.core.registration.tests.ways import hidden_in  # noqa: PLC0415 – used twice

    return hidden_in(page)
