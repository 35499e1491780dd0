"""Reporting and withdrawing what somebody sent: hidden for others, kept as evidence, the sender informed (DWG-37)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.documents.mails import HiddenMail
from quartier.core.documents.models import Document
from quartier.core.documents.queries import subject_of
from quartier.core.inbox import services as inbox
from quartier.core.parties import queries as parties
from quartier.kit.errors import Refused
from quartier.values.actor import Actor


class AlreadyHidden(Refused):
    """Hidden once is hidden."""

    message = _("This document is hidden already.")


class NotHidden(Refused):
    """Only what is hidden can be shown again."""

    message = _("This document is not hidden.")


@transaction.atomic
def report(
    *, actor: Actor, at: datetime, document_id: int, reason: str, shown: Mapping[str, str] | None = None
) -> Document:
    """Note that a reader finds a document unlawful or wrong; the first report of a document counts.

    `shown` is what a customer confirmed in the check step (DWG-46).
    """
    row = Document.objects.select_for_update().get(pk=document_id)
    if row.reported_at is None:
        row.reported_at, row.report = at, reason
        row.save(update_fields=["reported_at", "report"])
    audit.record(actor=actor, at=at, kind="document.reported", subject=subject_of(row), data={})
    if shown is not None and row.party is not None:
        audit.keep_confirmation(
            actor=actor, at=at, form="documents.report", subject=parties.subject_of(row.party), values=shown
        )
    return row


@transaction.atomic
def hide(*, actor: Actor, at: datetime, document_id: int, reason: str) -> Document:
    """Hide a document from everybody but those who keep evidence and tell its sender why. Raises AlreadyHidden."""
    row = Document.objects.select_for_update().get(pk=document_id)
    if row.hidden_at is not None:
        raise AlreadyHidden
    row.hidden_at, row.hidden_reason = at, reason
    row.save(update_fields=["hidden_at", "hidden_reason"])
    audit.record(actor=actor, at=at, kind="document.hidden", subject=subject_of(row), data={"reason": reason})
    if row.sender is not None:
        mail = HiddenMail(title=row.title, reason=reason)
        inbox.post(
            actor=actor, at=at, mail=mail, to=row.sender.email, to_name=row.sender.name, about=subject_of(row),
            entity=row.entity,
        )  # fmt: skip
    return row


@transaction.atomic
def show_again(*, actor: Actor, at: datetime, document_id: int, reason: str) -> Document:
    """Take a hiding back. Raises NotHidden."""
    row = Document.objects.select_for_update().get(pk=document_id)
    if row.hidden_at is None:
        raise NotHidden
    row.hidden_at, row.hidden_reason, row.reported_at, row.report = None, "", None, ""
    row.save(update_fields=["hidden_at", "hidden_reason", "reported_at", "report"])
    audit.record(actor=actor, at=at, kind="document.shown_again", subject=subject_of(row), data={"reason": reason})
    return row
