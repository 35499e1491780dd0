"""How apps let things be reported that stand where others see them: what is shown, and what takes its place (QX-46)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from quartier.kit.components.markup import Text
from quartier.kit.registry import Registry


@dataclass(frozen=True, slots=True, kw_only=True)
class Reportable:
    """One kind of thing: a message, the name of an account, the name of a room. Its number is the key of its row.

    `shown` returns the words that stand there, `holder` the party that put them there (None for staff), `entity_id`
    the company it happened at. `hide` puts a neutral label in their place, or nothing; `show` brings back the words
    that the case has kept. Both take `actor`, `at` and `number` by keyword, `hide` the `reason`, `show` the words as
    `shown`.
    """

    key: str
    label: Text
    shown: Callable[[int], str]
    holder: Callable[[int], Any | None]
    entity_id: Callable[[int], int | None]
    hide: Callable[..., None]
    show: Callable[..., None]


reportables: Registry[Reportable] = Registry("things that can be reported")


def reportable(thing: Reportable) -> Reportable:
    """Register a kind of thing; called from a plug."""
    return reportables.register(thing.key, thing)
