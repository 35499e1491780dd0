"""Telling recipients that data were corrected, erased or restricted (Art. 17(2), 19 GDPR)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from quartier.core.rights.models import DataRequest, RecipientNotice
from quartier.core.rights.services.taking import record
from quartier.kit.errors import Refused
from quartier.values.actor import Actor


class NoticeDone(Refused):
    """A recipient is told once."""

    message = _("This has been settled already.")


class NameMissing(Refused):
    """A notice goes to somebody."""

    message = _("Write who has to be told.")
    field = "recipient"


class WhyNot(Refused):
    """Nobody is left out without a reason (Art. 19 GDPR)."""

    message = _("Write why telling is impossible or would take a disproportionate effort.")
    field = "text"


@transaction.atomic
def add_notice(*, actor: Actor, at: datetime, request_id: int, recipient: str) -> RecipientNotice:
    """Add somebody who has to be told, for example who runs a page with links to published data. Raises NameMissing."""
    if not recipient.strip():
        raise NameMissing
    row = DataRequest.objects.select_for_update().get(pk=request_id)
    notice, is_new = RecipientNotice.objects.get_or_create(request=row, recipient=recipient.strip()[:120])
    if is_new:
        record(actor, at, "rights.notice_added", row, {"recipient": notice.recipient})
    return notice


@transaction.atomic
def settle_notice(*, actor: Actor, at: datetime, notice_id: int, text: str, told: bool) -> RecipientNotice:
    """Note that a recipient was told and how, or why not. Raises NoticeDone and WhyNot; nothing has changed then."""
    notice = RecipientNotice.objects.select_for_update().select_related("request__party").get(pk=notice_id)
    if notice.settled_at is not None:
        raise NoticeDone
    if not told and not text.strip():
        raise WhyNot
    notice.settled_at, notice.settled_by, notice.was_told = at, actor.name[:120], told
    notice.note = text.strip()[:300]
    notice.save(update_fields=["settled_at", "settled_by", "was_told", "note"])
    kind = "rights.recipient_told" if told else "rights.recipient_not_told"
    record(actor, at, kind, notice.request, {"recipient": notice.recipient})
    return notice
