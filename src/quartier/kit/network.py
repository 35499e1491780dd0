"""Where a request really came from."""

from __future__ import annotations

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def client_ip(request: HttpRequest) -> str | None:
    """Return the visitor's IP address, or None when it is unknown.

    `X-Forwarded-For` is read from the right and only as far as the senders are trusted proxies; whatever a
    stranger writes into it is ignored.
    """
    address = _plain(request.META.get("REMOTE_ADDR", ""))
    forwarded = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    while address and forwarded and any(ip_address(address) in network for network in settings.TRUSTED_PROXIES):
        address = _plain(forwarded.pop())
    return address


def _plain(text: str) -> str | None:
    try:
        return str(ip_address(text))
    except ValueError:
        return None
