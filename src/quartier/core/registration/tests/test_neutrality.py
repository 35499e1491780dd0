"""What the way in gives away, stores, and repeats: nothing, nothing too early, nothing twice."""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import connections, transaction
from django_tenants.utils import schema_context

from quartier.core.parties import queries as parties
from quartier.core.registration import services
from quartier.core.registration.models import Application, Link
from quartier.core.registration.tests.ways import (
    LINK,
    PASSWORD,
    Visitor,
    code_for,
    customer,
    flow,
    hidden_in,
    mails_to,
    open_portal,
    token_to,
    worked,
)
from quartier.core.terms import queries as terms
from quartier.core.terms import services as terms_services
from quartier.kit.clock import now
from quartier.kit.schemas import enter_schema
from quartier.values.actor import SYSTEM, VISITOR
from tests.plugins.world import row_hashes

EMAIL, OTHER = "emine@posthaus.example", "yildiz@posthaus.example"
KEY = "rheinufer"


@pytest.fixture
def code(db: None) -> str:
    """A fresh number at rheinufer."""
    open_portal(KEY)
    return code_for(customer(), now())


def users() -> int:
    return int(get_user_model().objects.filter(audience="customer").count())


def go_on(visitor: Visitor, address: str = EMAIL, **values: Any) -> tuple[int, str]:
    return visitor.post(f"/registrieren/weiter/{token_to(address)}/", values)


def main_of(page: str) -> str:
    """What a page says, without the tokens around it."""
    return page.split("<main")[1].split("</main>", maxsplit=1)[0]


@pytest.mark.req("DWG-15")
def test_wrong_input_is_named_and_a_used_address_is_told_to_its_owner_alone(code: str) -> None:
    visitor = Visitor(KEY)
    table: list[tuple[dict[str, str], str]] = [
        ({"email": "emine@posthaus"}, "nicht vollständig"),
        ({"email": ""}, "„E-Mail-Adresse“ fehlt"),
        ({"code": ""}, "„Zugangsnummer“ fehlt"),
        ({"password_again": "Anders-47-Kiesel"}, "Beide Passwörter müssen gleich sein"),
        ({"password": "kurz", "password_again": "kurz"}, "Zeichen"),
    ]
    for entries, said in table:
        status, page = visitor.fill(**{"code": code, "email": EMAIL, **entries})
        assert (status, said in page) == (422, True), entries
    assert Application.objects.count() == 0
    status, fresh = visitor.register(code=code, email=EMAIL)
    go_on(visitor)
    second = code_for(customer("Adler"), now())
    again = Visitor(KEY).register(code=second, email=EMAIL.upper())
    assert (status, main_of(fresh).replace(EMAIL, "")) == (again[0], main_of(again[1]).replace(EMAIL.upper(), ""))
    assert len(mails_to(EMAIL, "registration.taken")) == 1
    assert (users(), Application.objects.exclude(state="active").count()) == (1, 0)
    assert Visitor(KEY).register(code=second, email=OTHER)[0] == 200


@pytest.mark.req("DWG-17")
def test_nothing_is_stored_before_the_last_button_and_only_the_changed_entry_counts(code: str) -> None:
    visitor, before = Visitor(KEY), row_hashes(KEY)
    cache.clear()
    status, check = visitor.fill(code=code, email=EMAIL)
    assert (status, EMAIL in check, code in check, PASSWORD in check) == (200, True, True, False)
    assert "festgelegt, wird hier nicht gezeigt" in check
    assert row_hashes(KEY) == before
    status, form = visitor.post("/registrieren/", {**hidden_in(check), "_step": "change:email"})
    assert (status, f'value="{EMAIL}"' in form, PASSWORD in form) == (200, True, False)
    hidden = hidden_in(form)
    values = {**hidden, "_proof": worked(hidden["_challenge"], 13), "code": code, "email": OTHER}
    status, check = visitor.post("/registrieren/", values)
    assert (status, OTHER in check, EMAIL in check) == (200, True, False)
    assert row_hashes(KEY) == before
    cleared = visitor.post("/registrieren/", {**hidden_in(check), "_step": "clear"})[1]
    assert (OTHER in cleared, code in cleared) == (False, False)
    assert visitor.send(check)[0] == 200
    assert list(Application.objects.values_list("email", flat=True)) == [OTHER]
    go_on(visitor, OTHER)
    assert get_user_model().objects.get(email=OTHER).check_password(PASSWORD)


