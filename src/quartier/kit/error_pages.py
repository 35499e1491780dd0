"""Pages for when something is not there, not allowed or not working. They need no database."""

from __future__ import annotations

import secrets
import sys
from datetime import datetime
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from quartier.kit.api import is_api, problem
from quartier.kit.errors import Refused
from quartier.kit.portal import NEUTRAL

UNAVAILABLE = 503


def error_page(request: HttpRequest, status: int, *, title: str, lead: str, **more: Any) -> HttpResponse:
    """Render an error page in the brand of the portal, if it is known, with a clear sentence and a way on.

    Programs get the same sentence as a problem (RFC 9457).
    """
    if is_api(request):
        return problem(status, title, lead, {"Retry-After": "120"} if status == UNAVAILABLE else None)
    context = {"title": title, "lead": lead, "status": status, "portal": getattr(request, "portal", NEUTRAL), **more}
    response = HttpResponse(render_to_string("kit/error.html", context, request=None if more.get("bare") else request))
    response.status_code = status
    if status == UNAVAILABLE:
        response.headers["Retry-After"] = "120"
    return response


def neutral_page(request: HttpRequest, status: int) -> HttpResponse:
    """Render the page of nobody: no portal answers under this name. Says nothing about who else lives here."""
    title = _("There is no portal under this address")
    lead = _("Please check the address in your letter or e-mail. Perhaps a letter is missing.")
    return error_page(request, status, title=title, lead=lead, bare=True, picture="door")


def closed_page(request: HttpRequest, *, message: str, until: datetime | None) -> HttpResponse:
    """Render the notice page of a stopped portal (503)."""
    lead = message or _("The portal is closed at the moment. Your data are safe.")
    return error_page(
        request,
        503,
        title=_("The portal is closed at the moment"),
        lead=lead,
        until=until,
        closed=True,
        picture="works",
    )


def refused_page(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """Render a refusal that no view explained: what was asked is not possible, nothing has changed."""
    nothing = _("Nothing has been changed.")
    lead = f"{refusal} {nothing}"
    return error_page(request, refusal.status, title=_("This is not possible"), lead=lead, picture="door")


def full_page(request: HttpRequest) -> HttpResponse:
    """Render the page for a full disk (507)."""
    lead = _("There is no room for your file at the moment. Nothing has been changed. Please try again later.")
    return error_page(request, 507, title=_("The storage is full"), lead=lead, picture="works")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Render the page for a form without a valid token: usually it was open too long."""
    lead = _(
        "The form was open for too long or came from another page. Please go back, load it again and send it once more."
    )
    return error_page(request, 403, title=_("Please send the form again"), lead=lead, picture="door")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Render 404. The same page for what does not exist and for what belongs to somebody else."""
    lead = _("Perhaps the link is old, or the page belongs to another account. Nothing is lost.")
    return error_page(request, 404, title=_("This page does not exist"), lead=lead, picture="door")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Render 403: logged in, but not allowed to do this."""
    lead = _(
        "Your account does not have the rights for this page. If you need it, ask the person who manages the accounts."
    )
    return error_page(request, 403, title=_("You may not open this page"), lead=lead, picture="door")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Render 400."""
    lead = _("We could not read what your browser sent. Please go back and try again.")
    return error_page(request, 400, title=_("This did not work"), lead=lead, picture="door")


def server_error(request: HttpRequest) -> HttpResponse:
    """Render 503 when the database is away, 500 for a bug; neither says anything about the inside."""
    if isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        lead = _("We are working on it. Your data are safe; what you had saved is still there.")
        words = {"title": _("A short interruption"), "lead": lead}
        return error_page(request, 503, **words, bare=True, picture="works", portal=NEUTRAL)
    code = f"500-{secrets.token_hex(2).upper()}"
    lead = _("That is our fault. Nothing has been saved halfway. We have been told about it.")
    return error_page(request, 500, title=_("Something went wrong"), lead=lead, bare=True, code=code, picture="works")
