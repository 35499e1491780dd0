"""Batches: letters of one company in the order of the post, and the file for the printer made of what was kept."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.documents import services as documents
from quartier.core.documents.services.issuing import content_of, forget_issued, issue
from quartier.core.letters import queries, rules
from quartier.core.letters.models import Batch, Letter, LetterState
from quartier.core.letters.services.writing import SHEETS
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.kit.jobs import enqueue
from quartier.kit.pdf import Pdf, Press
from quartier.kit.storage import StorageDown, StorageFull
from quartier.values import writing
from quartier.values.actor import SYSTEM, Actor

COVER = 1
FILES_KEPT = timedelta(days=30)
LEFT_BEHIND = timedelta(days=1)


class NothingChosen(Refused):
    """A batch has letters."""

    message = _("Choose letters that wait to be printed. Perhaps somebody else has just printed them.")
    field = "letters"


class TooManyLetters(Refused):
    """One file is made in memory."""

    message = _("A batch takes at most 2,000 letters. Print these first and the others after them.")
    field = "letters"


class AlreadyPrinted(Refused):
    """What was printed may lie in envelopes."""

    message = _("This batch has been printed already.")


class FileNotMade(RuntimeError):
    """The disk was full or away: the job is tried again."""


@transaction.atomic
def gather(
    *,
    actor: Actor,
    at: datetime,
    entity_id: int,
    letter_ids: Collection[int] | None = None,
    both_sides: bool = False,
    staff: Any | None = None,
) -> Batch:
    """Put the chosen letters of a company, or all that wait and fit, into a batch and have its file made.

    With `staff` only letters that this person may see. Raises NothingChosen when one of them does not wait any more,
    and TooManyLetters; nothing changes then.
    """
    rows = queries.waiting(entity_id, staff).select_for_update(of=("self",))
    if letter_ids is not None and len(letter_ids) > rules.LARGEST_BATCH:
        raise TooManyLetters
    found = list(rows[: rules.LARGEST_BATCH] if letter_ids is None else rows.filter(pk__in=letter_ids))
    if not found or (letter_ids is not None and len(found) < len(set(letter_ids))):
        raise NothingChosen
    batch = Batch.objects.create(
        entity_id=entity_id, both_sides=both_sides, letter_count=len(found),
        page_count=sum(row.page_count for row in found),
        sheet_count=COVER + sum(rules.sheets(row.page_count, both_sides=both_sides) for row in found),
        created_at=at, created_by=str(actor),
    )  # fmt: skip
    for place, row in enumerate(found, 1):
        row.batch, row.place, row.state = batch, place, LetterState.BATCHED
    Letter.objects.bulk_update(found, ["batch", "place", "state"], batch_size=500)
    data = {"letters": batch.letter_count, "sheets": batch.sheet_count}
    audit.record(actor=actor, at=at, kind="letter.batch_gathered", subject=subject_of(batch), data=data)
    ask_for_file(batch)
    return batch


@transaction.atomic
def dissolve(*, actor: Actor, at: datetime, batch_id: int) -> None:
    """Take a batch apart that nobody has printed: its letters wait again. Raises AlreadyPrinted."""
    batch = Batch.objects.select_for_update(of=("self",)).get(pk=batch_id)
    if batch.runs.exists():
        raise AlreadyPrinted
    Letter.everything.filter(batch=batch).update(batch=None, place=None, state=LetterState.WAITING)
    if batch.file_id is not None:
        forget_issued(at=at, document_ids=[batch.file_id])
    data = {"letters": batch.letter_count}
    audit.record(actor=actor, at=at, kind="letter.batch_dissolved", subject=subject_of(batch), data=data)
    batch.delete()


def subject_of(batch: Batch) -> str:
    """Return how facts name a batch."""
    return f"letters.batch:{batch.pk}"


def ask_for_file(batch: Batch) -> None:
    """Have the file of a batch made; a second order while one waits is none."""
    schema = str(getattr(connection, "schema_name", ""))
    enqueue("letters.make_file", batch_id=batch.pk, queueing_lock=f"letters.make_file:{schema}:{batch.pk}")


def make_file(*, at: datetime, batch_id: int) -> None:
    """Make the file of a batch unless it is there. Killed or failing, it leaves everything as it was.

    Raises FileNotMade when there is no room or no storage; the batch then says so until it works.
    """
    try:
        _make_file(at, batch_id)
    except (OSError, StorageDown, StorageFull) as reason:
        Batch.objects.filter(pk=batch_id).update(fault_at=at)
        raise FileNotMade(type(reason).__name__) from reason


@transaction.atomic
def _make_file(at: datetime, batch_id: int) -> None:
    batch = Batch.objects.select_for_update(of=("self",)).filter(pk=batch_id).first()
    if batch is None or batch.file_id is not None:
        return
    made = _print_file(batch)
    title = f"Druckdatei {batch}"
    given = documents.Given(kind="print-file", title=title, entity_id=batch.entity_id)
    batch.file = issue(
        actor=SYSTEM, at=at, file_name=f"{batch}.pdf", media_type="application/pdf", content=made.content, given=given
    )
    batch.file_made_at, batch.fault_at = at, None
    batch.save(update_fields=["file", "file_made_at", "fault_at"])


def _print_file(batch: Batch) -> Pdf:
    """Set the pages of all letters behind a cover sheet; the same batch gives the same bytes."""
    rows = list(queries.in_batch(batch))
    with _folder(f"batch-{batch.pk}") as folder:
        for row in rows:
            with (folder / f"{row.place}.pdf").open("wb") as file:
                file.writelines(content_of(row.document))
        template = folder / "batch.typ"
        shutil.copyfile(SHEETS / template.name, template)
        return Press(template, archived=False).printed(_data(batch, rows), at=batch.created_at)


def _data(batch: Batch, rows: list[Letter]) -> dict[str, Any]:
    cover = [
        ("Absender", batch.entity.name),
        ("Briefe", str(batch.letter_count)),
        ("Seiten", str(batch.page_count)),
        ("Blätter mit diesem", str(batch.sheet_count)),
        ("Druck", "beidseitig" if batch.both_sides else "einseitig"),
        ("Postleitzahlen", " bis ".join(dict.fromkeys((rows[0].postcode, rows[-1].postcode)))),
        ("Zusammengestellt", f"{writing.instant(batch.created_at, english=False)}, {batch.created_by}"),
    ]
    files = [{"file": f"{row.place}.pdf", "pages": row.page_count} for row in rows]
    return {"title": f"Stapel {batch}", "cover": cover, "letters": files, "both_sides": batch.both_sides}


@contextmanager
def _folder(name: str) -> Iterator[Path]:
    """Give an empty folder that only this account enters and clear it away; a killed run's is cleared by the next."""
    path = _work() / name
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(mode=0o700, parents=True)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def _work() -> Path:
    return Path(settings.WORK_DIR) / str(getattr(connection, "schema_name", "")) / "letters"


def forget_files(*, at: datetime) -> int:
    """Erase print files of batches that went to the post long ago, and what a killed run left; returns how many."""
    stale = queries.stale_files(day_of(at) - FILES_KEPT)
    forget_issued(at=at, document_ids=stale)
    before = (at - LEFT_BEHIND).timestamp()
    left = [path for path in _work().glob("batch-*") if path.stat().st_mtime < before]
    for path in left:
        shutil.rmtree(path, ignore_errors=True)
    return len(stale) + len(left)


def erase(rows: Any, at: datetime) -> None:
    """Erase letters and the print files that show them; these can be made again from what is left."""
    files = {file for file in rows.values_list("batch__file_id", flat=True) if file is not None}
    forget_issued(at=at, document_ids=files)
    rows.delete()
