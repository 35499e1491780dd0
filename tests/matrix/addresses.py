"""Every address of portals and console, read from the URLconfs: nothing here has to be kept up to date by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from quartier.kit.access import Access, access_of
from quartier.kit.api import Operation, operation_of

VERBS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


@dataclass(frozen=True, slots=True)
class Address:
    """One line of a URLconf: its full name, its route as written, the names of its parameters, its rule."""

    urlconf: str
    name: str
    route: str
    parameters: tuple[str, ...]
    view: Any

    @property
    def rule(self) -> Access | None:
        """Who may come, or None when somebody forgot to say so."""
        return access_of(self.view)

    @property
    def operation(self) -> Operation | None:
        """What an endpoint of the API declares; None for a page."""
        return operation_of(self.view)

    @property
    def in_console(self) -> bool:
        """Tell whether this is an address of the operator console."""
        return self.urlconf == settings.CONSOLE_URLCONF

    def __str__(self) -> str:
        return f"{'console ' if self.in_console else ''}{self.name}"


def walk(urlconf: Any) -> Iterator[Address]:
    """Yield all addresses of a URLconf."""
    yield from _below(get_resolver(urlconf), urlconf, "", "", ())


def _below(resolver: URLResolver, urlconf: Any, space: str, route: str, above: tuple[str, ...]) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        here = route + str(pattern.pattern)
        found = (*above, *pattern.pattern.converters)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _below(pattern, urlconf, inner, here, found)
        elif isinstance(pattern, URLPattern):
            yield Address(str(urlconf), f"{space}{pattern.name or here}", here, found, pattern.callback)


@cache
def all_addresses() -> tuple[Address, ...]:
    """Every address of a portal, then every address of the console."""
    return (*walk(settings.ROOT_URLCONF), *walk(settings.CONSOLE_URLCONF))
