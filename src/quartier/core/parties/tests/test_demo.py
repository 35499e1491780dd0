"""What the demo shows around a customer."""

from __future__ import annotations

from html import unescape
from typing import Any

from django.conf import settings

from quartier.config.demo.seed import PASSWORD
from quartier.core.accounts import queries as accounts
from quartier.core.parties import demo
from quartier.kit import clock
from quartier.kit.schemas import enter_schema


def test_the_demo_has_a_custodian_a_supplier_bank_details_and_somebody_twice(world: Any) -> None:
    enter_schema("emscher")
    demo.around(at=clock.now(), key="emscher", password=PASSWORD)
    custodian = accounts.user_with_email("betreuung@emscher.example")
    assert custodian is not None
    client, lead = world.client("emscher", "visitor"), world.client("emscher", "lead")
    client.force_login(custodian, settings.AUTHENTICATION_BACKENDS[0])
    assert "Ilse Markgraf" in unescape(client.get("/fuer-andere/").content.decode())
    for address, word in (
        ("/buero/lieferanten/", "Dachbau Talwinkel GmbH"), ("/buero/bankverbindungen/", "DE•• •••• 3000"),
        ("/buero/vier-augen/", "Neue Bankverbindung"), ("/buero/kundschaft/dubletten/", "gleiche E-Mail-Adresse"),
    ):  # fmt: skip
        assert word in unescape(lead.get(address).content.decode()), address
    assert "DE•• •••• 3000" in unescape(world.client("emscher", "customer").get("/bankverbindung/").content.decode())
