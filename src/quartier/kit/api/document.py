"""The description of the API in OpenAPI 3.1, written from the endpoints themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from django.http import HttpResponse, JsonResponse
from django.urls import URLResolver, get_resolver
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from quartier.kit.access import Audience, access
from quartier.kit.api.endpoint import Operation, operation_of, scopes
from quartier.kit.http import Request

PARAMETER: Final = re.compile(r"<(?:\w+:)?(\w+)>")
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
    for route, operation in _operations(get_resolver(urlconf), ""):
        paths.setdefault("/" + PARAMETER.sub(r"{\1}", route), {})[operation.verb.lower()] = _told(route, operation)
    allowed = {key: str(label) for key, label in zip(scopes.keys(), scopes, strict=True)}
    return {
        "openapi": "3.1.0",
        "info": {"title": f"{name}: API", "version": "1", "description": _("Functions for programs with a key.")},
        "paths": paths,
        "components": {
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
            "schemas": {"Problem": PROBLEM},
        },
        "x-scopes": allowed,
    }


def _operations(resolver: URLResolver, above: str) -> Iterator[tuple[str, Operation]]:
    for pattern in resolver.url_patterns:
        route = above + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _operations(pattern, route)
        elif (operation := operation_of(pattern.callback)) is not None:
            yield route, operation


def _told(route: str, operation: Operation) -> dict[str, Any]:
    refused = {"content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    found: dict[str, Any] = {
        "summary": str(operation.summary),
        "security": [{"key": []}],
        "x-scope": operation.needs,
        "parameters": [
            {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
            for name in PARAMETER.findall(route)
        ],
        "responses": {
            "200": {"description": _("Done"), "content": {"application/json": {"schema": operation.gives.schema()}}},
            "default": {"description": _("Not possible; nothing has changed."), **refused},
        },
    }
    if operation.takes is not None:
        content = {"application/json": {"schema": operation.takes.schema()}}
        found["requestBody"] = {"required": True, "content": content}
    return found
