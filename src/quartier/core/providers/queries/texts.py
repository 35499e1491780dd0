"""Published texts, logo, and the rule about the venue."""

from __future__ import annotations

from typing import cast

from django.http import Http404

from quartier.core.providers.models import Branding, TextBlock
from quartier.core.providers.models.identity import TextKind
from quartier.core.providers.queries.portal import Portal
from quartier.kit.http import Request
from quartier.kit.portal import PortalFace


def portal_of(request: Request) -> Portal:
    """Return the provider's portal of a request; 404 where there is none (console, unknown host)."""
    if not isinstance(request.portal, Portal):
        raise Http404
    return request.portal


def text(kind: TextKind) -> TextBlock | None:
    """Return a published text, or None."""
    return TextBlock.objects.filter(kind=kind).first()


def logo(portal: PortalFace) -> tuple[bytes, str] | None:
    """Return picture and media type of the logo that this portal's brand wears."""
    if not isinstance(portal, Portal):
        return None
    rows = Branding.objects.exclude(logo_type="").select_related("entity")
    own = next((r for r in rows if r.entity and portal.entity and r.entity.pk == portal.entity.pk), None)
    row = own or next((r for r in rows if r.entity is None), None)
    return (bytes(cast(bytes, row.logo)), row.logo_type) if row and row.logo else None
