"""Middleware without business: headers on every answer, health, language, refusals as pages."""

from __future__ import annotations

import errno
from collections.abc import Callable

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from quartier.kit.api import is_api
from quartier.kit.error_pages import full_page, refused_page
from quartier.kit.errors import Refused
from quartier.kit.http import Request

Handler = Callable[[HttpRequest], HttpResponse]

PERMISSIONS = (
    "accelerometer=(), autoplay=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), "
    "microphone=(), midi=(), payment=(), usb=(), browsing-topics=()"
)


class Headers:
    """Puts the headers that no view sets itself on every answer, errors and static files included."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with all security headers; personal pages are never kept by browsers or proxies."""
        response = self.get_response(request)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", settings.SECURE_REFERRER_POLICY)
        response.headers.setdefault("Cross-Origin-Opener-Policy", settings.SECURE_CROSS_ORIGIN_OPENER_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("X-Frame-Options", "DENY")
        response.headers.setdefault("Cache-Control", "no-store")
        if settings.SECURE_HSTS_SECONDS:
            response.headers.setdefault("Strict-Transport-Security", f"max-age={settings.SECURE_HSTS_SECONDS}")
        return response


class Health:
    """Answers `/health/live` and `/health/ready` for supervisors and load balancers, on any host."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Say whether the process lives, and whether it reaches the database."""
        if request.path_info == "/health/live":
            return HttpResponse("ok\n", content_type="text/plain")
        if request.path_info == "/health/ready":
            return self._ready()
        return self.get_response(request)

    def _ready(self) -> HttpResponse:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except DatabaseError:
            return HttpResponse("database unreachable\n", content_type="text/plain", status=503)
        return HttpResponse("ok\n", content_type="text/plain")


class Language:
    """German, unless the visitor has picked English in the footer; the browser's wish is ignored (DWG-43).

    A program has no footer: what it asks for in `Accept-Language` counts.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the chosen language."""
        asked = request.headers.get("Accept-Language", "")[:2].lower()
        chosen = asked if is_api(request) else request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            return response


class Refusals:
    """Renders refusals that no view explained itself, and a full disk, as clear pages."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass through."""
        return self.get_response(request)

    def process_exception(self, request: Request, exception: Exception) -> HttpResponse | None:
        """Turn a Refused into its sentence and a full disk into 507; everything else is a bug and goes on."""
        if isinstance(exception, Refused):
            exception.note()
            return refused_page(request, exception)
        if isinstance(exception, OSError) and exception.errno in (errno.ENOSPC, errno.EDQUOT):
            return full_page(request)
        return None
