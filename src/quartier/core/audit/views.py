"""The protocol: what happened, newest first."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from quartier.core.audit import queries
from quartier.kit.access import Audience, access
from quartier.kit.http import Request


@require_safe
@access(Audience.STAFF, needs="audit.view")
def protocol(request: Request) -> HttpResponse:
    """List the facts of this provider."""
    page = Paginator(queries.facts(), 50).get_page(request.GET.get("seite"))
    return render(request, "audit/protocol.html", {"page": page})
