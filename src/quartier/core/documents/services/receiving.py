"""Taking a file in: in one go, or in parts that go on where a broken connection stopped. Memory stays small."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection, transaction

from quartier.core.documents import queries, rules
from quartier.core.documents.models import Document, Upload
from quartier.core.documents.rules import Fault, Unfit
from quartier.core.documents.rules.limits import ABANDONED_AFTER
from quartier.core.documents.services.refusals import FileRefused, QuotaReached, TooManyUploads, WrongOffset
from quartier.core.parties import queries as parties
from quartier.kit import storage


@transaction.atomic
def begin(*, at: datetime, owner: Any, file_name: str, size: int) -> Upload:
    """Announce a file of so many bytes. Raises FileRefused, QuotaReached, TooManyUploads; nothing is stored then."""
    party = parties.party_of(owner)
    allowed = queries.allowance(party, at)
    name = fitting(file_name, size, allowed)
    # One upload after the other is counted for an account, or two at once would both find room.
    get_user_model().objects.select_for_update(no_key=True).get(pk=owner.pk)
    begun = queries.open_uploads(owner)
    if len(begun) >= queries.limits().open_uploads:
        raise TooManyUploads
    if party is not None and allowed.space is not None:
        left = allowed.space - queries.used(party) - sum(one.size for one in begun)
        if size > left:
            raise QuotaReached(left=max(left, 0), space=allowed.space)
    return Upload.objects.create(owner_id=owner.pk, file_name=name, size=size, touched_at=at)


def fitting(file_name: str, size: int, allowed: rules.Allowance) -> str:
    """Return the name under which a file is taken. Raises FileRefused for what is not allowed."""
    name = rules.fit_name(file_name)
    if name is None:
        raise FileRefused(Fault.NAME)
    if rules.ending_of(name) not in allowed.endings:
        raise FileRefused(Fault.KIND, allowed)
    if size <= 0:
        raise FileRefused(Fault.EMPTY)
    if size > allowed.largest:
        raise FileRefused(Fault.TOO_LARGE, allowed)
    return name


def append(*, at: datetime, upload: Upload, offset: int, blocks: Iterable[bytes]) -> Upload:
    """Add a part; the last one has the whole file looked into. An unfit file is cleared away.

    Raises WrongOffset for a part that does not follow, FileRefused for more than was announced or an unfit file.
    When writing fails, the upload is as it was before this part.
    """
    try:
        with transaction.atomic():
            row = Upload.objects.select_for_update().get(pk=upload.pk)
            if offset != row.received or row.is_complete:
                raise WrongOffset
            return added(at, row, blocks)
    except FileRefused:
        discard(upload=upload)
        raise


@transaction.atomic
def receive(*, at: datetime, owner: Any, file_name: str, size: int, blocks: Iterable[bytes]) -> Upload:
    """Take a whole file in one go. Raises what `begin` and `append` raise; then nothing is stored."""
    row = begin(at=at, owner=owner, file_name=file_name, size=size)
    try:
        row = added(at, row, blocks)
        if not row.is_complete:
            raise FileRefused(Fault.DAMAGED)
    except BaseException:
        storage.here().drop(row.key)
        raise
    return row


@transaction.atomic
def discard(*, upload: Upload) -> None:
    """Forget an upload and its bytes."""
    place, key = storage.here(), upload.key
    Upload.objects.filter(pk=upload.pk).delete()
    # What cannot be cleared away now goes when it is tidied.
    transaction.on_commit(lambda: place.drop(key), robust=True)


def added(at: datetime, row: Upload, blocks: Iterable[bytes]) -> Upload:
    """Write a part behind what is there. The hash is made on the way where the whole file comes at once."""
    place, rest = storage.here(), row.size - row.received
    digest = hashlib.sha256() if row.received == 0 else None
    count = place.append(row.key, row.received, blocks, most=rest, digest=digest)
    if count > rest:
        raise FileRefused(Fault.TOO_LARGE)
    row.received, row.touched_at = row.received + count, at
    if row.received == row.size:
        row.sha256 = digest.hexdigest() if digest is not None else place.hashed(row.key, row.size)
        row.media_type = _looked_into(place, row)
    row.save(update_fields=["received", "touched_at", "media_type", "sha256"])
    return row


def _looked_into(place: storage.Storage, row: Upload) -> str:
    try:
        with place.content(row.key) as file:
            return rules.looked_into(file, row.file_name, queries.limits())
    except Unfit as unfit:
        raise FileRefused(unfit.fault) from unfit


def tidy(*, at: datetime, after: timedelta = ABANDONED_AFTER) -> int:
    """Clear away uploads that nobody went on with and bytes that no row speaks of; returns how many of both."""
    stale = list(queries.abandoned(at, after))
    for upload in stale:
        discard(upload=upload)
    place, before = storage.here(), (at - after).timestamp()
    known = {str(key) for key in Upload.objects.values_list("key", flat=True)}
    lost = [key for key, since in place.all_incoming() if since <= before and key not in known]
    for key in lost:
        place.drop(key)
    unknown = [sha256 for sha256, since in place.all_kept() if since <= before and forget_bytes(sha256=sha256)]
    return len(stale) + len(lost) + len(unknown)


@transaction.atomic
def forget_bytes(*, sha256: str) -> bool:
    """Delete the bytes that no document has any more; tells whether they went."""
    alone_with(sha256)
    if Document.everything.filter(sha256=sha256).exists():
        return False
    storage.here().remove(sha256)
    return True


def alone_with(sha256: str) -> None:
    """Keep others from keeping or deleting the same bytes until this transaction ends."""
    schema = str(getattr(connection, "schema_name", ""))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"documents {schema} {sha256}"])
