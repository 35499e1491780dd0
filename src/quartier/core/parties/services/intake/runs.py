"""A file of master data on its way in: received, checked in the background, then taken over or discarded."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from psycopg.types.json import Jsonb

from quartier.core.audit import services as audit
from quartier.core.parties.models import Intake, IntakeMode, IntakeRow, IntakeState, Verdict
from quartier.core.parties.services.intake import columns
from quartier.core.parties.services.intake.comparing import Outcome
from quartier.core.parties.services.intake.reading import NoRows, Sheet, opened
from quartier.core.parties.services.intake.taking import Written, take
from quartier.kit.errors import Refused
from quartier.kit.jobs import enqueue
from quartier.values.actor import Actor, ActorKind

BATCH: Final = 500
KEPT: Final = timedelta(days=30)
STALLED_AFTER: Final = timedelta(minutes=5)
RUNNING: Final = (IntakeState.CHECKING, IntakeState.APPLYING)
EVERYONE: Final = "parties.intake:*"
COLUMNS: Final = "intake_id, number, customer_number, values, verdict, faults, changes, kept"
STORE: Final = """
UPDATE parties_intakerow r SET verdict = x.verdict, faults = x.faults, changes = x.changes, kept = x.kept
  FROM jsonb_to_recordset(%s::jsonb) AS x(number int, verdict text, faults jsonb, changes jsonb, kept jsonb)
 WHERE r.intake_id = %s AND r.number = x.number
