"""Each hostname leads to its own portal, and to nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from quartier.core.providers import queries, services
from quartier.kit import clock
from quartier.kit.schemas import enter_schema
from quartier.values.actor import SYSTEM

NEUTRAL_SIGNS = ("Emscher", "Raumhafen", "Rheinufer", "brand.css")


def get(path: str, host: str) -> Any:
    """Ask any host."""
    return Client(HTTP_HOST=host).get(path)


@pytest.mark.req("DWG-02")
def test_each_host_wears_its_brand_a_stranger_gets_the_neutral_page_and_sessions_stay_at_home(world: Any) -> None:
    emscher, raumhafen = get("/", "emscher.localhost"), get("/", "raumhafen.localhost")
    assert "Emscher" in emscher.content.decode()
    assert "Raumhafen" not in emscher.content.decode()
    assert "Raumhafen" in raumhafen.content.decode()
    assert "Emscher" not in raumhafen.content.decode()
    assert get("/brand.css", "emscher.localhost").content == b":root { --brand: #2c7a4b; --accent: #f0b429; }\n"
    assert get("/brand.css", "raumhafen.localhost").content == b":root { --brand: #5a45c9; --accent: #19a3a0; }\n"
    assert get("/wohnungen/", "emscher.localhost").status_code == 200

    unknown = get("/", "fremd.example")
    assert unknown.status_code == 404
    assert not any(sign in unknown.content.decode() for sign in NEUTRAL_SIGNS)

    at_home = world.client("emscher", "customer")
    assert at_home.get("/uebersicht/").status_code == 200
    abroad = world.client("emscher", "customer", host="raumhafen.localhost")
    answer = abroad.get("/uebersicht/")
    assert answer.status_code == 302
    assert answer["Location"].startswith(settings.LOGIN_URL)


@pytest.mark.parametrize("host", ["a_b..c", "[::1", "x" * 300, "emscher.localhost.example", "127.0.0.1"])
def test_a_broken_or_foreign_hostname_never_shows_a_provider(world: Any, host: str) -> None:
    answer = get("/", host)
    assert answer.status_code in (400, 404)
    assert not any(sign in answer.content.decode() for sign in NEUTRAL_SIGNS)


def test_a_port_a_trailing_dot_and_capitals_do_not_matter(world: Any) -> None:
    for host in ("emscher.localhost:8000", "emscher.localhost.", "EMSCHER.localhost"):
        assert get("/impressum/", host).status_code == 200


@pytest.mark.req("QX-01")
def test_a_white_label_account_follows_its_partner_in_brand_contract_party_issuer_and_staff(world: Any) -> None:
    from quartier.core.parties import queries as parties  # noqa: PLC0415 – models load late
    from quartier.core.parties import services as keep  # noqa: PLC0415 – models load late

    own = get("/", "raumhafen.localhost").content.decode()
    partner = get("/", "lotsenhaus.raumhafen.localhost").content.decode()
    assert "Lotsenhaus" in partner
    assert "Lotsenhaus" not in own.split("<footer")[0].split("</header>")[0]
    assert (
        get("/brand.css", "lotsenhaus.raumhafen.localhost").content != get("/brand.css", "raumhafen.localhost").content
    )

    enter_schema("raumhafen")
    principal, lotsenhaus = queries.entities()
    who: dict[str, Any] = {"actor": SYSTEM, "at": clock.now()}
    rows = {}
    for name, entity in (("Direkt", principal), ("Partnerkunde", lotsenhaus)):
        party = keep.add_party(**who, kind="organisation", name=name)
        rows[name] = keep.open_relationship(
            **who, party=party, legal_entity_id=entity.pk, kind="service", number=f"T {name}", started_on=clock.today()
        )
    assert parties.contracting_party(rows["Partnerkunde"]) == lotsenhaus
    assert parties.invoice_issuer(rows["Partnerkunde"], queries.entities()) == lotsenhaus
    services.change_entity(**who, key=lotsenhaus.key, values={"issues_invoices": False})
    rows["Partnerkunde"].refresh_from_db()
    assert parties.invoice_issuer(rows["Partnerkunde"], queries.entities()) == principal
    assert parties.invoice_issuer(rows["Direkt"], queries.entities()) == principal

    listed = world.client("raumhafen", "partner").get("/buero/kundschaft/?suche=t").content.decode()
    assert "Partnerkunde" in listed
    assert "Direkt" not in listed
    client = world.client("raumhafen", "partner")
    assert client.get(f"/buero/kundschaft/{rows['Partnerkunde'].party_id}/").status_code == 200
    assert client.get(f"/buero/kundschaft/{rows['Direkt'].party_id}/").status_code == 404
    for closed in ("/buero/protokoll/", "/buero/einstellungen/unternehmen/", "/buero/personal/"):
        assert client.get(closed).status_code == 403
    everything = world.client("raumhafen", "clerk").get("/buero/kundschaft/?suche=t").content.decode()
    assert "Partnerkunde" in everything
    assert "Direkt" in everything
