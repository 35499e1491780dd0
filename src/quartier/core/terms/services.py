"""Accepting legal texts, with proof of the exact words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.terms.models import Acceptance, Occasion, TextVersion
from quartier.core.terms.queries import Document, current_documents
from quartier.kit.errors import Refused
from quartier.values.actor import Actor


class TextChanged(Refused):
    """What somebody read is not what is published any more."""

    message = _("The text has changed meanwhile. Please read it once more.")


@transaction.atomic
def accept(
    *, actor: Actor, at: datetime, user_id: int, documents: Iterable[Document], occasion: Occasion
) -> list[Acceptance]:
    """Note that a person accepted these texts, in exactly these words; whoever did so before is not noted again.

    Raises TextChanged when a text reads differently by now; nothing is noted then.
    """
    chosen = list(documents)
    if chosen != current_documents([one.kind for one in chosen]):
        raise TextChanged
    made = []
    for one in chosen:
        words = {"title": one.title, "body": one.body, "as_of": one.as_of}
        version, _new = TextVersion.objects.get_or_create(kind=one.kind, digest=one.digest, defaults=words)
        common = {"occasion": Occasion(occasion), "via": actor.way, "accepted_at": at}
        row, is_new = Acceptance.objects.get_or_create(user_id=user_id, version=version, defaults=common)
        if is_new:
            made.append(row)
            data = {"text": one.kind, "digest": one.digest, "occasion": row.occasion}
            audit.record(actor=actor, at=at, kind="terms.accepted", subject=f"accounts.user:{user_id}", data=data)
    return made
