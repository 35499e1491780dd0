"""After a restore: whoever was erased since the copy was made is erased again, before the portal opens."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from quartier.core.privacy.queries import controllers, knows, subject_numbered
from quartier.core.privacy.services.erasing import erase_again
from quartier.core.privacy.services.ledger import ledger_of
from quartier.kit.schemas import current_schema
from quartier.values.actor import Actor


@dataclass(frozen=True, slots=True)
class Replayed:
    """How many people were erased again, and how many lines of the ledger cannot be read."""

    erased: int
    unreadable: int


def replay_erasures(*, actor: Actor, at: datetime, since: datetime) -> Replayed:
    """Erase again in this schema whom the ledger names since an instant; repeatable.

    `since` is when the copy was made: older lines are about people whom it does not hold, and their numbers may have
    been given to others after an earlier restore.
    """
    by_key = {controller.key: controller for controller in controllers()}
    erased = unreadable = 0
    for entry in _entries():
        if entry is None:
            unreadable += 1
            continue
        number, key, erased_at, whole = entry
        subject, controller = subject_numbered(number), by_key.get(key)
        if erased_at >= since and subject and controller and knows(subject, controller):
            erase_again(actor=actor, at=at, subject=subject, controller=controller, whole=whole)
            erased += 1
    return Replayed(erased, unreadable)


def _entries() -> Iterator[tuple[int, str, datetime, bool] | None]:
    """Yield the lines of the ledger, None for one that is broken."""
    path = ledger_of(current_schema())
    for line in path.read_text(encoding="ascii", errors="replace").splitlines() if path.exists() else ():
        try:
            said: dict[str, Any] = json.loads(line)
            erased_at = datetime.fromisoformat(said["erased_at"])
            yield int(said["number"]), str(said["controller"]), erased_at, bool(said["whole"])
        except (ValueError, KeyError, TypeError):
            yield None
