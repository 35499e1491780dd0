"""Making documents of uploads, in versions, and telling the customer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.documents.extension import DocumentKind, document_kinds
from quartier.core.documents.mails import DocumentMail
from quartier.core.documents.models import Document, DocumentState, Upload, Visibility
from quartier.core.documents.queries import subject_of
from quartier.core.documents.services.receiving import alone_with
from quartier.core.documents.services.refusals import NotComplete
from quartier.core.inbox import services as inbox
from quartier.core.parties import queries as parties
from quartier.kit import storage
from quartier.kit.errors import Refused
from quartier.kit.jobs import enqueue
from quartier.kit.roles import StaffRole
from quartier.values.actor import Actor

# Who opens what is confidential when nobody is named.
TRUSTED = (StaffRole.LEAD, StaffRole.PRIVACY)


class ForgottenKind(Refused):
    """Nobody registered this kind, or it is not for the one who files."""

    message = _("Choose what kind of document this is.")
    field = "kind"


class OwnerMissing(Refused):
    """What a customer sees belongs to somebody."""

    message = _("Choose the customer whom this document is for.")
    field = "party"


class ConfidentialForAll(Refused):
    """Confidential and public exclude each other."""

    message = _("A confidential document cannot be open to everybody.")
    field = "visibility"


class WrongOwner(Refused):
    """A new version belongs to whom the old one belongs to."""

    message = _("Only the one who brought a document in can bring in its next version.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What is said about a file: kind, title, year, whose it is, who answers for it, and who may open it.

    `visibility` and `is_confidential` are those of the kind unless given; `tell` sends the customer a notice.
    """

    kind: str
    title: str
    party: Any | None = None
    entity_id: int | None = None
    year: int | None = None
    by_customer: bool = False
    visibility: str = ""
    is_confidential: bool | None = None
    roles: Sequence[str] = ()
    tell: bool = False


@transaction.atomic
def file(
    *, actor: Actor, at: datetime, upload: Upload, given: Given, shown: Mapping[str, str] | None = None
) -> Document:
    """Make a document of a complete upload. It may be opened at once, or when the scanner has passed it.

    `shown` is what a customer saw in the check step and confirmed (DWG-46).

    Raises NotComplete, ForgottenKind, OwnerMissing and ConfidentialForAll; nothing changes then.
    """
    kind = document_kinds.get(given.kind)
    if kind is None or (given.by_customer and not kind.from_customers):
        raise ForgottenKind
    visibility = given.visibility or kind.visibility
    is_confidential = kind.is_confidential if given.is_confidential is None else given.is_confidential
    if visibility == Visibility.CUSTOMER and given.party is None:
        raise OwnerMissing
    if visibility == Visibility.PUBLIC and is_confidential:
        raise ConfidentialForAll
    row = _filed(actor, at, upload, Document(
        kind=kind.key, title=given.title, year=given.year, party=given.party, entity_id=given.entity_id,
        by_customer=given.by_customer, visibility=visibility, tell=given.tell,
        is_confidential=is_confidential, roles=roles_of(kind, given.roles, is_confidential),
    ))  # fmt: skip
    if shown is not None and given.party is not None:
        about = parties.subject_of(given.party)
        audit.keep_confirmation(actor=actor, at=at, form="documents.filing", subject=about, values=shown)
    return row


@transaction.atomic
def replace(*, actor: Actor, at: datetime, upload: Upload, document_id: int, title: str = "") -> Document:
    """File an upload as the next version of a document; the earlier ones stay as they are. Its customer is told.

    Raises NotComplete, and WrongOwner when a customer's document would be replaced by somebody else.
    """
    series = Document.everything.filter(series=Document.objects.get(pk=document_id).series).order_by("-version")
    # Whoever brings the next version waits here for the one before, or both would have the same number.
    list(series.select_for_update().values_list("pk", flat=True))
    newest = series[0]
    if newest.by_customer and newest.sender_id != upload.owner_id:
        raise WrongOwner
    return _filed(actor, at, upload, Document(
        series=newest.series, version=newest.version + 1, kind=newest.kind, title=title or newest.title,
        year=newest.year, party=newest.party, entity=newest.entity, by_customer=newest.by_customer,
        visibility=newest.visibility, roles=newest.roles, is_confidential=newest.is_confidential,
        tell=newest.visibility == Visibility.CUSTOMER and not newest.by_customer,
    ))  # fmt: skip


def roles_of(kind: DocumentKind, named: Sequence[str], is_confidential: bool) -> list[str]:
    """Return the staff roles that open a document, none for all: as named, as its kind says, or the trusted ones."""
    roles = [str(role) for role in named or kind.roles]
    return roles or [str(role) for role in TRUSTED] if is_confidential else roles


def _filed(actor: Actor, at: datetime, upload: Upload, row: Document) -> Document:
    upload = Upload.objects.select_for_update().get(pk=upload.pk)
    if not upload.is_complete:
        raise NotComplete
    alone_with(upload.sha256)
    place, key = storage.here(), upload.key
    place.keep(key, upload.sha256)
    row.file_name, row.media_type = upload.file_name, upload.media_type
    row.size, row.sha256, row.sender_id, row.created_at = upload.size, upload.sha256, upload.owner_id, at
    row.state = DocumentState.WAITING if settings.CLAMD else DocumentState.READY
    row.save(force_insert=True)
    upload.delete()
    transaction.on_commit(lambda: place.drop(key), robust=True)
    data = {"version": row.version, "size": row.size, "sha256": row.sha256}
    audit.record(actor=actor, at=at, kind="document.filed", subject=subject_of(row), data=data)
    if row.state == DocumentState.WAITING:
        enqueue("documents.scan", document_id=row.pk)
    else:
        tell(actor=actor, at=at, document=row)
    return row


def tell(*, actor: Actor, at: datetime, document: Document) -> None:
    """Send the one notice that a document is there, without a word about what it says."""
    party = document.party
    if not document.tell or document.told_at is not None or party is None or not party.email or document.is_restricted:
        return
    document.told_at = at
    document.save(update_fields=["told_at"])
    about = parties.subject_of(party)
    mail = DocumentMail(corrects=document.version > 1)
    inbox.post(actor=actor, at=at, mail=mail, to=party.email, to_name=str(party), about=about, entity=document.entity)


def release(rows: Any, _at: datetime) -> None:
    """Erase documents: the rows now, the bytes that nobody else has when this is committed."""
    hashes = sorted(set(rows.values_list("sha256", flat=True)))
    rows.delete()
    for sha256 in hashes:
        enqueue("documents.forget_bytes", sha256=sha256)
