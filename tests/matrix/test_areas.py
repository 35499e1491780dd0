"""Need to know (SBV-27): whoever works in one data area meets the rows of that area and of no other, on real pages."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django_tenants.utils import schema_context

from quartier.core.accounts import services as accounts
from quartier.core.accounts.models import User
from quartier.core.audit import queries as audit
from quartier.core.parties import services as parties
from quartier.core.parties.models import Party
from quartier.core.threads import services as threads
from quartier.kit.access import Audience
from quartier.kit.clock import now
from quartier.kit.roles import StaffRole, data_areas
from quartier.values.actor import SYSTEM
from tests.plugins.world import World, _session

PASSWORD = "Quartier-Demo-2026"
KINDS = {
    "housing": "tenancy", "membership": "membership", "savings": "savings", "service": "service",
    "suppliers": "supplier",
}  # fmt: skip
AREAS = [
    "", "accounting", "compliance", "housing", "letting", "membership", "privacy", "savings", "service",
    "suppliers", "web",
]  # fmt: skip
READERS = [StaffRole.CLERK, StaffRole.BOOKKEEPER, StaffRole.HOTLINE, StaffRole.PRIVACY]


def member(role: StaffRole, *areas: str, entity_id: int | None = None) -> User:
    """Somebody of the staff at the portal whose schema is entered."""
    return accounts.open_account(
        actor=SYSTEM, at=now(), audience=Audience.STAFF, email=f"{role}.{'.'.join(areas)}@bereich.example",
        name=f"{role} {areas}", password=PASSWORD, roles=[role], areas=areas, entity_id=entity_id,
    )  # fmt: skip


def browser(world: World, user: User, schema: str = "emscher") -> Client:
    """A browser in which somebody is logged in."""
    client = world.client(schema, "visitor")
    client.cookies["__Host-session"] = _session(schema, user.pk)
    return client


def customer_with(kind: str, name: str = "") -> Party:
    """A customer with one contract of a kind."""
    entity = apps.get_model("providers.LegalEntity").objects.get(role="principal")
    party = parties.add_party(actor=SYSTEM, at=now(), kind="person", name=name or f"Nur-{kind}")
    given: dict[str, Any] = {"legal_entity_id": entity.pk, "kind": kind, "number": f"X {party.pk}"}
    parties.open_relationship(actor=SYSTEM, at=now(), party=party, started_on=date(2026, 1, 1), **given)
    return party


def test_the_areas_tried_here_are_all_there_are() -> None:
    assert sorted(data_areas.keys()) == AREAS[1:]


@pytest.mark.req("SBV-27")
@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("role", READERS)
def test_a_role_meets_what_lies_in_its_area_and_nothing_else(world: World, role: StaffRole, area: str) -> None:
    with schema_context("emscher"):
        people = {kind: customer_with(kind) for kind in [*KINDS.values(), "portal"]}
        requests = {"letting": letting_enquiry(people["portal"])} | {
            kind: request_about(people[kind]) for kind in ("tenancy", "savings")
        }
        statement = heating_statement(people["tenancy"])
        user = member(role, *filter(None, [area]))
        client = browser(world, user)
    keeps_evidence = "documents.evidence" in user.permissions
    met = {kind for kind in people if kind == "portal" or kind == KINDS.get(area) or area == "privacy"}
    opened = {kind: client.get(f"/buero/kundschaft/{party.pk}/", secure=True) for kind, party in people.items()}
    assert statuses(opened) == {kind: 200 if kind in met else 404 for kind in people}
    found = client.get("/buero/kundschaft/?suche=Nur-", secure=True).content.decode()
    assert {kind for kind in people if f"Nur-{kind}" in found} == met

    opened = {kind: client.get(f"/buero/nachrichten/{thread.pk}/", secure=True) for kind, thread in requests.items()}
    if "threads.view" in user.permissions:
        own = {"letting": "letting", "tenancy": "housing", "savings": "savings"}
        assert statuses(opened) == {kind: 200 if own[kind] == area else 404 for kind in requests}
        listed = client.get("/buero/nachrichten/", secure=True).content.decode()
        assert {kind for kind in requests if f"Anliegen {kind}" in listed} == {k for k in requests if own[k] == area}
    else:
        assert set(statuses(opened).values()) == {403}

    document = client.get(f"/buero/dokumente/{statement.pk}/", secure=True).status_code
    assert document == (200 if area == "housing" or keeps_evidence else 404)


def statuses(answers: dict[str, Any]) -> dict[str, int]:
    """What each page answered."""
    return {kind: answer.status_code for kind, answer in answers.items()}


def letting_enquiry(party: Party) -> Any:
    """A request of somebody who looks for a flat: its subject belongs to letting."""
    threads.keep_category(
        actor=SYSTEM, at=now(), label="Wohnungssuche", treatment="request", order=1, is_offered=True, area="letting"
    )
    return threads.open_thread(
        actor=SYSTEM, at=now(), party=party, treatment="request", category="Wohnungssuche", subject="Anliegen letting",
        text="Ist die Wohnung C.3 noch frei?",
    )  # fmt: skip


def request_about(party: Party) -> Any:
    """A request about a contract: it lies in the contract's area."""
    contract = party.relationships.get()
    return threads.open_thread(
        actor=SYSTEM, at=now(), party=party, treatment="request", category="Frage", relationship=contract,
        subject=f"Anliegen {contract.kind}", text="Wann melden Sie sich?",
    )  # fmt: skip


