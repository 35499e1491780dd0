"""How apps plug in here: what staff can do on a customer's page, and who hears that contracts began or ended."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from quartier.core.parties.models import Standing
from quartier.kit.components.markup import Text
from quartier.kit.registry import Registry

__all__ = [
    "PartyAction",
    "RelationshipsChanged",
    "Standing",
    "party_actions",
    "relationships_changed",
    "tell_of_contracts",
]


@dataclass(frozen=True, slots=True)
class PartyAction:
    """A link on a customer's page for staff with a permission; `address` is the name of a URL that takes the number."""

    needs: str
    address: str
    label: Text
    icon: str = ""
    order: int = 50


party_actions: Registry[PartyAction] = Registry("actions on customers")

# The numbers of customers with whom a contract began, ended or ends on another day now; called in that transaction.
RelationshipsChanged = Callable[[Sequence[int], datetime], None]
relationships_changed: Registry[RelationshipsChanged] = Registry("changes of contracts")


def tell_of_contracts(parties: Sequence[int], at: datetime) -> None:
    """Tell everybody who listens that contracts of these customers changed."""
    for hear in relationships_changed:
        hear(parties, at)
