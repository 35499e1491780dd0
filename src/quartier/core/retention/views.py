"""What the office sees and decides: legal holds, restrictions, the protocol of erasures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from quartier.core.parties import queries as parties
from quartier.core.retention import queries, services, tables
from quartier.core.retention.forms import EndForm, HoldForm, ReasonForm, RestrictionForm, ReviewForm
from quartier.kit.access import Audience, access
from quartier.kit.errors import Refused
from quartier.kit.forms import Form
from quartier.kit.http import Request
from quartier.kit.pages import UNPROCESSABLE, asked

Done = Callable[[Mapping[str, Any]], None]


@require_safe
@access(Audience.STAFF, needs="retention.view")
def overview(request: Request) -> HttpResponseBase:
    """Show what is held back and restricted, what the last runs did, and how long each kind of data is kept."""
    found = {
        "holds": tables.HOLDS.bind(request, queries.holds_in_force()),
        "restrictions": tables.RESTRICTIONS.bind(request, queries.restrictions_in_force()),
        "runs": tables.RUNS.bind(request, queries.runs()),
        "rules": tables.RULES.bind(request, queries.rules_in_force()),
    }
    answers = (table.answer() for table in found.values())
    return next((answer for answer in answers if answer), None) or render(request, "retention/overview.html", found)


@require_safe
@access(Audience.STAFF, needs="retention.view")
def run(request: Request, run_id: int) -> HttpResponseBase:
    """Show what one run did, kind by kind; there are no names in it."""
    row = get_object_or_404(queries.runs(), pk=run_id)
    table = tables.LINES.bind(request, queries.lines_of(row))
    return table.answer() or render(request, "retention/run.html", {"run": row, "table": table})


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.STAFF, needs="retention.decide")
def hold(request: Request, party_id: int) -> HttpResponse:
    """Hold everything of a person back for a case."""
    party = get_object_or_404(parties.all_parties(request.user), pk=party_id)

    def done(values: Mapping[str, Any]) -> None:
        services.hold_back(actor=request.actor, at=request.now, party_id=party.pk, **values)
        messages.success(request, _("Nothing of this person is erased until the hold is lifted."))

    context = {
        "title": _("Set a legal hold: %(name)s") % {"name": party},
        "lead": _("Nothing of this person is erased while it holds, neither by the nightly run nor by hand."),
        "submit": _("Set the legal hold"),
    }
    return _formed(request, HoldForm(request.POST or None), done, context)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.STAFF, needs="retention.decide")
def restrict(request: Request, party_id: int) -> HttpResponse:
    """Restrict a person's data at their wish."""
    party = get_object_or_404(parties.all_parties(request.user), pk=party_id)

    def done(values: Mapping[str, Any]) -> None:
        services.restrict(actor=request.actor, at=request.now, party_id=party.pk, **values)
        messages.success(request, _("The data are restricted: daily work and mailings do not meet them any more."))

    context = {
        "title": _("Restrict the data: %(name)s") % {"name": party},
        "lead": _("Daily work and mailings do not meet the data any more. The person keeps their own access."),
        "submit": _("Restrict the data"),
    }
    return _formed(request, RestrictionForm(request.POST or None), done, context)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.STAFF, needs="retention.decide")
def look_again(request: Request, hold_id: int) -> HttpResponse:
    """Show a hold; keep it until another day, or go on to lifting it."""
    row = get_object_or_404(queries.holds_in_force(), pk=hold_id)

    def done(values: Mapping[str, Any]) -> None:
        services.look_again(actor=request.actor, at=request.now, hold_id=row.pk, **values)
        messages.success(request, _("The hold stays."))

    context = {
        "title": row.case,
        "facts": [(_("Person"), row.party), (_("Reason"), row.reason), (_("Set by"), row.set_by)],
        "lead": _("Is it still needed? Then choose the next day for looking at it."),
        "submit": _("Keep the hold"),
        "other": (reverse("retention:lift_hold", args=[row.pk]), _("Lift the hold…")),
    }
    return _formed(request, ReviewForm(request.POST or None), done, context)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.STAFF, needs="retention.decide")
def lift_hold(request: Request, hold_id: int) -> HttpResponse:
    """Lift a hold, after the question whether that is meant."""
    row = get_object_or_404(queries.holds_in_force(), pk=hold_id)

    def done(values: Mapping[str, Any]) -> HttpResponse:
        services.lift_hold(actor=request.actor, at=request.now, hold_id=row.pk, **values)
        messages.success(request, _("The hold is lifted."))
        return redirect("retention:overview")

    return asked(
        request,
        title=_("Lift the legal hold “%(case)s”?") % {"case": row.case},
        effect=_("What has outlived its time is erased in the coming night."),
        undo=_("A new hold can be set until then."),
        submit=_("Lift the hold"),
        back=reverse("retention:look_again", args=[row.pk]),
        done=done,
        form=ReasonForm(request.POST or None),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.STAFF, needs="retention.decide")
def tell(request: Request, restriction_id: int) -> HttpResponse:
    """Show a restriction and tell the person that it ends, before it does."""
    row = get_object_or_404(queries.restrictions_in_force(), pk=restriction_id)

    def done(values: Mapping[str, Any]) -> None:
        services.tell_of_end(actor=request.actor, at=request.now, restriction_id=row.pk, **values)
        messages.success(request, _("The person has been told. The restriction can be lifted now."))

    told = row.told_at and (reverse("retention:lift", args=[row.pk]), _("Lift the restriction…"))
    context = {
        "title": _("Restriction: %(name)s") % {"name": row.party},
        "facts": [(_("Ground"), queries.ground_of(row)), (_("What the person says"), row.reason or "–")],
        "lead": _("Before a restriction ends, the person is told (Art. 18(3) GDPR)."),
        "submit": _("Tell the person that it ends"),
        "other": told,
    }
    return _formed(request, EndForm(request.POST or None), done, context, back=row.told_at is None)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.STAFF, needs="retention.decide")
def lift(request: Request, restriction_id: int) -> HttpResponse:
    """Lift a restriction of which the person was told, after the question whether that is meant."""
    row = get_object_or_404(queries.restrictions_in_force(), pk=restriction_id)

    def done(_values: Mapping[str, Any]) -> HttpResponse:
        services.lift_restriction(actor=request.actor, at=request.now, restriction_id=row.pk)
        messages.success(request, _("The restriction is lifted."))
        return redirect("retention:overview")

    return asked(
        request,
        title=_("Lift the restriction: %(name)s?") % {"name": row.party},
        effect=_("Daily work meets the data again."),
        undo=_("They can be restricted again."),
        submit=_("Lift the restriction"),
        back=reverse("retention:tell", args=[row.pk]),
        done=done,
    )


def _formed(request: Request, form: Form, done: Done, context: dict[str, Any], *, back: bool = True) -> HttpResponse:
    """Show a form with what it does, and carry it out; a refusal is shown at its field."""
    if form.is_valid():
        try:
            done(form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect("retention:overview" if back else request.path)
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "retention/form.html", {"form": form, **context}, status=status)
