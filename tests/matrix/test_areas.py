"""Need to know (SBV-27): whoever works in one data area meets the rows of that area and of no other, on real pages."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django_tenants.utils import schema_context

from quartier.core.accounts import services as accounts
from quartier.core.accounts.models import User
from quartier.core.parties import services as parties
from quartier.core.parties.models import Party
from quartier.kit.access import Audience
from quartier.kit.clock import now
from quartier.kit.roles import StaffRole, data_areas
from quartier.values.actor import SYSTEM
from tests.plugins.world import World, _session

PASSWORD = "Quartier-Demo-2026"
KINDS = {"housing": "tenancy", "membership": "membership", "savings": "savings", "service": "service"}
AREAS = ["", "accounting", "compliance", "housing", "letting", "membership", "privacy", "savings", "service", "web"]
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
    entity = User.objects.model._meta.apps.get_model("providers.LegalEntity").objects.get(role="principal")
    party = parties.add_party(actor=SYSTEM, at=now(), kind="person", name=name or f"Nur-{kind}")
    given: dict[str, Any] = {"legal_entity_id": entity.pk, "kind": kind, "number": f"X {party.pk}"}
    parties.open_relationship(actor=SYSTEM, at=now(), party=party, started_on=date(2026, 1, 1), **given)
    return party


def test_the_areas_tried_here_are_all_there_are() -> None:
    assert sorted(data_areas.keys()) == AREAS[1:]


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("role", READERS)
def test_a_role_meets_the_customers_of_its_area_and_no_others(world: World, role: StaffRole, area: str) -> None:
    with schema_context("emscher"):
        people = {kind: customer_with(kind) for kind in [*KINDS.values(), "portal"]}
        client = browser(world, member(role, *filter(None, [area])))
    met = {kind for kind in people if kind == "portal" or kind == KINDS.get(area) or area == "privacy"}
    pages = {kind: client.get(f"/buero/kundschaft/{party.pk}/", secure=True) for kind, party in people.items()}
    assert {kind for kind, page in pages.items() if page.status_code == 200} == met
    assert {page.status_code for kind, page in pages.items() if kind not in met} <= {404}
    found = client.get("/buero/kundschaft/?suche=Nur-", secure=True).content.decode()
    assert {kind for kind in people if f"Nur-{kind}" in found} == met


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
