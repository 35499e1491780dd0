"""Erasing a person of whom something has to be kept: the one goes, the other is reduced, restricted and explained."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from quartier.core.audit.models import Fact
from quartier.core.parties.models import Party
from quartier.core.privacy import queries, services
from quartier.core.privacy.queries import Controller
from quartier.values.actor import SYSTEM, Actor, ActorKind

AT = datetime(2026, 3, 24, 12, tzinfo=UTC)
CLERK = Actor(ActorKind.STAFF, "7", "Jost Pape")


@pytest.fixture(autouse=True)
def ledger(settings: Any, tmp_path: Path) -> None:
    """An empty ledger."""
    settings.ERASURE_LEDGER = tmp_path / "erasures"


def row(label: str, **values: Any) -> Any:
    return apps.get_model(label)._default_manager.create(**values)


def somebody(ended_on: date | None) -> Party:
    """A customer with an account, whose contract ended on that day."""
    entities = apps.get_model("providers.LegalEntity")._default_manager
    entity, _made = entities.get_or_create(key="eg", defaults={"role": "principal", "order": 0, "name": "Alpha eG"})
    user = row("accounts.User", email="ida@posthaus.example", name="Ida Blum", audience="customer", created_at=AT)
    party: Party = row(
        "parties.Party", given_name="Ida", name="Blum", sort_name="blum ida", email="ida@posthaus.example",
        phone="0231 5550-17", street="Ahornweg 3", postcode="44199", city="Emscherstadt", created_at=AT, user=user,
    )  # fmt: skip
    row(
        "parties.Relationship", party=party, legal_entity=entity, kind="tenancy", number="W 1 001",
        started_on=date(2010, 1, 1), ended_on=ended_on,
    )  # fmt: skip
    return party


def whose(party: Party) -> dict[str, Any]:
    """The words by which services are told about whom it is."""
    subject = queries.subject_numbered(party.pk)
    assert subject is not None
    return {"subject": subject, "controller": the_company()}


def the_company() -> Controller:
    return queries.controllers()[0]


def people() -> Any:
    return apps.get_model("accounts.User")._default_manager


def test_the_account_and_the_ways_to_reach_somebody_go_and_the_contract_stays_restricted(alpha: Any) -> None:
    party = somebody(ended_on=date(2025, 12, 31))
    outcome = services.erase(actor=CLERK, at=AT, partly=True, **whose(party))
    party.refresh_from_db()
    assert (party.email, party.phone, party.user_id) == ("", "", None)
    assert (party.name, party.street) == ("Blum", "Ahornweg 3"), "whom the kept papers name"
    assert party.restricted_at == AT
    assert not Party.objects.filter(pk=party.pk).exists()
    assert not people().filter(email="ida@posthaus.example").exists()
    assert [(one.model, one.rows, one.until) for one in outcome.remaining] == [
        ("parties.Party", 1, datetime(2033, 12, 31, 23, tzinfo=UTC)),
        ("parties.Relationship", 1, datetime(2033, 12, 31, 23, tzinfo=UTC)),
    ]
    assert "bis 01.01.2034" in str(outcome.remaining[1])
    fact = Fact.objects.get(kind="personal_data.erased")
    assert fact.data == {"controller": "eg", "as_processor": False, "rows": outcome.erased, "restricted": 1}


def test_what_is_shown_before_is_what_happens(alpha: Any) -> None:
    party = somebody(ended_on=date(2025, 12, 31))
    before = services.weighed(at=AT, **whose(party))
    outcome = services.erase(actor=CLERK, at=AT, partly=True, **whose(party))
    assert sum(count for _label, count in before.going) == outcome.erased
    assert list(before.remaining) == list(outcome.remaining)
    assert not before.runs


def test_while_a_contract_runs_nothing_goes_and_nothing_is_restricted(alpha: Any) -> None:
    party = somebody(ended_on=None)
    assert services.weighed(at=AT, **whose(party)).runs
    with pytest.raises(services.StillKept):
        services.erase(actor=CLERK, at=AT, partly=True, **whose(party))
    assert Party.objects.get(pk=party.pk).email == "ida@posthaus.example"
    assert people().filter(email="ida@posthaus.example").exists()


def test_after_a_restore_what_went_goes_again_and_what_stayed_stays(
    alpha: Any, run_jobs: Callable[[], list[str]]
) -> None:
    party = somebody(ended_on=date(2025, 12, 31))
    services.erase(actor=CLERK, at=AT, partly=True, **whose(party))
    assert run_jobs() == ["privacy.note_erasure"]
    # The copy was made before the end of the contract was noted.
    user = row("accounts.User", email="ida@posthaus.example", name="Ida Blum", audience="customer", created_at=AT)
    Party.everything.filter(pk=party.pk).update(email="ida@posthaus.example", restricted_at=None, user=user)
    party.relationships.update(ended_on=None)
    replayed = services.replay_erasures(actor=SYSTEM, at=AT, since=AT - timedelta(hours=1))
    assert replayed.erased == 1
    party.refresh_from_db()
    assert (party.email, party.restricted_at) == ("", AT)
    assert party.relationships.count() == 1
    assert not people().filter(email="ida@posthaus.example").exists()
