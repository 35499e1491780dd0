"""What staff do with backups: see them, agree on them, end them, make one now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from quartier.core.backups import queries, services, tables
from quartier.core.backups.forms import AgreeForm, EndForm
from quartier.core.backups.models import BackupPlan
from quartier.core.parties import queries as parties
from quartier.core.providers import queries as providers
from quartier.kit.access import Audience, access
from quartier.kit.errors import Refused
from quartier.kit.http import Request
from quartier.kit.pages import UNPROCESSABLE, asked

RUNS_SHOWN = 30


class NoSuchContract(Refused):
    """A number alone does not say whose contract it is."""

    message = gettext_lazy("No contract of this company has this number.")
    field = "number"


def _visible(request: Request, plan_id: int) -> BackupPlan:
    return get_object_or_404(queries.visible_plans(request.user), pk=plan_id)


@access(Audience.STAFF, needs="backups.view")
def listing(request: Request) -> HttpResponseBase:
    """List the contracts with backups: sort, search, export."""
    table = tables.PLANS.bind(request, queries.with_last_run(queries.visible_plans(request.user)))
    return table.answer() or render(request, "backups/list.html", {"table": table})


@require_safe
@access(Audience.STAFF, needs="backups.view")
def one(request: Request, plan_id: int) -> HttpResponse:
    """Show what is agreed for a contract, and its newest runs."""
    plan = _visible(request, plan_id)
    may_edit = queries.WORK in request.user.permissions
    context = {
        "line": queries.line(plan, request.now),
        "runner": queries.runner_of(plan),
        "runs": plan.runs.all()[:RUNS_SHOWN],
        "may_end": may_edit and plan.ends_on is None,
        "may_start": may_edit and queries.in_force(plan, request.now),
    }
    return render(request, "backups/one.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.STAFF, needs="backups.edit")
def agree(request: Request) -> HttpResponse:
    """Note what was agreed about the backups of a contract."""
    own = request.user.entity_id
    entities = [(e.pk, e.name) for e in providers.portal_of(request).entities if own in (None, e.pk)]
    form = AgreeForm(request.POST or None, entities=entities, initial={"hour": 3, "keep": 7})
    if form.is_valid():
        given = dict(form.cleaned_data)
        number, entity_id = given.pop("number"), given.pop("legal_entity")
        try:
            plan = services.agree(
                actor=request.actor, at=request.now, relationship=_contract(request, number, entity_id), **given
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The backups are agreed."))
            return redirect("backups:one", plan_id=plan.pk)
    return render(request, "backups/agree.html", {"form": form}, status=UNPROCESSABLE if form.errors else 200)


def _contract(request: Request, number: str, entity_id: int) -> Any:
    found = parties.relationships_numbered(request.user, [number]).get(number, [])
    row = next((row for row in found if row.legal_entity_id == entity_id), None)
    if row is None:
        raise NoSuchContract
    return row


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.STAFF, needs="backups.edit")
def end(request: Request, plan_id: int) -> HttpResponse:
    """End backups, after the question."""
    plan = _visible(request, plan_id)

    def done(answers: Mapping[str, Any]) -> HttpResponse:
        services.end(actor=request.actor, at=request.now, plan_id=plan.pk, ends_on=answers["ends_on"])
        messages.success(request, _("The backups end."))
        return redirect("backups:one", plan_id=plan.pk)

    return asked(
        request, form=EndForm(request.POST if request.method == "POST" else None),
        title=_("End the backups of contract %(number)s?") % {"number": plan.relationship.number},
        effect=_("From that day on no backup is made, and the customer reads so. Thirty days later all copies go."),
        undo=_("They can be agreed again; copies that are gone do not come back."), submit=_("End the backups"),
        back=reverse("backups:one", args=[plan.pk]), done=done,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.STAFF, needs="backups.edit")
def start(request: Request, plan_id: int) -> HttpResponse:
    """Make a backup now."""
    plan = _visible(request, plan_id)

    def done(_answers: Mapping[str, Any]) -> HttpResponse:
        services.start_now(actor=request.actor, at=request.now, plan_id=plan.pk)
        messages.success(request, _("The backup waits for its turn. Reload this page in a moment."))
        return redirect("backups:one", plan_id=plan.pk)

    return asked(
        request, title=_("Make a backup of contract %(number)s now?") % {"number": plan.relationship.number},
        effect=_("It is made beside the agreed times and counts as one of the copies that are kept."),
        undo=_("When there are too many copies, the oldest goes."), submit=_("Make the backup now"),
        back=reverse("backups:one", args=[plan.pk]), done=done,
    )  # fmt: skip
