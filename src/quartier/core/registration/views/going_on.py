"""The page behind a link: whatever comes next on the way to the account. Opening it does nothing, a button does."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from quartier.core.registration import queries, services
from quartier.core.registration.forms import ActivationForm, PasswordForm, TicksForm
from quartier.core.registration.models import Application, ApplicationState, Link
from quartier.kit.access import Audience, access
from quartier.kit.errors import Refused
from quartier.kit.forms import Form
from quartier.kit.http import Request
from quartier.kit.network import client_ip
from quartier.kit.pages import UNPROCESSABLE

TRIES_AN_HOUR = 60


@access(Audience.PUBLIC)
def go_on(request: Request, token: str) -> HttpResponse:
    """Show what is next for whoever has a link, and take the step."""
    link = services.link_of(token)
    if link is None:
        services.count(f"links:{client_ip(request)}", TRIES_AN_HOUR, at=request.now)
        raise Http404
    if request.method == "POST":
        services.count(f"links:{client_ip(request)}", TRIES_AN_HOUR, at=request.now)
    return _stage(link, request)(request, link, token)


def _stage(link: Link, request: Request) -> Callable[[Request, Link, str], HttpResponse]:
    row = link.application
    if row.state == ApplicationState.ACTIVE:
        return _over
    if link.expires_at <= request.now:
        return _expired
    steps = {ApplicationState.SUBMITTED: _confirm, ApplicationState.CONFIRMED: _over}
    chosen: Callable[[Request, Link, str], HttpResponse] = steps.get(
        ApplicationState(row.state), _activate if row.code_digest else _choose_password
    )
    return chosen


def _over(request: Request, link: Link, token: str) -> HttpResponse:
    """Say where an application stands that the applicant can do nothing about at present."""
    return render(request, "registration/state.html", {"row": link.application})


def _expired(request: Request, link: Link, token: str) -> HttpResponse:
    """Offer a new link without asking for anything again (DWG-18)."""
    row, can_renew = link.application, link.application.state == ApplicationState.SUBMITTED
    if request.method == "POST" and can_renew:
        flow = queries.flow_at(request.portal, request.now)
        services.send_again(actor=request.actor, at=request.now, flow=flow, token=token)
        return render(request, "registration/sent.html", {"email": "", "flow": flow})
    return render(request, "registration/expired.html", {"row": row, "can_renew": can_renew}, status=200)


def _confirm(request: Request, link: Link, token: str) -> HttpResponse:
    row, flow = link.application, queries.flow_at(request.portal, request.now)
    changed = services.changed_texts(row)
    form = TicksForm(request.POST if request.method == "POST" else None, kinds=[one.kind for one in changed])

    def done(_given: Mapping[str, object]) -> Application:
        anew = [one.digest for one in changed]
        return services.confirm(actor=request.actor, at=request.now, flow=flow, token=token, read_anew=anew)

    context = {"row": row, "changed": changed, "is_last": not (flow.is_reviewed or flow.issues_ids)}
    return _taken(request, form, "registration/confirm.html", context, token, done)


def _activate(request: Request, link: Link, token: str) -> HttpResponse:
    form, flow = (
        ActivationForm(request.POST if request.method == "POST" else None),
        queries.flow_at(request.portal, request.now),
    )

    def done(given: Mapping[str, object]) -> Application:
        return services.activate_by_code(
            actor=request.actor, at=request.now, flow=flow, token=token, typed=str(given["code"])
        )

    return _taken(request, form, "registration/activate.html", {"row": link.application}, token, done)


def _choose_password(request: Request, link: Link, token: str) -> HttpResponse:
    form, flow = (
        PasswordForm(request.POST if request.method == "POST" else None),
        queries.flow_at(request.portal, request.now),
    )

    def done(given: Mapping[str, object]) -> Application:
        return services.choose_password(
            actor=request.actor, at=request.now, flow=flow, token=token, password=str(given["password"])
        )

    return _taken(request, form, "registration/password.html", {"row": link.application}, token, done)


def _taken(
    request: Request, form: Form, page: str, context: Mapping[str, object], token: str,
    done: Callable[[Mapping[str, object]], Application],
) -> HttpResponse:  # fmt: skip
    """Take the step that a button asked for; a refusal is shown on the same page."""
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                row = done(form.cleaned_data)
            except Refused as refusal:
                form.refuse(refusal)
                status = refusal.status
            else:
                if row.state == ApplicationState.ACCEPTED:
                    return render(request, "registration/sent.html", {"email": row.email})
                if row.state == ApplicationState.ACTIVE:
                    messages.success(request, _("Your account is active. You can log in now."))
                return redirect("registration:go_on", token=token)
        else:
            status = UNPROCESSABLE
    return render(request, page, {**context, "form": form}, status=status)
