"""One function of the API: who may call it, what comes in, what goes out. Cookies and sessions count for nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final, Protocol

from django.core.exceptions import RequestDataTooBig
from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from quartier.kit.access import Access, Audience, permits
from quartier.kit.api.problem import Problem, problem
from quartier.kit.api.shapes import Shape
from quartier.kit.components.markup import Text
from quartier.kit.errors import Refused
from quartier.kit.http import Request
from quartier.kit.registry import Registry
from quartier.values.actor import Actor

UNAUTHORISED: Final = 401
UNPROCESSABLE: Final = 422
MOST_ERRORS: Final = 100


class Caller(Protocol):
    """A program that has shown a key."""

    @property
    def is_authenticated(self) -> bool: ...
    @property
    def audience(self) -> str: ...
    @property
    def permissions(self) -> frozenset[str]: ...
    @property
    def actor(self) -> Actor: ...


class Call(Request):
    """A call that has passed the guard."""

    caller: Caller


@dataclass(frozen=True, slots=True)
class Operation:
    """What an endpoint does, as its description tells it."""

    verb: str
    needs: str
    summary: Text
    gives: Shape
    takes: Shape | None = None


# How a program is recognised; one entry, brought by the app that owns keys. Raises a Problem for whoever is not.
callers: Registry[Callable[[Request], Caller]] = Registry("callers of the API")
# What keys can be allowed to do, each with the words people read.
scopes: Registry[Text] = Registry("scopes of the API")


def scope(key: str, label: Text) -> None:
    """Register what a key can be allowed to do; called from a plug."""
    scopes.register(key, label)


def endpoint(
    verb: str, *, needs: str, summary: Text, gives: Shape, takes: Shape | None = None
) -> Callable[[Callable[..., Mapping[str, Any]]], Callable[..., HttpResponse]]:
    """Guard a function for programs: no valid key 401, without the scope 403, an unfit body 422, all as problems.

    The function gets the call, the body if it takes one, and the parameters of its address; it returns what `gives`
    tells. Whatever it does is one transaction.
    """
    operation = Operation(verb, needs, summary, gives, takes)
    rule = Access(Audience.PROGRAM, needs)

    def declare(view: Callable[..., Mapping[str, Any]]) -> Callable[..., HttpResponse]:
        @csrf_exempt
        @wraps(view)
        def guarded(request: Call, **parameters: Any) -> HttpResponse:
            if request.method != verb and not (verb == "GET" and request.method == "HEAD"):
                return problem(
                    405, _("This address is called with %(verb)s.") % {"verb": verb}, headers={"Allow": verb}
                )
            try:
                _admit(request, rule)
                given = {"body": _body(request, takes)} if takes is not None else {}
                with transaction.atomic():
                    return JsonResponse(gives.told(view(request, **given, **parameters)))
            except Refused as refusal:
                return _told(refusal)

        guarded.access = rule  # type: ignore[attr-defined]
        guarded.operation = operation  # type: ignore[attr-defined]
        return guarded

    return declare


def operation_of(view: Callable[..., Any]) -> Operation | None:
    """Return what an endpoint declares, or None for a page."""
    found = getattr(view, "operation", None)
    return found if isinstance(found, Operation) else None


def _admit(request: Call, rule: Access) -> None:
    """Put the caller behind a key on the request; raises a Problem for whoever may not call this."""
    (recognise,) = callers
    request.caller = recognise(request)
    if not permits(rule, request.caller):
        raise Problem(403, _("This key is not allowed to do this."))
    request.actor = request.caller.actor


def _body(request: Call, shape: Shape) -> Any:
    """Return the JSON of a call; raises a Problem that names every place that does not fit."""
    if request.content_type != "application/json":
        raise Problem(415, _("Please send application/json."))
    try:
        body = json.loads(request.body, parse_constant=_no_number)
    except RequestDataTooBig:
        raise Problem(413, _("This is too much for one call. Please send it in several.")) from None
    except (ValueError, RecursionError):
        raise Problem(400, _("This is no JSON that can be read.")) from None
    if errors := list(shape.faults(body, "")):
        raise Problem(UNPROCESSABLE, _("Some of this does not fit. Nothing has been stored."), errors[:MOST_ERRORS])
    return body


def _no_number(text: str) -> None:
    raise ValueError(text)


def _told(refusal: Refused) -> HttpResponse:
    """Answer with a refusal's sentence; nothing has changed."""
    more: dict[str, Any] = {"errors": refusal.errors} if isinstance(refusal, Problem) and refusal.errors else {}
    headers = dict(refusal.headers) if isinstance(refusal, Problem) else {}
    if refusal.status == UNAUTHORISED:
        headers["WWW-Authenticate"] = "Bearer"
    return problem(refusal.status, str(refusal), headers=headers, **more)
