"""One function of the API: who may call it, what comes in, what goes out. Cookies and sessions count for nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any, Final, Protocol

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import RequestDataTooBig
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from quartier.kit.access import SAFE, WRITE, Access, Audience, access_of, permits
from quartier.kit.api.problem import Problem, problem
from quartier.kit.api.shapes import Binary, Parts, Shape, is_writable
from quartier.kit.components.markup import Text
from quartier.kit.errors import FeatureOff, Refused
from quartier.kit.gates import keeps_out
from quartier.kit.http import Request
from quartier.kit.registry import Registry
from quartier.values.actor import VISITOR, Actor

UNAUTHORISED: Final = 401
UNPROCESSABLE: Final = 422
MOST_ERRORS: Final = 100
# How the scopes of people's tokens begin: what they may do is what the person may do, or less.
OWN: Final = "own."
READ: Final = f"{OWN}read"
# What asks for no right, because everybody may do it about their own way in.
ACCOUNT: Final = f"{OWN}account"


class Caller(Protocol):
    """A program that has shown a key, or a person's program that has shown a token."""

    @property
    def is_authenticated(self) -> bool: ...
    @property
    def audience(self) -> str: ...
    @property
    def permissions(self) -> frozenset[str]: ...
    @property
    def actor(self) -> Actor: ...
    @property
    def user(self) -> Any: ...  # None for a program of the provider
    def kept_out(self, rule: Access) -> Text: ...  # why it may not call this now; nothing if it may


class Call(Request):
    """A call that has passed the guard."""

    caller: Caller


@dataclass(frozen=True, slots=True)
class Operation:
    """What an endpoint does, as its description tells it. `stands_for` are the pages whose function it is."""

    verb: str
    needs: str
    summary: Text
    gives: Shape
    takes: Shape | None = None
    asks: Parts | None = None
    stands_for: tuple[str, ...] = ()


# How a caller is recognised, by the audience of endpoints; brought by the app that owns keys and tokens. Raises a
# Problem for whoever is not.
callers: Registry[Callable[[Request], Caller]] = Registry("callers of the API")
# What keys can be allowed to do, each with the words people read.
scopes: Registry[Text] = Registry("scopes of the API")


def scope(key: str, label: Text) -> None:
    """Register what a key can be allowed to do; called from a plug."""
    scopes.register(key, label)


def own_scope(verb: str, right: str | None) -> str:
    """Return the scope that a person's token needs: the right that the page asks for, or reading alone."""
    if right is None:
        return READ if verb in SAFE else OWN + WRITE
    return OWN + right if right else READ if verb in SAFE else ACCOUNT


def endpoint(
    verb: str, *, summary: Text, gives: Shape, needs: str = "", takes: Shape | None = None, asks: Parts | None = None,
    like: Callable[..., Any] | None = None, own: bool = False, stands_for: tuple[str, ...] = (), whole: bool = True,
) -> Callable[[Callable[..., Any]], Callable[..., HttpResponseBase]]:  # fmt: skip
    """Guard a function of the API: no valid key 401, without the scope 403, an unfit body 422, all as problems.

    Programs need the scope `needs`. A function that is `like` a page has the rule of that page, and needs the scope
    that goes with it; `request.user` and `request.actor` are the person then. A public one needs no key, unless it is
    `own`: the page asks by itself who is logged in. The function gets the call, the body if it takes one, `asked` if it
    asks for something in the query, and the parameters of its address; it returns what `gives` tells. It is one
    transaction unless it brings its own (`whole=False`).
    """
    rule = _rule(needs, like, own)
    if rule.audience is Audience.CUSTOMER:
        needs = own_scope(verb, rule.right)
    operation = Operation(verb, needs, summary, gives, takes, asks, stands_for)

    def declare(view: Callable[..., Any]) -> Callable[..., HttpResponseBase]:
        @csrf_exempt
        @wraps(view)
        def guarded(request: Call, **parameters: Any) -> HttpResponseBase:
            if request.method != verb and not (verb == "GET" and request.method == "HEAD"):
                words = _("This address is called with %(verb)s.") % {"verb": verb}
                return problem(405, words, headers={"Allow": verb})
            try:
                _admit(request, rule, needs)
                if not all(is_writable(value) for value in parameters.values() if isinstance(value, str)):
                    raise Http404
                given = _given(request, operation)
                with transaction.atomic() if whole else nullcontext():
                    answer = view(request, **given, **parameters)
                    return answer if isinstance(answer, HttpResponseBase) else JsonResponse(gives.told(answer))
            except Refused as refusal:
                return _told(refusal)

        guarded.access = rule  # type: ignore[attr-defined]
        guarded.operation = operation  # type: ignore[attr-defined]
        return guarded

    return declare


