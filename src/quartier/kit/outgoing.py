"""Sending to addresses that somebody outside chose: never into a network of our own, never longer than ten seconds.

    answer = send(url, body, {"Content-Type": "application/json"})      # raises Unsent with a reason

The name is resolved once, every address it has is looked at, and the line is opened to one that was looked at; the
certificate must be the name's. There are no redirects, no proxies, nothing from the environment, and of the answer no
more than a bound is read. `local` lets plain http reach this machine, for demonstrations and tests alone.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any, Final
from urllib.parse import urlsplit

PATIENCE_S: Final = 10.0
MOST: Final = 64 * 1024
HTTPS: Final = 443
FIRST_FREE_PORT: Final = 1024
LAST_PORT: Final = 65_535
LOCAL_NAMES: Final = frozenset({"localhost", "127.0.0.1"})
# The registries of addresses for special purposes (RFC 6890, IANA), written down so that nobody's idea of "global"
# decides; the ways from IPv6 into IPv4 (6to4, Teredo, NAT64) lead anywhere and are not taken.
CLOSED: Final = tuple(
    ip_network(one)
    for one in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4",
        "::/96", "::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32",
        "2002::/16", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
    )
)  # fmt: skip


class Why(StrEnum):
    """Why nothing could be sent."""

    NO_NAME = "no_name"
    FORBIDDEN = "forbidden"
    NO_LINE = "no_line"
    INSECURE = "insecure"
    TOO_SLOW = "too_slow"
    BROKEN = "broken"


class Unsent(Exception):
    """Nothing was answered; `why` says why, the words of the other side are not part of it."""

    def __init__(self, why: Why) -> None:
        self.why = why
        super().__init__(why.value)


class Unfit(ValueError):
    """This is no address that we send to."""


@dataclass(frozen=True, slots=True)
class Target:
    """An address taken apart: https, a name, a port, a path; `is_local` for this machine in demonstrations."""

    host: str
    port: int
    path: str
    is_local: bool = False

    @property
    def authority(self) -> str:
        """Return what the Host header says."""
        standard = HTTPS if not self.is_local else http.client.HTTP_PORT
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == standard else f"{name}:{self.port}"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the status, and at most 64 KiB of the content."""

    status: int
    content: bytes


def target(url: str, *, local: bool = False) -> Target:
    """Take an address apart. Raises Unfit for anything but https to a public name, on port 443 or from 1024 on."""
    if not url.isascii() or any(sign <= " " or sign in "\\\x7f" for sign in url):
        raise Unfit(url)
    parts = urlsplit(url)
    try:
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        raise Unfit(url) from None
    if not host or parts.username is not None or parts.password is not None or "#" in url:
        raise Unfit(url)
    is_local = local and parts.scheme == "http" and host in LOCAL_NAMES
    if not is_local and (parts.scheme != "https" or not _is_public_name(host)):
        raise Unfit(url)
    port = port if port is not None else (http.client.HTTP_PORT if is_local else HTTPS)
    if port != HTTPS and not FIRST_FREE_PORT <= port <= LAST_PORT:
        raise Unfit(url)
    return Target(host, port, (parts.path or "/") + (f"?{parts.query}" if parts.query else ""), is_local)


def _is_public_name(host: str) -> bool:
    """Tell whether a host is a public address, or a name that could be one: with a dot, and no number in disguise."""
    with suppress(ValueError):
        return is_open(ip_address(host))
    labels = host.split(".")
    fits = all(0 < len(one) <= 63 and one.replace("-", "").replace("_", "").isalnum() for one in labels)  # noqa: PLR2004
    # The last label of a name has a letter first; 0x7f.1 and 2130706433 are numbers to a resolver.
    return fits and len(labels) > 1 and labels[-1][0].isalpha() and labels[-1] not in ("localhost", "local", "internal")


def is_open(address: IPv4Address | IPv6Address) -> bool:
    """Tell whether an address is one of the open internet: not private, local, shared, reserved or for many."""
    if getattr(address, "scope_id", None) is not None or not address.is_global or address.is_multicast:
        return False
    return not any(address in network for network in CLOSED if network.version == address.version)


def send(url: str, body: bytes, headers: Mapping[str, str], *, local: bool = False) -> Answer:
    """Post a body to an address and return what it answers, whatever the status. Raises Unfit or Unsent."""
    place = target(url, local=local)
    place_of = _resolved(place)
    ends = time.monotonic() + PATIENCE_S
    line = _Line(place, place_of, ends)
    with _in_time(line, ends):
        try:
            line.request("POST", place.path, body, {"Host": place.authority, "Connection": "close", **headers})
            answer = line.getresponse()
            return Answer(answer.status, answer.read(MOST))
        finally:
            line.close()


def _resolved(place: Target) -> tuple[Any, ...]:
    """Return the place to connect to. One closed address among those of a name closes the name."""
    try:
        found = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Unsent(Why.NO_NAME) from None
    if not found:
        raise Unsent(Why.NO_NAME)
    addresses = [ip_address(str(one[4][0]).partition("%")[0]) for one in found]
    fits = all(one.is_loopback for one in addresses) if place.is_local else all(map(is_open, addresses))
    if not fits:
        raise Unsent(Why.FORBIDDEN)
    return found[0]


class _Line(http.client.HTTPConnection):
    """A line to an address that was looked at; the certificate has to be the name's."""

    def __init__(self, place: Target, found: tuple[Any, ...], ends: float) -> None:
        super().__init__(place.host, place.port)
        self._place, self._found, self._ends = place, found, ends
        self._wire: socket.socket | None = None
        self.is_late = False

    def connect(self) -> None:
        """Connect to the address, not to the name: another answer of the resolver changes nothing."""
        family, kind, proto, _name, address = self._found
        raw = socket.socket(family, kind, proto)
        self.sock = self._wire = raw
        raw.settimeout(max(self._ends - time.monotonic(), 0.01))
        raw.connect(address)
        if not self._place.is_local:
            self.sock = self._wire = ssl.create_default_context().wrap_socket(raw, server_hostname=self._place.host)

    def hang_up(self) -> None:
        """End the line from outside: whoever reads from it stops waiting, also once it belongs to the answer alone."""
        self.is_late = True
        if self._wire is not None:
            with suppress(OSError):
                socket.socket.shutdown(self._wire, socket.SHUT_RDWR)


@contextmanager
def _in_time(line: _Line, ends: float) -> Iterator[None]:
    """Bound the whole talk, also with somebody who says one letter a second; tell failures by their kind."""
    late = threading.Timer(max(ends - time.monotonic(), 0), line.hang_up)
    late.daemon = True
    late.start()
    try:
        yield
    except Exception as error:
        if not isinstance(error, OSError | http.client.HTTPException | ValueError):
            raise
        raise Unsent(_why(error, late=line.is_late)) from None
    finally:
        late.cancel()
    # A talk that was cut off can look like one that ended.
    if line.is_late:
        raise Unsent(Why.TOO_SLOW)


def _why(error: Exception, *, late: bool) -> Why:
    if late or isinstance(error, TimeoutError):
        return Why.TOO_SLOW
    if isinstance(error, ssl.SSLError):
        return Why.INSECURE
    broken = isinstance(error, ValueError | http.client.HTTPException) and not isinstance(error, ConnectionError)
    return Why.BROKEN if broken else Why.NO_LINE
