"""How apps bring something to copy: each runner gives the bytes of one copy and says how to tell a good one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from quartier.kit.components.markup import Text
from quartier.kit.registry import Registry


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be copied: all that belongs to this person and contract, as it is at this instant."""

    at: datetime
    party: Any
    relationship: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Runner:
    """One kind of backup. `run` yields the bytes of a copy, `ending` is how its file ends.

    `is_whole` looks into a finished copy and tells whether it can be read back.
    """

    label: Text
    ending: str
    run: Callable[[Order], Iterable[bytes]]
    is_whole: Callable[[Path], bool]


backup_runners: Registry[Runner] = Registry("kinds of backups")


def backup_runner(key: str, runner: Runner) -> None:
    """Register a kind of backup; called from a plug."""
    backup_runners.register(key, runner)
