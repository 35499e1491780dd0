"""Pictures beneath the drawing: brought in, placed, shown."""

from __future__ import annotations

import json

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from aufmass.reading import from_data
from quartier.core.checkout import services as checkout
from quartier.core.privacy.extension import secret_path
from quartier.kit.access import Audience, access
from quartier.kit.errors import Refused
from quartier.kit.http import Request
from quartier.kit.network import client_ip
from quartier.kit.pages import UNPROCESSABLE
from quartier.modules.survey.forms.calculator import UnderlayForm
from quartier.modules.survey.models import Underlay
from quartier.modules.survey.services import refusals, underlays
from quartier.modules.survey.views.board import lying
from quartier.modules.survey.views.found import open_one, own_survey


@secret_path("survey_token")
@access(Audience.PUBLIC, feature="survey")
def brought(request: Request, survey_token: str) -> HttpResponse:
    """Lay a photo or a page of a plan beneath a storey, or take it away."""
    row = open_one(request, survey_token)
    storeys = [(one.id, one.name) for one in from_data(row.content).storeys]
    form = UnderlayForm(*((request.POST, request.FILES) if request.method == "POST" else ()), storeys=storeys)
    if request.method == "POST" and (gone := request.POST.get("weg")):
        underlays.remove(survey_id=row.pk, storey=gone)
        return redirect("survey:underlays", survey_token)
    if request.method == "POST" and form.is_valid():
        try:
            checkout.count(f"file:{client_ip(request)}", checkout.FILES_AN_HOUR, at=request.now)
            given = form.cleaned_data
            sent = given["file"]
            underlays.add(
                at=request.now, survey_id=row.pk, storey=given["storey"], file_name=sent.name, size=sent.size,
                blocks=sent.chunks(), page=given["page"] or 1,
            )  # fmt: skip
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect("survey:editor", survey_token)
    context = {"form": form, "row": row, "token": survey_token, "names": dict(storeys), "rows": row.underlays.all()}
    return render(request, "survey/calculator/underlays.html", context, status=UNPROCESSABLE if form.errors else 200)


@secret_path("survey_token")
@access(Audience.PUBLIC, feature="survey")
def underlay(request: Request, survey_token: str, underlay_id: int) -> HttpResponse:
    """Return the picture beneath a storey, or keep where it lies."""
    row = own_survey(request, survey_token)
    found = Underlay.objects.filter(pk=underlay_id, survey=row).first()
    if found is None:
        raise Http404
    if request.method != "POST":
        return lying(found)
    try:
        placing = json.loads(request.body)
        if not isinstance(placing, dict):
            raise refusals.NotReadable
        underlays.place(survey_id=row.pk, underlay_id=found.pk, placing=placing)
    except (ValueError, RecursionError):
        return JsonResponse({"faults": [{"place": "", "text": _("This cannot be read.")}]}, status=UNPROCESSABLE)
    except Refused as refusal:
        return JsonResponse({"faults": [{"place": "", "text": str(refusal)}]}, status=refusal.status)
    return JsonResponse({"placing": placing})
