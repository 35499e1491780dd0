"""The register of processing activities: to read, to print, as a file, and approved by whoever answers for it."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from quartier.core.privacy import queries as privacy
from quartier.core.processing import services
from quartier.core.processing.forms import ApprovalForm
from quartier.core.processing.queries import register as registers
from quartier.core.providers import queries as providers
from quartier.kit import csvfile
from quartier.kit.access import Audience, access
from quartier.kit.errors import Refused
from quartier.kit.http import Request
from quartier.kit.pages import UNPROCESSABLE


def _controller(request: Request) -> privacy.Controller:
    """Return the controller that the address names, the one that runs the portal otherwise."""
    known = privacy.controllers()
    wanted = request.GET.get("verantwortlich", "")
    return next((one for one in known if one.key == wanted), next(one for one in known if one.is_principal))


def _context(request: Request, controller: privacy.Controller) -> dict[str, Any]:
    current, approved = registers.register(controller, request.now), registers.last_approved(controller)
    portal = providers.portal_of(request)
    return {
        "register": current,
        "approved": approved,
        "changes": registers.changes(current, approved),
        "moved": registers.moved(current, approved),
        "is_current": approved is not None and approved.digest == current.digest,
        "controllers": privacy.controllers(),
        "entity": next(one for one in portal.entities if one.pk == controller.id),
        "protection": portal.data_protection,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.STAFF, needs="processing.view")
def register(request: Request) -> HttpResponse:
    """Show the register with what has changed since its approval, and approve it."""
    controller = _controller(request)
    context = _context(request, controller)
    first = {"digest": context["register"].digest}
    form = ApprovalForm(request.POST or None, asks_ground=bool(context["moved"]), initial=first)
    if form.is_valid():
        try:
            services.approve(actor=request.actor, at=request.now, controller=controller, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The register is approved as it stands."))
            return redirect(f"{reverse('processing:register')}?verantwortlich={controller.key}")
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "processing/register.html", {**context, "form": form}, status=status)


@require_safe
@access(Audience.STAFF, needs="processing.view")
def printed(request: Request) -> HttpResponse:
    """Show the register as it goes to a supervisory authority on paper."""
    return render(request, "processing/register_print.html", _context(request, _controller(request)))


@require_safe
@access(Audience.STAFF, needs="processing.view")
def file(request: Request, ending: str) -> HttpResponse:
    """Hand out the register as CSV or JSON."""
    if ending not in WRITERS:
        raise Http404
    controller = _controller(request)
    current = registers.register(controller, request.now)
    write, media_type = WRITERS[ending]
    response = HttpResponse(write(current), content_type=f"{media_type}; charset=utf-8")
    name = f"verarbeitungsverzeichnis-{controller.key}.{ending}"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def _json(current: registers.Register) -> str:
    said = {"controller": current.controller.name, "sha256": current.digest, "activities": current.content}
    return json.dumps(said, ensure_ascii=False, indent=2)


def _csv(current: registers.Register) -> str:
    head = [_("Purpose"), _("Legal basis"), _("People"), _("Data"), _("Recipients"), _("Third countries"),
            _("Retention"), _("Measures")]  # fmt: skip
    rows = [
        [
            one.purpose, "; ".join(one.bases), "; ".join(one.people),
            "; ".join(f"{kind.label} ({kind.data_class}): {', '.join(kind.fields)}" for kind in one.data),
            "; ".join(one.recipients), "; ".join(one.third_countries), "; ".join(one.retention), one.measures,
        ]
        for one in current.activities
    ]  # fmt: skip
    return "".join(csvfile.lines(head, rows))


WRITERS = {"csv": (_csv, "text/csv"), "json": (_json, "application/json")}
