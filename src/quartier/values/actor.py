"""Who does something, for whom, and from where: carried into every service and into every audit fact."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ActorKind(StrEnum):
    """The parts a person or program can play."""

    VISITOR = "visitor"
    CUSTOMER = "customer"
    STAFF = "staff"
    OPERATOR = "operator"
    SYSTEM = "system"


class Way(StrEnum):
    """The door somebody came through."""

    PORTAL = "portal"
    OFFICE = "office"
    CONSOLE = "console"
    COMMAND = "command"
    JOB = "job"
    MAIL = "mail"
    API = "api"


# Where people of each kind act unless they came another way.
USUAL_WAY = {
    ActorKind.VISITOR: Way.PORTAL,
    ActorKind.CUSTOMER: Way.PORTAL,
    ActorKind.STAFF: Way.OFFICE,
    ActorKind.OPERATOR: Way.CONSOLE,
    ActorKind.SYSTEM: Way.JOB,
}


@dataclass(frozen=True, slots=True)
class Represented:
    """The one for whom somebody else acts: `subject` as facts name it ("parties.party:7"), `name` as people read it."""

    subject: str
    name: str


@dataclass(frozen=True, slots=True)
class Address:
    """The IP address of a request, where the provider's policy keeps it: only `until` an instant."""

    ip: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Actor:
    """One acting person or program, as it stands in the audit trail.

    `key` identifies the user inside its schema ("" for visitors and the system), `name` is what people read. `via`
    is stated where it is not the usual way. `behalf` is whom the person acts for, if it is not themselves.
    """

    kind: ActorKind
    key: str = ""
    name: str = ""
    via: Way | None = None
    behalf: Represented | None = None
    address: Address | None = None

    def __str__(self) -> str:
        return self.name or self.kind.value

    @property
    def way(self) -> Way:
        """Return the door this actor came through."""
        return self.via or USUAL_WAY[self.kind]

    @property
    def is_named_person(self) -> bool:
        """Tell whether a person answers for what is done: neither a program nor somebody unknown."""
        return self.kind not in (ActorKind.SYSTEM, ActorKind.VISITOR) and bool(self.name.strip())


SYSTEM = Actor(ActorKind.SYSTEM, name="Quartier")
VISITOR = Actor(ActorKind.VISITOR)
