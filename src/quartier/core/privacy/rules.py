"""What may be remembered of a request, as plain functions: no query, no token, no account, addresses for days only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from urllib.parse import urlsplit

from ua_parser import parse_os, parse_user_agent

MASK = "***"
# Path parameters that carry a secret by their name; a view can name more with `secret_path`.
SECRET_NAMES = frozenset({"token", "key", "code", "secret", "signature", "uidb36", "uidb64"})
# In an address that leads nowhere any long mixed word may be a mistyped token.
TOKEN_LIKE = re.compile(r"(?=[^/]*\d)[^/]{12,}|[^/]{40,}")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
# The sweep runs hourly; this margin keeps the oldest address below the limit even when one run is late.
MARGIN = timedelta(hours=3)
LONGEST_DAYS = 7
NETWORK_SCHEMES = ("http", "https")
LONGEST_AGENT = 400


def plain(text: str, length: int = 300) -> str:
    """Return text that a log line and a database take as it is: no control characters, no half characters, cut."""
    return CONTROL.sub("�", text)[:length]


def masked(path: str, values: Mapping[str, object], secret: Iterable[str] = ()) -> str:
    """Return a path with the values of secret parameters replaced by `***`."""
    hidden = SECRET_NAMES.union(secret)
    words = sorted((str(value) for name, value in values.items() if name in hidden and value), key=len, reverse=True)
    for word in words:
        path = path.replace(word, MASK)
    return path


def masked_unknown(path: str) -> str:
    """Return a path that leads nowhere with everything in it that may be a token replaced by `***`."""
    return TOKEN_LIKE.sub(MASK, path)


def split_address(url: str) -> tuple[str, str, str] | None:
    """Split a web address into origin, host and path: no user, query or fragment. None when it is not one."""
    try:
        parts = urlsplit(url)
        if parts.scheme not in NETWORK_SCHEMES or not parts.hostname:
            return None
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return None
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}{port}", parts.hostname, parts.path


@lru_cache(maxsize=512)
def browser_and_system(user_agent: str) -> tuple[str, str]:
    """Return type and version of browser and operating system, e.g. ("Firefox 145", "Windows 10"); "" if unknown."""
    text = user_agent[:LONGEST_AGENT]
    browser, system = parse_user_agent(text), parse_os(text)
    return (
        plain(" ".join(p for p in (browser.family, browser.major) if p), 60) if browser else "",
        plain(" ".join(p for p in (system.family, system.major) if p), 60) if system else "",
    )


def addresses_until(at: datetime, days: int) -> datetime:
    """Return the instant before which requests lose their address now, a margin ahead of the provider's days.

    Days count 24 hours and never more than seven, whatever is asked for (SBV-65).
    """
    return at - max(timedelta(days=min(days, LONGEST_DAYS)) - MARGIN, timedelta(0))
