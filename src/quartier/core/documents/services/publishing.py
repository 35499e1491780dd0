"""Publishing for customers: one document, or a whole folder with a list of whom each file is for (DWG-08)."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import IO, Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quartier.core.audit import services as audit
from quartier.core.documents.extension import document_kinds
from quartier.core.documents.models import Document, Upload
from quartier.core.documents.services.keeping import ForgottenKind, Given, file
from quartier.core.documents.services.keeping import replace as correct
from quartier.core.documents.services.receiving import discard, forget_bytes, receive
from quartier.core.documents.services.refusals import NotComplete
from quartier.core.parties import queries as parties
from quartier.kit import storage
from quartier.kit.errors import Refused
from quartier.values.actor import Actor

LIST = "zuordnung.csv"
LONGEST_LIST = 5_000_000
BLOCK = 1 << 20
COLUMNS = 2


class NoList(Refused):
    """A batch is a ZIP with a list of whom each file is for."""

    message = gettext_lazy("The ZIP needs a file “zuordnung.csv” with two columns: contract number and file name.")
    field = "file"


class NotAllFit(Refused):
    """A batch is published as a whole or not at all."""

    message = gettext_lazy("Some lines of the list do not fit. Nothing has been published.")


@dataclass(frozen=True, slots=True)
class Assigned:
    """One line of a batch: contract number and file, and whose it is, or what is wrong with it."""

    number: str
    file_name: str
    relationship: Any | None
    fault: str = ""


@transaction.atomic
def publish(
    *, actor: Actor, at: datetime, owner: Any, file_name: str, size: int, blocks: Iterable[bytes], given: Given
) -> Document:
    """Take a file and publish it for a customer, who is told by mail. All or nothing: bytes too."""
    upload = receive(at=at, owner=owner, file_name=file_name, size=size, blocks=blocks)
    try:
        return file(actor=actor, at=at, upload=upload, given=given)
    finally:
        storage.here().drop(upload.key)


@transaction.atomic
def publish_version(
    *, actor: Actor, at: datetime, owner: Any, file_name: str, size: int, blocks: Iterable[bytes], document_id: int,
    title: str = "",
) -> Document:  # fmt: skip
    """Take a file and publish it as the corrected version of a document. All or nothing: bytes too."""
    upload = receive(at=at, owner=owner, file_name=file_name, size=size, blocks=blocks)
    try:
        return correct(actor=actor, at=at, upload=upload, document_id=document_id, title=title)
    finally:
        storage.here().drop(upload.key)


def assigned(*, upload: Upload, staff: Any) -> list[Assigned]:
    """Return the lines of a batch, each with the contract it belongs to or what is wrong. Changes nothing.

    Raises NotComplete and NoList.
    """
    if not upload.is_complete:
        raise NotComplete
    with storage.here().content(upload.key) as file, zipfile.ZipFile(file) as archive:
        pairs = _pairs(archive)
        names = {entry.filename for entry in archive.infolist() if not entry.is_dir()} - {LIST}
    rows = parties.relationships_numbered(staff, [number for number, _name in pairs])
    lines = [_assigned(number, name, rows.get(number, []), name in names) for number, name in pairs]
    listed = {name for _number, name in pairs}
    return lines + [Assigned("", name, None, _("not in the list")) for name in sorted(names - listed)]


def publish_batch(
    *, actor: Actor, at: datetime, upload: Upload, staff: Any, kind: str, title: str, year: int | None
) -> int:
    """Publish every file of a batch for the customer that its list names; returns how many. All or nothing.

    Raises ForgottenKind, NotComplete, NoList, NotAllFit, and what a single file may raise.
    """
    if kind not in document_kinds:
        raise ForgottenKind
    lines = assigned(upload=upload, staff=staff)
    if not lines or any(line.fault for line in lines):
        raise NotAllFit
    common, published = Given(kind=kind, title=title, year=year, tell=True), []
    try:
        with transaction.atomic(), storage.here().content(upload.key) as opened, zipfile.ZipFile(opened) as archive:
            for line in lines:
                row = _publish_line(actor, at, archive, line, staff, common)
                published.append(row.sha256)
            data = {"rows": len(lines), "kind": kind}
            audit.record(actor=actor, at=at, kind="document.batch_published", subject="documents.document:*", data=data)
            discard(upload=upload)
    except BaseException:
        for sha256 in published:
            forget_bytes(sha256=sha256)
        raise
    return len(lines)


def _publish_line(
    actor: Actor, at: datetime, archive: zipfile.ZipFile, line: Assigned, staff: Any, common: Given
) -> Document:
    """Publish one file for the customer of a contract, in its company's name."""
    contract: Any = line.relationship
    given = replace(common, party=contract.party, entity_id=contract.legal_entity_id)
    name, size = line.file_name.rpartition("/")[2], archive.getinfo(line.file_name).file_size
    with archive.open(line.file_name) as entry:
        return publish(actor=actor, at=at, owner=staff, file_name=name, size=size, blocks=_blocks(entry), given=given)


def _blocks(entry: IO[bytes]) -> Iterator[bytes]:
    return iter(partial(entry.read, BLOCK), b"")


def _pairs(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    """Return the pairs of the list, without its head; a list that cannot be read is none."""
    try:
        with archive.open(LIST) as found:
            raw = found.read(LONGEST_LIST + 1)
        text = raw.decode("utf-8-sig")
    except (KeyError, UnicodeDecodeError, zipfile.BadZipFile):
        raise NoList from None
    rows = [row for row in csv.reader(io.StringIO(text), delimiter=";") if any(cell.strip() for cell in row)]
    if len(raw) > LONGEST_LIST or not rows or any(len(row) != COLUMNS for row in rows):
        raise NoList
    return [(number.strip(), name.strip()) for number, name in rows[1:]]


def _assigned(number: str, name: str, rows: list[Any], is_there: bool) -> Assigned:
    if not is_there:
        return Assigned(number, name, None, _("this file is not in the ZIP"))
    if not rows:
        return Assigned(number, name, None, _("no contract has this number"))
    if len(rows) > 1:
        return Assigned(number, name, None, _("several companies have a contract with this number"))
    return Assigned(number, name, rows[0])
