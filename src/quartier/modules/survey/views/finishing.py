"""The end of a calculation: the last look with the notice of WR-098, and the result with its files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from aufmass.model import Basis
from aufmass.reading import from_data
from quartier.core.audit import services as audit
from quartier.core.orders import queries as orders
from quartier.core.privacy.extension import secret_path
from quartier.kit.access import Audience, access
from quartier.kit.checked import Confirmed, checked
from quartier.kit.clock import day_of
from quartier.kit.http import Request
from quartier.kit.pages import UNPROCESSABLE
from quartier.modules.survey.forms.calculator import BeginForm, FinishForm
from quartier.modules.survey.models import Survey, SurveyState
from quartier.modules.survey.queries import offers, reading
from quartier.modules.survey.queries import surveys as queries
from quartier.modules.survey.rules.notices import CHECKED
from quartier.modules.survey.services import finishing, ordering, refusals
from quartier.modules.survey.views.found import order_page, own_survey

NAMED: Final = ("author", "recipient", "purpose")


@secret_path("survey_token")
@access(Audience.PUBLIC, feature="survey")
def finish(request: Request, survey_token: str) -> HttpResponse:
    """Show everything once more with the notice, and close the calculation (WR-098)."""
    row = own_survey(request, survey_token)
    if row.state == SurveyState.FINISHED:
        raise refusals.SurveyFinished
    measured = from_data(row.content)
    initial = {name: getattr(row, name) for name in NAMED}
    form = FinishForm(request.POST if request.method == "POST" else None, initial=initial)

    def done(confirmed: Confirmed) -> HttpResponse:
        common: dict[str, Any] = {"actor": request.actor, "at": request.now}
        facts = {name: str(confirmed.values[name]) for name in NAMED}
        finishing.finish(**common, survey_id=row.pk, facts=facts)
        keep_notice(request, row, confirmed.shown)
        return redirect("survey:result", survey_token)

    context = {
        "row": row, "token": survey_token, "notice": notice(), "back": reverse("survey:editor", args=[survey_token]),
        "result": queries.reckoned(measured, day_of(request.now)),
    }  # fmt: skip
    return checked(
        request, form, key="survey.finish", subject=reading.subject_of(row), page="survey/calculator/finish.html",
        done=done, context=context, submit=_("Finish the calculation"), lead=notice(),
    )  # fmt: skip


def notice() -> str:
    """Return what is looked at and what is not, in the language of the page."""
    return _(CHECKED)


def keep_notice(request: Request, row: Survey, shown: Mapping[str, str] | None = None) -> None:
    """Keep that somebody saw the notice before they closed a calculation."""
    values = {**(shown or {}), _("Notice"): notice()}
    audit.keep_confirmation(
        actor=request.actor, at=request.now, form="survey.finish", subject=reading.subject_of(row), values=values
    )


@secret_path("survey_token")
@require_safe
@access(Audience.PUBLIC, feature="survey")
def result(request: Request, survey_token: str) -> HttpResponse:
    """Show what a finished calculation came to, with its files."""
    row = own_survey(request, survey_token)
    if row.state == SurveyState.OPEN or row.order is None:
        return redirect("survey:editor", survey_token)
    files = [one for one in orders.files_of(row.order) if one.is_result]
    context = {
        "row": row, "token": survey_token, "files": files, "order_page": order_page(row),
        "order_token": row.order.token if not row.order.user_id else "",
        "is_late": row.state == SurveyState.FINISHING and request.now >= row.touched_at + finishing.PATIENCE,
        "result": queries.reckoned(row.content, day_of(request.now)),
    }  # fmt: skip
    return render(request, "survey/calculator/result_page.html", context)


@access(Audience.CUSTOMER, feature="survey", right="write")
def for_order(request: Request, order_id: int) -> HttpResponse:
    """Begin the calculation of an order that was placed without one."""
    order = orders.of_account(request.user).filter(pk=order_id).first()
    return _for(request, order, reverse("orders:own_one", args=[order_id]))


@access(Audience.PUBLIC, feature="survey")
def for_guest(request: Request, token: str) -> HttpResponse:
    """Begin the calculation of a guest's order that was placed without one."""
    return _for(request, orders.by_token(token), reverse("orders:guest", args=[token]))


def _for(request: Request, order: object, back: str) -> HttpResponse:
    """Begin the one calculation of an order."""
    section = offers.section_of(order, request.now, "") if order is not None else None
    if section is None:
        raise Http404
    if section["survey"] is not None:
        return redirect("survey:editor", section["survey"].token)
    form = BeginForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        row, token = ordering.begin_for(
            actor=request.actor, at=request.now, order_id=section["order"].pk, title=given["title"],
            basis=Basis(given["basis"]),
        )  # fmt: skip
        messages.success(request, _("Your calculation “%(title)s” is begun.") % {"title": row.title})
        return redirect("survey:editor", token)
    context = {"form": form, "order": section["order"], "back": back}
    return render(request, "survey/calculator/for_order.html", context, status=UNPROCESSABLE if form.errors else 200)
