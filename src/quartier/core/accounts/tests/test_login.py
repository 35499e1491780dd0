"""Every provider's way to log in; whatever is wrong gets one answer, and guessing shuts out nobody but the guesser."""

from __future__ import annotations

import statistics
import time
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client

from quartier.config.demo.people import ACCOUNT, ISSUED_ID, USER_NAME
from quartier.config.demo.seed import PASSWORD
from quartier.core.accounts import rules, services
from quartier.core.accounts.models import Attempts, User
from quartier.core.accounts.services.throttling import Counted
from quartier.core.accounts.tests.hands import WHO, customer, is_in, log_in, visitor
from quartier.kit import clock
from quartier.kit.access import Audience
from quartier.kit.schemas import enter_schema

THREE = {"account": ACCOUNT, "user_name": USER_NAME, "password": PASSWORD}


def said(answer: Any) -> str:
    """The sentence above a form, without what was typed."""
    return str(answer.content.decode().split('class="error-summary"')[1].split("</div>")[0])


def test_three_values_let_somebody_in_whatever_their_case(world: Any) -> None:
    client = visitor("raumhafen")
    page = client.get("/anmelden/").content.decode()
    assert [word in page for word in ('name="account"', 'name="user_name"', 'name="password"', 'name="login"')] == [
        True, True, True, False,
    ]  # fmt: skip
    client.post("/anmelden/", {**THREE, "account": ACCOUNT.upper()})
    assert is_in(client)


@pytest.mark.req("QX-12")
def test_three_single_errors_get_one_answer_and_then_the_next_try_waits(world: Any) -> None:
    answers = []
    for wrong in ({"account": "kontor-nord"}, {"user_name": "paul"}, {"password": "falsch"}):
        answer = visitor("raumhafen").post("/anmelden/", {**THREE, **wrong})
        answers.append((answer.status_code, said(answer)))
    assert len(set(answers)) == 1
    client = visitor("raumhafen", REMOTE_ADDR="203.0.113.8")
    with time_machine.travel(clock.now(), tick=False) as traveller:
        for _try in range(rules.STRANGERS_BUDGET.most):
            client.post("/anmelden/", {**THREE, "password": "falsch"})
        client.post("/anmelden/", THREE)
        assert not is_in(client)
        traveller.shift(rules.STRANGERS_BUDGET.window - timedelta(seconds=1))
        assert "zu viele Versuche" in said(client.post("/anmelden/", THREE))
        traveller.shift(timedelta(seconds=2))
        client.post("/anmelden/", THREE)
        assert is_in(client)


def test_an_issued_id_lets_somebody_in_and_staff_have_a_login_of_their_own(world: Any) -> None:
    for path, login in (("/anmelden/buero/", "leitung@raumhafen.example"),):
        client = visitor("raumhafen")
        client.post(path, {"login": login, "password": PASSWORD})
        assert client.get("/weiter/")["Location"] == "/buero/"
    assert "Anmeldung für Beschäftigte" in visitor("raumhafen").get("/anmelden/").content.decode()
    enter_schema("emscher")
    given: dict[str, Any] = {"email": "wn@posthaus.example", "name": "Malik", "password": PASSWORD}
    made = services.open_account(**WHO, at=clock.now(), audience=Audience.CUSTOMER, login=ISSUED_ID, **given)
    assert made.login == ISSUED_ID.lower()


