"""Gates: what a customer has to do before anything else is open, such as accepting the terms (QX-14).

An app below registers what it waits for; the middleware leads there from every page that is not public, and the API
refuses with the same gate.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from quartier.kit.access import Audience, access_of
from quartier.kit.http import Request
from quartier.kit.registry import Registry

Handler = Callable[[HttpRequest], HttpResponse]
# Pages about whoever is logged in; the others that are public are for everybody and stay open.
OWN: Final = "/konto/"


@dataclass(frozen=True, slots=True)
class Gate:
    """Where somebody is led while `is_closed` holds for a request; `keeps_out` says the same without a session."""

    leads_to: str
    is_closed: Callable[[Request], bool]
    keeps_out: Callable[[Any], bool]


gates: Registry[Gate] = Registry("gates")


def keeps_out(user: Any) -> bool:
    """Tell whether a customer who comes without a session, by a token, has something to do in the portal first."""
    return any(gate.keeps_out(user) for gate in gates)


class Gates:
    """Leads customers to what they have to do first, from wherever they wanted to go."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; `process_view` knows which page is meant."""
        return self.get_response(request)

    def process_view(self, request: Request, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Answer with the way to the first gate that is closed."""
        rule = access_of(view)
        if rule is None or (rule.audience is not Audience.CUSTOMER and not request.path_info.startswith(OWN)):
            return None
        if not request.user.is_authenticated or request.user.audience != Audience.CUSTOMER:
            return None
        for gate in gates:
            there = reverse(gate.leads_to)
            if request.path_info == there:
                return None
            if gate.is_closed(request):
                return HttpResponseRedirect(there)
        return None
