"""Tokens of people: made by the person with the password once more, shown once, scoped, ended with the way in."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from quartier.config.demo.seed import PASSWORD
from quartier.core.accounts import queries as accounts
from quartier.core.accounts.extension import credentials_ended
from quartier.core.accounts.rules import DEVICE_BUDGET
from quartier.core.api import services
from quartier.core.api.models import PersonalToken
from quartier.core.api.rules import CALLS
from quartier.core.api.tests.test_keys import AT, shown
from quartier.core.audit import queries as audit
from quartier.core.inbox import queries as inbox
from quartier.core.parties import queries as parties
from quartier.kit import clock
from quartier.kit.api import Problem
from quartier.kit.schemas import enter_schema
from quartier.values.actor import SYSTEM, ActorKind, Way

PAGE = "/konto/zugriff/"
API = "/api/v1/meine"
READ_AND_WRITE = ["own.read", "own.write"]


@pytest.fixture(autouse=True)
def home(world: Any) -> Any:
    """Stand in a provider's schema."""
    enter_schema("emscher")
    return world


@pytest.fixture
def person(world: Any) -> Any:
    """A customer."""
    return accounts.user_numbered(world.people["emscher"]["customer"])


def made(person: Any, allowed: list[str] | None = None, at: Any = AT, days: int = 30) -> tuple[PersonalToken, str]:
    """Make a token."""
    chosen: dict[str, Any] = {"name": "App auf dem Telefon", "allowed": allowed or ["own.read"], "days": days}
    return services.allow(actor=SYSTEM, at=at, user=person, **chosen)


def status_of(secret: str, at: Any = AT) -> int:
    """What a call with a token hears: 0 when it is let in."""
    try:
        services.admit_person(shown(secret, at))
    except Problem as problem:
        return problem.status
    return 0


def called(world: Any, secret: str, path: str = "/vertraege", verb: str = "GET", body: Any = None, **more: Any) -> Any:
    """Call the API at the present time."""
    client = world.client("emscher", "visitor")
    content = json.dumps(body or {}).encode()
    headers = {"HTTP_AUTHORIZATION": f"Bearer {secret}", **more}
    answer = client.generic(verb, API + path, content, "application/json", secure=True, **headers)
    enter_schema("emscher")
    return answer


def test_a_token_acts_as_its_person_and_only_its_hash_is_kept(person: Any) -> None:
    token, secret = made(person, ["own.write", "own.read"])
    found = services.admit_person(shown(secret, AT + timedelta(hours=1)))
    assert (found.pk, found.user, found.permissions) == (token.pk, person, frozenset({"own.read", "own.write"}))
    assert found.last_used_at == AT + timedelta(hours=1)
    assert (found.actor.kind, found.actor.key, found.actor.way) == (ActorKind.CUSTOMER, str(person.pk), Way.API)
    assert secret.startswith("quartierp_")
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM api_personaltoken t")
        assert secret not in str(cursor.fetchall())
    (fact,) = [one for one in audit.about(f"accounts.user:{person.pk}") if one.kind == "api.token_made"]
    assert fact.data == {"name": "App auf dem Telefon", "scopes": ["own.read", "own.write"], "days": 30}


def test_the_owner_hears_of_a_new_token_without_its_secret(person: Any) -> None:
    _token, secret = made(person)
    (mail,) = [row for row in inbox.about(f"accounts.user:{person.pk}", 5) if row.template == "api.token_made"]
    assert mail.to_address == person.email
    assert "App auf dem Telefon" in mail.text
    assert "Lesen, was ich im Portal lesen kann" in mail.text
    assert secret not in mail.text + mail.html


def test_a_token_works_until_its_time_is_over(person: Any) -> None:
    _token, secret = made(person, days=90)
    end = AT + timedelta(days=90)
    assert (status_of(secret, end - timedelta(seconds=1)), status_of(secret, end)) == (0, 401)


