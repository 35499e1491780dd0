"""The demo shows mandates and a run, and the books agree."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from quartier.core.accounts import queries as accounts
from quartier.core.ledger import queries as books
from quartier.core.ledger.tests.books import claim
from quartier.core.mandates import demo, queries
from quartier.core.mandates.models import Mandate, Run
from quartier.core.mandates.tests.scenes import rows
from quartier.kit.clock import day_of, now
from quartier.kit.schemas import enter_schema


def test_a_portal_of_the_demo_collects(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    enter_schema("emscher")
    monkeypatch.setattr(queries, "offers_debit", lambda _on: True)
    entity, at = rows("providers.LegalEntity").order_by("order", "pk")[0], now()
    lead = rows("accounts.User").get(pk=world.people["emscher"]["lead"])
    monkeypatch.setattr(accounts, "user_with_email", lambda _email: lead)
    party = rows("parties.Party").filter(relationships__legal_entity=entity).order_by("pk")[0]
    claim(entity, party, "49.90", on=day_of(at) - timedelta(days=20), due=day_of(at))
    demo.seed(at=at, key="emscher")
    assert Mandate.everything.filter(state="active").exists()
    assert Run.objects.count() == 1
    assert books.faults() == {}
