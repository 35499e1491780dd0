"""What staff see of default: who is in it, runs with a line for each claim, one claim with all that was added."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from quartier.core.dunning import queries, services
from quartier.core.dunning.models import Case, RunState
from quartier.core.dunning.queries import office as seen
from quartier.core.dunning.tables import CASES, LINES, RUNS
from quartier.kit.access import Audience, access
from quartier.kit.clock import day_of
from quartier.kit.http import Request
from quartier.values.timeline import NotYetKnown


@require_safe
@access(Audience.STAFF, needs="dunning.run")
def overview(request: Request) -> HttpResponseBase:
    """List who is in default."""
    today = day_of(request.now)
    table = CASES.bind(request, seen.in_default_seen(request.user, today))
    context = {
        "table": table, "no_receipt": seen.no_receipt_seen(request.user, today).count(),
        "late": seen.late_seen(request.user).count(),
    }  # fmt: skip
    return table.answer() or render(request, "dunning/overview.html", context)


@require_safe
@access(Audience.STAFF, needs="dunning.run")
def no_receipt(request: Request) -> HttpResponseBase:
    """List claims past their day whose invoice nobody knows to have arrived (CC-73)."""
    table = CASES.bind(request, seen.no_receipt_seen(request.user, day_of(request.now)))
    return table.answer() or render(request, "dunning/no_receipt.html", {"table": table})


@require_safe
@access(Audience.STAFF, needs="dunning.run")
def runs(request: Request) -> HttpResponseBase:
    """List dunning runs."""
    table = RUNS.bind(request, seen.runs_seen(request.user))
    return table.answer() or render(request, "dunning/runs.html", {"table": table})


@require_safe
@access(Audience.STAFF, needs="dunning.run")
def run(request: Request, dunning_run_id: int) -> HttpResponseBase:
    """Show a run: who gets what and why, who not, how far it is."""
    row = get_object_or_404(seen.runs_seen(request.user), pk=dunning_run_id)
    table = LINES.bind(request, seen.lines_seen(row))
    if answer := table.answer():
        return answer
    context = {
        "row": row, "table": table, "sent": row.reminders.count(), "is_today": row.on == day_of(request.now),
        "stalled": row.state == RunState.RUNNING and row.touched_at is not None
        and request.now - row.touched_at >= services.STALLED_AFTER,
    }  # fmt: skip
    return render(request, "dunning/run.html", context)


@require_safe
@access(Audience.STAFF, needs="dunning.run")
def claim(request: Request, dunned_claim_id: int) -> HttpResponse:
    """Show one claim: since when it is in default and why, what was added, what stays it."""
    item = get_object_or_404(seen.claims_seen(request.user), pk=dunned_claim_id)
    case, today = getattr(item, "case", None), day_of(request.now)
    context = {
        "item": item, "case": case, "grown": _grown(case, today) if case is not None else None,
        "why": queries.steps_told(case.explanation, _) if case is not None else (),
        "fees": queries.fees_of(item.pk), "charges": item.interest_charges.all(),
        "holds": [one for one in queries.standing_holds(today, item.party_id) if one.claim_id in (None, item.pk)],
        "reminders": [one.reminder for one in item.dunning_lines.filter(reminder__isnull=False)],
    }  # fmt: skip
    return render(request, "dunning/claim.html", context)


def _grown(case: Case, today: Any) -> Any:
    """Return what a claim has grown to, None where a base rate is missing."""
    try:
        found = queries.grown(case, today, queries.bases_on(today))
    except NotYetKnown:
        return None
    return {"sums": found, "steps": queries.steps_said(found.steps, _)}


@require_safe
@access(Audience.STAFF, needs="dunning.run")
def plans(request: Request) -> HttpResponse:
    """List instalment plans, late ones first."""
    rows = sorted(seen.plans_seen(request.user)[:500], key=lambda one: one.state != "late")
    request.persons_listed = len(rows)  # type: ignore[attr-defined]
    return render(request, "dunning/plans.html", {"rows": rows})


@require_safe
@access(Audience.STAFF, needs="dunning.settings")
def rules(request: Request) -> HttpResponse:
    """Show the stages in force and the last base rates."""
    rates = queries.base_rates()
    context = {
        "stages": queries.stages_on(day_of(request.now)), "versions": rates.versions[-6:],
        "known_until": rates.known_until,
    }  # fmt: skip
    return render(request, "dunning/rules.html", context)