"""


class NotNow(Refused):
    """The import is in another state: somebody else was faster, or it is still at work."""

    message = gettext_lazy("This import has gone on meanwhile. Please look at its page again.")


class NotAllFit(Refused):
    """All rows or none: some do not fit."""

    message = gettext_lazy("Some rows do not fit. Take over every row that fits, or mend the file and send it again.")
    field = "mode"


class NothingFits(Refused):
    """There is no row that could be taken over."""

    message = gettext_lazy("No row of this file fits. Please mend the file and send it again.")


def receive(
    *, actor: Actor, at: datetime, file_name: str, content: bytes, chosen: Mapping[str, str], language: str
) -> Intake:
    """Take the permitted columns of a file in and have them checked; of other columns nothing is stored (DWG-25).

    Raises NotReadable, NoHeadings, TooManyRows, NoRows, ColumnsMissing, SaidTwice, UnknownField.
    """
    sheet = opened(file_name, content)
    found = columns.agreed(sheet.headings, chosen)
    with transaction.atomic(), translation.override(language):
        intake = Intake.objects.create(
            file_name=file_name[:150], started_at=at, touched_at=at, started_by=actor.name, actor_key=actor.key,
            language=language, headings={field: heading for heading, field in found.items() if field},
            left_out=[heading for heading, field in found.items() if not field],
        )  # fmt: skip
        columns.remember(found)
        intake.rows_total = _store(intake, sheet, found)
        if not intake.rows_total:
            raise NoRows
        intake.save(update_fields=["rows_total"])
        data = {"rows": intake.rows_total, "name": intake.file_name}
        audit.record(actor=actor, at=at, kind="intake.received", subject=EVERYONE, data=data)
        _go_on(intake)
    return intake


def _store(intake: Intake, sheet: Sheet, found: Mapping[str, str]) -> int:
    """Write the rows with their permitted cells; a row with too few or too many cells is refused and kept empty."""
    places = [(place, found[heading]) for place, heading in enumerate(sheet.headings) if found.get(heading)]
    count = 0
    with connection.cursor() as cursor, cursor.copy(f"COPY parties_intakerow ({COLUMNS}) FROM STDIN") as copy:
        for number, cells in sheet.rows:
            values, verdict, faults = {}, "", []
            if len(cells) < len(sheet.headings) or any(cells[len(sheet.headings) :]):
                sizes = {"count": len(cells), "expected": len(sheet.headings)}
                sentence = _("This row has %(count)s cells, the first line has %(expected)s.") % sizes
                verdict, faults = Verdict.REFUSED, [["", sentence]]
            else:
                values = {field: cells[place].replace("\0", "") for place, field in places}
            customer = values.get("customer_number", "")[:200]
            copy.write_row((intake.pk, number, customer, *map(_cell, (values, verdict, faults, {}, {}))))
            count += 1
    return count


def _cell(value: Any) -> Any:
    return str(value) if isinstance(value, str) else Jsonb(value)


def _go_on(intake: Intake) -> None:
    enqueue("parties.go_on", lock="parties.intake", intake_id=intake.pk)


@transaction.atomic
def advance(*, at: datetime, intake_id: int) -> bool:
    """Go one step on with an import: a batch of rows, or all of them where all or none counts.

    Tells whether there is more to do. Can be called again at any time: what is through stays through.
    """
    intake = Intake.objects.select_for_update().get(pk=intake_id)
    if intake.state not in RUNNING:
        return False
    with translation.override(intake.language):
        if intake.state == IntakeState.APPLYING and intake.mode == IntakeMode.WHOLE:
            return _all_or_none(at, intake)
        rows = list(intake.rows.filter(number__gt=intake.position)[:BATCH])
        if not rows:
            return _finish(at, intake)
        _take(at, intake, rows)
        intake.position, intake.touched_at = rows[-1].number, at
        intake.save(update_fields=["position", "touched_at"])
    return True


def _take(at: datetime, intake: Intake, rows: Sequence[IntakeRow]) -> int:
    """Take a batch over, or try it, and keep what came out; returns how many rows do not fit."""
    actor = Actor(ActorKind.STAFF, intake.actor_key, intake.started_by)
    fit: list[Written] = [(row.number, row.values) for row in rows if row.values]
    customers = {row.customer_number for row in rows}
    earlier = intake.rows.filter(customer_number__in=customers, number__lt=rows[0].number).exclude(values={})
    said = earlier.values_list("number", "values")
    outcomes = take(actor=actor, at=at, rows=fit, earlier=said, trial=intake.state == IntakeState.CHECKING)
    told = [_told(outcome) for outcome in outcomes]
    with connection.cursor() as cursor:
        cursor.execute(STORE, [json.dumps(told), intake.pk])
    return sum(outcome.verdict == Verdict.REFUSED for outcome in outcomes) + len(rows) - len(fit)


def _told(outcome: Outcome) -> dict[str, Any]:
    """Return what is kept of an outcome; of a new customer there is no old value to tell."""
    return {
        "number": outcome.number,
        "verdict": outcome.verdict,
        "faults": [[fault.field, fault.sentence] for fault in outcome.faults],
        "changes": outcome.changes if outcome.verdict == Verdict.CHANGED else {},
        "kept": outcome.kept,
    }


def _all_or_none(at: datetime, intake: Intake) -> bool:
    """Take all rows over; when one does not fit any more, nothing is, and the report says which."""
    point = transaction.savepoint()
    if not any(_take(at, intake, rows) for rows in _batches(intake)):
        transaction.savepoint_commit(point)
        return _finish(at, intake)
    transaction.savepoint_rollback(point)
    intake.state, intake.mode, intake.position, intake.touched_at = IntakeState.CHECKING, "", 0, at
    intake.save(update_fields=["state", "mode", "position", "touched_at"])
    return True


def _batches(intake: Intake) -> Iterator[list[IntakeRow]]:
    position = 0
    while rows := list(intake.rows.filter(number__gt=position)[:BATCH]):
        position = rows[-1].number
        yield rows


def _finish(at: datetime, intake: Intake) -> bool:
    """End a step: a check waits for somebody's decision, a transfer keeps its report and drops what was sent."""
    if intake.state == IntakeState.CHECKING:
        intake.state = IntakeState.CHECKED
    else:
        intake.state, intake.finished_at = IntakeState.DONE, at
        intake.rows.update(values={})
        actor = Actor(ActorKind.STAFF, intake.actor_key, intake.started_by)
        counts = {"rows": intake.rows_total, "refused": intake.rows.filter(verdict=Verdict.REFUSED).count()}
        audit.record(actor=actor, at=at, kind="intake.taken_over", subject=EVERYONE, data=counts)
    intake.touched_at = at
    intake.save(update_fields=["state", "finished_at", "touched_at"])
    return False


