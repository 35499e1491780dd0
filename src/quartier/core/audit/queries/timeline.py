"""Reading facts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from quartier.core.audit.models import Confirmation, Fact


def facts() -> QuerySet[Fact]:
    """Return all facts of this schema, newest first."""
    return Fact.objects.select_related("origin")


def latest(number: int) -> Sequence[Fact]:
    """Return the newest facts."""
    return list(facts()[:number])


def timeline(subject: str | Sequence[str], **details: Any) -> QuerySet[Fact]:
    """Return what happened to a subject, newest first; `details` narrow it to one of its things (`request=7`).

    Several subjects have one history where they have become one.
    """
    known = {"subject": subject} if isinstance(subject, str) else {"subject__in": subject}
    return facts().filter(**known, **{f"data__{name}": value for name, value in details.items()})


def about(subject: str) -> Sequence[Fact]:
    """Return the timeline of a subject, newest first."""
    return list(facts().filter(subject=subject))


def confirmations_of(subject: str) -> Sequence[Confirmation]:
    """Return what was confirmed about a subject, newest first (DWG-46)."""
    return list(Confirmation.objects.filter(subject=subject))
