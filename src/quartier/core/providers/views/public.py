"""What every visitor can open: start page, imprint, published texts, brand colours, logo."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from quartier.core.providers import queries
from quartier.core.providers.extension import start_parts
from quartier.core.providers.models.identity import TextKind
from quartier.kit.access import Audience, access
from quartier.kit.http import Request
from quartier.kit.icons import drawn_mark

LOGO_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
IMPRINT_TEXTS = (TextKind.DISCLAIMER, TextKind.COPYRIGHT, TextKind.LINKS)


@require_safe
@access(Audience.PUBLIC)
def start(request: Request) -> HttpResponse:
    """Show the start page; who is logged in goes on to the own overview."""
    if request.user.is_authenticated:
        return redirect("accounts:onward")
    parts = [part for part in start_parts if request.portal.feature_on(part.feature, request.now)]
    rendered = [part.render(request) for part in sorted(parts, key=lambda part: part.order)]
    context = {"welcome": queries.text(TextKind.WELCOME), "parts": rendered}
    return render(request, "providers/start.html", context)


@require_safe
@access(Audience.PUBLIC, stays_open=True)
def imprint(request: Request) -> HttpResponse:
    """Show who is behind the portal: every legal entity, the processor, and the published notices (SBV-12, SBV-13)."""
    portal = queries.portal_of(request)
    entities = [(entity, queries.imprint_lines(entity)) for entity in portal.entities]
    texts = [queries.text(kind) for kind in IMPRINT_TEXTS]
    context = {"entities": entities, "texts": [t for t in texts if t]}
    return render(request, "providers/imprint.html", context)


@require_safe
@access(Audience.PUBLIC, stays_open=True)
def text_page(request: Request, kind: str) -> HttpResponse:
    """Show one published text; German whatever the interface language (DWG-43)."""
    block = queries.text(TextKind(kind))
    if block is None:
        raise Http404
    return render(request, "providers/text.html", {"text": block})


@require_safe
@access(Audience.PUBLIC, stays_open=True)
def brand_css(request: Request) -> HttpResponse:
    """Serve the two colours of the portal; the address changes with the revision, so it may be kept."""
    brand = request.portal.brand
    css = f":root {{ --brand: {brand.colour}; --accent: {brand.accent}; }}\n"
    response = HttpResponse(css, content_type="text/css; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if "v" in request.GET else "no-cache"
    return response


@require_safe
@access(Audience.PUBLIC, stays_open=True)
def logo(request: Request) -> HttpResponse:
    """Serve the logo of this hostname's brand, or its initial, sandboxed so that a picture can never act."""
    brand = request.portal.brand
    data, media_type = queries.logo(request.portal) or (drawn_mark(brand), "image/svg+xml")
    response = HttpResponse(data, content_type=media_type)
    response.headers["Content-Security-Policy"] = LOGO_POLICY
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if "v" in request.GET else "no-cache"
    return response
