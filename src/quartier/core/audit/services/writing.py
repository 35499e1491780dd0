"""Writing facts. Called by every service, inside its transaction."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection

from quartier.core.audit.extension import fact_labels
from quartier.core.audit.models import Confirmation
from quartier.values.actor import Actor

# Plain SQL, because every service pays for it: half of what the same row costs through the model.
INSERT = """
INSERT INTO audit_fact (at, kind, subject, actor_kind, actor_key, actor_name, data) VALUES (%s, %s, %s, %s, %s, %s, %s)
"""


def record(*, actor: Actor, at: datetime, kind: str, subject: str, data: Mapping[str, Any] | None = None) -> None:
    """Write one fact in the caller's transaction; `data` must be JSON-able and free of secrets.

    `kind` must be registered (`audit.extension.fact`), so that people can read every line of the protocol.
    """
    fact_labels[kind]
    values = (at, kind, subject, str(actor.kind), actor.key, actor.name[:120], json.dumps(dict(data or {})))
    with connection.cursor() as cursor:
        cursor.execute(INSERT, values)


def keep_confirmation(*, actor: Actor, at: datetime, form: str, subject: str, values: Mapping[str, str]) -> None:
    """Store the values that somebody saw in the check step and confirmed as complete and correct (DWG-46)."""
    Confirmation.objects.create(
        form=form, subject=subject, values=dict(values), confirmed_at=at, actor_kind=actor.kind, actor_key=actor.key
    )
