"""What a password must have, and how one takes the place of another."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quartier.config.demo.seed import PASSWORD
from quartier.core.accounts import queries, services
from quartier.core.accounts.models import MailLink, User
from quartier.core.accounts.tests.hands import NEW, WHO, customer, is_in, log_in, mailed_path, mails, visitor
from quartier.core.providers.policies import PasswordPolicy
from quartier.core.providers.services import policy
from quartier.kit import clock
from quartier.kit.access import Audience
from quartier.kit.schemas import enter_schema
from quartier.values.policy import Span

LETTERS = {"upper": "Großbuchstaben", "lower": "Kleinbuchstaben", "digit": "Ziffer", "length": "mindestens 8 Zeichen"}


def rule(**values: Any) -> None:
    """Let the provider decide how passwords look from today on."""
    entries = {key.replace("__", "."): {"value": value, "origin": "stated"} for key, value in values.items()}
    policy.decide(**WHO, at=clock.now(), valid_from=clock.today(), concern=PasswordPolicy, entries=entries, reason="x")


def refused(password: str) -> str:
    """What is said about a password at the three places where one is chosen, the same each time; "" if it passes."""
    person = customer()
    new = User(audience=Audience.CUSTOMER, email="neu@posthaus.example")
    change: dict[str, Any] = {**WHO, "at": clock.now(), "user_id": person.pk, "current": PASSWORD}
    ways: list[Callable[[], Any]] = [
        lambda: services.check_password_rule(password, new),
        lambda: services.change_password(**change, password=password),
        lambda: services.choose_password(**WHO, at=clock.now(), key=_key(person), password=password),
    ]
    said = []
    for way in ways:
        try:
            with transaction.atomic():
                way()
                transaction.set_rollback(True)
            said.append("")
        except services.PasswordTooWeak as refusal:
            said.append(str(refusal))
    assert len(set(said)) == 1, said
    return said[0]


def _key(person: User) -> str:
    services.ask_for_reset(at=clock.now(), login=person.login)
    services.send_reset(at=clock.now(), link_id=MailLink.objects.order_by("-pk")[0].pk)
    return mailed_path("accounts.reset").rstrip("/").rpartition("/")[2]


@pytest.mark.req("DWG-22")
def test_the_rule_of_rheinufer_at_registration_change_and_reset(world: Any) -> None:
    enter_schema("emscher")
    rule(password__min_length=8, password__upper_lower=True, password__digit=True)
    assert refused("Abcdefg1") == ""
    for password, missing in (
        ("abcdefg1", "upper"),
        ("ABCDEFG1", "lower"),
        ("Abcdefgh", "digit"),
        ("Abcde1", "length"),
    ):
        said = refused(password)
        assert LETTERS[missing].rstrip("n") in said, (password, said)
        assert [word for key, word in LETTERS.items() if key != missing and word.rstrip("n") in said] == []
    said = refused("abc")
    assert all(LETTERS[key].rstrip("n") in said for key in ("upper", "digit", "length"))


@pytest.mark.req("WR-082")
def test_the_rule_of_planmass(world: Any) -> None:
    enter_schema("emscher")
    rule(password__min_length=8, password__upper_lower=False, password__digit=True, password__special=True)
    assert refused("ab1!xyz") != ""
    assert "Ziffer" in refused("abc!defg")
    assert "Sonderzeichen" in refused("abc1defg")
    assert refused("ab1!xyzw") == ""


def test_common_passwords_are_refused_as_typed_and_the_first_ones_in_every_case(world: Any) -> None:
    enter_schema("emscher")
    rule(password__min_length=8)
    for password in ("password1", "Password1", "PASSWORD1", "abcdefg1"):
        assert "Liste der häufigsten" in refused(password), password


@settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))
@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=64, max_size=200))
def test_long_passwords_count_to_the_last_sign(world: Any, password: str) -> None:
    person = User(audience=Audience.CUSTOMER)
    person.set_password(password)
    assert person.check_password(password)
    assert not person.check_password(password[:-1])
    assert not person.check_password(password[:64] + "?" if len(password) > 64 else password + "?")


def test_letters_count_however_they_were_put_together() -> None:
    person = User()
    person.set_password("Ma\u0308rz im Schnee")
    assert person.check_password("März im Schnee")


@pytest.mark.req("DWG-21")
def test_a_changed_password_ends_the_old_one_and_all_other_sessions(world: Any) -> None:
    here, there = visitor("emscher"), visitor("emscher")
    log_in(here)
    log_in(there)
    form = {"current": PASSWORD, "password": NEW, "again": NEW}
    assert here.post("/konto/passwort/", form).status_code == 302
    assert (is_in(here), is_in(there)) == (True, False)
    old, new = visitor("emscher"), visitor("emscher")
    log_in(old)
    log_in(new, password=NEW)
    assert (is_in(old), is_in(new)) == (False, True)
    enter_schema("emscher")
    assert mails("accounts.changed") == 1


@pytest.mark.parametrize(
    ("form", "word"),
    [
        ({"current": "falsch", "password": NEW, "again": NEW}, "nicht Ihr jetziges"),
        ({"current": PASSWORD, "password": NEW, "again": NEW + "x"}, "verschieden"),
        ({"current": PASSWORD, "password": PASSWORD, "again": PASSWORD}, "ein anderes"),
        ({"current": PASSWORD, "password": "kurz", "again": "kurz"}, "mindestens"),
    ],
)
def test_a_refused_change_changes_nothing(world: Any, form: dict[str, str], word: str) -> None:
    before = customer().password
    answer = world.client("emscher", "customer").post("/konto/passwort/", form)
    assert (answer.status_code, word in answer.content.decode()) == (422, True)
    assert customer().password == before
    assert mails("accounts.changed") == 0


def test_a_link_to_a_new_password_works_once_for_a_time_and_logs_nobody_in(world: Any) -> None:
    person, client = customer(), visitor("emscher")
    key = _key(person)
    path = f"/passwort/neu/{key}/"
    assert MailLink.objects.exclude(key_hash="").get().key_hash != key
    for _look in range(2):
        assert client.get(path).status_code == 200
    assert client.post(path, {"password": NEW, "again": NEW})["Location"] == "/anmelden/"
    assert not is_in(client)
    assert client.post(path, {"password": "Anders 44 Kiesel", "again": "Anders 44 Kiesel"}).status_code == 410
    log_in(client, password=NEW)
    assert is_in(client)
    late = f"/passwort/neu/{_key(customer())}/"
    with time_machine.travel(clock.now() + timedelta(hours=2, seconds=1), tick=False):
        assert visitor("emscher").get(late).status_code == 410


def test_who_asks_for_a_link_learns_nothing_and_only_the_known_get_a_mail(world: Any) -> None:
    pages = []
    for login in ("kunde@emscher.example", "niemand@emscher.example"):
        answer = visitor("emscher").post("/passwort/vergessen/", {"login": login})
        pages.append((answer.status_code, answer.content.decode().split("<h1>")[1].split("</main>")[0]))
    assert pages[0] == pages[1]
    enter_schema("emscher")
    rows = list(MailLink.objects.order_by("pk"))
    assert [row.user is not None for row in rows] == [True, False]
    for row in rows:
        services.send_reset(at=clock.now(), link_id=row.pk)
        services.send_reset(at=clock.now(), link_id=row.pk)
    assert mails("accounts.reset") == 1
    assert MailLink.objects.count() == 1


def test_in_a_shared_account_a_link_is_asked_for_with_account_and_user(world: Any) -> None:
    page = visitor("raumhafen").get("/passwort/vergessen/").content.decode()
    assert 'name="account"' in page
    visitor("raumhafen").post("/passwort/vergessen/", {"account": "kontor-sued", "user_name": "Paula"})
    enter_schema("raumhafen")
    # The demo has invited somebody else, whose link is still open.
    assert MailLink.objects.latest("pk").user == User.objects.get(login="kontor-sued/paula")


def test_a_new_password_by_mail_does_not_go_round_the_second_factor(world: Any) -> None:
    person, client = customer(), visitor("emscher")
    services.set_up_second_factor(**WHO, at=clock.now(), user=person, secret="JBSWY3DPEHPK3PXP")
    client.post(f"/passwort/neu/{_key(person)}/", {"password": NEW, "again": NEW})
    assert log_in(client, password=NEW)["Location"] == "/anmelden/code/"
    assert not is_in(client)


def test_a_forced_change_comes_before_everything_else(world: Any) -> None:
    person = customer()
    User.objects.filter(pk=person.pk).update(must_change_password=True)
    client = visitor("emscher")
    log_in(client)
    for path in ("/uebersicht/", "/konto/", "/meine-daten/"):
        assert client.get(path)["Location"] == "/konto/passwort/", path
    assert "Wählen Sie zuerst ein eigenes Passwort" in client.get("/konto/passwort/").content.decode()
    client.post("/konto/passwort/", {"current": PASSWORD, "password": NEW, "again": NEW})
    assert client.get("/uebersicht/").status_code == 200


def test_an_old_password_is_mentioned_at_the_login_and_locks_nobody_out(world: Any) -> None:
    person = customer()
    rule(password__change_reminder=Span(months=3).parts())
    changed = datetime(2026, 8, 24, 12, tzinfo=ZoneInfo("Europe/Berlin"))
    User.objects.filter(pk=person.pk).update(password_changed_at=changed)
    person.refresh_from_db()
    for day, told in (("2026-11-23", False), ("2026-11-24", True)):
        with time_machine.travel(datetime.fromisoformat(f"{day}T09:00:00+01:00"), tick=False):
            enter_schema("emscher")
            assert queries.is_password_due(person, clock.today()) is told
            client = visitor("emscher")
            log_in(client)
            assert ("Ihr Passwort ist alt" in client.get("/konto/").content.decode()) is told


def test_somebody_new_on_the_staff_chooses_the_first_password_by_mail(world: Any) -> None:
    lead = world.client("emscher", "lead")
    form = {"name": "Ruth Neu", "email": "ruth@emscher.example", "roles": ["clerk"]}
    lead.post("/buero/personal/neu/", form)
    enter_schema("emscher")
    ruth = User.objects.get(email="ruth@emscher.example")
    first = mailed_path("accounts.first_password")
    assert not ruth.has_usable_password()
    lead.post(f"/buero/personal/{ruth.pk}/einladen/")
    enter_schema("emscher")
    client = visitor("emscher")
    assert client.get(first).status_code == 410
    again = mailed_path("accounts.first_password")
    assert client.post(again, {"password": "kurz", "again": "kurz"}).status_code == 422
    client.post(again, {"password": NEW, "again": NEW})
    log_in(client, "ruth@emscher.example", NEW)
    assert client.get("/buero/").status_code == 200
    assert lead.post(f"/buero/personal/{ruth.pk}/einladen/").status_code == 409
