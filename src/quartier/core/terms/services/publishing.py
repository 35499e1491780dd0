"""Publishing a version: from then on it holds for whoever comes new, and never changes again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.terms import queries
from quartier.core.terms.extension import Published, published
from quartier.core.terms.models import LegalText, TextVersion, VersionState
from quartier.core.terms.services.editing import NotADraft
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.values.actor import Actor


class Unfinished(Refused):
    """Placeholders and empty lists block publishing (QX-56)."""

    message = _("This version is unfinished and cannot be published.")


class ReasonMissing(Refused):
    """Whoever replaces a text that is in force says why."""

    message = _("Please say why the text changes.")
    field = "reason"


class OlderThanNow(Refused):
    """A new version does not give itself an earlier day than the one in force."""

    message = _(
        "This version is dated earlier than the one in force. If it comes from the time before, take it in as such."
    )


@transaction.atomic
def publish(*, actor: Actor, at: datetime, version_id: int, reason: str = "") -> TextVersion:
    """Publish a draft: who comes new gets it at once, who accepted an earlier version stays with that one.

    A text from the time before goes into the archive when a newer one is in force. Raises NotADraft, Unfinished with
    a sentence for each place, ReasonMissing and OlderThanNow; nothing has changed then.
    """
    text_id = TextVersion.objects.values_list("text_id", flat=True).get(pk=version_id)
    # Two versions of one text are never published side by side.
    LegalText.objects.select_for_update().get(pk=text_id)
    row = TextVersion.objects.select_for_update(of=("self",)).select_related("text").get(pk=version_id)
    before = TextVersion.objects.filter(text_id=text_id, state=VersionState.PUBLISHED).defer("source").first()
    if row.state != VersionState.DRAFT:
        raise NotADraft
    if stand := queries.obstacles(row):
        raise Unfinished(f"{Unfinished.message} {' '.join(stand)}")
    is_archived = _is_archived(row, before, reason)
    if before is not None and not is_archived:
        before.state = VersionState.SUPERSEDED
        before.save(update_fields=["state"])
    row.state = VersionState.SUPERSEDED if is_archived else VersionState.PUBLISHED
    row.published_at, row.published_by, row.reason = at, str(actor)[:120], reason[:300]
    row.in_force_from = row.dated_on if row.is_legacy else day_of(at)
    row.save(update_fields=["state", "published_at", "published_by", "reason", "in_force_from"])
    facts = {"text": row.text.key, "name": row.name, "digest": row.digest, "archived": is_archived}
    audit.record(actor=actor, at=at, kind="terms.published", subject=queries.subject_of(row), data=facts)
    if not is_archived:
        for hear in published:
            hear(Published(actor, at, row, before))
    return row


def _is_archived(row: TextVersion, before: TextVersion | None, reason: str) -> bool:
    """Tell whether a version goes straight into the archive; refuse what fits neither there nor on top."""
    if before is None:
        return False
    is_older = row.dated_on < before.dated_on
    if is_older and not row.is_legacy:
        raise OlderThanNow
    if not is_older and not reason.strip():
        raise ReasonMissing
    return is_older
