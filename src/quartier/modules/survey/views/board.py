"""What the drawing board in the browser asks for: the state, saving, pictures; JSON with the same services."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

from django.http import Http404, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from aufmass.drawing.live import picture
from aufmass.reading import from_data
from quartier.core.privacy.extension import secret_path
from quartier.kit.access import Audience, access
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.kit.http import Request
from quartier.modules.survey.models import Survey, SurveyState, Underlay
from quartier.modules.survey.queries import surveys as queries
from quartier.modules.survey.rules.bounds import MOST_BYTES
from quartier.modules.survey.services import refusals, surveys, underlays
from quartier.modules.survey.views.found import own_survey

TOO_LARGE: Final = 413
CONFLICT: Final = 409


@secret_path("survey_token")
@access(Audience.PUBLIC, feature="survey")
def state(request: Request, survey_token: str) -> HttpResponse:
    """Tell the state of a calculation, or keep an edit of it."""
    return answered(request, own_survey(request, survey_token))


@secret_path("survey_token")
@require_safe
@access(Audience.PUBLIC, feature="survey")
def drawing(request: Request, survey_token: str, storey_no: int) -> HttpResponse:
    """Return the plan of a storey as a picture."""
    return drawn(own_survey(request, survey_token), storey_no)


def answered(request: Request, row: Survey) -> HttpResponse:
    """Tell the state of a survey, or keep an edit: of the calculator, the workbench and the visit alike."""
    if request.method != "POST":
        is_final = row.state != SurveyState.OPEN
        return JsonResponse({"number": row.number, "survey": row.content, "isFinal": is_final, **_result(row, request)})
    if _length(request) > MOST_BYTES:
        text = _("A calculation has at most 2 MB.")
        return JsonResponse({"faults": [{"place": "", "text": text}]}, status=TOO_LARGE)
    try:
        given = _read(request.body)
        saved = surveys.save(actor=request.actor, at=request.now, survey_id=row.pk, **given)
    except Refused as refusal:
        return _refused(refusal)
    row.refresh_from_db()
    if saved.conflict:
        more = {"survey": row.content, "aside": saved.aside}
        return JsonResponse({"number": saved.number, **more, **_result(row, request)}, status=CONFLICT)
    return JsonResponse({"number": saved.number, **_result(row, request)})


def drawn(row: Survey, storey_no: int) -> HttpResponse:
    """Return the plan of a storey, counted from 1 from below."""
    survey = from_data(row.content)
    if not 1 <= storey_no <= len(survey.storeys):
        raise Http404
    svg = picture(survey, survey.storeys[storey_no - 1], queries.voice())
    return HttpResponse(svg, content_type="image/svg+xml")


def lying(row: Underlay | None) -> HttpResponse:
    """Return a picture beneath a drawing, 404 where there is none."""
    found = underlays.picture(row) if row is not None else None
    if found is None:
        raise Http404
    content, media_type = found
    return HttpResponse(content, content_type=media_type)


def board_data(
    request: Request, row: Survey, urls: Mapping[str, str], where: Callable[[Underlay], str]
) -> dict[str, Any]:
    """Return what the drawing board begins with."""
    lying_there = [
        {"id": one.pk, "storey": one.storey, "href": where(one), "width": one.width, "height": one.height,
         "placing": one.placing}
        for one in row.underlays.all()
    ]  # fmt: skip
    return {
        "survey": row.content, "number": row.number, "isFinal": row.state != SurveyState.OPEN, "urls": dict(urls),
        "uses": queries.uses(), "underlays": lying_there, **_result(row, request),
    }  # fmt: skip


def _result(row: Survey, request: Request) -> dict[str, Any]:
    return {"result": queries.as_data(queries.reckoned(row.content, day_of(request.now)))}


def _length(request: Request) -> int:
    told = request.headers.get("Content-Length") or "0"
    return int(told) if told.isdigit() else MOST_BYTES + 1


def _read(body: bytes) -> dict[str, Any]:
    """Return what was sent; raises NotReadable for anything else, whatever it is."""
    try:
        sent = json.loads(body, parse_float=Decimal, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise refusals.NotReadable from None
    if not isinstance(sent, dict) or not isinstance(sent.get("survey"), dict):
        raise refusals.NotReadable
    base, client = sent.get("base"), sent.get("client", "")
    if type(base) is not int or not isinstance(client, str) or (client and not _is_uuid(client)):
        raise refusals.NotReadable
    return {"base": base, "content": sent["survey"], "client": client}


def _no_number(word: str) -> Any:
    raise ValueError(word)


def _is_uuid(text: str) -> bool:
    try:
        return bool(uuid.UUID(text))
    except ValueError:
        return False


def _refused(refusal: Refused) -> HttpResponse:
    speaking = queries.voice()
    found = refusal.faults if isinstance(refusal, refusals.NotReadable) else ()
    faults = [{"place": one.place, "text": one.text(speaking)} for one in found[:50]]
    return JsonResponse({"faults": faults or [{"place": "", "text": str(refusal)}]}, status=refusal.status)