@pytest.mark.parametrize(
    ("allowed", "days", "refusal"),
    [
        (["own.read"], 31, services.UnknownLength),
        (["own.read", "own.everything"], 30, services.MoreThanYouMay),
        (["parties.read"], 30, services.MoreThanYouMay),
    ],
)
def test_what_does_not_fit_makes_no_token(person: Any, allowed: list[str], days: int, refusal: Any) -> None:
    with pytest.raises(refusal), transaction.atomic():
        made(person, allowed, days=days)
    assert not PersonalToken.objects.exists()


def test_a_token_may_do_something(person: Any) -> None:
    with pytest.raises(services.NoScope), transaction.atomic():
        services.allow(actor=SYSTEM, at=AT, user=person, name="App", allowed=[], days=30)
    assert not PersonalToken.objects.exists()


def test_nobody_has_more_than_twenty(person: Any) -> None:
    for _number in range(20):
        made(person)
    with pytest.raises(services.TooManyTokens), transaction.atomic():
        made(person)
    assert PersonalToken.objects.count() == 20


def test_whoever_has_no_right_hands_on_none_and_a_right_that_is_gone_is_gone_at_once(world: Any, person: Any) -> None:
    from tests.matrix.objects_of_api import companion  # noqa: PLC0415 – models load late

    companion(person.pk)
    person.refresh_from_db()
    _token, secret = made(person, READ_AND_WRITE, clock.now())
    body = {"category": "request", "subject": "Keller", "text": "Nass.", "confirmed": False}
    assert called(world, secret, "/nachrichten/neu", "POST", body).status_code == 200
    person.rights = ["users"]
    person.save(update_fields=["rights"])
    assert services.admit_person(shown(secret, clock.now())).permissions == {"own.read"}
    assert called(world, secret, "/nachrichten/neu", "POST", body).status_code == 403
    assert called(world, secret).status_code == 200
    with pytest.raises(services.MoreThanYouMay), transaction.atomic():
        made(person, ["own.write"])


def test_who_cannot_come_in_at_the_moment_cannot_by_a_token(world: Any, person: Any) -> None:
    _token, secret = made(person, at=clock.now())
    person.must_change_password = True
    person.save(update_fields=["must_change_password"])
    assert called(world, secret).status_code == 403
    person.must_change_password, person.is_active = False, False
    person.save(update_fields=["must_change_password", "is_active"])
    assert called(world, secret).status_code == 401


def test_what_is_blocked_on_pages_is_blocked_for_tokens(world: Any, person: Any) -> None:
    _token, secret = made(person, at=clock.now())
    for scope, messages, contracts in (("service:messages", 403, 200), ("personal", 403, 403), ("all", 403, 403)):
        person.barred = [scope]
        person.save(update_fields=["barred"])
        assert (called(world, secret, "/nachrichten").status_code, called(world, secret).status_code) == (
            messages,
            contracts,
        ), scope


def test_a_password_is_guessed_no_faster_by_a_token(world: Any, person: Any) -> None:
    _token, secret = made(person, ["own.account"], clock.now())
    wrong = {"current": "falsch", "password": "Kastanien-rollen-2027", "confirmed": True}
    told = [
        called(world, secret, "/konto/passwort", "POST", wrong).status_code for _try in range(DEVICE_BUDGET.most + 1)
    ]
    assert {*told[:-1]} == {409}
    assert told[-1] == 429
    right = {"current": PASSWORD, "password": "Kastanien-rollen-2027", "confirmed": True}
    assert called(world, secret, "/konto/passwort", "POST", right).status_code == 429


def test_all_tokens_end_when_the_credentials_of_a_person_end(person: Any) -> None:
    first, second = made(person)[1], made(person)[1]
    for end in credentials_ended:
        end(person.pk, AT)
    assert (status_of(first), status_of(second), PersonalToken.objects.count()) == (401, 401, 0)
    kinds = [fact.kind for fact in audit.about(f"accounts.user:{person.pk}")]
    assert kinds.count("api.token_ended") == 2


def test_calls_are_counted_for_each_minute_and_token(person: Any) -> None:
    _token, secret = made(person)
    _other, another = made(person)
    assert {status_of(secret, AT + timedelta(seconds=n / 10)) for n in range(CALLS)} == {0}
    with pytest.raises(Problem) as refused:
        services.admit_person(shown(secret, AT + timedelta(seconds=30)))
    assert (refused.value.status, refused.value.headers) == (429, {"Retry-After": "60"})
    assert (status_of(another), status_of(secret, AT + timedelta(seconds=61))) == (0, 0)


