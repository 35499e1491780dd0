"""Pages around data protection: cookies and objection for everybody, log, counts and rights for the office."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from quartier.core.privacy import queries, services
from quartier.core.privacy.extension import NO_ANALYSIS_COOKIE, Subject, cookies
from quartier.core.privacy.forms import ControllerForm, ObjectionForm, PeriodForm
from quartier.core.privacy.queries import Controller
from quartier.core.privacy.tables import DAYS, PAGES, REQUESTS
from quartier.kit.access import Audience, access
from quartier.kit.checked import Confirmed, checked
from quartier.kit.clock import day_of
from quartier.kit.http import Request
from quartier.kit.pages import UNPROCESSABLE

YEAR = 365 * 24 * 3600


@require_safe
@access(Audience.PUBLIC, stays_open=True)
def cookie_list(request: Request) -> HttpResponse:
    """Publish every cookie that this portal may set (SBV-70)."""
    return render(request, "privacy/cookies.html", {"cookies": list(cookies)})


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.PUBLIC, stays_open=True)
def objection(request: Request) -> HttpResponse:
    """Take an objection: to the counting it takes effect, to the security log it is explained why not (SBV-66)."""
    form = ObjectionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and form.cleaned_data["about"] == "log":
        return render(request, "privacy/log_objection.html")
    return checked(
        request,
        form,
        key="privacy.objection",
        subject=services.ANALYSIS,
        page="privacy/objection.html",
        done=partial(_objected, request),
        context={"objects": NO_ANALYSIS_COOKIE in request.COOKIES},
        submit=_("Object to the counting"),
        lead=_("From then on nothing that you open with this browser is counted. A cookie remembers it for a year."),
    )


def _objected(request: Request, confirmed: Confirmed) -> HttpResponse:
    services.object_to_analysis(actor=request.actor, at=request.now, shown=confirmed.shown)
    response = redirect("privacy:objection")
    response.set_cookie(NO_ANALYSIS_COOKIE, "1", max_age=YEAR, path="/", secure=True, httponly=True, samesite="Lax")
    return response


@require_safe
@access(Audience.STAFF, needs="privacy.log")
def log(request: Request) -> HttpResponseBase:
    """Show the request log. There is no export: a file would outlive the seven days (SBV-65)."""
    table = REQUESTS.bind(request, queries.records(at=request.now))
    return table.answer() or render(request, "privacy/log.html", {"table": table})


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.STAFF, needs="privacy.counts")
def use(request: Request) -> HttpResponseBase:
    """Show how often which kind of page was opened: anonymous counts per day."""
    form = PeriodForm(request.GET)
    until = day_of(request.now) + timedelta(days=1)
    since = until - timedelta(days=form.days)
    pages = PAGES.bind(request, queries.page_use(since=since, until=until))
    days = DAYS.bind(request, queries.views_per_day(since=since, until=until))
    context = {"pages": pages, "days": days, "since": since, "until": day_of(request.now), "form": form}
    return pages.answer() or days.answer() or render(request, "privacy/use.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.STAFF, needs="privacy.information")
def information(request: Request, number: int) -> HttpResponse:
    """Tell what one controller knows about a person; asking is a POST because it is written down who asked."""
    subject, choices = _subject_and_controllers(request, number)
    form = ControllerForm(request.POST if request.method == "POST" else None, controllers=choices)
    report = None
    if request.method == "POST" and form.is_valid():
        report = services.inform(
            actor=request.actor, at=request.now, subject=subject, controller=form.cleaned_data["controller"]
        )
        if "file" in request.POST:
            return _file(f"auskunft-{number}.json", report.as_json())
    context = {"subject": subject, "number": number, "form": form, "report": report}
    return render(request, "privacy/information.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.STAFF, needs="privacy.erasure")
def erasure(request: Request, number: int) -> HttpResponse:
    """Show what may go and what stays for which reason; then erase the one and restrict the other."""
    subject, choices = _subject_and_controllers(request, number)
    form = ControllerForm(request.POST if request.method == "POST" else None, controllers=choices)
    context: dict[str, Any] = {"subject": subject, "number": number, "form": form}
    if request.method == "POST" and form.is_valid():
        whose: dict[str, Any] = {"subject": subject, "controller": form.cleaned_data["controller"], "at": request.now}
        if "erase" in request.POST and (answer := _erased(request, form, whose)):
            return answer
        context |= {"weighed": services.weighed(**whose), "held": services.held_back(subject, request.now)}
    return render(request, "privacy/erasure.html", context, status=UNPROCESSABLE if form.errors else 200)


def _erased(request: Request, form: ControllerForm, whose: dict[str, Any]) -> HttpResponse | None:
    """Erase what may go; None with the reason at the form when nothing may."""
    try:
        outcome = services.erase(actor=request.actor, partly=True, **whose)
    except services.StillKept as refusal:
        form.refuse(refusal)
        return None
    if outcome.remaining:
        said = _("What may go has been erased. What must be kept is restricted and out of daily work.")
    else:
        said = _("The data have been erased. A note without contents remains as proof.")
    messages.success(request, said)
    return redirect("parties:customers")


def _subject_and_controllers(request: Request, number: int) -> tuple[Subject, list[Controller]]:
    """Return the person and the controllers this member of staff may act for; 404 when there is none of either."""
    subject = queries.subject_numbered(number)
    if subject is None:
        raise Http404
    choices = [c for c in queries.controllers_for(request.user) if queries.knows(subject, c)]
    if not choices:
        raise Http404
    return subject, choices


def _file(name: str, content: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response
