"""What a block reaches, and what those who are kept out are told."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import resolve
from django.utils import translation
from django_tenants.utils import schema_context

from quartier.core.accounts.models import User
from quartier.core.blocks import queries, services
from quartier.core.blocks.middleware import Blocks
from quartier.core.blocks.models import Block, Candidate
from quartier.core.blocks.tests.kinds import FOUND
from quartier.core.blocks.tests.people import CLERK, INCITEMENT, blocked, party_of, rules, user_of
from quartier.core.parties import queries as parties
from quartier.core.parties.models import Party
from quartier.core.profile.extension import reachability
from quartier.kit import clock
from quartier.kit.schemas import enter_schema

QX_GROUNDS = ["arrears", "returned_payment", "email_dead", "breach", "cause"]


@pytest.mark.req("QX-36")
@pytest.mark.parametrize("ground", QX_GROUNDS)
def test_each_ground_blocks_services_or_the_personal_area_and_the_page_says_which(world: Any, ground: str) -> None:
    client, clerk = world.client("raumhafen", "customer"), world.client("raumhafen", "lead")
    party = party_of(world, schema="raumhafen")
    rules(grounds=QX_GROUNDS, prior_warning="none")
    page = f"/buero/kundschaft/{party.pk}/sperren/neu/"
    last_on = f"{clock.today():%d.%m.%Y}"
    of_service = {"grounds": ground, "scope": "services", "services": "messages", "term": "day", "last_on": last_on}
    assert clerk.post(page, of_service).status_code == 302
    shut = client.get("/nachrichten/")
    assert (shut.status_code, "Der Dienst „Nachrichten“ ist für Sie gesperrt" in shut.content.decode()) == (403, True)
    assert client.post("/nachrichten/neu/", {"subject": "x"}).status_code == 403
    for open_still in ("/uebersicht/", "/meine-rechte/", "/konto/"):
        assert client.get(open_still).status_code == 200, open_still

    assert clerk.post(page, {"grounds": ground, "scope": "personal", "term": "permanent"}).status_code == 302
    assert client.get("/uebersicht/").status_code == 302
    enter_schema("raumhafen")
    assert user_of(party).barred == ["personal", "service:messages"]
    assert not queries.keeps_out(party.pk, "uploads")
    assert queries.keeps_out(party.pk, "messages")
    rows = list(Block.objects.order_by("pk").values_list("scope", "services", "term"))
    assert rows == [("services", ["messages"], "day"), ("personal", [], "permanent")]
    lead = User.objects.get(pk=world.people["raumhafen"]["lead"])
    assert {row.imposed_by for row in Block.objects.all()} == {lead.name}
    report = clerk.get(f"/buero/sperren/?grund={ground}").content.decode().split("<tbody>")[-1]
    assert report.count(str(party)) == 2
    assert "nur der persönliche Bereich" in report
    assert "Nachrichten" in report


def test_only_what_customers_use_behind_the_login_can_be_blocked_by_itself(world: Any) -> None:
    known = queries.services_known()
    assert {"messages", "uploads", "my_data"} <= {*known}
    assert not {"contact", "lettings"} & {*known}
    enter_schema("emscher")
    with pytest.raises(services.NoService):
        blocked(party_of(world), scope="services", services=["contact"])


def test_somebody_whose_session_survived_is_logged_out_to_the_neutral_page(world: Any) -> None:
    client, party = world.client("emscher", "customer"), party_of(world)
    User.objects.filter(party=party).update(barred=["all"])
    answer = client.get("/konto/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/anmelden/gesperrt/")
    assert client.get("/impressum/").status_code == 200
    assert client.get("/uebersicht/").headers["Location"].startswith(settings.LOGIN_URL)


def test_looking_for_blocks_costs_customers_no_statement(world: Any) -> None:
    client = world.client("emscher", "customer")
    with CaptureQueriesContext(connection) as seen:
        assert client.get("/uebersicht/").status_code == 200
    assert [query["sql"] for query in seen if "blocks_" in query["sql"]] == []


def test_who_acts_for_a_customer_is_kept_out_of_what_that_customer_is_kept_out_of(world: Any) -> None:
    customer, other = party_of(world), party_of(world, "other customer")
    assert asked_for(other, customer, "/nachrichten/") is None
    block = blocked(customer, scope="services", services=["messages"])
    assert asked_for(other, customer, "/nachrichten/") == "Dieser Dienst ist gesperrt"
    assert asked_for(other, customer, "/uebersicht/") is None
    services.lift(actor=CLERK, at=clock.now(), block_id=block.pk, reason="Erledigt")
    blocked(customer)
    assert asked_for(other, customer, "/uebersicht/") == "Dieser Zugang ist gesperrt"
    assert asked_for(other, None, "/uebersicht/") is None


def asked_for(person: Party, customer: Party | None, path: str) -> str | None:
    """What somebody hears who asks for a page on behalf of a customer; None where the page may be drawn."""
    request = RequestFactory().get(path)
    user: Any = user_of(person)
    user.acts_for = SimpleNamespace(party_id=customer.pk) if customer else None
    request.user, request.resolver_match = user, resolve(path)
    with translation.override("de"):
        answer = Blocks(HttpResponse).process_view(request, request.resolver_match.func, (), {})  # type: ignore[arg-type]
    return None if answer is None else answer.content.decode().split("<h1>")[1].split("</h1>")[0]


def test_a_candidate_waits_for_a_person_and_never_blocks_by_itself(world: Any) -> None:
    clerk, party = world.client("emscher", "clerk"), party_of(world)
    rules(grounds=["arrears", "misuse"], prior_warning="none")
    given: dict[str, Any] = {"kind": FOUND, "party_id": party.pk, "ground": "arrears", "text": "250,00 € offen"}
    first = services.raise_candidate(at=clock.now(), item="billing.item:7", **given)
    assert first is not None
    assert services.raise_candidate(at=clock.now(), item="billing.item:7", **given) == first
    assert services.raise_candidate(at=clock.now(), **{**given, "ground": "cause"}) is None
    assert (Candidate.objects.count(), user_of(party).barred) == (1, [])
    listed = clerk.get("/buero/sperren/vorschlaege/").content.decode()
    assert "/buero/fund/billing.item:7/" in listed
    assert "1 Vorschlag für eine Sperre wartet" in clerk.get("/buero/").content.decode()
    page = f"/buero/kundschaft/{party.pk}/sperren/neu/?vorschlag={first.pk}"
    assert "250,00 € offen" in clerk.get(page).content.decode()
    assert clerk.post(page, {"grounds": "arrears", "scope": "all", "term": "grounds"}).status_code == 302
    enter_schema("emscher")
    first.refresh_from_db()
    block = Block.objects.get()
    assert (first.state, block.grounds.get().item, user_of(party).barred) == ("blocked", "billing.item:7", ["all"])
    assert services.raise_candidate(at=clock.now(), item="billing.item:7", **given) is None
    gone: dict[str, Any] = {"party_id": party.pk, "ground": "arrears", "because": "Zahlung gebucht"}
    assert services.ground_gone(at=clock.now(), item="billing.item:7", **gone) == 1
    assert user_of(party).barred == []


def test_a_candidate_is_settled_without_a_block_once_or_goes_with_its_cause(world: Any) -> None:
    clerk, party = world.client("emscher", "clerk"), party_of(world)
    given: dict[str, Any] = {"at": clock.now(), "kind": FOUND, "party_id": party.pk, "ground": INCITEMENT, "text": "x"}
    row = services.raise_candidate(**given)
    assert row is not None
    page = f"/buero/sperren/vorschlaege/{row.pk}/verwerfen/"
    assert clerk.post(page, {"reason": "Ein Versehen"}).status_code == 302
    assert clerk.post(page, {"reason": "Ein Versehen"}).status_code == 404
    enter_schema("emscher")
    with pytest.raises(services.AlreadyDecided):
        services.dismiss(actor=CLERK, at=clock.now(), candidate_id=row.pk, reason="Noch einmal")
    again = services.raise_candidate(**given)
    assert again is not None
    assert again.pk != row.pk
    services.ground_gone(at=clock.now(), party_id=party.pk, ground=INCITEMENT, because="Gelöscht")
    assert list(Candidate.objects.order_by("pk").values_list("state", "reason")) == [
        ("dismissed", "Ein Versehen"), ("gone", "Gelöscht"),
    ]  # fmt: skip


def test_a_dead_address_is_a_candidate_and_a_confirmed_one_ends_block_and_candidate(world: Any) -> None:
    party, other = party_of(world), party_of(world, "other customer")
    rules(grounds=["email_dead"], prior_warning="none", auto_lift="ground_gone")
    for one in reachability:
        one.lost(party.pk, clock.now())
        one.lost(other.pk, clock.now())
    assert set(Candidate.objects.values_list("party", "ground", "state")) == {
        (party.pk, "email_dead", "open"), (other.pk, "email_dead", "open"),
    }  # fmt: skip
    blocked(party, "email_dead", term="grounds")
    for one in reachability:
        one.found(party.pk, clock.now())
        one.found(other.pk, clock.now())
    assert user_of(party).barred == []
    assert set(Candidate.objects.values_list("state", flat=True)) == {"gone"}
    assert Block.objects.get().lifted_because == "Eine E-Mail-Adresse ist bestätigt."


def test_a_provider_without_that_ground_gets_no_candidate(world: Any) -> None:
    party = party_of(world)
    rules(grounds=["misuse"])
    for one in reachability:
        one.lost(party.pk, clock.now())
    assert not Candidate.objects.exists()


def test_the_office_warns_blocks_changes_and_lifts(world: Any) -> None:
    clerk, party = world.client("emscher", "clerk"), party_of(world)
    rules(prior_warning="except_urgent")
    panel = f"/buero/kundschaft/{party.pk}/sperren/"
    assert panel in clerk.get(f"/buero/kundschaft/{party.pk}/").content.decode()
    warn = {"grounds": INCITEMENT, "text": "Bitte löschen Sie den Aufruf.", "way": "mail"}
    assert clerk.post(f"{panel}abmahnung/", {**warn, "text": ""}).status_code == 422
    assert clerk.post(f"{panel}abmahnung/", warn).status_code == 302
    form = {"grounds": INCITEMENT, "scope": "all", "term": "grounds"}
    assert clerk.post(f"{panel}neu/", {**form, "grounds": "misuse.name"}).status_code == 302
    enter_schema("emscher")
    block = Block.objects.get()
    shown = clerk.get(panel).content.decode()
    for told in (
        "Missbrauch: Namensrecht verletzt",
        "Bitte löschen Sie den Aufruf.",
        "Abgemahnt am",
    ):
        assert told in shown, told
    assert "Zugang gesperrt" in world.client("emscher", "lead").get(panel).content.decode()
    change = {"scope": "personal", "term": "permanent", "text": "Bis zur Klärung"}
    assert clerk.post(f"/buero/sperren/{block.pk}/aendern/", change).status_code == 302
    assert clerk.post(f"/buero/sperren/{block.pk}/aufheben/", {"reason": ""}).status_code == 422
    assert clerk.post(f"/buero/sperren/{block.pk}/aufheben/", {"reason": "Geklärt"}).status_code == 302
    assert clerk.post(f"/buero/sperren/{block.pk}/aufheben/", {"reason": "Geklärt"}).status_code == 404
    enter_schema("emscher")
    block.refresh_from_db()
    assert (block.scope, block.lifted_because, user_of(party).barred) == ("personal", "Geklärt", [])


def test_staff_of_a_partner_meet_blocks_of_their_own_customers_alone(world: Any) -> None:
    with schema_context("raumhafen"):
        partner = User.objects.get(pk=world.people["raumhafen"]["partner"])
        ours = parties.visible_parties(partner).order_by("pk")[0]
        theirs = party_of(world, schema="raumhafen")
        rules(grounds=["breach"], prior_warning="none")
        blocks = [blocked(one, "breach") for one in (ours, theirs)]
        assert list(queries.blocks(partner)) == [blocks[0]]
        assert [row.block for row in queries.grounds(partner)] == [blocks[0]]
