"""Which schedules, runs and questions there are, and how long they are kept."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.db.models import QuerySet

from quartier.core.billing.models import EffortTerms, Question, Run, RunProblem, Schedule
from quartier.core.contracts import queries as contracts
from quartier.core.parties import queries as parties
from quartier.core.privacy.extension.legal import let_go_at
from quartier.kit.clock import day_of
from quartier.law.hgb.books import DocumentClass

FOREVER = datetime.max.replace(tzinfo=UTC)


def subject_of(run: Run) -> str:
    """Return how facts and proposals name a run."""
    return f"billing.run:{run.pk}"


def runs(staff: Any = None) -> QuerySet[Run]:
    """Return the runs, the latest first; a partner's staff meet those of their company."""
    rows = Run.objects.select_related("entity")
    return rows if staff is None or staff.entity_id is None else rows.filter(entity=staff.entity_id)


def schedules_of(contract_id: int) -> QuerySet[Schedule]:
    """Return what a contract owes again and again."""
    return Schedule.everything.filter(contract=contract_id).select_related("contract", "product")


def visible_schedules(staff: Any) -> QuerySet[Schedule]:
    """Return the schedules of customers that a member of staff may see."""
    rows = Schedule.objects.filter(party__in=parties.visible_parties(staff))
    return rows.select_related("contract__relationship", "party", "product")


def schedule_named(source: str) -> Schedule | None:
    """Return the schedule that a line of an invoice comes from."""
    label, _colon, key = source.partition(":")
    return Schedule.everything.filter(pk=int(key)).first() if label == "billing.schedule" else None


def effort_terms_of(contract_id: int) -> QuerySet[EffortTerms]:
    """Return what a contract says about work by effort, the latest first."""
    return EffortTerms.objects.filter(contract=contract_id)


def questions(staff: Any) -> QuerySet[Question]:
    """Return the questions about customers that a member of staff may see."""
    rows = Question.objects.filter(party__in=parties.visible_parties(staff))
    return rows.select_related("party", "contract__relationship")


def open_questions(staff: Any) -> QuerySet[Question]:
    """Return the questions that nobody has settled, the oldest first."""
    return questions(staff).filter(settled_at__isnull=True)


def kept_until(row: Schedule) -> datetime | None:
    """Return until when a schedule is kept: as long as its contract."""
    return contracts.kept_until(row.contract)


def problem_kept_until(row: RunProblem) -> datetime | None:
    """Return until when a run's problem is kept: as vouchers are."""
    return let_go_at(DocumentClass.VOUCHERS, day_of(row.run.drafted_at))


def question_kept_until(row: Question) -> datetime | None:
    """Return until when a question is kept: for ever while it is open, then as letters are."""
    return let_go_at(DocumentClass.LETTERS, day_of(row.settled_at)) if row.settled_at else FOREVER
