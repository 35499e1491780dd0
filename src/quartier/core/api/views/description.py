"""The description of the API for people who write programs: what there is, what it takes, what it gives."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from quartier.kit.access import Audience, access
from quartier.kit.api.document import described
from quartier.kit.api.reading import chapters
from quartier.kit.http import Request


@require_safe
@access(Audience.PUBLIC, stays_open=True)
def docs(request: Request) -> HttpResponse:
    """Show every operation of this portal's API, made from the same document that programs read."""
    document = described(str(request.urlconf), request.portal.brand.name)
    origin = f"{request.scheme}://{request.get_host()}"
    return render(request, "api/docs.html", {"chapters": chapters(document, origin), "scopes": document["x-scopes"]})
