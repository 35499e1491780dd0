"""How apps bring candidates for blocks: what they have found, and where staff look at it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from quartier.core.blocks.models import Block
from quartier.kit.components.markup import Text
from quartier.kit.registry import Registry
from quartier.values.actor import Actor


@dataclass(frozen=True, slots=True)
class CandidateKind:
    """A kind of candidate.

    `href` leads from an item ("inbox.outgoingmail:7") to the page where staff look at it. A candidate never blocks by
    itself: a decision against somebody is a person's (Art. 22 GDPR).
    """

    label: Text
    href: Callable[[str], str] | None = None


# Called with a block in the transaction that imposes it.
Imposed = Callable[[Actor, datetime, Block], None]
imposed: Registry[Imposed] = Registry("who hears of blocks")

candidate_kinds: Registry[CandidateKind] = Registry("candidates for blocks")


def candidate(key: str, kind: CandidateKind) -> None:
    """Register a kind of candidate (`app.what`); called from a plug."""
    candidate_kinds.register(key, kind)