def test_a_token_is_no_key_and_a_key_no_token(world: Any, person: Any) -> None:
    _token, secret = made(person, READ_AND_WRITE, clock.now())
    _key, key = services.issue(actor=SYSTEM, at=clock.now(), name="Abgleich", allowed=["parties.read"])
    assert called(world, key).status_code == 401
    answer = world.client("emscher", "visitor").get("/api/v1/stammdaten/1", HTTP_AUTHORIZATION=f"Bearer {secret}")
    assert answer.status_code == 401


def test_a_session_counts_for_nothing(world: Any, person: Any) -> None:
    other = world.client("emscher", "other customer")
    assert other.get(f"{API}/vertraege").status_code == 401
    _token, secret = made(person, at=clock.now())
    told = other.get(f"{API}/uebersicht", HTTP_AUTHORIZATION=f"Bearer {secret}")
    assert told.json()["name"] == person.name
    assert not told.cookies


def test_a_call_with_a_key_of_its_own_counts_once(world: Any, person: Any) -> None:
    _token, secret = made(person, READ_AND_WRITE, clock.now())
    body = {"category": "request", "subject": "Keller", "text": "Nass.", "confirmed": True}
    sent = {"HTTP_IDEMPOTENCY_KEY": "7e1c"}
    first = called(world, secret, "/nachrichten/neu", "POST", body, **sent)
    again = called(world, secret, "/nachrichten/neu", "POST", body, **sent)
    assert (first.status_code, again.status_code) == (200, 409)
    assert called(world, secret, "/nachrichten/neu", "POST", body).json()["number"] != first.json()["number"]


def test_what_was_confirmed_through_the_api_is_kept_as_on_pages(world: Any, person: Any) -> None:
    _token, secret = made(person, READ_AND_WRITE, clock.now())
    wish = {"kind": "access", "wish": "Alles, bitte.", "confirmed": True}
    told = called(world, secret, "/rechte/anfrage", "POST", wish).json()
    assert told["done"] is True
    assert [line["text"] for line in told["shown"] if line["name"] == "wish"] == ["Alles, bitte."]
    mine = parties.party_of(person)
    assert mine is not None
    kept = audit.confirmations_of(parties.subject_of(mine))
    assert "Alles, bitte." in json.dumps([row.values for row in kept], ensure_ascii=False)


def test_a_person_makes_a_token_after_the_password_sees_it_once_and_removes_it(world: Any, person: Any) -> None:
    client = world.client("emscher", "customer")
    given = {"name": "App", "allowed": ["own.read"], "days": "30"}
    asked = client.post(f"{PAGE}neu/", given)
    assert (asked.status_code, asked.headers["Location"].split("?")[0]) == (302, "/anmelden/bestaetigen/")
    check = client.post(asked.headers["Location"], {"password": PASSWORD}, follow=True).content.decode()
    assert f'action="{PAGE}neu/"' in check
    token = re.search(r'name="_shown" value="([^"]+)"', check)
    assert token is not None
    page = client.post(f"{PAGE}neu/", {**given, "_shown": token[1], "_step": "confirm"}).content.decode()
    secret = re.search(r"<code>(quartierp_[\w-]+)</code>", page)
    assert secret is not None
    listed = client.get(PAGE).content.decode()
    assert secret[1] not in listed
    assert f"… {secret[1][-4:]}" in listed

    enter_schema("emscher")
    row = PersonalToken.objects.get()
    assert status_of(secret[1], clock.now()) == 0
    assert "App" in client.get(f"{PAGE}{row.pk}/entziehen/").content.decode()
    assert world.client("emscher", "other customer").post(f"{PAGE}{row.pk}/entziehen/").status_code == 404
    assert client.post(f"{PAGE}{row.pk}/entziehen/").status_code == 302
    enter_schema("emscher")
    assert status_of(secret[1], clock.now()) == 401