def _rule(needs: str, like: Callable[..., Any] | None, own: bool) -> Access:
    """Return who may call: programs with the scope, or whoever may open the page."""
    if like is None:
        return Access(Audience.PROGRAM, needs)
    if (rule := access_of(like)) is None or rule.audience not in (Audience.CUSTOMER, Audience.PUBLIC):
        raise TypeError("this page is no customer's, or does not say who may come")
    return replace(rule, audience=Audience.CUSTOMER, right="") if own else rule


def operation_of(view: Callable[..., Any]) -> Operation | None:
    """Return what an endpoint declares, or None for a page."""
    found = getattr(view, "operation", None)
    return found if isinstance(found, Operation) else None


def _admit(request: Call, rule: Access, needs: str) -> None:
    """Put who calls on the request, whatever its cookies say; raises a Problem for whoever may not call this."""
    if rule.audience is Audience.PUBLIC:
        request.user, request.actor = AnonymousUser(), VISITOR
    else:
        _recognise(request, rule, needs)
    if rule.feature and not request.portal.feature_on(rule.feature, request.now):
        raise FeatureOff


def _recognise(request: Call, rule: Access, needs: str) -> None:
    request.caller, address = callers[rule.audience](request), request.actor.address
    if needs not in request.caller.permissions:
        raise Problem(403, _("This key is not allowed to do this."))
    if words := request.caller.kept_out(rule):
        raise Problem(403, words)
    person = request.caller.user
    request.user, request.actor = person or AnonymousUser(), replace(request.caller.actor, address=address)
    if not permits(rule, person or request.caller, changes=request.method not in SAFE):
        raise Problem(403, _("You do not have the right to do this."))
    if person is not None and keeps_out(person):
        raise Problem(403, _("Please log in to the portal first: something has to be done there before anything else."))


def _given(request: Call, operation: Operation) -> dict[str, Any]:
    """Return what was sent along: the body, and what stands in the query."""
    given: dict[str, Any] = {}
    if operation.asks is not None:
        given["asked"] = _asked(request, operation.asks)
    if isinstance(operation.takes, Binary):
        if request.content_type != operation.takes.media:
            raise Problem(415, _("Please send %(media)s.") % {"media": operation.takes.media})
    elif operation.takes is not None:
        given["body"] = _body(request, operation.takes)
    return given


def _asked(request: Call, shape: Parts) -> dict[str, Any]:
    """Return what stands in the query, whole numbers as such; raises a Problem that names what does not fit."""
    asked: dict[str, Any] = {}
    for name, value in request.GET.dict().items():
        kind = shape.by_name[name].shape.schema()["type"] if name in shape.by_name else "string"
        is_number = kind == "integer" and value.isascii() and value.isdecimal() and len(value) < MOST_ERRORS
        asked[name] = int(value) if is_number else value
    if errors := list(shape.faults(asked, "")):
        raise Problem(UNPROCESSABLE, _("Some of this does not fit. Nothing has been stored."), errors[:MOST_ERRORS])
    return asked


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
    more: dict[str, Any] = {}
    if isinstance(refusal, Problem):
        more = {"errors": refusal.errors} if refusal.errors else {}
    elif refusal.field:
        more = {"errors": [{"place": refusal.field, "sentence": str(refusal)}]}
    headers = dict(refusal.headers) if isinstance(refusal, Problem) else {}
    if refusal.status == UNAUTHORISED:
        headers["WWW-Authenticate"] = "Bearer"
    return problem(refusal.status, str(refusal), headers=headers, **more)
