"""Who really asks, and by which scheme, when a reverse proxy stands in front."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from quartier.kit.network import client_ip

CLAIMS = (
    "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PORT",
    "HTTP_X_FORWARDED_SERVER", "HTTP_X_REAL_IP", "HTTP_FORWARDED", "HTTP_CLIENT_IP", "HTTP_TRUE_CLIENT_IP",
)  # fmt: skip


class Proxies:
    """Believes forwarding headers from trusted proxies only, then removes them, so that nothing below can be fooled.

    Below here `REMOTE_ADDR` is the visitor's address and `request.scheme` what the visitor used.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Settle address and scheme, forget the claims."""
        if _comes_from_proxy(request):
            scheme = request.META.get("HTTP_X_FORWARDED_PROTO", "").strip().lower()
            if scheme in ("http", "https"):
                request.META["wsgi.url_scheme"] = scheme
            request.META["REMOTE_ADDR"] = client_ip(request) or request.META["REMOTE_ADDR"]
        for name in CLAIMS:
            request.META.pop(name, None)
        return self.get_response(request)


def _comes_from_proxy(request: HttpRequest) -> bool:
    try:
        peer = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    return any(peer in network for network in settings.TRUSTED_PROXIES)
