"""How apps bring what needs a second pair of eyes: each kind with its words and what follows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from quartier.kit.components.markup import Text
from quartier.kit.registry import Registry
from quartier.values.actor import Actor


@dataclass(frozen=True, slots=True)
class Decided:
    """A proposal on which a second person has decided, as what follows sees it; `reason` is why it was refused."""

    kind: str
    subject: str
    holder: str
    data: Mapping[str, Any]
    reason: str
    actor: Actor
    at: datetime


@dataclass(frozen=True, slots=True)
class ApprovalKind:
    """Something that one person alone may not do.

    `needs` is the permission of both. `effect` runs once, in the transaction that confirms; a refusal of it leaves the
    proposal as it was. `dropped` runs when the proposal is refused or withdrawn. `visible` says whether a member of
    staff may see what a proposal is about, and `href` leads there.
    """

    label: Text
    needs: str
    effect: Callable[[Decided], None]
    dropped: Callable[[Decided], None] | None = None
    visible: Callable[[Any, str], bool] | None = None
    href: Callable[[str], str] | None = None


approval_kinds: Registry[ApprovalKind] = Registry("approvals")


def approval(key: str, kind: ApprovalKind) -> None:
    """Register a kind of approval (`app.what`); called from a plug."""
    approval_kinds.register(key, kind)
