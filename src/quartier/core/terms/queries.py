"""What others may read about legal texts and who accepted them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from quartier.core.providers import queries as providers
from quartier.core.terms.models import Acceptance
from quartier.core.terms.rules import ACCEPTED, digest
from quartier.kit.components.markup import Text


@dataclass(frozen=True, slots=True)
class Document:
    """A legal text as it is published now: words, digest of the words, and since when it reads so."""

    kind: str
    title: Text
    body: str
    digest: str
    as_of: datetime


def current_documents(kinds: Collection[str] = ACCEPTED) -> list[Document]:
    """Return the published texts of these kinds, in that order; one that is not published is left out."""
    found = {row.kind: row for row in providers.texts(kinds)}
    rows = [found[kind] for kind in kinds if kind in found]
    return [Document(r.kind, str(r.get_kind_display()), r.body, digest(r.body), r.changed_at) for r in rows]


def missing(user: Any) -> list[Document]:
    """Return the texts of which somebody has accepted no version at all.

    A later version is no matter of this: how terms change has a procedure of its own.
    """
    known = set(Acceptance.objects.filter(user_id=user.pk).values_list("version__kind", flat=True))
    return [one for one in current_documents() if one.kind not in known]


def accepted_by(user_id: int) -> Sequence[Acceptance]:
    """Return what somebody has accepted, newest first, with the words."""
    return list(Acceptance.objects.filter(user_id=user_id).select_related("version"))


def accepted_for(subject: str) -> Sequence[Acceptance]:
    """Return what was accepted for something, such as "orders.order:5", in the order of the texts, with the words."""
    rows = Acceptance.objects.filter(subject=subject).exclude(subject="").select_related("version")
    return list(rows.order_by("version__kind", "pk"))


def accepted_on(user_ids: Collection[int]) -> dict[int, datetime]:
    """Return when each of these users had accepted every text that is asked for; others are left out."""
    asked = {one.kind for one in current_documents()}
    told: dict[int, dict[str, datetime]] = {}
    rows = Acceptance.objects.filter(user_id__in=user_ids).order_by("-accepted_at")
    for user_id, kind, at in rows.values_list("user_id", "version__kind", "accepted_at"):
        told.setdefault(user_id, {})[kind] = at
    return {user_id: max(kinds.values()) for user_id, kinds in told.items() if asked <= set(kinds)}
