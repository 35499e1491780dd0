"""Reading backups: what is agreed, what was made last, what needs somebody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from quartier.core.accounts import queries as accounts
from quartier.core.backups import rules
from quartier.core.backups.extension import Runner, backup_runners
from quartier.core.backups.models import BAD, OPEN, BackupPlan, BackupRun, RunState
from quartier.core.parties import queries as parties
from quartier.kit.clock import day_of

WORK = "backups.edit"


@dataclass(frozen=True, slots=True)
class Line:
    """A contract with what is agreed about its backups, if anything, and the newest run that has ended."""

    relationship: Any
    plan: BackupPlan | None
    last: BackupRun | None
    last_good: BackupRun | None
    next_at: datetime | None


def subject_of(plan: BackupPlan) -> str:
    """Return how deadlines name a plan."""
    return f"backups.backupplan:{plan.pk}"


def subject_of_run(run: BackupRun) -> str:
    """Return how deadlines name a run."""
    return f"backups.backuprun:{run.pk}"


def runner_of(plan: BackupPlan) -> Runner:
    """Return what was registered about the kind of a plan."""
    return backup_runners[plan.runner]


def in_force(plan: BackupPlan, at: datetime) -> bool:
    """Tell whether backups are agreed at an instant."""
    return rules.is_agreed(day_of(at), plan.begins_on, plan.ends_on)


def next_at(plan: BackupPlan, after: datetime) -> datetime | None:
    """Return when the next backup is due, None when the agreement has ended."""
    return rules.next_run(
        rhythm=rules.Rhythm(plan.rhythm), hour=plan.hour, begins_on=plan.begins_on, ends_on=plan.ends_on, after=after
    )


def line(plan: BackupPlan, at: datetime) -> Line:
    """Return a plan with its runs as people read them."""
    last = plan.runs.exclude(state__in=OPEN).first()
    return Line(plan.relationship, plan, last, copies_of(plan.pk).first(), next_at(plan, at))


def lines_of(party: Any, at: datetime) -> Sequence[Line]:
    """Return a customer's contracts for services, and those with backups, each with what is agreed about them now."""
    agreed = {}
    for plan in BackupPlan.objects.filter(relationship__party=party).order_by("begins_on"):
        if plan.ends_on is None or day_of(at) < plan.ends_on:
            agreed[plan.relationship_id] = plan
    found = []
    for row in parties.relationships_of(party):
        if row.pk in agreed:
            found.append(line(agreed[row.pk], at))
        elif row.kind == "service" and (row.ended_on is None or day_of(at) < row.ended_on):
            found.append(Line(row, None, None, None, None))
    return found


def copies_of(plan_id: int) -> QuerySet[BackupRun]:
    """Return the copies of a plan that are there, newest first."""
    return BackupRun.objects.filter(plan=plan_id, state=RunState.DONE, removed_at__isnull=True)


def beyond_the_number(plan_id: int) -> Sequence[BackupRun]:
    """Return the copies that are older than the agreed number of newest ones."""
    plan = BackupPlan.objects.filter(pk=plan_id).first()
    return list(copies_of(plan_id)[plan.keep :]) if plan else []


def visible_plans(staff: Any) -> QuerySet[BackupPlan]:
    """Return the plans a member of staff may see: of their data areas and legal entity alone (QX-01, SBV-27)."""
    rows = BackupPlan.objects.filter(relationship__party__restricted_at__isnull=True)
    rows = rows.filter(relationship__kind__in=parties.kinds_met(staff))
    rows = rows.select_related("relationship__party", "relationship__legal_entity")
    return rows if staff.entity_id is None else rows.filter(relationship__legal_entity_id=staff.entity_id)


def with_last_run(plans: QuerySet[BackupPlan]) -> QuerySet[Any]:
    """Return plans with `last_state` and `last_at` of the newest run that has ended."""
    ended = BackupRun.objects.filter(plan=OuterRef("pk")).exclude(state__in=OPEN)
    return plans.annotate(last_state=Subquery(ended.values("state")[:1]), last_at=Subquery(ended.values("due_at")[:1]))


def without_a_copy(staff: Any, at: datetime) -> QuerySet[Any]:
    """Return the plans in force whose newest run brought no copy."""
    in_force = Q(ends_on__isnull=True) | Q(ends_on__gt=day_of(at))
    return with_last_run(visible_plans(staff).filter(in_force)).filter(last_state__in=BAD)


def responsible(plan: BackupPlan) -> Sequence[Any]:
    """Return the staff who look after a plan: those with the permission who meet contracts of this kind."""
    entity = plan.relationship.legal_entity_id
    rows = accounts.staff().filter(Q(entity__isnull=True) | Q(entity=entity), is_active=True)
    kind = plan.relationship.kind
    return [person for person in rows if WORK in person.permissions and kind in parties.kinds_met(person)]


def plan_kept_until(plan: BackupPlan) -> datetime:
    """Return until when it is kept what was agreed: as long as the contract it belongs to."""
    return parties.relationship_kept_until(plan.relationship)
