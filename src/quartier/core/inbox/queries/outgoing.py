"""A provider's own mail. Staff of a partner see only what was written for its legal entity (QX-01)."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from django.db.models import Q, QuerySet

from quartier.core.inbox.models import Bounce, MailState, OutgoingMail

WAITING = Q(state__in=(MailState.QUEUED, MailState.SENDING)) | Q(state=MailState.UNCERTAIN, resent=False)
NEEDS_A_LOOK = Q(state=MailState.FAILED) | Q(state=MailState.UNCERTAIN, resent=True)


class Reader(Protocol):
    """Who reads: staff, bound to one legal entity or not."""

    @property
    def entity_id(self) -> int | None: ...


def outgoing(reader: Reader) -> QuerySet[OutgoingMail]:
    """Return the mail that this person may see, newest first, without the bodies."""
    return _visible(reader).defer("text", "html").select_related("entity")


def outgoing_mail(reader: Reader, mail_id: int) -> OutgoingMail | None:
    """Return one mail that this person may see, or None."""
    return _visible(reader).select_related("entity").filter(pk=mail_id).first()


def undelivered(reader: Reader) -> QuerySet[OutgoingMail]:
    """Return the mails that were not delivered, or perhaps not, and wait for this person to look."""
    return _visible(reader).filter(NEEDS_A_LOOK)


def about(subject: str, number: int, reader: Reader | None = None) -> list[OutgoingMail]:
    """Return the newest mails about a subject, such as a party; never by address, which may have had other owners.

    With a `reader` only those that this person may see.
    """
    rows = _visible(reader) if reader else OutgoingMail.objects.all()
    return list(rows.filter(about=subject).defer("text", "html")[:number])


def bounces_of(address: str, since: datetime | None) -> int:
    """Return how many different mails to an address came back because it is gone, after an instant if one is given."""
    rows = Bounce.objects.filter(address=address.lower())
    return (rows if since is None else rows.filter(noted_at__gt=since)).count()


def overdue(before: datetime) -> QuerySet[OutgoingMail]:
    """Return mail that should have been tried before that instant and has not reached an end."""
    return OutgoingMail.objects.filter(WAITING, due_at__lt=before)


def _visible(reader: Reader) -> QuerySet[OutgoingMail]:
    bound_to = reader.entity_id
    return OutgoingMail.objects.filter(entity=bound_to) if bound_to else OutgoingMail.objects.all()
