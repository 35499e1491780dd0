"""The description of the API in OpenAPI 3.1, written from the endpoints themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.http import HttpResponse, JsonResponse
from django.urls import URLResolver, get_resolver
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from quartier.kit.access import Audience, access, access_of
from quartier.kit.api.endpoint import ACCOUNT, OWN, READ, Operation, operation_of, scopes
from quartier.kit.api.shapes import LARGEST, Binary, Parts, Shape
from quartier.kit.http import Request
from quartier.kit.roles import customer_rights

PARAMETER: Final = re.compile(r"<(?:(\w+):)?(\w+)>")
WRITTEN: Final[Mapping[str, dict[str, Any]]] = {
    "int": {"type": "integer", "minimum": 0, "maximum": LARGEST},
    "uuid": {"type": "string", "format": "uuid"},
    "slug": {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"},
}
TEXT_IN_PATH: Final[dict[str, Any]] = {"type": "string", "minLength": 1}
PROBLEM: Final = {
    "type": "object",
    "properties": {
        "type": {"type": "string", "x-purpose": "RFC 9457"},
        "status": {"type": "integer", "x-purpose": "RFC 9457"},
        "title": {"type": "string", "x-purpose": "RFC 9457"},
        "detail": {"type": "string", "x-purpose": "RFC 9457"},
        "errors": {
            "type": "array",
            "x-purpose": "RFC 9457",
            "items": {
                "type": "object",
                "properties": {
                    "place": {"type": "string", "x-purpose": "RFC 9457"},
                    "sentence": {"type": "string", "x-purpose": "RFC 9457"},
                },
            },
        },
    },
}


@require_safe
@access(Audience.PUBLIC, stays_open=True)
def openapi(request: Request) -> HttpResponse:
    """Describe every endpoint of this portal."""
    return JsonResponse(described(str(request.urlconf), request.portal.brand.name))


def described(urlconf: str, name: str) -> dict[str, Any]:
    """Return the description of all endpoints of a URLconf."""
    paths: dict[str, Any] = {}
    for route, operation, audience in _operations(get_resolver(urlconf), ""):
        place = paths.setdefault("/" + PARAMETER.sub(r"{\2}", route), {})
        place[operation.verb.lower()] = _told(route, operation, audience)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{name}: API",
            "version": "1",
            "description": _("Functions for programs of the provider with a key, and for customers with a token."),
        },
        "paths": paths,
        "components": {
            "securitySchemes": {
                "key": {"type": "http", "scheme": "bearer", "description": _("Key of a program of the provider")},
                "person": {"type": "http", "scheme": "bearer", "description": _("Access key of a customer")},
            },
            "schemas": {"Problem": PROBLEM},
        },
        "x-scopes": _scopes(),
    }


def _scopes() -> dict[str, str]:
    """Return everything that keys and tokens can be allowed to do, with the words people read."""
    rights = zip(customer_rights.keys(), customer_rights, strict=True)
    keys = zip(scopes.keys(), scopes, strict=True)
    own = [
        (READ, _("Read what I can read in the portal")),
        (ACCOUNT, _("Change how I get in: devices, password")),
        *((OWN + right, label) for right, label in rights),
    ]
    return {key: str(label) for key, label in (*keys, *own)}


def _operations(resolver: URLResolver, above: str) -> Iterator[tuple[str, Operation, Audience]]:
    for pattern in resolver.url_patterns:
        route = above + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _operations(pattern, route)
        elif (operation := operation_of(pattern.callback)) is not None and (rule := access_of(pattern.callback)):
            yield route, operation, rule.audience


SECURITY: Final[Mapping[Audience, list[dict[str, Any]]]] = {
    Audience.PROGRAM: [{"key": []}],
    Audience.CUSTOMER: [{"person": []}],
    Audience.PUBLIC: [],
}


def _told(route: str, operation: Operation, audience: Audience) -> dict[str, Any]:
    refused = {"content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    found: dict[str, Any] = {
        "summary": str(operation.summary),
        "operationId": _identity(route, operation.verb),
        "security": SECURITY[audience],
        "x-scope": operation.needs,
        "parameters": [
            *({"name": name, "in": "path", "required": True, "schema": WRITTEN.get(kind, TEXT_IN_PATH)}
              for kind, name in PARAMETER.findall(route)),
            *_in_query(operation.asks),
        ],
        "responses": {
            "200": {"description": _("Done"), "content": _content(operation.gives)},
            "default": {"description": _("Not possible; nothing has changed."), **refused},
        },
    }  # fmt: skip
    if operation.takes is not None:
        found["requestBody"] = {"required": True, "content": _content(operation.takes)}
    return found


def _identity(route: str, verb: str) -> str:
    """Return a name of an operation that programs can use as the name of a function."""
    words = re.findall(r"[a-z]+", PARAMETER.sub(r"\2", route))
    return "_".join([verb.lower(), *words[2:]])


def _in_query(asks: Parts | None) -> Iterator[dict[str, Any]]:
    for name, part in asks.by_name.items() if asks else ():
        yield {
            "name": name, "in": "query", "required": part.required, "description": str(part.purpose),
            "schema": part.shape.schema(),
        }  # fmt: skip


def _content(shape: Shape) -> dict[str, Any]:
    media = shape.media if isinstance(shape, Binary) else "application/json"
    return {media: {"schema": shape.schema()}}
