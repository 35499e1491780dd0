"""What customers do with their rights: ask, follow, read the answer, take their data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quartier.core.parties import queries as parties
from quartier.core.privacy import queries as privacy
from quartier.core.privacy import services as privacy_services
from quartier.core.providers import queries as providers
from quartier.core.rights import queries, services
from quartier.core.rights.forms import WishForm
from quartier.core.rights.rules import Request as Asked
from quartier.kit.access import Audience, access
from quartier.kit.checked import Confirmed, checked
from quartier.kit.http import Request
from quartier.kit.pages import asked


def own_party(request: Request) -> int:
    """Return the number of the logged-in customer; an account without one is 404."""
    party = parties.party_of(request.user)
    if party is None:
        raise Http404
    return int(party.pk)


def own_request(request: Request, request_id: int) -> queries.Line:
    """Return a request of the logged-in customer; a stranger's is 404."""
    row = queries.requests_of(own_party(request)).filter(pk=request_id).first()
    if row is None:
        raise Http404
    return queries.line(row, request.now)


@require_safe
@access(Audience.CUSTOMER, stays_open=True)
def own(request: Request) -> HttpResponse:
    """Show what can be asked for, and what was asked before."""
    lines = queries.lines(queries.requests_of(own_party(request)), request.now)
    portal = providers.portal_of(request)
    return render(request, "rights/own.html", {"lines": lines, "protection": portal.data_protection})


@access(Audience.CUSTOMER, stays_open=True)
def ask(request: Request) -> HttpResponse:
    """Ask, with the check step. Whoever is logged in has shown who asks."""
    party_id = own_party(request)

    def done(confirmed: Confirmed) -> HttpResponse:
        row = services.ask(
            actor=request.actor, at=request.now, party_id=party_id, shown=confirmed.shown, **confirmed.values
        )
        messages.success(request, _("We have your request."))
        return redirect("rights:one", request_id=row.pk)

    return checked(
        request,
        WishForm(request.POST or None, initial={"kind": request.GET.get("kind", "")}),
        key="rights.ask",
        subject=f"parties.party:{party_id}",
        done=done,
        page="rights/ask.html",
        submit=_("Send the request"),
        context={"protection": providers.portal_of(request).data_protection},
    )


@require_safe
@access(Audience.CUSTOMER, stays_open=True)
def one(request: Request, request_id: int) -> HttpResponse:
    """Show one request with its answer, and offer the data when it hands them out."""
    line = own_request(request, request_id)
    protection = providers.portal_of(request).data_protection
    context = {
        "line": line,
        "controllers": controllers_of(line),
        "to_take_along": line.row.kind == Asked.PORTABILITY,
        "fee": queries.fee_of(line.row) if line.is_open else "",
        "notices": line.row.notices.all(),
        "protection": protection,
    }
    return render(request, "rights/one.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.CUSTOMER, stays_open=True)
def withdraw(request: Request, request_id: int) -> HttpResponse:
    """Take a request back, after the question whether that is meant."""
    line = own_request(request, request_id)

    def done(_answers: Mapping[str, Any]) -> HttpResponse:
        services.withdraw(actor=request.actor, at=request.now, request_id=line.row.pk)
        messages.success(request, _("The request is withdrawn."))
        return redirect("rights:own")

    return asked(
        request,
        title=_("Withdraw this request?"),
        effect=_("We stop working on it and give no answer."),
        undo=_("You can ask again at any time."),
        submit=_("Withdraw the request"),
        back=reverse("rights:one", args=[line.row.pk]),
        done=done,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.CUSTOMER, stays_open=True)
def agree(request: Request, request_id: int) -> HttpResponse:
    """Agree to the fee for a further copy, after the question whether that is meant."""
    line = own_request(request, request_id)
    if line.row.fee is None or not line.is_open:
        raise Http404

    def done(_answers: Mapping[str, Any]) -> HttpResponse:
        services.agree_to_fee(actor=request.actor, at=request.now, request_id=line.row.pk)
        messages.success(request, _("Your copy is ready."))
        return redirect("rights:one", request_id=line.row.pk)

    fee = queries.fee_of(line.row)
    return asked(
        request,
        title=_("Order a further copy for %(fee)s?") % {"fee": fee},
        effect=_("You get the copy at once. The fee is for the copy alone."),
        undo=_("You need not order it. A first copy within twelve months is always free."),
        submit=_("Order with an obligation to pay"),
        back=reverse("rights:one", args=[line.row.pk]),
        done=done,
    )


@require_POST
@access(Audience.CUSTOMER, stays_open=True)
def data(request: Request, request_id: int) -> HttpResponse:
    """Hand out what one controller knows; a POST, because it is written down."""
    line = own_request(request, request_id)
    if "controller" not in request.POST:
        return redirect("rights:one", request_id=request_id)
    known = {controller.key: controller for controller in controllers_of(line)}
    controller = known.get(request.POST["controller"])
    subject = privacy.subject_numbered(line.row.party_id)
    if controller is None or subject is None:
        raise Http404
    who: dict[str, Any] = {"actor": request.actor, "at": request.now, "subject": subject, "controller": controller}
    if line.row.kind == Asked.PORTABILITY:
        taken = privacy_services.hand_over(**who)
        return _file(taken.as_zip(), "meine-daten.zip", "application/zip")
    report = privacy_services.inform(**who)
    if "file" in request.POST:
        return _file(report.as_json().encode(), "auskunft.json", "application/json; charset=utf-8")
    protection = providers.portal_of(request).data_protection
    frame = queries.frame_of(subject, controller, request.now)
    context = {"line": line, "report": report, "frame": frame, "protection": protection}
    return render(request, "rights/report.html", context)


@require_safe
@access(Audience.CUSTOMER, stays_open=True)
def schema(request: Request) -> HttpResponse:
    """Publish the schema of the file with data to take along."""
    return JsonResponse(privacy.schema(), json_dumps_params={"ensure_ascii": False, "indent": 2})


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def controllers_of(line: queries.Line) -> list[privacy.Controller]:
    """Return the controllers that know the person, once the request hands data out."""
    subject = privacy.subject_numbered(line.row.party_id) if line.hands_out else None
    return [one for one in privacy.controllers() if subject is not None and privacy.knows(subject, one)]
