"""How apps plug into dunning: who says that a direct debit of a claim is on its way."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from quartier.kit.registry import Registry

# Returns the keys of a company's claims whose collection is on its way: they are not reminded.
Collected = Callable[[int], Iterable[int]]
collected: Registry[Collected] = Registry("claims that are being collected")
