"""How apps above plug in here: they hear when a customer cannot be reached by e-mail any more, and when they can."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from quartier.kit.registry import Registry


@dataclass(frozen=True, slots=True)
class Reachability:
    """Two functions that get a customer's number and the instant, in the transaction in which it happens."""

    lost: Callable[[int, datetime], None]
    found: Callable[[int, datetime], None]


reachability: Registry[Reachability] = Registry("reachability by e-mail")
