"""Files of people without an account: taken in one go and held until what they belong to is sent."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction

from quartier.core.documents import queries
from quartier.core.documents.models import Upload
from quartier.core.documents.rules import Fault
from quartier.core.documents.services.receiving import added, discard, fitting
from quartier.core.documents.services.refusals import FileRefused
from quartier.kit import storage


@transaction.atomic
def hold(*, at: datetime, until: datetime, file_name: str, size: int, blocks: Iterable[bytes]) -> Upload:
    """Take a whole file in and hold it until an instant. Raises FileRefused; nothing is stored then."""
    name = fitting(file_name, size, queries.allowance_of_visitors(at))
    row = Upload.objects.create(owner=None, held_until=until, file_name=name, size=size, touched_at=at)
    try:
        row = added(at, row, blocks)
        if not row.is_complete:
            raise FileRefused(Fault.DAMAGED)
    except BaseException:
        storage.here().drop(row.key)
        raise
    return row


@transaction.atomic
def hold_longer(*, keys: Collection[uuid.UUID], until: datetime) -> None:
    """Hold files until a later instant."""
    Upload.objects.filter(key__in=keys, held_until__lt=until).update(held_until=until)


@transaction.atomic
def let_go(*, keys: Collection[uuid.UUID]) -> int:
    """Forget files that are held, and their bytes; returns how many."""
    rows = list(queries.held(keys).values())
    for row in rows:
        discard(upload=row)
    return len(rows)
