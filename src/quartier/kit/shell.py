"""What every page's frame is drawn from."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from quartier.kit.navigation import Area, menu
from quartier.kit.portal import NEUTRAL


def context(request: HttpRequest) -> dict[str, Any]:
    """Put the portal, its current notices and the menus of all areas into every template, each drawn when used."""
    portal = getattr(request, "portal", NEUTRAL)
    now = getattr(request, "now", None)
    found: dict[str, Any] = {
        f"{area}_menu": SimpleLazyObject(lambda area=area: menu(request, area))  # type: ignore[misc, arg-type]
        for area in Area
    }
    return {
        "portal": portal,
        "now": now,
        "portal_notices": SimpleLazyObject(lambda: portal.notices(now) if now else ()),
        **found,
    }
