"""A new machine: everything comes back row by row from the latest copy, and erased people stay erased."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
from django.apps import apps
from django.conf import settings
from django_tenants.utils import schema_context

from quartier.config.backup.copies import MANIFEST, Manifest, TableState, table_states
from quartier.core.privacy import queries as privacy
from quartier.core.privacy import services as privacy_services
from quartier.kit.clock import now
from quartier.kit.postgres import Embedded
from quartier.values.actor import SYSTEM
from tests.drills.outcome import Outcome
from tests.drills.place import SCHEMA, Place, until

LEDGER_LIMIT_S = 60.0
# A restore writes down that it took place.
OWN_NOTE = "console.audit_fact"


def restore(place: Place, rounds: int, _chance: random.Random) -> Outcome:
    """Copy, erase somebody, restore onto two empty machines: one knows of the erasure and one does not."""
    begun, lost, rows = time.monotonic(), [], 0
    for number in range(rounds):
        gone, stays = _people(number)
        copy = place.home / f"outside-{number}" / "copy"
        copy.parent.mkdir()
        made = place.quartier("backup", "--to", str(copy))
        if made.returncode:
            return Outcome("restore onto an empty machine", rounds, [f"the copy: {made.stderr.strip()}"])
        manifest = Manifest.read(copy / MANIFEST)
        rows = manifest.rows
        _erase(place, gone)
        lost += _restored(place, copy, manifest, people={gone: True, stays: True}, ledger=False)
        lost += _restored(place, copy, manifest, people={gone: False, stays: True}, ledger=True)
    note = f"{rows} rows each, compared table by table; the ledger erased again whom the copy brought back"
    return Outcome("restore onto an empty machine", rounds, lost, (), time.monotonic() - begun, note)


def _people(number: int) -> tuple[int, int]:
    """Make two people whose contracts ended so long ago that nothing has to be kept."""
    found = []
    with schema_context(SCHEMA):
        entity = apps.get_model("providers.LegalEntity")._default_manager.all()[0]
        for name in ("Abel", "Bodo"):
            values: dict[str, Any] = {"given_name": "Ida", "name": name, "sort_name": name, "created_at": now()}
            party = apps.get_model("parties.Party")._default_manager.create(**values)
            apps.get_model("parties.Relationship")._default_manager.create(
                party=party, legal_entity=entity, kind="tenancy", number=f"Z {number} {name}",
                started_on=date(2010, 1, 1), ended_on=date(2012, 1, 1),
            )  # fmt: skip
            found.append(int(party.pk))
    return found[0], found[1]


def _erase(place: Place, number: int) -> None:
    """Erase a person and let a worker write the line into the ledger."""
    with schema_context(SCHEMA):
        subject = privacy.subject_numbered(number)
        assert subject is not None
        privacy_services.erase(actor=SYSTEM, at=now(), subject=subject, controller=privacy.controllers()[0])
    worker = place.begin("work")
    ledger = Path(settings.ERASURE_LEDGER) / f"{SCHEMA}.jsonl"
    until(lambda: ledger.exists() and f'"number": {number},' in ledger.read_text(), LEDGER_LIMIT_S, 0.1)
    os.kill(worker, signal.SIGTERM)
    place.ended(worker, 0)


def _restored(place: Place, copy: Path, manifest: Manifest, *, people: dict[int, bool], ledger: bool) -> list[str]:
    """Restore a copy onto an empty machine and return what is not as it should be."""
    home = place.home / f"new-{time.monotonic_ns()}"
    home.mkdir(mode=0o700)
    for name in ("encryption_key", "secret_key"):
        shutil.copy(place.data_dir / name, home / name)
    if ledger:
        shutil.copytree(place.data_dir / "erasures", home / "erasures")
    server = Embedded(home / "postgres")
    try:
        done = place.quartier("restore", str(copy), QUARTIER_DATA_DIR=str(home), DATABASE_URL="")
        if done.returncode:
            return [f"the restore: {done.stderr.strip()}"]
        with server.serving():
            return _differences(server, manifest, people, erased_again=ledger)
    finally:
        server.destroy()


def _differences(server: Embedded, manifest: Manifest, people: dict[int, bool], *, erased_again: bool) -> list[str]:
    with closing(psycopg.connect(**server.conninfo("quartier"))) as line:
        after: dict[str, TableState] = table_states(line)
        found = {row[0] for row in line.execute(f"SELECT id FROM {SCHEMA}.parties_party").fetchall()}
    lost = [f"person {number}" for number, expected in people.items() if expected and number not in found]
    lost += [
        f"the erasure of person {number}" for number, expected in people.items() if not expected and number in found
    ]
    if not erased_again:
        changed = {name for name, state in manifest.tables.items() if after.get(name) != state}
        lost += [f"rows of {name}" for name in sorted(changed - {OWN_NOTE})]
    return lost
