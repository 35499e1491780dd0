"""Who does something: carried into every service and into every audit fact."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    """The parts a person or program can play."""

    VISITOR = "visitor"
    CUSTOMER = "customer"
    STAFF = "staff"
    OPERATOR = "operator"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """One acting person or program, as it stands in the audit trail.

    `key` identifies the user inside its schema ("" for visitors and the system), `name` is what people read.
    """

    kind: ActorKind
    key: str = ""
    name: str = ""

    def __str__(self) -> str:
        return self.name or self.kind.value


SYSTEM = Actor(ActorKind.SYSTEM, name="Quartier")
VISITOR = Actor(ActorKind.VISITOR)