def heating_statement(party: Party) -> Any:
    """A document of a kind that belongs to housing."""
    rows = apps.get_model("documents.Document").objects
    return rows.create(
        party=party, entity=party.relationships.get().legal_entity, kind="heating-statement", title="Heizkosten 2025",
        file_name="h.pdf", media_type="application/pdf", size=1, sha256="0" * 64, visibility="customer", state="ready",
        year=2025, created_at=now(),
    )  # fmt: skip


@pytest.mark.parametrize("role", [StaffRole.CLERK, StaffRole.HOTLINE])
def test_a_request_can_be_handed_over_and_then_only_the_other_area_meets_it(world: World, role: StaffRole) -> None:
    with schema_context("emscher"):
        thread = request_about(customer_with("savings"))
        savings, letting = member(role, "savings"), member(role, "letting")
    path = f"/buero/nachrichten/{thread.pk}/"
    client = browser(world, savings)
    form = {"assignee": str(letting.pk), "priority": str(thread.priority), "area": "savings"}
    assert client.post(f"{path}zustaendig/", form, secure=True).status_code == 422, "works in another area"
    assert client.post(f"{path}zustaendig/", form | {"area": "nowhere"}, secure=True).status_code == 422
    with schema_context("emscher"):
        thread.refresh_from_db()
        assert (thread.area, thread.assignee_id) == ("savings", None)
    handed = client.post(f"{path}zustaendig/", form | {"area": "letting"}, secure=True)
    assert (handed.status_code, handed.headers["Location"]) == (302, "/buero/nachrichten/")
    assert client.get(path, secure=True).status_code == 404
    assert browser(world, letting).get(path, secure=True).status_code == 200
    with schema_context("emscher"):
        assert audit.about(f"threads.thread:{thread.pk}")[0].data["area"] == ["savings", "letting"]


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("role", [StaffRole.CLERK, StaffRole.EDITOR, StaffRole.HOTLINE])
def test_only_who_works_in_letting_opens_its_pages(world: World, role: StaffRole, area: str) -> None:
    with schema_context("emscher"):
        client = browser(world, member(role, *filter(None, [area])))
    for path in ("/buero/wohnungen/", "/buero/wohnungen/kiebitzhof/", "/buero/wohnungen/kiebitzhof/A.1/"):
        assert client.get(path, secure=True).status_code == (200 if area == "letting" else 403), path
    assert ("Wohnungen" in client.get("/buero/", secure=True).content.decode()) == (area == "letting")


def test_of_a_customer_with_many_contracts_only_those_of_the_own_area_are_shown(world: World) -> None:
    with schema_context("emscher"):
        party = customer_with("tenancy", "Vielseitig")
        entity_id = party.relationships.get().legal_entity_id
        for kind in ("savings", "membership", "portal"):
            given: dict[str, Any] = {"kind": kind, "number": f"{kind}-{party.pk}", "started_on": date(2026, 1, 1)}
            parties.open_relationship(actor=SYSTEM, at=now(), party=party, legal_entity_id=entity_id, **given)
        client = browser(world, member(StaffRole.CLERK, "savings"))
    page = client.get(f"/buero/kundschaft/{party.pk}/", secure=True).content.decode()
    shown = {
        n for n in (f"X {party.pk}", *(f"{k}-{party.pk}" for k in ("savings", "membership", "portal"))) if n in page
    }
    assert shown == {f"savings-{party.pk}", f"portal-{party.pk}"}
    form = client.get(f"/buero/kundschaft/{party.pk}/vertrag/", secure=True).content.decode()
    assert 'value="savings"' in form
    assert 'value="tenancy"' not in form
    given = {"legal_entity": str(entity_id), "kind": "tenancy", "number": "T-1", "started_on": "01.02.2026"}
    assert client.post(f"/buero/kundschaft/{party.pk}/vertrag/", given, secure=True).status_code == 422


def test_somebody_without_a_contract_is_met_by_everybody_who_keeps_customers(world: World) -> None:
    with schema_context("emscher"):
        party = parties.add_party(actor=SYSTEM, at=now(), kind="person", name="Neuling")
        client = browser(world, member(StaffRole.CLERK))
    assert client.get(f"/buero/kundschaft/{party.pk}/", secure=True).status_code == 200


def test_a_partners_area_stays_within_its_company(world: World) -> None:
    with schema_context("raumhafen"):
        theirs = customer_with("service")
        partner = User.objects.get(pk=world.people["raumhafen"]["partner"])
        assert "service" in partner.data_areas
        ours = Party.objects.filter(relationships__legal_entity=partner.entity_id).order_by("pk")[0]
        narrow = browser(world, member(StaffRole.CLERK, "housing", entity_id=partner.entity_id), "raumhafen")
    client = world.client("raumhafen", "partner")
    assert client.get(f"/buero/kundschaft/{ours.pk}/", secure=True).status_code == 200
    assert client.get(f"/buero/kundschaft/{theirs.pk}/", secure=True).status_code == 404
    assert narrow.get(f"/buero/kundschaft/{ours.pk}/", secure=True).status_code == 404
