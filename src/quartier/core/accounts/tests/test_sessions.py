"""Where somebody is logged in, how long, and what ends it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.conf import settings

from quartier.config.demo.seed import OPERATOR, OPERATOR_SECRET, PASSWORD
from quartier.core.accounts import queries, services
from quartier.core.accounts.models import Device, Session, User
from quartier.core.accounts.rules import LIMITS
from quartier.core.accounts.tests.hands import (
    FIREFOX,
    NEW,
    WHO,
    customer,
    is_in,
    log_in,
    mailed_path,
    mails,
    visitor,
)
from quartier.core.accounts.tests.test_accounts import code_of
from quartier.core.audit import queries as audit
from quartier.core.threads.models import Thread
from quartier.kit import clock
from quartier.kit.schemas import enter_schema
from quartier.values.actor import Actor, ActorKind

SECRET = "JBSWY3DPEHPK3PXP"


def test_the_session_is_another_one_after_the_login(world: Any) -> None:
    enter_schema("emscher")
    client = visitor("emscher")
    session = client.session
    session["before"] = 1
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = str(session.session_key)
    log_in(client)
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != session.session_key
    enter_schema("emscher")
    assert not Session.objects.filter(session_key=session.session_key).exists()


@pytest.mark.parametrize("audience", ["customer", "staff", "operator"])
def test_a_session_ends_when_nobody_comes_and_after_a_whole_day(world: Any, audience: str) -> None:
    limits, now = LIMITS[audience], clock.now()
    schema = "console" if audience == "operator" else "emscher"
    login = {"customer": "kunde@emscher.example", "staff": "leitung@emscher.example", "operator": OPERATOR}[audience]
    with time_machine.travel(now, tick=False) as traveller:
        client = visitor(schema) if schema != "console" else visitor("x", HTTP_HOST="localhost")
        log_in(client, login)
        if audience == "operator":
            client.post("/anmelden/code/", {"code": code_of(OPERATOR_SECRET)})
        assert is_in(client)
        traveller.shift(limits.idle - timedelta(seconds=1))
        assert is_in(client)
        traveller.shift(limits.idle)
        assert not is_in(client)
        traveller.shift(timedelta(minutes=2))
        log_in(client, login)
        if audience == "operator":
            client.post("/anmelden/code/", {"code": code_of(OPERATOR_SECRET)})
        turns = int(limits.whole / (limits.idle / 2)) - 1
        for _turn in range(turns):
            traveller.shift(limits.idle / 2)
            assert is_in(client)
        traveller.shift(limits.whole - turns * limits.idle / 2 - timedelta(seconds=1))
        assert is_in(client)
        traveller.shift(timedelta(seconds=2))
        assert not is_in(client)


def test_presence_is_written_at_most_once_a_minute(world: Any) -> None:
    now = clock.now()
    with time_machine.travel(now, tick=False) as traveller:
        client = visitor("emscher")
        log_in(client)
        client.get("/konto/")  # shows what was said at the login, and so writes the session once more
        person = customer()
        seen = [Session.objects.get(user=person, seen_at__gte=now).seen_at]
        for seconds in (30, 29, 1):
            traveller.shift(seconds)
            client.get("/konto/")
            enter_schema("emscher")
            seen.append(Session.objects.get(user=person, seen_at__gte=now).seen_at)
    assert [at - seen[0] for at in seen] == [timedelta(0)] * 3 + [timedelta(minutes=1)]


def test_logging_out_kills_the_session_itself(world: Any) -> None:
    client = visitor("emscher")
    log_in(client)
    stolen = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.post("/abmelden/")
    thief = visitor("emscher")
    thief.cookies[settings.SESSION_COOKIE_NAME] = stolen
    assert not is_in(thief)


def test_devices_are_listed_and_ended_one_by_one_or_all(world: Any) -> None:
    here, there, third = visitor("emscher", HTTP_USER_AGENT=FIREFOX), visitor("emscher"), visitor("emscher")
    for client in (here, there, third):
        log_in(client)
    page = here.get("/konto/geraete/").content.decode()
    assert "Firefox, Windows" in page
    assert "127.0.0.1" not in page
    enter_schema("emscher")
    stranger = queries.name_of(Session.objects.get(session_key=there.cookies[settings.SESSION_COOKIE_NAME].value))
    assert there.cookies[settings.SESSION_COOKIE_NAME].value not in page
    assert stranger in page
    assert world.client("emscher", "other customer").post(f"/konto/geraete/{stranger}/abmelden/").status_code == 404
    assert is_in(there)
    here.post(f"/konto/geraete/{stranger}/abmelden/")
    assert [is_in(client) for client in (here, there, third)] == [True, False, True]
    here.post("/konto/geraete/abmelden/")
    assert [is_in(client) for client in (here, there, third)] == [True, False, False]


@pytest.mark.req("DWG-20")
def test_a_reported_suspicion_ends_everything_and_the_provider_gets_a_ticket(world: Any) -> None:
    here, there = visitor("emscher"), visitor("emscher")
    log_in(here)
    log_in(there)
    before = Thread.objects.count()
    assert "Mein Konto jetzt sperren" in here.get("/konto/verdacht/").content.decode()
    assert is_in(there)
    assert here.post("/konto/verdacht/")["Location"] == "/konto/verdacht/gemeldet/"
    assert (is_in(here), is_in(there)) == (False, False)
    old = visitor("emscher")
    log_in(old)
    assert not is_in(old)
    person = customer()
    assert Thread.objects.count() == before + 1
    assert Thread.objects.order_by("-pk")[0].category == "Sicherheit des Kontos"
    assert "account.suspicion_reported" in [fact.kind for fact in audit.about(f"accounts.user:{person.pk}")]


@pytest.mark.req("CC-23")
def test_after_a_report_new_credentials_come_over_the_known_address(world: Any) -> None:
    person = customer()
    clerk = Actor(ActorKind.STAFF, str(world.people["emscher"]["lead"]), "Malin Brandt")
    services.distrust(actor=clerk, at=clock.now(), user_id=person.pk)
    old = visitor("emscher")
    log_in(old)
    assert not is_in(old)
    enter_schema("emscher")
    assert mails("accounts.suspicion") == 1
    fact = audit.about(f"accounts.user:{person.pk}")[0]
    assert (fact.kind, fact.actor_name) == ("account.suspicion_reported", "Malin Brandt")
    path = mailed_path("accounts.suspicion")
    old.post(path, {"password": NEW, "again": NEW})
    log_in(old, password=NEW)
    assert is_in(old)


def test_a_code_counts_once_however_long_it_would_still_last(world: Any) -> None:
    person = customer()
    services.set_up_second_factor(**WHO, at=clock.now(), user=person, secret=SECRET)
    with time_machine.travel(clock.now().replace(second=1), tick=False) as traveller:
        code = code_of(SECRET)
        first, second = visitor("emscher"), visitor("emscher")
        log_in(first)
        log_in(second)
        first.post("/anmelden/code/", {"code": code})
        assert is_in(first)
        for wait in (0, 31):
            traveller.shift(wait)
            second.post("/anmelden/code/", {"code": code})
            assert not is_in(second)
        traveller.shift(30)
        second.post("/anmelden/code/", {"code": code_of(SECRET)})
        assert is_in(second)


def test_a_trusted_device_needs_no_code_until_the_password_changes(world: Any) -> None:
    person, client = customer(), visitor("emscher")
    services.set_up_second_factor(**WHO, at=clock.now(), user=person, secret=SECRET)
    log_in(client)
    client.post("/anmelden/code/", {"code": code_of(SECRET), "trust": "1"})
    client.post("/abmelden/")
    assert log_in(client)["Location"] == "/weiter/"
    assert log_in(visitor("emscher"))["Location"] == "/anmelden/code/"
    page = client.get("/konto/geraete/").content.decode()
    assert "Ohne zweiten Faktor" in page
    with time_machine.travel(clock.now() + timedelta(days=30, seconds=1), tick=False):
        later = visitor("emscher")
        later.cookies["__Host-device"] = client.cookies["__Host-device"].value
        assert log_in(later)["Location"] == "/anmelden/code/"
    client.post("/konto/passwort/", {"current": PASSWORD, "password": NEW, "again": NEW})
    client.post("/abmelden/")
    assert log_in(client, password=NEW)["Location"] == "/anmelden/code/"
    enter_schema("emscher")
    kept = Device.objects.filter(user=person)
    assert client.cookies["__Host-device"].value not in {row.key_hash for row in kept}


def test_a_second_factor_is_removed_after_the_password_only_and_its_owner_is_told(world: Any) -> None:
    person, client = customer(), visitor("emscher")
    services.set_up_second_factor(**WHO, at=clock.now(), user=person, secret=SECRET)
    now = clock.now()
    with time_machine.travel(now, tick=False) as traveller:
        log_in(client)
        client.post("/anmelden/code/", {"code": code_of(SECRET)})
        traveller.shift(timedelta(minutes=20))
        asked = client.post("/konto/sicherheit/app/entfernen/")
        assert asked["Location"].startswith("/anmelden/bestaetigen/")
        enter_schema("emscher")
        assert Authenticator.objects.filter(user=person, type="totp").exists()
        client.post("/anmelden/bestaetigen/", {"password": PASSWORD})
        client.post("/konto/sicherheit/app/entfernen/")
    enter_schema("emscher")
    assert not Authenticator.objects.filter(user=person).exists()
    assert mails("accounts.changed") == 1


def test_a_new_address_counts_when_it_is_confirmed_by_a_button(world: Any) -> None:
    client, person = visitor("emscher"), customer()
    log_in(client)
    form = {"email": "Neu@Posthaus.example", "current": PASSWORD}
    assert client.post("/konto/adresse/", {**form, "current": "falsch"}).status_code == 422
    client.post("/konto/adresse/", form)
    enter_schema("emscher")
    assert (mails("accounts.new_address"), mails("accounts.address_announced")) == (1, 1)
    path = mailed_path("accounts.new_address")
    for _look in range(2):
        assert client.get(path).status_code == 200
    person.refresh_from_db()
    assert person.login == "kunde@emscher.example"
    assert client.post(path).status_code == 302
    enter_schema("emscher")
    person.refresh_from_db()
    assert (person.login, person.email) == ("neu@posthaus.example", "neu@posthaus.example")
    assert client.post(path).status_code == 410


def test_an_address_of_somebody_else_gets_the_same_page_and_its_owner_a_mail(world: Any) -> None:
    client = visitor("emscher")
    log_in(client)
    enter_schema("emscher")
    other = User.objects.get(pk=world.people["emscher"]["other customer"])
    pages = []
    for email in (other.email, "frei@posthaus.example"):
        answer = client.post("/konto/adresse/", {"email": email, "current": PASSWORD})
        page = answer.content.decode().split("<h1>")[1].split("</main>")[0]
        pages.append((answer.status_code, page.replace(email, "")))
    assert pages[0] == pages[1]
    enter_schema("emscher")
    assert (mails("accounts.new_address"), mails("accounts.address_in_use")) == (1, 1)
