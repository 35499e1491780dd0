"""The ledger of erasures: outside of the database, without personal content, and replayed after a restore."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction

from quartier.core.audit.models import Fact
from quartier.core.privacy import queries, services
from quartier.core.privacy.queries import Controller
from quartier.core.privacy.services.ledger import ledger_of
from quartier.values.actor import SYSTEM, Actor, ActorKind

AT = datetime(2026, 3, 24, 12, tzinfo=UTC)
CLERK = Actor(ActorKind.STAFF, "7", "Jost Pape")
RunJobs = Callable[[], list[str]]


@pytest.fixture(autouse=True)
def ledger(settings: Any, tmp_path: Path) -> Path:
    """An empty ledger."""
    settings.ERASURE_LEDGER = tmp_path / "erasures"
    return tmp_path / "erasures"


def row(label: str, **values: Any) -> Any:
    return apps.get_model(label)._default_manager.create(**values)


def somebody(name: str) -> Any:
    """A person whose contract ended so long ago that nothing has to be kept."""
    entities = apps.get_model("providers.LegalEntity")._default_manager
    entity, _made = entities.get_or_create(key="eg", defaults={"role": "principal", "order": 0, "name": "Alpha eG"})
    party = row("parties.Party", given_name="Ida", name=name, sort_name=name, created_at=AT)
    row(
        "parties.Relationship", party=party, legal_entity=entity, kind="tenancy", number=f"W {name}",
        started_on=date(2010, 1, 1), ended_on=date(2012, 1, 1),
    )  # fmt: skip
    return party


def erase(party: Any, at: datetime = AT) -> int:
    """Erase a person as staff do."""
    subject = queries.subject_numbered(party.pk)
    assert subject is not None
    return services.erase(actor=CLERK, at=at, subject=subject, controller=controller()).erased


def controller() -> Controller:
    """The one that runs the portal."""
    return queries.controllers()[0]


def test_an_erasure_leaves_numbers_in_the_ledger_and_no_name(alpha: Any, run_jobs: RunJobs) -> None:
    party = somebody("Blum")
    number = party.pk
    erase(party)
    assert not ledger_of("alpha").exists()
    assert run_jobs() == ["privacy.note_erasure"]
    said = ledger_of("alpha").read_text()
    entry = json.loads(said)
    assert (entry["number"], entry["controller"], entry["erased_at"]) == (number, "eg", AT.isoformat())
    assert set(entry) == {"line", "number", "controller", "erased_at", "whole"}
    assert ledger_of("alpha").stat().st_mode & 0o777 == 0o600


def test_an_erasure_that_is_rolled_back_leaves_no_line(alpha: Any, run_jobs: RunJobs) -> None:
    party = somebody("Blum")
    with transaction.atomic():
        erase(party)
        transaction.set_rollback(True)
    assert run_jobs() == []


def test_a_job_that_runs_twice_writes_one_line_and_a_broken_line_is_written_again(alpha: Any) -> None:
    line = {"line": "a", "number": 7, "controller": "eg", "erased_at": AT.isoformat(), "whole": True}
    services.note_erasure(**line)  # type: ignore[arg-type]
    services.note_erasure(**line)  # type: ignore[arg-type]
    path = ledger_of("alpha")
    assert len(path.read_text().splitlines()) == 1
    with path.open("a") as file:
        file.write('{"line": "b", "num')
    services.note_erasure(**{**line, "line": "b"})  # type: ignore[arg-type]
    assert [json.loads(one)["line"] for one in path.read_text().splitlines()] == ["a", "b"]


def restored(party: Any) -> Any:
    """Bring a person back under the same number, as a restored copy does."""
    back = row("parties.Party", pk=party, given_name="Ida", name="Blum", sort_name="blum", created_at=AT)
    entity = apps.get_model("providers.LegalEntity")._default_manager.get(key="eg")
    # The end of the contract was noted after the copy had been made.
    row("parties.Relationship", party=back, legal_entity=entity, kind="tenancy", number="W Blum",
        started_on=date(2010, 1, 1))  # fmt: skip
    return back


def test_whoever_a_restore_brings_back_is_erased_again_and_nobody_else(alpha: Any, run_jobs: RunJobs) -> None:
    gone, stays = somebody("Blum"), somebody("Kern")
    number = gone.pk
    erase(gone)
    run_jobs()
    restored(number)
    replayed = services.replay_erasures(actor=SYSTEM, at=AT, since=AT - timedelta(hours=1))
    assert (replayed.erased, replayed.unreadable) == (1, 0)
    assert queries.subject_numbered(number) is None
    assert queries.subject_numbered(stays.pk) is not None
    fact = Fact.objects.get(kind="personal_data.erased_again")
    assert (fact.subject, fact.data["rows"]) == (f"parties.party:{number}", 3)
    assert run_jobs() == [], "the ledger is read, not written"
    assert services.replay_erasures(actor=SYSTEM, at=AT, since=AT - timedelta(hours=1)).erased == 0


def test_a_number_that_was_erased_before_the_copy_was_made_belongs_to_somebody_else_now(
    alpha: Any, run_jobs: RunJobs
) -> None:
    gone = somebody("Blum")
    number = gone.pk
    erase(gone)
    run_jobs()
    restored(number)
    assert services.replay_erasures(actor=SYSTEM, at=AT, since=AT + timedelta(seconds=1)).erased == 0
    assert queries.subject_numbered(number) is not None


def test_lines_that_cannot_be_read_are_counted_and_the_others_replayed(alpha: Any, run_jobs: RunJobs) -> None:
    gone = somebody("Blum")
    number = gone.pk
    erase(gone)
    run_jobs()
    path = ledger_of("alpha")
    path.write_text("{\n[]\n" + path.read_text())
    restored(number)
    replayed = services.replay_erasures(actor=SYSTEM, at=AT, since=AT)
    assert (replayed.erased, replayed.unreadable) == (1, 2)
