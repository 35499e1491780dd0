"""How other apps plug in here: who hears that a version was published."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from quartier.core.terms.models import TextVersion
from quartier.kit.registry import Registry
from quartier.values.actor import Actor


@dataclass(frozen=True, slots=True)
class Published:
    """A version came into force for whoever comes new; `before` is the one in whose place it stands."""

    actor: Actor
    at: datetime
    version: TextVersion
    before: TextVersion | None


# Called in the transaction that publishes; what was accepted before is the matter of the app that changes contracts.
published: Registry[Callable[[Published], None]] = Registry("hearers of published texts")
