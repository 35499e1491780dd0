"""A customer's own calculations for their own programs: the same services and refusals as on the pages."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from aufmass.model import Basis
from quartier.core.orders import queries as orders
from quartier.kit.api import (
    COUNT,
    INSTANT,
    INSTANT_IF_ANY,
    TEXT,
    YES,
    Binary,
    Call,
    Listing,
    Part,
    Parts,
    Plain,
    Problem,
    endpoint,
)
from quartier.kit.clock import day_of
from quartier.modules.survey.models import Survey
from quartier.modules.survey.queries import reading
from quartier.modules.survey.queries import surveys as queries
from quartier.modules.survey.services import finishing, ordering, surveys
from quartier.modules.survey.views import calculator as pages
from quartier.modules.survey.views import finishing as ends
from quartier.modules.survey.views.programs_engine import SURVEY

MANY: Final = 1000
FILES: Final = 200
LINE: Final = Plain("string", longest=200)
OF_CUSTOMERS: Final = Plain("string", (Basis.DOCUMENTS.value, Basis.MEASUREMENTS.value))
TOLD: Final = Parts(
    Part("calculation", COUNT, _("Find the calculation")),
    Part("title", TEXT, _("Say what was measured")),
    Part("state", Plain("string", ("open", "finishing", "finished")), _("Say how far it has come")),
    Part("number", COUNT, _("Count what was saved; name it as base of the next edit")),
    Part("order", TEXT, _("Number of its order, empty without one")),
    Part("touched_at", INSTANT, _("Say when it was changed last")),
    Part("expires_at", INSTANT_IF_ANY, _("Say until when it is kept without an order")),
)
LISTED: Final = Parts(Part("calculations", Listing(TOLD, MANY), _("The calculations of the account, the latest first")))
WHOLE: Final = Parts(
    Part("calculation", COUNT, _("Find the calculation")),
    Part("number", COUNT, _("Count what was saved; name it as base of the next edit")),
    Part("survey", Binary("application/json"), _("The survey in the published format")),
    Part("result", Binary("application/json"), _("Areas with paragraphs, faults and hints, for people and programs")),
)
BEGUN: Final = Parts(
    Part("title", Plain("string", longest=120), _("Say what was measured")),
    Part("basis", OF_CUSTOMERS, _("Say what the measures rest on")),
    Part("survey", SURVEY, _("Rooms to begin with; without them it is empty"), required=False),
)
FIRST: Final = Parts(
    Part("title", Plain("string", longest=120), _("Say what was measured")),
    Part("basis", OF_CUSTOMERS, _("Say what the measures rest on")),
)
EDIT: Final = Parts(
    Part("base", COUNT, _("The number of the state that was edited")),
    Part("survey", SURVEY, _("The survey in the published format")),
    Part("client", Plain("string", form="uuid", longest=36), _("The same edit sent again counts once"), required=False),
)
SAVED: Final = Parts(
    Part("number", COUNT, _("The number that counts now")),
    Part("conflict", YES, _("Tell that another edit came before; this one was put aside and can be chosen")),
    Part("result", Binary("application/json"), _("What counts now comes to")),
)
SHEET: Final = Parts(
    Part("author", LINE, _("Say who made it")),
    Part("recipient", LINE, _("Say for whom")),
    Part("purpose", LINE, _("Say what for")),
    Part("address", LINE, _("Say where the object is"), required=False),
)
CHECKOUT: Final = Parts(Part("address", TEXT, _("Go on with the order here, in the browser")))
FINISH: Final = Parts(Part("confirmed", YES, _("Without it nothing is closed: you are only told the notice")))
CLOSED: Final = Parts(
    Part("done", YES, _("Tell whether the calculation is closed")),
    Part("notice", TEXT, _("What is looked at, and what is not")),
    Part("number", Plain("integer", empty=True), _("Find the calculation")),
)
FILE: Final = Parts(
    Part("document", COUNT, _("Find the document")),
    Part("title", TEXT, _("Say what it is")),
    Part("media_type", TEXT, _("Say its kind")),
    Part("size", COUNT, _("Count its bytes")),
)
RESULTS: Final = Parts(Part("files", Listing(FILE, FILES), _("The files of a finished calculation")))


@endpoint("GET", like=pages.start, own=True, summary=_("List your calculations"), gives=LISTED)
def listed(request: Call) -> Mapping[str, Any]:
    """Tell an account's calculations."""
    return {"calculations": [_told(row) for row in reading.own(request.user, request.now)[:MANY]]}


@endpoint("POST", like=ends.for_order, summary=_("Begin a calculation"), gives=TOLD, takes=BEGUN)
def begin(request: Call, body: Mapping[str, Any]) -> Mapping[str, Any]:
    """Begin a calculation, empty or with rooms."""
    content = None
    if (sent := body.get("survey")) is not None:
        content = {**_exact(sent), "name": body["title"], "basis": body["basis"]}
    row, _token = surveys.open_survey(
        at=request.now, title=body["title"], basis=Basis(body["basis"]), user=request.user, content=content,
        actor=request.actor,
    )  # fmt: skip
    return _told(row)


