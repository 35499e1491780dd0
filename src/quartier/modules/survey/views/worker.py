"""The small program that keeps a surveyor's page for places without a connection (ADR 0042)."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from quartier.kit.access import Audience, access
from quartier.kit.http import Request
from quartier.modules.survey.queries import visits as queries

PROGRAM: Final = Path(__file__).resolve().parents[1] / "static" / "survey" / "worker.js"


@require_safe
@never_cache
@access(Audience.STAFF, needs="survey.visit")
def worker(request: Request, visit_id: int) -> HttpResponse:
    """Serve the program beneath the page it keeps: a browser lets it see that page and no other."""
    get_object_or_404(queries.visits(request.user), pk=visit_id)
    return HttpResponse(PROGRAM.read_bytes(), content_type="text/javascript; charset=utf-8")
