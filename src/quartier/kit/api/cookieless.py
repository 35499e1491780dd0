"""Cookies count for nothing on the API: whoever calls shows a key."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from quartier.kit.api.problem import is_api


class Cookieless:
    """Forgets the cookies of a call before anything reads them, so that no session acts in it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on, without cookies if it is a call."""
        if is_api(request):
            request.COOKIES.clear()
        return self.get_response(request)
