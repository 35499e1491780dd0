"""How apps plug in here: who holds back a claim from collection."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from quartier.core.ledger.extension import Item
from quartier.core.mandates.models import Mandate
from quartier.core.mandates.rules import MandateState
from quartier.kit.registry import Registry

__all__ = ["Mandate", "MandateState", "holds"]

# Returns why claims are not collected on a day (a dispute, an instalment plan), by the key of the item, in words.
Hold = Callable[[Sequence[Item], date], Mapping[int, str]]
holds: Registry[Hold] = Registry("what holds claims back from collection")
