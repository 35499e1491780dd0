"""How apps plug into the page of a customer: what staff can do there beyond contact and contracts."""

from __future__ import annotations

from dataclasses import dataclass

from quartier.kit.components.markup import Text
from quartier.kit.registry import Registry


@dataclass(frozen=True, slots=True)
class PartyAction:
    """A link on a customer's page for staff with a permission; `address` is the name of a URL that takes the number."""

    needs: str
    address: str
    label: Text
    icon: str = ""
    order: int = 50


party_actions: Registry[PartyAction] = Registry("actions on customers")
