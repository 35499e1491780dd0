"""Forgetting mail in time."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from quartier.core.inbox import rules
from quartier.core.inbox.models import MailState, OutgoingMail

ERASED = "–"
ENDED = (MailState.SENT, MailState.FAILED, MailState.UNCERTAIN)


@transaction.atomic
def forget_about(*, subject: str) -> int:
    """Forget all mail about a subject, also what has not left yet; returns how many."""
    return OutgoingMail.objects.filter(about=subject).delete()[0]


@transaction.atomic
def forget(*, at: datetime) -> int:
    """Erase the words of mail after a year and the rows after four; returns how many words were erased."""
    OutgoingMail.objects.filter(created_at__lte=at - rules.ROW_KEPT_FOR).delete()
    old = OutgoingMail.objects.filter(created_at__lte=at - rules.BODY_KEPT_FOR, body_erased_at__isnull=True)
    return old.filter(state__in=ENDED).update(subject=ERASED, text="", html="", body_erased_at=at)
