"""How apps bring their deadlines: each kind with its words and, if time alone does something, its effect."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from quartier.kit.components.markup import Text
from quartier.kit.registry import Registry


@dataclass(frozen=True, slots=True)
class Passed:
    """A deadline whose time has passed, as its effect sees it.

    `at` is the instant at which it passed, not the one at which somebody noticed: effects count from it, so that a year
    in one jump ends as a year day by day.
    """

    kind: str
    subject: str
    holder: str
    last_on: date | None
    at: datetime
    data: Mapping[str, Any]


Effect = Callable[[Passed], None]


@dataclass(frozen=True, slots=True)
class DeadlineKind:
    """A kind of deadline. `effect` runs once, in the transaction that closes the row; without one it only passes.

    `promise` says in a sentence what follows when it passes. `href` leads staff to the subject.
    """

    label: Text
    promise: Text = ""
    effect: Effect | None = None
    href: Callable[[str], str] | None = None


deadline_kinds: Registry[DeadlineKind] = Registry("deadlines")


def deadline(key: str, kind: DeadlineKind) -> None:
    """Register a kind of deadline (`app.what`); called from a plug."""
    deadline_kinds.register(key, kind)
