"""Who accepted what, and who has not."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet

from quartier.core.accounts import queries as accounts
from quartier.core.terms.models import Acceptance, TextVersion, VersionState
from quartier.core.terms.queries.documents import Document, current_documents
from quartier.core.terms.rules import ACCEPTED


def missing(user: Any) -> list[Document]:
    """Return the texts of which somebody has accepted no version at all.

    A later version is no matter of this: how terms change has a procedure of its own.
    """
    known = set(Acceptance.objects.filter(user_id=user.pk).values_list("version__text__key", flat=True))
    return [one for one in current_documents() if one.kind not in known]


def accepted_by(user_id: int) -> Sequence[Acceptance]:
    """Return what somebody has accepted, newest first, with the words."""
    rows = Acceptance.objects.filter(user_id=user_id).select_related("version__text")
    return list(rows.defer("version__source"))


def accepted_for(subject: str) -> Sequence[Acceptance]:
    """Return what was accepted for something, such as "orders.order:5", in the order of the texts, with the words."""
    rows = Acceptance.objects.filter(subject=subject).exclude(subject="").select_related("version__text")
    return list(rows.defer("version__source").order_by("version__text__order", "version__text__key", "pk"))


def accepted_on(user_ids: Collection[int]) -> dict[int, datetime]:
    """Return when each of these users had accepted every text that is asked for; others are left out."""
    asked = {one.kind for one in current_documents()}
    told: dict[int, dict[str, datetime]] = {}
    rows = Acceptance.objects.filter(user_id__in=user_ids).order_by("-accepted_at")
    for user_id, kind, at in rows.values_list("user_id", "version__text__key", "accepted_at"):
        told.setdefault(user_id, {})[kind] = at
    return {user_id: max(kinds.values()) for user_id, kinds in told.items() if asked <= set(kinds)}


def acceptances() -> QuerySet[Acceptance]:
    """Return all acceptances with version and user, for the office."""
    rows = Acceptance.objects.select_related("version__text", "user")
    return rows.defer("version__source", "version__body")


def without(version: TextVersion) -> QuerySet[Any]:
    """Return the customers' users who can log in and have not accepted this version."""
    said = Acceptance.objects.filter(user=OuterRef("pk"), version=version)
    return accounts.customers().filter(~Exists(said)).order_by("login", "pk")


@dataclass(frozen=True, slots=True)
class Counted:
    """How many have accepted a version, for themselves or for an order."""

    version: TextVersion
    number: int


def counted() -> list[Counted]:
    """Return every version of the texts that are accepted, with how many have; in one pass over the acceptances."""
    numbers = dict(Acceptance.objects.order_by().values_list("version").annotate(n=Count("pk")))
    rows = TextVersion.objects.select_related("text").defer("source", "body").exclude(state=VersionState.DRAFT)
    asked = list(rows.order_by("text__order", "text", "-dated_on", "-pk"))
    return [Counted(row, numbers.get(row.pk, 0)) for row in asked if row.pk in numbers or row.kind in ACCEPTED]
