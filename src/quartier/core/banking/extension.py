"""How other apps plug into banking: what the search over the money finds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from quartier.core.banking.models import Entry, OwnAccount, Statement
from quartier.kit.components.markup import Text
from quartier.kit.registry import Registry

__all__ = ["Entry", "Hit", "OwnAccount", "SearchSource", "Statement", "search_sources"]


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that was found: what it is called, more about it, where it is, and its sum."""

    label: str
    meta: str
    address: str
    amount: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchSource:
    """What is searched for staff with a permission; `find` gets who asks and what, and returns at most some twenty."""

    label: Text
    needs: str
    find: Callable[[Any, str], Sequence[Hit]]
    order: int = 50


search_sources: Registry[SearchSource] = Registry("search over the money")
