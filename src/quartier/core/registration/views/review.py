"""The office's applications: looked at, noted, accepted or declined (QX-09, QX-10, CC-02)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from quartier.core.registration import queries, services, tables
from quartier.core.registration.forms import NoteForm
from quartier.core.registration.models import Application
from quartier.kit.access import Audience, access
from quartier.kit.errors import Refused
from quartier.kit.http import Request
from quartier.kit.pages import UNPROCESSABLE, asked


@access(Audience.STAFF, needs="registration.review")
def applications(request: Request) -> HttpResponseBase:
    """List the applications of this person's company."""
    table = tables.APPLICATIONS.bind(request, queries.applications(request.user))
    return table.answer() or render(request, "registration/applications.html", {"table": table})


@access(Audience.STAFF, needs="registration.review")
def application(request: Request, application_id: int) -> HttpResponse:
    """Show one application with what speaks for it; take the note on what was checked."""
    row = _visible(request, application_id)
    form = NoteForm(request.POST or None, initial={"note": row.note})
    if form.is_valid():
        try:
            services.note(actor=request.actor, at=request.now, application_id=row.pk, text=form.cleaned_data["note"])
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("registration:application", application_id=row.pk)
    return _page(request, row, form)


@require_POST
@access(Audience.STAFF, needs="registration.review")
def accept(request: Request, application_id: int) -> HttpResponse:
    """Accept an application; the code goes out at once."""
    row, form = _visible(request, application_id), NoteForm()
    flow = queries.flow_at(request.portal, request.now)
    try:
        services.accept(actor=request.actor, at=request.now, flow=flow, application_id=row.pk)
    except Refused as refusal:
        form = NoteForm({"note": row.note or "–"})
        form.is_valid()
        form.refuse(refusal)
        return _page(request, row, form)
    messages.success(request, _("Accepted; the applicant has been told by e-mail."))
    return redirect("registration:application", application_id=row.pk)


@access(Audience.STAFF, needs="registration.review")
def decline(request: Request, application_id: int) -> HttpResponse:
    """Decline an application after saying what follows."""
    row = _visible(request, application_id)

    def done(_given: Mapping[str, Any]) -> HttpResponse:
        services.decline(actor=request.actor, at=request.now, application_id=row.pk)
        messages.success(request, _("Declined; the applicant has been told by e-mail."))
        return redirect("registration:applications")

    return asked(
        request,
        title=_("Decline the application of %(name)s?") % {"name": row.applicant},
        effect=_("The applicant is told without reasons. All entries are deleted after thirty days."),
        undo=_("It cannot be taken back; the applicant can apply again."),
        submit=_("Decline the application"),
        back=reverse("registration:application", args=[row.pk]),
        done=done,
    )


def _visible(request: Request, application_id: int) -> Application:
    return get_object_or_404(queries.applications(request.user), pk=application_id)


def _page(request: Request, row: Application, form: NoteForm) -> HttpResponse:
    context = {
        "row": row,
        "form": form,
        "signs": queries.plausibility(row),
        "subject": queries.subject_of(row),
        "is_open": row.state in ("submitted", "confirmed"),
    }
    return render(request, "registration/application.html", context, status=UNPROCESSABLE if form.errors else 200)