def test_known_and_unknown_logins_cost_the_same_and_the_hasher_runs_for_both(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[str] = []
    original = MD5PasswordHasher.encode

    def counting(self: MD5PasswordHasher, password: str, salt: str) -> str:
        runs.append(password)
        time.sleep(0.02)  # as long as argon2 takes: a missing run would be seen
        return str(original(self, password, salt))

    monkeypatch.setattr(MD5PasswordHasher, "encode", counting)
    took: dict[str, list[float]] = {}
    for turn in range(5):
        for login in ("kunde@emscher.example", f"niemand{turn}@emscher.example"):
            client, before = visitor("emscher", REMOTE_ADDR=f"203.0.113.{turn + 1}"), len(runs)
            begun = time.perf_counter()
            answer = log_in(client, login, "falsch")
            took.setdefault(login[:5], []).append(time.perf_counter() - begun)
            assert answer.status_code == 200
            assert len(runs) == before + 1
    known, unknown = (statistics.median(times) for times in took.values())
    assert 0.5 < known / unknown < 2


def test_a_stranger_who_guesses_does_not_shut_out_the_owner(world: Any) -> None:
    own = visitor("emscher")
    log_in(own)
    own.post("/abmelden/")
    for place in range(20):
        log_in(visitor("emscher", REMOTE_ADDR=f"198.51.100.{place}"), password="geraten")
    stranger = visitor("emscher", REMOTE_ADDR="198.51.100.99")
    log_in(stranger)
    assert not is_in(stranger)
    log_in(own)
    assert is_in(own)


def test_ten_thousand_guesses_from_many_addresses_cost_a_bounded_number_of_looks(world: Any) -> None:
    enter_schema("emscher")
    at, looked_at = clock.now(), 0
    for number in range(10_000):
        counts = services.counted_for_login("kunde@emscher.example", f"10.{number % 200}.{number // 200}.1", "")
        try:
            services.spend(at=at + timedelta(seconds=number / 10), counts=counts)
        except services.TooManyTries:
            continue
        looked_at += 1
    assert looked_at <= rules.STRANGERS_BUDGET.most * 2
    assert Attempts.objects.count() < 20_000
    services.forget_attempts(at=at + timedelta(days=2))
    assert Attempts.objects.count() == 0


def test_guesses_of_many_logins_from_many_addresses_are_bounded_for_the_portal(world: Any) -> None:
    enter_schema("emscher")
    at, looked_at = clock.now(), 0
    for number in range(2_000):
        try:
            services.spend(
                at=at, counts=services.counted_for_login(f"{number}@x.example", f"2001:db8:{number:x}::1", "")
            )
            looked_at += 1
        except services.TooManyTries:
            pass
    assert looked_at == rules.PORTAL_BUDGET.most


def test_one_network_counts_as_one_address_and_a_success_gives_its_try_back(world: Any) -> None:
    enter_schema("emscher")
    first, second = (services.counted_for_address("x", f"2001:db8::{place}") for place in (1, 2))
    assert first == second
    one = Counted("only this", rules.Budget(1, timedelta(minutes=1)))
    services.spend(at=clock.now(), counts=[one])
    services.give_back(counts=[one])
    services.spend(at=clock.now(), counts=[one])
    with pytest.raises(services.TooManyTries):
        services.spend(at=clock.now(), counts=[one])


@pytest.mark.parametrize("scope", ["all", "personal"])
def test_who_is_barred_hears_of_it_after_the_right_password_only(world: Any, scope: str) -> None:
    person = customer()
    services.bar(user_id=person.pk, scopes=[scope])
    client = visitor("emscher")
    assert said(log_in(client, password="falsch")) == said(log_in(visitor("emscher"), "niemand@emscher.example"))
    assert log_in(client)["Location"] == "/anmelden/gesperrt/"
    assert not is_in(client)


def test_a_step_of_the_login_cannot_be_skipped(world: Any) -> None:
    person = customer()
    services.set_up_second_factor(**WHO, at=clock.now(), user=person, secret="JBSWY3DPEHPK3PXP")
    client = visitor("emscher")
    assert client.get("/anmelden/code/")["Location"] == "/anmelden/"
    assert log_in(client)["Location"] == "/anmelden/code/"
    for path in ("/weiter/", "/uebersicht/", "/konto/"):
        assert "/anmelden/" in client.get(path)["Location"]
    assert User.objects.get(pk=person.pk).sessions.count() == 1  # the one that the town made


def test_header_bound_fields_refuse_line_breaks(world: Any) -> None:
    for name in ("login", "password"):
        form = {"login": "kunde@emscher.example", "password": PASSWORD, name: "a@b.example\r\nBcc: c@d.example"}
        assert not is_in(_posted("/anmelden/", form))
    answer = world.client("emscher", "customer").post(
        "/konto/adresse/", {"email": "a@b.example\nBcc: x", "current": PASSWORD}
    )
    assert answer.status_code == 422


def _posted(path: str, form: dict[str, str]) -> Client:
    client = visitor("emscher")
    client.post(path, form)
    return client
