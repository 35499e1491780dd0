"""The office pages that switch functions, stop the portal and publish notices."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from quartier.core.providers import queries, services
from quartier.core.providers.extension import features
from quartier.core.providers.forms import NoticeForm, StopForm, SwitchForm
from quartier.core.providers.models import FeatureSwitch, Notice, Stop
from quartier.core.providers.views.office import saved
from quartier.kit.access import Audience, access
from quartier.kit.http import Request
from quartier.kit.pages import UNPROCESSABLE

operation_page = access(Audience.STAFF, needs="providers.operation")


@require_safe
@operation_page
def functions(request: Request) -> HttpResponse:
    """List the functions of the portal with their state and what is decided for later (DWG-10)."""
    portal = queries.portal_of(request)
    planned = [s for s in portal.switches if s.effective_at > request.now]
    lines = [(f, portal.feature_on(f.key, request.now), [s for s in planned if s.feature == f.key]) for f in features]
    return render(request, "providers/office/functions.html", {"lines": lines})


@operation_page
def function(request: Request, key: str) -> HttpResponse:
    """Switch one function on or off, now or from a later time."""
    if key not in features:
        raise Http404
    now_on = queries.portal_of(request).feature_on(key, request.now)
    form = SwitchForm(request.POST or None, initial={"on": "0" if now_on else "1"})
    if form.is_valid():
        given = form.cleaned_data
        act = lambda: services.switch_feature(  # noqa: E731
            actor=request.actor,
            at=request.now,
            feature=key,
            on=given["on"],
            effective_at=given["effective_at"] or request.now,
            reason=given["reason"],
        )
        if saved(request, form, act):
            return redirect("providers:office_functions")
    history = FeatureSwitch.objects.filter(feature=key).order_by("-effective_at", "-pk")
    context = {"form": form, "feature": features[key], "now_on": now_on, "history": history}
    return render(request, "providers/office/function.html", context, status=UNPROCESSABLE if form.errors else 200)


@operation_page
def operation(request: Request) -> HttpResponse:
    """Stop the portal or a function from a set time (DWG-14); shows what is planned and what was."""
    form = StopForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        act = lambda: services.stop_portal(  # noqa: E731
            actor=request.actor,
            at=request.now,
            starts_at=given["starts_at"] or request.now,
            ends_at=given["ends_at"],
            feature=given["feature"],
            message=given["message"],
        )
        if saved(request, form, act):
            return redirect("providers:office_operation")
    context = {"form": form, "stops": Stop.objects.all()[:50], "features": {f.key: f.label for f in features}}
    return render(request, "providers/office/operation.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_POST
@operation_page
def stop_lift(request: Request, stop_id: int) -> HttpResponse:
    """Lift a stop."""
    get_object_or_404(Stop, pk=stop_id)
    services.lift_stop(actor=request.actor, at=request.now, stop_id=stop_id)
    messages.success(request, _("The stop is lifted."))
    return redirect("providers:office_operation")


@operation_page
def notices(request: Request) -> HttpResponse:
    """Publish a notice and see the earlier ones (DWG-27)."""
    form = NoticeForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        act = lambda: services.announce(  # noqa: E731
            actor=request.actor,
            at=request.now,
            kind=given["kind"],
            title=given["title"],
            body=given["body"],
            starts_at=given["starts_at"] or request.now,
            ends_at=given["ends_at"],
        )
        if saved(request, form, act):
            return redirect("providers:office_notices")
    context = {"form": form, "notices": Notice.objects.all()[:50]}
    return render(request, "providers/office/notices.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_POST
@operation_page
def notice_withdraw(request: Request, notice_id: int) -> HttpResponse:
    """Take a notice down."""
    get_object_or_404(Notice, pk=notice_id)
    services.withdraw_notice(actor=request.actor, at=request.now, notice_id=notice_id)
    messages.success(request, _("The notice is withdrawn."))
    return redirect("providers:office_notices")