@pytest.mark.req("DWG-12")
def test_terms_and_privacy_are_ticked_each_on_its_own_and_kept_in_their_version(code: str) -> None:
    visitor = Visitor(KEY)
    _status, check = visitor.fill(code=code, email=EMAIL)
    for name in ("terms", "privacy"):
        assert "checked" not in check.split(f'name="{name}"')[1].split(">")[0]
    refusals = {"terms": "Ohne die Nutzungsbedingungen", "privacy": "Bitte lesen Sie die Datenschutz"}
    for ticked in ((), ("terms",), ("privacy",)):
        values = {**hidden_in(check), "_step": "confirm", **dict.fromkeys(ticked, "on")}
        status, page = visitor.post("/registrieren/", values)
        missing = [name for name in refusals if name not in ticked]
        assert status == 422
        assert [name for name, said in refusals.items() if said in page] == missing
        check = page
    begun = now()
    assert visitor.send(check)[0] == 200
    go_on(visitor)
    account = get_user_model().objects.get(email=EMAIL)
    rows = terms.accepted_by(account.pk)
    words = {one.kind: one.body for one in terms.current_documents()}
    assert {row.version.kind: row.version.body for row in rows} == words
    assert {(row.via, row.occasion, row.user) for row in rows} == {("portal", "registration", account)}
    assert all(begun <= row.accepted_at <= now() for row in rows)


@pytest.mark.req("DWG-18")
def test_the_link_works_once_and_an_expired_one_is_replaced_without_the_number(code: str) -> None:
    visitor = Visitor(KEY)
    with time_machine.travel(now(), tick=False) as clock:
        visitor.register(code=code, email=EMAIL)
        assert users() == 0
        first = f"/registrieren/weiter/{token_to(EMAIL)}/"
        clock.shift(timedelta(hours=48, seconds=1))
        assert "Dieser Link ist abgelaufen" in visitor.page(first)
        assert (visitor.post(first, {})[0], users()) == (200, 0)
        second = f"/registrieren/weiter/{token_to(EMAIL)}/"
        assert second != first
        visitor.page(second)
        assert users() == 0
        assert visitor.post(second, {})[0] == 302
        assert users() == 1
        assert "Ihr Konto ist aktiv" in visitor.page(second)
        assert visitor.post(second, {})[0] == 200
        assert users() == 1
        assert "Ihr Konto ist aktiv" in visitor.page(first)


@pytest.mark.req("DWG-19")
def test_the_contract_begins_at_the_activation_and_three_texts_come_by_mail(code: str) -> None:
    visitor = Visitor(KEY)
    with time_machine.travel("2026-11-22T23:59:30+01:00", tick=False) as clock:
        cache.clear()
        visitor.register(code=code, email=EMAIL)
        clock.shift(timedelta(minutes=2))
        at = now()
        go_on(visitor)
    row = Application.objects.get()
    assert row.activated_at == at
    party = parties.party_of(get_user_model().objects.get(email=EMAIL))
    assert party is not None
    contract = next(one for one in parties.relationships_of(party) if one.kind == "portal")
    assert f"{contract.started_on:%d.%m.%Y}" == "23.11.2026"
    (mail,) = mails_to(EMAIL, "registration.contract")
    assert "23.11.2026, 00:01 Uhr" in mail.text
    shown = " ".join(line.removeprefix("> ") for line in mail.text.splitlines())
    for one in terms.current_documents(("terms", "privacy", "withdrawal")):
        longest = max(one.body.splitlines(), key=len)
        assert " ".join(longest.split()) in " ".join(shown.split()), one.kind


def test_a_text_that_changed_meanwhile_is_ticked_anew(code: str) -> None:
    visitor = Visitor(KEY)
    visitor.register(code=code, email=EMAIL)
    given: dict[str, Any] = {"actor": SYSTEM, "at": now()}
    row = terms_services.import_version(
        **given, text_id=terms.text_keyed("terms").pk, data=b"Neue Bedingungen.", file_name="neu.md", name="2",
        dated_on=now().date(),
    )  # fmt: skip
    terms_services.publish(**given, version_id=row.pk, reason="Test")
    assert go_on(visitor)[0] == 422
    assert users() == 0
    assert go_on(visitor, terms="on")[0] == 302
    assert users() == 1


def test_steps_cannot_be_skipped_nor_answers_be_taken_elsewhere(code: str) -> None:
    visitor, stranger = Visitor(KEY), Visitor(KEY)
    ticked = {"_step": "confirm", "terms": "on", "privacy": "on"}
    for carried in ("", "q1:00:00", "x"):
        assert visitor.post("/registrieren/", {**ticked, "_answers": carried, "code": code, "email": EMAIL})[0] == 422
    _status, check = visitor.fill(code=code, email=EMAIL)
    answers = hidden_in(check)["_answers"]
    stranger.page()
    assert stranger.post("/registrieren/", {**ticked, "_answers": answers})[0] == 422
    with time_machine.travel(now() + timedelta(hours=1, seconds=5)):
        assert visitor.post("/registrieren/", {**ticked, "_answers": answers})[0] == 422
    assert Application.objects.count() == 0


