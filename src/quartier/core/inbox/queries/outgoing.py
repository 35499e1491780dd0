"""A provider's own mail."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from quartier.core.inbox.models import MailState, OutgoingMail

WAITING = Q(state__in=(MailState.QUEUED, MailState.SENDING)) | Q(state=MailState.UNCERTAIN, resent=False)
NEEDS_A_LOOK = Q(state=MailState.FAILED) | Q(state=MailState.UNCERTAIN, resent=True)


def outgoing() -> QuerySet[OutgoingMail]:
    """Return this provider's mail, newest first, without the bodies."""
    return OutgoingMail.objects.defer("text", "html")


def about(subject: str, number: int) -> list[OutgoingMail]:
    """Return the newest mails about a subject, such as a party; never by address, which may have had other owners."""
    return list(OutgoingMail.objects.filter(about=subject).defer("text", "html")[:number])


def outgoing_mail(mail_id: int) -> OutgoingMail | None:
    """Return one mail, or None."""
    return OutgoingMail.objects.filter(pk=mail_id).first()


def count_undelivered() -> int:
    """Return how many mails were not delivered, or perhaps not, and wait for somebody to look."""
    return OutgoingMail.objects.filter(NEEDS_A_LOOK).count()


def overdue(before: datetime) -> QuerySet[OutgoingMail]:
    """Return mail that should have been tried before that instant and has not reached an end."""
    return OutgoingMail.objects.filter(WAITING, due_at__lt=before)
