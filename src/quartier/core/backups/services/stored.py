"""The one kind of backup that every portal has: all that a customer stored in it, as their archive has it."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from pathlib import Path

from django.utils import translation

from quartier.core.backups.extension import Order
from quartier.core.documents.services.archive import archive_of
from quartier.values.actor import SYSTEM


def everything_stored(order: Order) -> Iterable[bytes]:
    """Yield the archive of files, messages and entries with its list (DWG-28)."""
    with translation.override("de"):
        return archive_of(actor=SYSTEM, at=order.at, party=order.party)


def is_whole(path: Path) -> bool:
    """Tell whether every entry of an archive can be read and has the checksum that was written."""
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.testzip() is None
    except zipfile.BadZipFile:
        return False