def test_programs_are_kept_out_and_people_without_script_need_patience_only(code: str) -> None:
    entries = {"code": code, "email": EMAIL}
    hasty = Visitor(KEY, works=False)
    status, page = hasty.fill(**entries)
    assert (status, "Das ging zu schnell" in page) == (422, True)
    assert Visitor(KEY).fill(**entries, website="https://x.example")[0] == 422
    hidden = hidden_in(hasty.page())
    values = {**hidden, **entries, "password": PASSWORD, "password_again": PASSWORD}
    with time_machine.travel(now() + timedelta(seconds=6)):
        assert hasty.post("/registrieren/", values)[0] == 200
        assert hasty.post("/registrieren/", values)[0] == 422
    forged = {**values, "_challenge": values["_challenge"][:-3] + "abc", "_proof": "1"}
    assert hasty.post("/registrieren/", forged)[0] == 422


def test_failures_make_the_work_harder_and_lock_nobody_out(code: str) -> None:
    for _failure in range(400):
        services.note_failure(now())
    assert services.challenge(now()).bits == 16
    visitor = Visitor(KEY, page_bits=16)
    status, check = visitor.fill(code=code, email=EMAIL)
    assert (status, visitor.send(check)[0]) == (200, 200)


def test_links_and_codes_of_one_portal_mean_nothing_at_another(code: str) -> None:
    visitor = Visitor(KEY)
    visitor.register(code=code, email=EMAIL)
    token = token_to(EMAIL)
    open_portal("emscher")
    customer("Markgraf")
    elsewhere = Visitor("emscher")
    assert elsewhere.client.get(f"/registrieren/weiter/{token}/").status_code == 404
    assert elsewhere.client.post(f"/registrieren/weiter/{token}/").status_code == 404
    sent = {"code": code, "email": EMAIL, "surname": "Yıldız", "born_on": "23.4.1961"}
    assert elsewhere.register(**sent)[0] == 422
    enter_schema(KEY)
    _status, check = visitor.fill(code=code, email=EMAIL)
    assert elsewhere.post("/registrieren/", {**hidden_in(check), "_step": "confirm", "terms": "on"})[0] == 422


def test_what_nobody_confirms_is_erased_with_its_mails(code: str) -> None:
    from quartier.core.deadlines import services as deadlines  # noqa: PLC0415 – used once

    Visitor(KEY).register(code=code, email=EMAIL)
    deadlines.process(at=now() + timedelta(days=15))
    assert Application.objects.count() == 1
    deadlines.process(at=now() + timedelta(days=17))
    assert (Application.objects.count(), Link.objects.count(), mails_to(EMAIL)) == (0, 0, [])


def test_an_unknown_and_a_known_address_take_the_same_time(code: str) -> None:
    Visitor(KEY).register(code=code, email=EMAIL)
    go_on(Visitor(KEY))
    way, at = flow(now()), now()
    second = code_for(customer("Adler"), now())
    spent: dict[str, list[float]] = {"known": [], "fresh": []}
    for number in range(24):
        name, address = ("known", EMAIL) if number % 2 else ("fresh", f"n{number}@posthaus.example")
        entry = services.Entry(email=address, code=second, password="x", texts=())
        with transaction.atomic():
            begun = time.perf_counter()
            assert services.submit(actor=VISITOR, at=at, flow=way, entry=entry)
            spent[name].append(time.perf_counter() - begun)
            transaction.set_rollback(True)
    # The quickest of each tells the work without the noise of the machine.
    assert 0.5 < min(spent["known"]) / min(spent["fresh"]) < 2


@pytest.fixture
def committed_code(committed_db: None) -> str:
    """A fresh number in a database where other threads see it."""
    open_portal(KEY)
    return code_for(customer(), now())


def test_fifty_at_once_with_one_code_make_one_account(committed_code: str) -> None:
    way, at, done = flow(now()), now(), []

    def register(number: int) -> None:
        with schema_context(KEY):
            entry = services.Entry(email=f"p{number}@posthaus.example", code=committed_code, password="x", texts=())
            done.append(services.submit(actor=VISITOR, at=at, flow=way, entry=entry))
        connections.close_all()

    together(register)
    assert len(done) == 50
    enter_schema(KEY)
    assert Application.objects.count() == 1
    tokens = [LINK.search(mail.text) for mail in mails_to(Application.objects.get().email)]
    token = next(found[1] for found in tokens if found)
    digests = [one.digest for one in terms.current_documents()]

    def confirm(_number: int) -> None:
        with schema_context(KEY):
            services.confirm(actor=VISITOR, at=at, flow=way, token=token, read_anew=digests)
        connections.close_all()

    together(confirm)
    enter_schema(KEY)
    assert (users(), Application.objects.get().state) == (1, "active")


def together(act: Any) -> None:
    """Do something fifty times at once."""
    threads = [threading.Thread(target=act, args=[number]) for number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
