"""The few views that belong to no app."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from quartier.kit.access import Audience, access
from quartier.kit.http import Request

YEAR = 365 * 24 * 3600


@require_POST
@access(Audience.PUBLIC, stays_open=True)
def set_language(request: Request) -> HttpResponse:
    """Remember German or English for this browser and go back to where the visitor was."""
    back = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts=None, require_https=request.is_secure())
    response = HttpResponseRedirect(back if safe and back.startswith("/") else "/")
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, chosen, max_age=YEAR, path="/", secure=True, httponly=True, samesite="Lax"
        )
    return response
