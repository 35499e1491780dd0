"""Writing facts. Called by every service, inside its transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from quartier.core.audit.extension import fact_labels
from quartier.core.audit.models import Confirmation, Fact
from quartier.values.actor import Actor


def record(*, actor: Actor, at: datetime, kind: str, subject: str, data: Mapping[str, Any] | None = None) -> None:
    """Write one fact in the caller's transaction; `data` must be JSON-able and free of secrets.

    `kind` must be registered (`audit.extension.fact`), so that people can read every line of the protocol.
    """
    fact_labels[kind]
    Fact.objects.create(
        at=at,
        kind=kind,
        subject=subject,
        actor_kind=actor.kind,
        actor_key=actor.key,
        actor_name=actor.name[:120],
        data=dict(data or {}),
    )


def keep_confirmation(*, actor: Actor, at: datetime, form: str, subject: str, values: Mapping[str, str]) -> None:
    """Store the values that somebody saw in the check step and confirmed as complete and correct (DWG-46)."""
    Confirmation.objects.create(
        form=form, subject=subject, values=dict(values), confirmed_at=at, actor_kind=actor.kind, actor_key=actor.key
    )
