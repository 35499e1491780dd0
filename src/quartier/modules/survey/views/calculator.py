"""The express calculator: beginning, the page with drawing and table, and the way to the order (WR-009 to WR-013)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from aufmass.model import Basis, Storey
from aufmass.model import Survey as Measured
from aufmass.reading import from_data
from aufmass.writing import data_of
from quartier.core.checkout import services as checkout
from quartier.core.privacy.extension import secret_path
from quartier.kit.access import Audience, access
from quartier.kit.errors import Refused
from quartier.kit.http import Request
from quartier.kit.network import client_ip
from quartier.kit.pages import UNPROCESSABLE
from quartier.modules.survey.forms.calculator import BeginForm, TakeOverForm
from quartier.modules.survey.models import Survey, SurveyState
from quartier.modules.survey.queries import offers, reading
from quartier.modules.survey.rules import table
from quartier.modules.survey.rules.bounds import MOST_ROOMS, MOST_STOREYS
from quartier.modules.survey.services import ordering, refusals, surveys, taking_over
from quartier.modules.survey.views import board
from quartier.modules.survey.views.found import customer_of, order_page, own_survey
from quartier.modules.survey.views.shown import page_of

BEGUN_AN_HOUR: Final = 30
ROW: Final = re.compile(r"row-(\d{1,4})-key")
ACT: Final = "survey/calculator/act.html"
MORE: Final = "survey/calculator/more.html"


@access(Audience.PUBLIC, feature="survey")
def start(request: Request) -> HttpResponse:
    """Explain the calculator and begin a calculation, which costs nothing and binds nobody."""
    form = BeginForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            return _begun(request, form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
    user = customer_of(request)
    context = {
        "form": form,
        "offer": offers.offered(request.now),
        "own": reading.own(user, request.now) if user else (),
    }
    return render(request, "survey/calculator/start.html", context, status=UNPROCESSABLE if form.errors else 200)


@access(Audience.PUBLIC, feature="survey")
def take_over(request: Request) -> HttpResponse:
    """Begin a calculation with the rooms of a file."""
    form = TakeOverForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            found = taking_over.measured(
                file_name=given["file"].name, content=given["file"].read(), title=given["title"],
                basis=Basis(given["basis"]), height=given["height"], unit=given["unit"],
            )  # fmt: skip
            return _begun(request, given, data_of(found))
        except Refused as refusal:
            form.refuse(refusal)
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "survey/calculator/take_over.html", {"form": form}, status=status)


@secret_path("survey_token")
@access(Audience.PUBLIC, feature="survey")
def editor(request: Request, survey_token: str) -> HttpResponse:
    """Show drawing and table of a calculation, and keep what was typed into the table."""
    row = own_survey(request, survey_token)
    if request.method != "POST":
        return _page(request, row, survey_token)
    if row.state != SurveyState.OPEN:
        raise refusals.SurveyFinished
    base = int(number) if (number := request.POST.get("number", "")).isdigit() and len(number) < 9 else 0  # noqa: PLR2004
    before = _state(row, base)
    rows = typed_rows(request.POST)
    after, faults = table.with_rows(before, rows, gone=request.POST.get("weg", ""))
    if faults:
        return _page(request, row, survey_token, typed=rows, faults=faults, status=UNPROCESSABLE)
    if "geschoss" in request.POST:
        after = _with_storey(after)
    client = request.POST.get("client", "")[:40]
    saved = surveys.save(
        actor=request.actor, at=request.now, survey_id=row.pk, base=base, content=data_of(after), client=client
    )
    if saved.conflict:
        return redirect("survey:versions", survey_token)
    return _next(request, row, survey_token)


def typed_rows(sent: QueryDict) -> list[table.Row]:
    """Return the rows of the table as they were sent."""
    places = sorted({int(found[1]) for name in sent if (found := ROW.fullmatch(name))})[: MOST_ROOMS + MOST_STOREYS]
    fields = ("key", "storey", *table.FIELDS)
    return [table.Row(*(sent.get(f"row-{place}-{name}", "")[:500] for name in fields)) for place in places]


def addresses(survey_token: str) -> dict[str, str]:
    """Return the addresses of a calculation that its board asks for."""

    def at(name: str) -> str:
        return reverse(f"survey:{name}", args=[survey_token])

    return {
        "save": at("state"), "picture": at("editor") + "bild/", "underlays": at("underlays"),
        "room": at("editor") + "raum/",
    }  # fmt: skip


def _begun(request: Request, given: Mapping[str, Any], content: Any = None) -> HttpResponse:
    checkout.count(f"survey:{client_ip(request)}", BEGUN_AN_HOUR, at=request.now)
    _row, token = surveys.open_survey(
        at=request.now, title=given["title"], basis=Basis(given["basis"]), user=customer_of(request), content=content,
        actor=request.actor,
    )  # fmt: skip
    return redirect("survey:editor", token)


def _state(row: Survey, base: int) -> Measured:
    """Return the state that a page was made of, so that whoever types into an old page changes only what they typed."""
    known = row.versions.filter(number=base, is_aside=False).first()
    return from_data(known.content if known else row.content)


def _with_storey(measured: Measured) -> Measured:
    """Add a storey on top."""
    last = measured.storeys[-1]
    number = len(measured.storeys)
    names = {storey.id for storey in measured.storeys}
    key = next(one for count in range(number, number + len(names) + 1) if (one := f"OG{count}") not in names)
    name = _("Upper floor %(number)s") % {"number": number}
    added = Storey(key, name, last.level + last.height, table.STOREY_HEIGHT)
    return replace(measured, storeys=(*measured.storeys, added))


def _next(request: Request, row: Survey, token: str) -> HttpResponse:
    """Lead to the order where that was asked for, else to the page again."""
    if "bestellen" not in request.POST:
        return redirect("survey:editor", token)
    row.refresh_from_db()
    try:
        draft = ordering.begin_order(at=request.now, survey_id=row.pk, user=customer_of(request))
    except Refused as refusal:
        return _page(request, row, token, refusal=refusal, status=refusal.status)
    return redirect("checkout:basket", draft)


def _page(
    request: Request, row: Survey, token: str, *, status: int = 200, refusal: Any = None, **typed: Any
) -> HttpResponse:
    urls = addresses(token)
    context = page_of(request, row, urls, **typed)
    context["board"] = board.board_data(
        request, row, urls, lambda one: reverse("survey:underlay", args=[token, one.pk])
    )
    context |= {
        "token": token, "offer": offers.offered(request.now), "order_page": order_page(row), "refusal": refusal,
        "act_template": ACT, "more_template": MORE, "asides": row.versions.filter(is_aside=True).count(),
        "held": offers.held(row.order) if row.order is not None and row.order.state == "accepted" else "",
    }  # fmt: skip
    return render(request, "survey/calculator/editor.html", context, status=status)
