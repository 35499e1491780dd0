"""Accepting legal texts, with proof of the exact words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.terms.models import Acceptance, Occasion
from quartier.core.terms.queries import Document, current_documents
from quartier.kit.errors import Refused
from quartier.values.actor import Actor


class TextChanged(Refused):
    """What somebody read is not what is published any more."""

    message = _("The text has changed meanwhile. Please read it once more.")


class NobodyAccepts(ValueError):
    """An acceptance must be somebody's or be given for something; a mistake of the program."""


@transaction.atomic
def accept(
    *,
    actor: Actor,
    at: datetime,
    documents: Iterable[Document],
    occasion: Occasion,
    user_id: int | None = None,
    subject: str = "",
) -> list[Acceptance]:
    """Note that a person accepted these texts, in exactly these words; whoever did so before is not noted again.

    `subject` is what it is given for, such as "orders.order:5": a guest has no user, and an order keeps its own rows.
    Raises TextChanged when a text reads differently by now; nothing is noted then.
    """
    if user_id is None and not subject:
        raise NobodyAccepts
    chosen = list(documents)
    if chosen != current_documents([one.kind for one in chosen]):
        raise TextChanged
    known: dict[str, Any] = {"subject": "", "user_id": user_id}
    common = {"user_id": user_id, "occasion": Occasion(occasion), "via": actor.way, "accepted_at": at}
    if subject:
        return _accepted_for(actor, at, subject, chosen, common)
    made = []
    for one in chosen:
        row, is_new = Acceptance.objects.get_or_create(**known, version_id=one.version_id, defaults=common)
        if is_new:
            made.append(row)
            data = {"text": one.kind, "name": one.name, "digest": one.digest, "occasion": row.occasion}
            audit.record(actor=actor, at=at, kind="terms.accepted", subject=f"accounts.user:{user_id}", data=data)
    return made


def _accepted_for(
    actor: Actor, at: datetime, subject: str, chosen: Sequence[Document], common: dict[str, Any]
) -> list[Acceptance]:
    """Note what was accepted for one thing, in three statements however many texts there are."""
    versions = [one.version_id for one in chosen]
    known = set(Acceptance.objects.filter(subject=subject, version__in=versions).values_list("version_id", flat=True))
    new = [one for one in chosen if one.version_id not in known]
    made = [Acceptance(subject=subject, version_id=one.version_id, **common) for one in new]
    Acceptance.objects.bulk_create(made)
    told = [
        audit.Happening(
            "terms.accepted", subject,
            {"text": one.kind, "name": one.name, "digest": one.digest, "occasion": str(common["occasion"])},
        )
        for one in new
    ]  # fmt: skip
    if told:
        audit.record_many(actor=actor, at=at, happenings=told)
    return made


def forget(*, subjects: Iterable[str]) -> int:
    """Let acceptances go with what they were given for; called by the app that erases it. Returns how many."""
    return Acceptance.objects.filter(subject__in=[one for one in subjects if one]).delete()[0]


def let_go(rows: QuerySet[Acceptance], _at: datetime) -> None:
    """Erase what hung on the account alone; what proves a contract only loses the name and goes with the contract."""
    rows.filter(subject="").delete()
    rows.exclude(subject="").update(user=None)
