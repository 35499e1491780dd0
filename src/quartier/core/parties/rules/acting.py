"""What somebody who acts for a customer may do there (SBV-51), and what pages show of an IBAN."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

# Whoever has one of these roles may be let into the portal on behalf of the customer.
ACTING_ROLES: Final = ("representative", "custodian", "heir", "administrator")
# Under which key a session keeps in which role somebody has chosen to act, and whether they may act for anybody.
CHOSEN: Final = "acts_for"
MAY_ACT: Final = "may_act"
# Stands for every kind of contract, and for the matters that belong to none.
EVERYTHING: Final = "*"


@dataclass(frozen=True, slots=True)
class ActsFor:
    """Whom somebody acts for in a request, and how far: with which rights, in which contracts."""

    tie_id: int
    party_id: int
    name: str
    rights: frozenset[str]
    kinds: frozenset[str]
    relationship_id: int | None
    leave: str

    @property
    def is_whole(self) -> bool:
        """Tell whether all matters of the customer are open, not only some contracts."""
        return EVERYTHING in self.kinds

    def covers(self, kind: str, relationship_id: int) -> bool:
        """Tell whether a contract is among those that somebody may see and act in."""
        if self.relationship_id is not None:
            return relationship_id == self.relationship_id
        return self.is_whole or kind in self.kinds


def masked(country: str, ending: str) -> str:
    """Return an IBAN as pages show it: country and the last four signs."""
    return f"{country}•• •••• {ending}"


def within(chosen: Iterable[str], known: Iterable[str]) -> list[str]:
    """Return the chosen keys that exist, once each, in the order in which they are known."""
    wanted = {*chosen}
    return [key for key in known if key in wanted]
