"""Who really asks, and by which scheme, when a reverse proxy stands in front."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Network = IPv4Network | IPv6Network
IP = IPv4Address | IPv6Address
FORWARDED = (
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
        claims = {name: request.META.pop(name, "") for name in FORWARDED}
        peer = _parsed(request.META.get("REMOTE_ADDR", ""))
        if peer is not None and trusts(peer, settings.TRUSTED_PROXIES):
            visitor = visitor_of(peer, claims["HTTP_X_FORWARDED_FOR"], settings.TRUSTED_PROXIES)
            request.META["REMOTE_ADDR"] = str(visitor)
            if claims["HTTP_X_FORWARDED_PROTO"].strip().lower() in ("http", "https"):
                request.META["wsgi.url_scheme"] = claims["HTTP_X_FORWARDED_PROTO"].strip().lower()
        return self.get_response(request)


def trusts(address: IP, proxies: Sequence[Network]) -> bool:
    """Tell whether an address is one of our proxies."""
    return any(address in network for network in proxies)


def visitor_of(peer: IP, forwarded_for: str, proxies: Sequence[Network]) -> IP:
    """Return the nearest address that is not one of our proxies; what stands further left anybody may have written."""
    nearest = peer
    for part in reversed(forwarded_for.split(",")):
        address = _parsed(part)
        if address is None:
            return nearest
        nearest = address
        if not trusts(address, proxies):
            return nearest
    return nearest


def _parsed(text: str) -> IP | None:
    try:
        return ip_address(text.strip())
    except ValueError:
        return None
