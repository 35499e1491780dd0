"""Withdrawing and giving notice without a login, in two steps with the words of the statute."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from quartier.core.contracts.models import Contract
from quartier.core.declarations.models import Declaration
from quartier.core.inbox.models import OutgoingMail
from quartier.core.providers.policies import PRESETS, IdentityPolicy, WithdrawalPolicy, load_preset
from quartier.core.withdrawal.models import Withdrawal
from quartier.core.withdrawal.rules.duties import offers_cancellation, offers_withdrawal
from quartier.core.withdrawal.tests.people import contract, customer, furnish, local, rows, withdrawn
from quartier.kit import clock
from quartier.kit.schemas import enter_schema

WITHDRAW, CANCEL = "/vertrag-widerrufen/", "/vertraege-kuendigen/"


@pytest.fixture(autouse=True)
def ledger(settings: Any, tmp_path: Path) -> None:
    """An empty ledger of erasures."""
    settings.ERASURE_LEDGER = tmp_path / "erasures"


def token_in(page: str) -> str:
    """The proof that the check page was shown."""
    found = re.search(r'name="_shown" value="([^"]+)"', page)
    assert found is not None, page
    return found[1]


def declared(client: Any, address: str, given: dict[str, str]) -> tuple[str, Any]:
    """Fill in the form, look at the check page, press its button; returns the check page and the answer."""
    check = client.post(address, given)
    assert check.status_code == 200, check.content.decode()
    page = check.content.decode()
    return page, client.post(address, {**given, "_shown": token_in(page), "_step": "confirm"})


def words(**more: str) -> dict[str, str]:
    """What somebody fills in who is not known."""
    common = {"name": "Mara Öztürk", "about": "PM-26-04711", "extent": "whole", "words": ""}
    return {**common, "contact": "mara@posthaus.example", **more}


def test_the_function_has_two_steps_and_a_receipt_at_once_without_a_login(world: Any) -> None:
    client = world.client("emscher", "visitor")
    assert client.get(WITHDRAW).status_code == 200
    check, answer = declared(client, WITHDRAW, words(words="<script>alert(1)</script>"))
    assert "Widerruf bestätigen" in check
    enter_schema("emscher")
    row = Declaration.objects.get(kind="withdrawal.withdraw", name="Mara Öztürk")
    assert (row.state, row.party_id, row.channel) == ("unclear", None, "portal-form")
    page = client.get(answer.headers["Location"]).content.decode()
    assert "Ihr Widerruf ist eingegangen" in page
    assert "mara@posthaus.example" in page
    assert "<script>alert" not in page
    file = client.get(answer.headers["Location"] + "datei/")
    assert "PM-26-04711" in file.content.decode()
    enter_schema("emscher")
    mail = OutgoingMail.objects.get(template="declarations.receipt", to_address="mara@posthaus.example")
    assert "PM-26-04711" in mail.text
    assert "Uhr" in mail.text


def test_the_model_form_names_the_company(world: Any) -> None:
    text = world.client("emscher", "visitor").get(f"{WITHDRAW}formular/").content.decode()
    assert "Muster-Widerrufsformular" in text
    assert "44199 Emscherstadt" in text


def test_a_receipt_of_another_portal_or_an_invented_one_is_not_found(world: Any) -> None:
    _check, answer = declared(world.client("emscher", "visitor"), WITHDRAW, words())
    path = answer.headers["Location"]
    assert world.client("raumhafen", "visitor").get(path).status_code == 404
    assert world.client("emscher", "visitor").get(path[:-5] + "abcd/").status_code == 404


@pytest.mark.parametrize(("schema", "shown"), [("emscher", True), ("raumhafen", False)])
def test_the_footer_leads_there_where_consumers_are_served(world: Any, schema: str, shown: bool) -> None:
    for path in ("/", "/impressum/"):
        page = world.client(schema, "visitor").get(path).content.decode()
        assert (">Vertrag widerrufen</a>" in page, ">Verträge hier kündigen</a>" in page) == (shown, shown), path


@pytest.mark.parametrize("key", PRESETS)
def test_providers_who_serve_consumers_offer_both_functions(key: str) -> None:
    policies, on = load_preset(key).policies, date(2026, 11, 22)
    identity, right = policies.of(IdentityPolicy), policies.of(WithdrawalPolicy)
    consumers = key in {"rheinufer", "planmass", "emscher"}
    assert (offers_withdrawal(identity, right, on), offers_cancellation(identity)) == (consumers, consumers)


def test_wrong_entries_are_asked_for_again_and_nothing_is_stored(world: Any) -> None:
    client = world.client("emscher", "visitor")
    for wrong in ({"name": ""}, {"about": ""}, {"contact": ""}, {"name": "a\r\nBcc: b@c.example"}):
        assert client.post(WITHDRAW, words(**wrong)).status_code == 422
    given = words(contact="kein@", about="x1")
    page = client.post(WITHDRAW, given).content.decode()
    answer = client.post(WITHDRAW, {**given, "_shown": token_in(page), "_step": "confirm"})
    assert answer.status_code == 409
    assert client.post(WITHDRAW, {**words(), "_step": "confirm"}).status_code == 409, "no check page was shown"
    enter_schema("emscher")
    assert not Declaration.objects.filter(name="Mara Öztürk").exists()


def test_a_customer_picks_among_their_own_contracts_only(world: Any) -> None:
    enter_schema("emscher")
    party = rows("parties.Party").get(user_id=world.people["emscher"]["customer"])
    other = rows("parties.Party").exclude(pk=party.pk).order_by("pk")[0]
    entity = rows("providers.LegalEntity").order_by("pk")[0]
    mine = contract(party, entity, clock.now(), number="W-MINE")
    theirs = contract(other, entity, clock.now(), number="W-THEIRS")
    client = world.client("emscher", "customer")
    page = client.get(WITHDRAW).content.decode()
    assert ("W-MINE" in page, "W-THEIRS" in page) == (True, False)
    given = words(thing=f"contracts.contract:{theirs.pk}", about="")
    assert client.post(WITHDRAW, given).status_code == 422
    _check, answer = declared(client, WITHDRAW, words(thing=f"contracts.contract:{mine.pk}", about="", name="x"))
    assert answer.status_code == 302
    enter_schema("emscher")
    assert Contract.everything.get(pk=mine.pk).state == "withdrawn"
    assert Contract.everything.get(pk=theirs.pk).state == "running"


def test_a_notice_names_its_kind_and_day_and_never_ends_a_tenancy(world: Any) -> None:
    client = world.client("emscher", "visitor")
    page = client.get(CANCEL).content.decode()
    assert "§ 568 BGB" in page
    given = words(way="cause", when="earliest")
    assert client.post(CANCEL, given).status_code == 422, "good cause needs its reason"
    assert client.post(CANCEL, words(way="ordinary", when="day")).status_code == 422
    check, answer = declared(client, CANCEL, words(way="ordinary", when="day", ends_on="31.12.2027"))
    assert "jetzt kündigen" in check
    page = client.get(answer.headers["Location"]).content.decode()
    assert "Ihre Kündigung ist eingegangen" in page
    enter_schema("emscher")
    row = Declaration.objects.get(kind="contracts.notice", name="Mara Öztürk")
    assert row.wishes == {"way": "ordinary", "ends_on": "2027-12-31"}


def test_fifty_clicks_at_once_are_one_withdrawal(committed_db: None) -> None:
    enter_schema("alpha")
    entity = furnish()
    row = contract(customer(entity), entity, local(date(2026, 3, 3)))

    def click(_number: int) -> str:
        enter_schema("alpha")
        try:
            return str(withdrawn(local(date(2026, 3, 10)), row, once="k" * 40).state)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        states = set(pool.map(click, range(50)))
    enter_schema("alpha")
    assert states <= {"effective", "unclear"}
    assert (Declaration.objects.count(), Withdrawal.objects.count()) == (1, 1)
    assert Contract.objects.get().state == "withdrawn"
    assert OutgoingMail.objects.filter(template__startswith="declarations.").count() == 1


def test_different_people_at_once_withdraw_once_from_one_contract(committed_db: None) -> None:
    enter_schema("alpha")
    entity = furnish()
    row = contract(customer(entity), entity, local(date(2026, 3, 3)))

    def declare(_number: int) -> str:
        enter_schema("alpha")
        try:
            return str(withdrawn(local(date(2026, 3, 10)), row).state)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        states = list(pool.map(declare, range(16)))
    enter_schema("alpha")
    assert (states.count("effective"), states.count("rejected"), Withdrawal.objects.count()) == (1, 15, 1)


def test_whoever_is_logged_in_needs_the_number_alone(world: Any) -> None:
    enter_schema("emscher")
    party = rows("parties.Party").get(user_id=world.people["emscher"]["customer"])
    entity = rows("providers.LegalEntity").order_by("pk")[0]
    mine = contract(party, entity, clock.now(), number="W-4712")
    contract(party, entity, clock.now(), number="W-4713")
    client = world.client("emscher", "customer")
    _check, answer = declared(client, "/meine-erklaerungen/widerrufen/", words(about="W-4712", name="nur ich"))
    assert answer.status_code == 302
    enter_schema("emscher")
    assert Contract.everything.get(pk=mine.pk).state == "withdrawn"
    assert world.client("emscher", "visitor").get("/meine-erklaerungen/widerrufen/").status_code == 302
