"""The request as views see it, with all that the middleware has put on it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol

from django.http import HttpRequest

from quartier.kit.portal import PortalFace
from quartier.values.actor import Actor


class Principal(Protocol):
    """The person behind a request, as the guards see it."""

    @property
    def is_authenticated(self) -> bool: ...
    @property
    def audience(self) -> str: ...
    @property
    def permissions(self) -> frozenset[str]: ...
    @property
    def data_areas(self) -> frozenset[str]: ...
    @property
    def pk(self) -> Any: ...


class Request(HttpRequest):
    """A request that has passed the middleware: portal, actor and instant are known."""

    user: Any
    portal: PortalFace
    actor: Actor
    now: datetime
    htmx: Any
