"""What belongs to a calculation beside its rooms: the sheet, storeys and units, earlier states, the link, deleting."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from aufmass.model import Basis, BeneathStairs, Dimensions, Interpretations, LowAndReduced, NicheHeights, Unit, UnitKind
from aufmass.model import Survey as Measured
from aufmass.reading import from_data
from aufmass.writing import data_of
from quartier.core.privacy.extension import secret_path
from quartier.kit.access import Audience, access
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.kit.http import Request
from quartier.kit.pages import UNPROCESSABLE, asked
from quartier.modules.survey.forms.calculator import SheetForm, StoreyForm, UnitForm
from quartier.modules.survey.models import Survey, Version
from quartier.modules.survey.queries import surveys as queries
from quartier.modules.survey.services import finishing, surveys
from quartier.modules.survey.views.found import open_one, own_survey

FACTS = ("author", "recipient", "purpose", "address")


@secret_path("survey_token")
@access(Audience.PUBLIC, feature="survey")
def sheet(request: Request, survey_token: str) -> HttpResponse:
    """Ask for what stands on the sheet: by whom, for whom, what for, what the measures rest on."""
    row = open_one(request, survey_token)
    measured = from_data(row.content)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = SheetForm(*sent, initial=_initial(row, measured))
    if request.method == "POST" and form.is_valid():
        try:
            _keep_sheet(request, row, measured, form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The details are kept."))
            return redirect("survey:editor", survey_token)
    context = {"form": form, "row": row, "token": survey_token}
    return render(request, "survey/calculator/sheet.html", context, status=UNPROCESSABLE if form.errors else 200)


@secret_path("survey_token")
@access(Audience.PUBLIC, feature="survey")
def layout(request: Request, survey_token: str) -> HttpResponse:
    """Name storeys and units, and what units are compared with."""
    row = open_one(request, survey_token)
    measured = from_data(row.content)
    data = request.POST if request.method == "POST" else None
    storeys, units = _forms_of(measured, data)
    forms = [form for _one, form in [*storeys, *units]]
    # Every form is looked at, so that all faults are shown at once.
    wrong = data is not None and len([form for form in forms if not form.is_valid()])
    if data is not None and not wrong:
        after = _laid_out(measured, storeys, units)
        surveys.save(actor=request.actor, at=request.now, survey_id=row.pk, base=row.number, content=data_of(after))
        messages.success(request, _("Storeys and units are kept."))
        return redirect("survey:editor", survey_token)
    context = {"storeys": storeys, "units": units, "row": row, "token": survey_token}
    return render(request, "survey/calculator/layout.html", context, status=UNPROCESSABLE if wrong else 200)


@secret_path("survey_token")
@access(Audience.PUBLIC, feature="survey")
def versions(request: Request, survey_token: str) -> HttpResponse:
    """Show earlier states and those that were put aside; each can be taken again."""
    row = own_survey(request, survey_token)
    if request.POST.get("_do"):
        return _chosen(request, row, survey_token)
    day = day_of(request.now)
    states: list[dict[str, Any]] = [
        {"row": one, "area": queries.reckoned(one.content, day).area, "rooms": _count(one)}
        for one in row.versions.all()[:30]
    ]
    context = {
        "row": row, "token": survey_token, "area": queries.reckoned(row.content, day).area,
        "asides": [one for one in states if one["row"].is_aside],
        "earlier": [one for one in states if not one["row"].is_aside],
    }  # fmt: skip
    return render(request, "survey/calculator/versions.html", context)


@secret_path("survey_token")
@require_safe
@access(Audience.PUBLIC, feature="survey")
def resume(request: Request, survey_token: str) -> HttpResponse:
    """Show the address at which a calculation goes on."""
    row = own_survey(request, survey_token)
    address = request.build_absolute_uri(reverse("survey:editor", args=[survey_token]))
    return render(request, "survey/calculator/resume.html", {"row": row, "token": survey_token, "address": address})


@secret_path("survey_token")
@access(Audience.PUBLIC, feature="survey")
def delete(request: Request, survey_token: str) -> HttpResponse:
    """Delete a calculation that nobody has ordered."""
    row = own_survey(request, survey_token)

    def done(_values: Any) -> HttpResponse:
        surveys.delete(actor=request.actor, at=request.now, survey_id=row.pk)
        messages.success(request, _("The calculation is deleted."))
        return redirect("survey:start")

    return asked(
        request, title=_("Delete the calculation “%(title)s”?") % {"title": row.title},
        effect=_("All rooms, earlier states and pictures of it are deleted."), undo=_("This cannot be undone."),
        submit=_("Delete calculation"), back=reverse("survey:editor", args=[survey_token]), done=done,
    )  # fmt: skip


def _forms_of(measured: Measured, data: Any) -> tuple[list[tuple[Any, StoreyForm]], list[tuple[Any, UnitForm]]]:
    """Return a form for every storey and unit, and an empty one for the next unit."""
    storeys = [
        (one, StoreyForm(data, prefix=f"storey-{place}", initial={
            "name": one.name, "level": Decimal(one.level) / 1000, "height": Decimal(one.height) / 1000,
        })) for place, one in enumerate(measured.storeys)
    ]  # fmt: skip
    units = [
        (one, UnitForm(data, prefix=f"unit-{place}", initial={
            "name": one.name, "kind": one.kind.value, "agreed": one.agreed, "previous": one.previous,
        })) for place, one in enumerate([*measured.units, _new_unit(measured)])
        if data is None or place < len(measured.units) or data.get(f"unit-{place}-name", "").strip()
    ]  # fmt: skip
    return storeys, units


def _chosen(request: Request, row: Survey, token: str) -> HttpResponse:
    """Take a state, or drop one that was put aside."""
    act, _colon, number = request.POST.get("_do", "").partition(":")
    common: dict[str, Any] = {"actor": request.actor, "at": request.now, "survey_id": row.pk}
    try:
        if act == "keep":
            surveys.keep_current(**common, version_id=int(number))
        else:
            surveys.choose(**common, version_id=int(number))
    except (Version.DoesNotExist, ValueError):
        raise Http404 from None
    messages.success(request, _("This state counts now."))
    return redirect("survey:editor", token)


def _initial(row: Survey, measured: Measured) -> dict[str, Any]:
    choices = measured.interpretations
    return {name: getattr(row, name) for name in FACTS} | {
        "name": measured.name, "measured_on": measured.measured_on, "basis": measured.basis.value,
        "dimensions": measured.dimensions.value, "beneath_stairs": choices.beneath_stairs.value,
        "niche_heights": choices.niche_heights.value, "low_and_reduced": choices.low_and_reduced.value,
    }  # fmt: skip


def _keep_sheet(request: Request, row: Survey, measured: Measured, given: dict[str, Any]) -> None:
    choices = Interpretations(
        BeneathStairs(given["beneath_stairs"]), NicheHeights(given["niche_heights"]),
        LowAndReduced(given["low_and_reduced"]),
    )  # fmt: skip
    after = replace(
        measured, name=given["name"], basis=Basis(given["basis"]), measured_on=given["measured_on"],
        dimensions=Dimensions(given["dimensions"]), interpretations=choices,
    )  # fmt: skip
    facts = {name: given[name] for name in FACTS}
    surveys.describe(actor=request.actor, at=request.now, survey_id=row.pk, facts=facts, measured=after)
    if (photo := given["photo"]) is not None:
        finishing.attach_photo(
            at=request.now, survey_id=row.pk, file_name=photo.name, size=photo.size, blocks=photo.chunks()
        )
    elif "ohne_foto" in request.POST:
        finishing.remove_photo(survey_id=row.pk)


def _new_unit(measured: Measured) -> Unit:
    """Return an empty unit with a number that nobody has."""
    known = {unit.id for unit in measured.units}
    return Unit(next(str(number) for number in range(1, len(known) + 2) if str(number) not in known), "")


def _laid_out(measured: Measured, storeys: Any, units: Any) -> Measured:
    """Return measures with storeys and units as they were typed; with the first unit every room belongs to it."""
    named = tuple(
        replace(one, name=form.cleaned_data["name"], level=int(form.cleaned_data["level"] * 1000),
                height=int(form.cleaned_data["height"] * 1000))
        for one, form in storeys
    )  # fmt: skip
    made = tuple(
        Unit(
            one.id, given["name"], UnitKind(given["kind"]), given["agreed"] or None, given["previous"] or None
        )
        for one, form in units
        for given in [form.cleaned_data]
    )  # fmt: skip
    if made and not measured.units:
        named = tuple(replace(s, rooms=tuple(replace(r, unit=made[0].id) for r in s.rooms)) for s in named)
    return replace(measured, storeys=named, units=made)


def _count(version: Version) -> int:
    return sum(len(storey.get("rooms", ())) for storey in version.content.get("storeys", ()))
