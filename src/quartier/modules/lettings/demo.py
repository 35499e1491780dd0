"""The demo: one project of 24 flats, one of them free."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path

from quartier.core.providers.services import switch_feature
from quartier.kit.clock import day_of
from quartier.modules.lettings import queries, services
from quartier.values.actor import Actor

FILE = Path(__file__).with_name("demo_flats.json")
FIRST_DAY = date(2024, 4, 1)


def seed(at: datetime, actor: Actor) -> None:
    """Fill the current schema with the project of demo_flats.json, switched on and published."""
    content = FILE.read_bytes()
    facts = json.loads(content)
    switch_feature(actor=actor, at=at, feature="lettings", on=True, effective_at=at)
    parts = {name: facts[name] for name in ("houses", "groups", "equipment")}
    project = services.open_project(actor=actor, at=at, values=facts["project"], **parts)
    services.list_flats(actor=actor, at=at, on=FIRST_DAY, project=project.key, name=FILE.name, content=content)
    services.publish_project(actor=actor, at=at, project=project.key)
    _hold_and_free(at, actor, project.key)


def _hold_and_free(at: datetime, actor: Actor, project: str) -> None:
    """Give the free flat a little history."""
    this_month = day_of(at).replace(day=1)
    held_on = (this_month - timedelta(days=1)).replace(day=5)
    row = queries.project_named(project)
    flat = queries.flat_named(row, "C.3", this_month) if row else None
    if flat and held_on > FIRST_DAY:
        services.reserve_flat(actor=actor, at=at, on=held_on, flat_id=flat.pk, reason="Bedenkzeit nach Besichtigung")
        services.free_flat(actor=actor, at=at, on=this_month, flat_id=flat.pk, reason="Reservierung zurückgegeben")
