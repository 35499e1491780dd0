"""How apps bring candidates for blocks: what they have found, and where staff look at it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from quartier.kit.components.markup import Text
from quartier.kit.registry import Registry


@dataclass(frozen=True, slots=True)
class CandidateKind:
    """A kind of candidate.

    `href` leads from an item ("inbox.outgoingmail:7") to the page where staff look at it. A candidate never blocks by
    itself: a decision against somebody is a person's (Art. 22 GDPR).
    """

    label: Text
    href: Callable[[str], str] | None = None


candidate_kinds: Registry[CandidateKind] = Registry("candidates for blocks")


def candidate(key: str, kind: CandidateKind) -> None:
    """Register a kind of candidate (`app.what`); called from a plug."""
    candidate_kinds.register(key, kind)