def _locked(intake_id: int, *states: IntakeState) -> Intake:
    """Return an import in one of these states, locked; one that is at work, or elsewhere by now, raises NotNow."""
    intake = Intake.objects.select_for_update(skip_locked=True).filter(pk=intake_id, state__in=states).first()
    if intake is None:
        raise NotNow
    return intake


@transaction.atomic
def apply(*, actor: Actor, at: datetime, intake_id: int, mode: str) -> Intake:
    """Have a checked import taken over. Raises NotNow, NothingFits, NotAllFit."""
    intake = _locked(intake_id, IntakeState.CHECKED)
    refused = intake.rows.filter(verdict=Verdict.REFUSED).count()
    if refused == intake.rows_total:
        raise NothingFits
    if refused and mode == IntakeMode.WHOLE:
        raise NotAllFit
    intake.mode, intake.state, intake.position, intake.touched_at = IntakeMode(mode), IntakeState.APPLYING, 0, at
    intake.started_by, intake.actor_key = actor.name, actor.key
    intake.save(update_fields=["mode", "state", "position", "touched_at", "started_by", "actor_key"])
    _go_on(intake)
    return intake


@transaction.atomic
def stop(*, actor: Actor, at: datetime, intake_id: int) -> Intake:
    """Halt an import after the batch at hand; what is taken over stays. Raises NotNow."""
    intake = _locked(intake_id, *RUNNING)
    intake.state, intake.stopped_in, intake.touched_at = IntakeState.STOPPED, intake.state, at
    intake.save(update_fields=["state", "stopped_in", "touched_at"])
    audit.record(actor=actor, at=at, kind="intake.stopped", subject=EVERYONE, data={"name": intake.file_name})
    return intake


@transaction.atomic
def resume(*, actor: Actor, at: datetime, intake_id: int) -> Intake:
    """Go on with an import that was stopped, or whose worker has died. Raises NotNow."""
    intake = _locked(intake_id, IntakeState.STOPPED, *RUNNING)
    if intake.state != IntakeState.STOPPED and at - intake.touched_at < STALLED_AFTER:
        raise NotNow
    intake.state, intake.stopped_in, intake.touched_at = intake.stopped_in or intake.state, "", at
    intake.save(update_fields=["state", "stopped_in", "touched_at"])
    audit.record(actor=actor, at=at, kind="intake.resumed", subject=EVERYONE, data={"name": intake.file_name})
    _go_on(intake)
    return intake


@transaction.atomic
def discard(*, actor: Actor, at: datetime, intake_id: int) -> Intake:
    """Forget the rows of an import that is not at work; what is taken over stays. Raises NotNow."""
    intake = _locked(intake_id, IntakeState.CHECKED, IntakeState.STOPPED)
    intake.rows.all().delete()
    intake.state, intake.stopped_in, intake.touched_at = IntakeState.DISCARDED, "", at
    intake.save(update_fields=["state", "stopped_in", "touched_at"])
    audit.record(actor=actor, at=at, kind="intake.discarded", subject=EVERYONE, data={"name": intake.file_name})
    return intake


@transaction.atomic
def tidy(*, at: datetime) -> int:
    """Delete the rows of imports that began thirty days ago; returns how many."""
    old = Q(intake__started_at__lte=at - KEPT) & ~Q(intake__state__in=RUNNING)
    count, _rows = IntakeRow.objects.filter(old).delete()
    return count


def forget_starter(rows: QuerySet[Intake], _at: datetime) -> None:
    """Erase who started transfers; the transfers themselves tell nothing about them."""
    rows.update(started_by="", actor_key="")
