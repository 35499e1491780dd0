"""What the portal makes itself, such as letters: kept as a document at once, and read again for printing."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Collection, Iterator
from datetime import datetime

from django.db import transaction

from quartier.core.audit import services as audit
from quartier.core.documents.extension import document_kinds
from quartier.core.documents.models import Document, DocumentState
from quartier.core.documents.queries import subject_of
from quartier.core.documents.services.keeping import Given, release, roles_of, tell
from quartier.core.documents.services.receiving import alone_with
from quartier.kit import storage
from quartier.kit.storage.face import blocks_of
from quartier.values.actor import Actor


@transaction.atomic
def issue(*, actor: Actor, at: datetime, file_name: str, media_type: str, content: bytes, given: Given) -> Document:
    """Keep a file that we have made ourselves: nothing about it needs to be looked into, and nobody's space shrinks.

    Raises what a storage raises, StorageFull and StorageDown; nothing is kept then.
    """
    kind = document_kinds[given.kind]
    is_confidential = kind.is_confidential if given.is_confidential is None else given.is_confidential
    row = Document.objects.create(
        kind=kind.key, title=given.title, year=given.year, party=given.party, entity_id=given.entity_id,
        visibility=given.visibility or kind.visibility, is_confidential=is_confidential,
        roles=roles_of(kind, given.roles, is_confidential), tell=given.tell, file_name=file_name, media_type=media_type,
        size=len(content), sha256=_kept(content), created_at=at, state=DocumentState.READY,
    )  # fmt: skip
    data = {"version": row.version, "size": row.size, "sha256": row.sha256}
    audit.record(actor=actor, at=at, kind="document.filed", subject=subject_of(row), data=data)
    tell(actor=actor, at=at, document=row)
    return row


def content_of(document: Document) -> Iterator[bytes]:
    """Return the bytes of a document in blocks, for work on the server; whoever opens one for people uses a link."""
    return blocks_of(storage.here().open(document.sha256))


@transaction.atomic
def forget_issued(*, at: datetime, document_ids: Collection[int]) -> None:
    """Erase files that can be made again; raises ValueError for one that the law has us keep."""
    rows = Document.objects.filter(pk__in=document_ids)
    if kept := [row.pk for row in rows if document_kinds[row.kind].kept_as is not None]:
        raise ValueError(f"documents {kept} are kept by law")
    release(rows, at)


def _kept(content: bytes) -> str:
    """Put the bytes under their hash and return it. Without a row that speaks of them they are tidied away."""
    sha256, key, place = hashlib.sha256(content).hexdigest(), uuid.uuid4(), storage.here()
    alone_with(sha256)
    try:
        place.append(key, 0, [content], most=len(content), digest=None)
        place.keep(key, sha256)
    finally:
        place.drop(key)
    return sha256
