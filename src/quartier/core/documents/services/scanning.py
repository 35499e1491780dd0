"""Having files scanned. Closed by default: what nobody has passed stays invisible, however long the scanner is away."""

from __future__ import annotations

import logging
from datetime import datetime

from django.conf import settings
from django.db import transaction

from quartier.core.audit import services as audit
from quartier.core.documents import queries
from quartier.core.documents.models import Document, DocumentState
from quartier.core.documents.scanner import ScannerDown, scanned
from quartier.core.documents.services.keeping import tell
from quartier.kit import storage
from quartier.values.actor import SYSTEM

log = logging.getLogger(__name__)
LONGEST_FINDING = 120


def scan(*, at: datetime, document_id: int) -> bool:
    """Have one waiting file scanned; tells whether there was an answer. Clean ones open, others go to quarantine."""
    row = Document.everything.filter(pk=document_id, state=DocumentState.WAITING).first()
    if row is None:
        return True
    if not settings.CLAMD:
        # Without a scanner nobody can pass what an earlier one left behind.
        return False
    try:
        with storage.here().open(row.sha256) as file:
            finding = scanned(settings.CLAMD, file)
    except ScannerDown as reason:
        log.warning("The malware scanner gave no answer: %s", reason)
        return False
    _settle(at, document_id, finding)
    return True


def scan_waiting(*, at: datetime) -> int:
    """Have everything scanned that waits, until the scanner stops answering; returns how many files were answered."""
    done = 0
    for document_id in queries.unchecked(at):
        if not scan(at=at, document_id=document_id):
            break
        done += 1
    return done


@transaction.atomic
def _settle(at: datetime, document_id: int, finding: str) -> None:
    row = Document.everything.select_for_update(of=("self",)).get(pk=document_id)
    if row.state != DocumentState.WAITING:
        return
    row.state = DocumentState.QUARANTINED if finding else DocumentState.READY
    row.finding = finding[:LONGEST_FINDING]
    row.save(update_fields=["state", "finding"])
    kind = "document.quarantined" if finding else "document.scanned"
    data = {"finding": row.finding} if finding else {}
    audit.record(actor=SYSTEM, at=at, kind=kind, subject=queries.subject_of(row), data=data)
    if not finding:
        tell(actor=SYSTEM, at=at, document=row)
