"""Opening documents: written down first, then handed out by a link that works for this account and a few minutes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core import signing
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.documents.models import Document
from quartier.core.documents.queries import subject_of
from quartier.core.documents.rules.limits import LINK_SECONDS
from quartier.kit.errors import Refused
from quartier.values.actor import Actor

SALT = "quartier.core.documents.link"


class LinkExpired(Refused):
    """The link was opened too late, by another account, or is none of ours."""

    message = _("This link no longer works. Please open the document again from the list.")
    status = 404


@transaction.atomic
def open_document(*, actor: Actor, at: datetime, document: Document, reader: Any) -> str:
    """Write down who opens a document (QX-41, DWG-08) and return the token of a link for this account."""
    data = {"confidential": document.is_confidential, "version": document.version}
    audit.record(actor=actor, at=at, kind="document.opened", subject=subject_of(document), data=data)
    schema = str(getattr(connection, "schema_name", ""))
    return signing.dumps([schema, document.pk, reader.pk], salt=SALT)


def linked_document(token: str, reader: Any) -> int:
    """Return the document that a link is for. Raises LinkExpired for one that is too old or somebody else's."""
    try:
        schema, document_id, reader_id = signing.loads(token, salt=SALT, max_age=LINK_SECONDS)
    except signing.BadSignature:
        raise LinkExpired from None
    if (schema, reader_id) != (getattr(connection, "schema_name", ""), reader.pk):
        raise LinkExpired
    return int(document_id)
