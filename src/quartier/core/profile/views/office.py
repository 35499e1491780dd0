"""What staff do with changes: take them over, decide about names, see who is not reached."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from quartier.core.parties import queries as parties
from quartier.core.parties import services as people
from quartier.core.profile import queries, services, tables
from quartier.core.profile.forms import APPROVE, DecisionForm
from quartier.core.profile.models import IdentityChange
from quartier.core.profile.rules import State
from quartier.kit.access import Audience, access
from quartier.kit.errors import Refused
from quartier.kit.http import Request
from quartier.kit.pages import UNPROCESSABLE


def _listed(request: Request, table: Any, rows: Any, page: str, **context: Any) -> HttpResponseBase:
    bound = table.bind(request, rows)

    def exported(number: int) -> None:
        people.note_export(actor=request.actor, at=request.now, rows=number)

    return bound.answer(exported) or render(request, page, {"table": bound, **context})


@access(Audience.STAFF, needs="parties.view")
def notices(request: Request) -> HttpResponseBase:
    """List what customers changed: filter, search, export for the back office (DWG-24)."""
    newest = queries.open_notices(request.user).order_by("-pk").values_list("pk", flat=True).first()
    return _listed(request, tables.NOTICES, queries.notices(request.user), "profile/notices.html", newest=newest)


@require_POST
@access(Audience.STAFF, needs="parties.edit")
def take_all(request: Request) -> HttpResponse:
    """Mark what the list showed as taken over; what came since stays open."""
    newest = request.POST.get("newest", "")
    rows = queries.open_notices(request.user)
    rows = rows.filter(pk__lte=int(newest)) if newest.isascii() and newest.isdigit() else rows.none()
    done = services.take_over(actor=request.actor, at=request.now, rows=rows)
    said = ngettext("%(n)s change is taken over.", "%(n)s changes are taken over.", done) % {"n": done}
    messages.success(request, said)
    return redirect("profile:notices")


@access(Audience.STAFF, needs="parties.view")
def identities(request: Request) -> HttpResponseBase:
    """List the wishes for another name or birthday."""
    return _listed(request, tables.IDENTITY, queries.identity_changes(request.user), "profile/identities.html")


@access(Audience.STAFF, needs="parties.view")
def lost(request: Request) -> HttpResponseBase:
    """List who is not reached by e-mail (QX-24)."""
    return _listed(request, tables.LOST, queries.lost_addresses(request.user), "profile/lost.html")


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.STAFF, needs="parties.edit")
def identity(request: Request, change_id: int) -> HttpResponse:
    """Show a wish with old and new value, and approve or refuse it."""
    row: IdentityChange = get_object_or_404(queries.identity_changes(request.user), pk=change_id)
    form = DecisionForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            services.decide(
                actor=request.actor, at=request.now, change_id=row.pk, approve=given["verdict"] == APPROVE,
                answer=given["answer"],
            )  # fmt: skip
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Decided. The customer is told."))
            return redirect("profile:identity_office", change_id=row.pk)
    context = {
        "row": row, "form": form, "pairs": queries.pairs_of(row.wanted), "state": queries.state_of(row),
        "is_open": row.state == State.OPEN, "subject": parties.subject_of(row.party),
    }  # fmt: skip
    return render(request, "profile/identity_office.html", context, status=UNPROCESSABLE if form.errors else 200)
