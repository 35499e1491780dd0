"""Which portal a request came to, and whether it is open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.urls import Resolver404, resolve

from quartier.core.providers.queries import Portal, find_address, portal_for
from quartier.kit import clock
from quartier.kit.access import Access, access_of
from quartier.kit.error_pages import closed_page, neutral_page
from quartier.kit.http import Request
from quartier.kit.portal import NEUTRAL, Brand, NoticeFace, PortalFace
from quartier.kit.schemas import enter_schema, leave_schema
from quartier.values.actor import VISITOR

Handler = Callable[[HttpRequest], HttpResponse]


@dataclass(frozen=True)
class Console:
    """The operator console as a portal: the platform's own brand, everything switched on."""

    key: str = settings.CONSOLE_SCHEMA
    brand: Brand = Brand(name="Quartier", tagline="Betreiberkonsole")
    address_line: str = ""
    is_console: bool = True

    def feature_on(self, key: str, at: datetime) -> bool:
        """Providers' switches do not count here."""
        return True

    def notices(self, at: datetime) -> tuple[NoticeFace, ...]:
        """Return none."""
        return ()

    def keeps_address_until(self, at: datetime) -> datetime | None:
        """Keep no address: no provider's policy allows it here."""
        return None


CONSOLE = Console()


class Portals:
    """Finds the portal by hostname and enters its schema; an unknown or broken name gets the neutral page."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        """Answer in the schema of the host that was asked for, or in none."""
        request.now = clock.now()
        request.actor = VISITOR
        request.portal = NEUTRAL
        request.urlconf = settings.NEUTRAL_URLCONF
        try:
            host = split_domain_port(request.get_host())[0].rstrip(".")
        except DisallowedHost:
            return neutral_page(request, 400)
        portal = self._enter(host)
        if portal is None:
            leave_schema()
            return neutral_page(request, 404)
        request.portal = portal
        request.urlconf = settings.CONSOLE_URLCONF if portal.is_console else settings.ROOT_URLCONF
        return self.get_response(request)

    def _enter(self, host: str) -> PortalFace | None:
        if host == settings.CONSOLE_HOST:
            enter_schema(settings.CONSOLE_SCHEMA)
            return CONSOLE
        address = find_address(host)
        if address is None:
            return None
        enter_schema(address.schema)
        return portal_for(address)


class Stops:
    """Keeps visitors and customers out of a portal that is stopped or not yet published; staff keep access (DWG-14)."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        """Answer 503 with the notice page while the portal is closed for this page and person."""
        portal = request.portal
        if not isinstance(portal, Portal) or not portal.is_closed(request.now):
            return self.get_response(request)
        rule = _rule(request)
        if (rule and rule.stays_open) or (request.user.is_authenticated and request.user.audience == "staff"):
            return self.get_response(request)
        stop = portal.stop(request.now)
        return closed_page(request, message=stop.message if stop else "", until=stop.ends_at if stop else None)


def _rule(request: Request) -> Access | None:
    try:
        return access_of(resolve(request.path_info, request.urlconf).func)
    except Resolver404:
        return None
