"""Everything a customer stored in the portal as one archive with a list, made while it is sent (DWG-28)."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from quartier.core.audit import queries as audit_queries
from quartier.core.audit import services as audit
from quartier.core.documents import queries
from quartier.core.documents.extension import Stored, stored_things
from quartier.core.parties import queries as parties
from quartier.kit import csvfile, storage
from quartier.values.actor import Actor
from quartier.values.zone import BERLIN

BLOCK = 1 << 20
TITLE = 80


class Pipe:
    """What the archive writes into: it holds what was written until somebody takes it."""

    def __init__(self) -> None:
        self._blocks: list[bytes] = []

    def write(self, block: bytes) -> int:
        """Hold a block."""
        self._blocks.append(bytes(block))
        return len(block)

    def flush(self) -> None:
        """Nothing waits elsewhere."""

    def take(self) -> bytes:
        """Hand out what was written since the last time."""
        blocks, self._blocks = self._blocks, []
        return b"".join(blocks)


def files_of(party: Any) -> Iterator[Stored]:
    """Yield the files that a customer has stored, every version."""
    place = storage.here()
    for row in queries.stored_by(party):
        label = queries.label_of(row)
        yield Stored(at=row.created_at, label=label, title=row.title, file_name=row.file_name,
                     blocks=partial(_read, place, row.sha256))  # fmt: skip


def entries_of(party: Any) -> Iterator[Stored]:
    """Yield what a customer has confirmed in forms, each as a text."""
    for row in audit_queries.confirmations_of(parties.subject_of(party)):
        text = "\n".join(f"{label}: {value}" for label, value in row.values.items())
        yield Stored(at=row.confirmed_at, label=_("Entries of a form"), title=", ".join(row.values.values())[:TITLE],
                     file_name=f"{row.form.replace('.', '-')}.txt", blocks=partial(iter, [text.encode()]))  # fmt: skip


def _read(place: storage.Storage, sha256: str) -> Iterator[bytes]:
    with place.open(sha256) as file:
        while block := file.read(BLOCK):
            yield block


@transaction.atomic
def archive_of(*, actor: Actor, at: datetime, party: Any) -> Iterator[bytes]:
    """Return the blocks of an archive with `index.html`, `index.csv` and all that a customer stored, oldest first.

    What belongs in is decided now; the bytes are read while they are sent, a block at a time.
    """
    things = sorted((thing for source in stored_things for thing in source(party)), key=lambda thing: thing.at)
    named = [(f"{number:04}-{thing.file_name}", thing) for number, thing in enumerate(things, 1)]
    data = {"rows": len(named)}
    audit.record(actor=actor, at=at, kind="document.archive_taken", subject=parties.subject_of(party), data=data)
    index = render_to_string("documents/archive_index.html", {"party": party, "at": at, "things": named,
                                                              "language": translation.get_language()})  # fmt: skip
    head = [_("File"), _("Date"), _("What it is"), _("Title")]
    rows = [[name, thing.at, str(thing.label), thing.title] for name, thing in named]
    table = "".join(csvfile.lines(head, rows)).encode()
    return _blocks([("index.html", at, [index.encode()]), ("index.csv", at, [table])], named)


def _blocks(
    lists: Sequence[tuple[str, datetime, Iterable[bytes]]], named: Sequence[tuple[str, Stored]]
) -> Iterator[bytes]:
    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[call-overload]
        for name, at, blocks in lists:
            yield from _entry(archive, pipe, name, at, blocks)
        for name, thing in named:
            yield from _entry(archive, pipe, name, thing.at, thing.blocks())
    yield pipe.take()


def _entry(archive: zipfile.ZipFile, pipe: Pipe, name: str, at: datetime, blocks: Iterable[bytes]) -> Iterator[bytes]:
    local = at.astimezone(BERLIN)
    entry = zipfile.ZipInfo(name, date_time=local.timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    with archive.open(entry, "w", force_zip64=True) as target:
        for block in blocks:
            target.write(block)
            yield pipe.take()