@endpoint("POST", like=ends.for_order, summary=_("Begin the calculation of an order"), gives=TOLD, takes=FIRST,
          stands_for=("survey:for_order",))  # fmt: skip
def begin_for(request: Call, body: Mapping[str, Any], order_id: int) -> Mapping[str, Any]:
    """Begin the one calculation of an order that was placed without one."""
    order = orders.of_account(request.user).filter(pk=order_id).first()
    if order is None:
        raise Http404
    row, _token = ordering.begin_for(
        actor=request.actor, at=request.now, order_id=order.pk, title=body["title"], basis=Basis(body["basis"])
    )
    return _told(row)


@endpoint("GET", like=pages.start, own=True, summary=_("Read a calculation with its result"), gives=WHOLE)
def one(request: Call, survey_id: int) -> Mapping[str, Any]:
    """Tell the measures and what they come to."""
    row = _own(request, survey_id)
    return {"calculation": row.pk, "number": row.number, "survey": row.content, "result": _result(request, row)}


@endpoint("POST", like=ends.for_order, summary=_("Save an edit of a calculation"), gives=SAVED, takes=EDIT)
def save(request: Call, body: Mapping[str, Any], survey_id: int) -> Mapping[str, Any]:
    """Keep an edit; who comes second is put aside."""
    row = _own(request, survey_id)
    saved = surveys.save(
        actor=request.actor, at=request.now, survey_id=row.pk, base=body["base"], content=_exact(body["survey"]),
        client=body.get("client") or "",
    )  # fmt: skip
    row.refresh_from_db()
    return {"number": saved.number, "conflict": saved.conflict, "result": _result(request, row)}


@endpoint("POST", like=ends.for_order, summary=_("Write what stands on the sheet"), gives=TOLD, takes=SHEET)
def describe(request: Call, body: Mapping[str, Any], survey_id: int) -> Mapping[str, Any]:
    """Keep author, recipient, purpose and address."""
    row = _own(request, survey_id)
    facts = {name: str(text).strip() for name, text in body.items()}
    if len(facts["author"]) > 120:  # noqa: PLR2004 – as the field of the page
        raise Problem(422, _now("Some of this does not fit. Nothing has been stored."), [("author", "120")])
    measured = surveys.readable(row.content)
    return _told(
        surveys.describe(actor=request.actor, at=request.now, survey_id=row.pk, facts=facts, measured=measured)
    )


@endpoint("POST", like=ends.for_order, summary=_("Begin the order of a calculation"), gives=CHECKOUT)
def order(request: Call, survey_id: int) -> Mapping[str, Any]:
    """Begin the order; it is checked and placed in the browser, with its button."""
    token = ordering.begin_order(at=request.now, survey_id=_own(request, survey_id).pk, user=request.user)
    return {"address": request.build_absolute_uri(reverse("checkout:basket", args=[token]))}


@endpoint("POST", like=ends.for_order, summary=_("Finish a calculation"), gives=CLOSED, takes=FINISH)
def finish(request: Call, body: Mapping[str, Any], survey_id: int) -> Mapping[str, Any]:
    """Close a calculation after its notice was told (WR-098)."""
    row = _own(request, survey_id)
    if body["confirmed"]:
        finishing.finish(actor=request.actor, at=request.now, survey_id=row.pk)
        ends.keep_notice(request, row)
    return {"done": body["confirmed"], "notice": ends.notice(), "number": row.pk if body["confirmed"] else None}


@endpoint("GET", like=pages.start, own=True, summary=_("List the files of a calculation"), gives=RESULTS)
def results(request: Call, survey_id: int) -> Mapping[str, Any]:
    """Tell the files of a finished calculation; each is fetched as a document of the account."""
    row = _own(request, survey_id)
    files = [] if row.order is None else [one.document for one in orders.files_of(row.order) if one.is_result]
    return {"files": [FILE.of(found, document=found.pk) for found in files]}


def _own(request: Call, survey_id: int) -> Survey:
    """Return a calculation of the account; 404 for every other one."""
    row = reading.own(request.user, request.now).filter(pk=survey_id).first()
    if row is None:
        raise Http404
    return row


def _told(row: Survey) -> dict[str, Any]:
    return TOLD.of(row, calculation=row.pk, order=row.order.number if row.order is not None else "")


def _result(request: Call, row: Survey) -> dict[str, Any]:
    return queries.as_data(queries.reckoned(row.content, day_of(request.now)))


def _exact(content: Any) -> Any:
    """Return JSON with exact numbers in place of binary fractions."""
    return json.loads(json.dumps(content), parse_float=Decimal)
