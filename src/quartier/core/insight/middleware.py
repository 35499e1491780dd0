"""Sees to it that no member of staff is shown data of people without a row that says so (SBV-27)."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.http.response import HttpResponseBase

from quartier.core.insight import services
from quartier.core.insight.extension import sources
from quartier.kit.access import Audience, access_of
from quartier.kit.http import Request

Handler = Callable[[Request], HttpResponseBase]
SHOWN = (HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT, HTTPStatus.UNPROCESSABLE_ENTITY)


class Insights:
    """Notes each page, file and list of the office that shows people, before it is sent.

    Nothing has to be remembered in views: the parameters of an address say whose page it is, and lists of people say
    how many they show. When the row cannot be written, nothing is shown.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponseBase:
        """Answer, and note who has been seen."""
        response = self.get_response(request)
        match = request.resolver_match
        if match is None or response.status_code not in SHOWN or request.method == "HEAD":
            return response
        rule = access_of(match.func)
        if rule is None or rule.audience is not Audience.STAFF or not request.user.is_authenticated:
            return response
        common: dict[str, Any] = {"actor": request.actor, "at": request.now, "page": request.path_info}
        persons = getattr(request, "persons_listed", 0)
        found = next(((s, match.kwargs[s.parameter]) for s in sources if s.parameter in match.kwargs), None)
        if found is not None:
            services.saw_thing(**common, source=found[0], thing=found[1])
        elif persons:
            services.saw_list(**common, persons=persons)
        return response
