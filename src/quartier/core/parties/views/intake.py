"""Master data in the office: a file is sent, checked, looked at, then taken over or discarded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from quartier.core.parties import queries, tables
from quartier.core.parties.forms import ApplyForm, IntakeForm
from quartier.core.parties.models import Intake, IntakeMode
from quartier.core.parties.services import intake as services
from quartier.kit import csvfile
from quartier.kit.access import Audience, access
from quartier.kit.errors import Refused
from quartier.kit.http import Request
from quartier.kit.pages import UNPROCESSABLE, asked


@access(Audience.STAFF, needs="parties.intake")
def intakes(request: Request) -> HttpResponse:
    """Show the imports so far and take a file; ask what columns mean where nobody knows."""
    form = IntakeForm.sent(request.POST, request.FILES) if request.method == "POST" else IntakeForm()
    status = UNPROCESSABLE
    if form.is_valid():
        file, chosen = form.cleaned_data["file"], form.chosen()
        given: dict[str, Any] = {"file_name": file.name, "content": file.read(), "language": get_language()}
        try:
            row = services.receive(actor=request.actor, at=request.now, chosen=chosen, **given)
        except services.ColumnsMissing as refusal:
            found = services.meanings(refusal.headings)
            form, status = IntakeForm(headings=refusal.headings, meanings=found), refusal.status
            messages.warning(request, str(refusal))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect("parties:intake", intake_id=row.pk)
    context = {"form": form, "intakes": queries.intakes()[:20], "columns": queries.columns_known().exists()}
    return render(request, "parties/intakes.html", context, status=status if request.method == "POST" else 200)


@access(Audience.STAFF, needs="parties.intake")
def one(request: Request, intake_id: int) -> HttpResponseBase:
    """Show what an import does, row by row, and have it taken over."""
    row = get_object_or_404(queries.intakes(), pk=intake_id)
    table = tables.INTAKE_ROWS.bind(request, row.rows.select_related("intake"))
    if exported := table.answer():
        return exported
    verdicts = queries.verdicts_of(row)
    form = ApplyForm(request.POST or None, initial={"mode": _usual(verdicts)})
    if request.method == "POST" and form.is_valid():
        try:
            services.apply(actor=request.actor, at=request.now, intake_id=row.pk, mode=form.cleaned_data["mode"])
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect("parties:intake", intake_id=row.pk)
    context = {"intake": row, "table": table, "verdicts": verdicts, "form": form}
    context |= {"stalled": _stalled(request, row), "done": queries.rows_through(row)}
    return render(request, "parties/intake.html", context, status=UNPROCESSABLE if form.errors else 200)


def _usual(verdicts: Mapping[str, int]) -> IntakeMode:
    return IntakeMode.ROWS if verdicts["refused"] else IntakeMode.WHOLE


def _stalled(request: Request, row: Intake) -> bool:
    """Tell whether nothing has happened for so long that the worker may have died."""
    return request.now - row.touched_at >= services.STALLED_AFTER


@require_POST
@access(Audience.STAFF, needs="parties.intake")
def stop(request: Request, intake_id: int) -> HttpResponse:
    """Halt an import; what is taken over stays, and it can go on later."""
    row = get_object_or_404(queries.intakes(), pk=intake_id)
    services.stop(actor=request.actor, at=request.now, intake_id=row.pk)
    messages.success(request, _("Stopped. What has been taken over stays."))
    return redirect("parties:intake", intake_id=row.pk)


@require_POST
@access(Audience.STAFF, needs="parties.intake")
def resume(request: Request, intake_id: int) -> HttpResponse:
    """Go on with an import."""
    row = get_object_or_404(queries.intakes(), pk=intake_id)
    services.resume(actor=request.actor, at=request.now, intake_id=row.pk)
    messages.success(request, _("The import goes on."))
    return redirect("parties:intake", intake_id=row.pk)


@access(Audience.STAFF, needs="parties.intake")
def discard(request: Request, intake_id: int) -> HttpResponse:
    """Forget the rows of an import, after a question."""
    row = get_object_or_404(queries.intakes(), pk=intake_id)

    def done(_given: Mapping[str, Any]) -> HttpResponse:
        services.discard(actor=request.actor, at=request.now, intake_id=row.pk)
        messages.success(request, _("Discarded."))
        return redirect("parties:intakes")

    return asked(
        request,
        title=_("Discard the import “%(name)s”?") % {"name": row.file_name},
        effect=_("Its rows are deleted here. What has been taken over already stays as it is."),
        undo=_("This cannot be taken back; you can send the file again."),
        submit=_("Discard the import"),
        back=reverse("parties:intake", args=[row.pk]),
        done=done,
    )


@access(Audience.STAFF, needs="parties.intake")
def forget_columns(request: Request) -> HttpResponse:
    """Forget what columns mean, after a question."""

    def done(_given: Mapping[str, Any]) -> HttpResponse:
        services.forget_columns(actor=request.actor, at=request.now)
        messages.success(request, _("Forgotten. The next file is recognised anew."))
        return redirect("parties:intakes")

    return asked(
        request,
        title=_("Forget what the columns mean?"),
        effect=_(
            "The columns of the next file are recognised by their names again, and you are asked where that fails."
        ),
        undo=_("You can assign the columns again with the next file."),
        submit=_("Forget the columns"),
        back=reverse("parties:intakes"),
        done=done,
    )


@require_safe
@access(Audience.STAFF, needs="parties.intake")
def permitted_fields(request: Request) -> HttpResponse:
    """Show which fields are taken over and what each is for (DWG-25)."""
    context = {"groups": [(_("Customer"), services.PARTY), (_("Contract"), services.CONTRACT)]}
    return render(request, "parties/permitted.html", context)


@require_safe
@access(Audience.STAFF, needs="parties.intake")
def sample(request: Request) -> HttpResponse:
    """Give a file with all permitted columns and one row to look at."""
    head = [str(field.label) for field in services.MASTER_DATA]
    lines = "".join(csvfile.lines(head, [[field.example for field in services.MASTER_DATA]]))
    disposition = content_disposition_header(True, "stammdaten-vorlage.csv") or ""
    return HttpResponse(lines, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": disposition})
