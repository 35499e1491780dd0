"""Hands every request to the log, after it was answered and without delaying it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from http import HTTPStatus

from django.http import HttpResponse
from django.http.request import split_domain_port
from django.http.response import HttpResponseBase, StreamingHttpResponse

from quartier.core.privacy.extension import NO_ANALYSIS_COOKIE
from quartier.core.privacy.services import Visit, writer
from quartier.kit.http import Request
from quartier.kit.network import client_ip

Handler = Callable[[Request], HttpResponseBase]


class RequestLog:
    """Logs what SBV-64 allows of each request to a portal or the console; static files and health are not logged."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponseBase:
        """Answer, then remember the visit; a stream is remembered when it has ended, with the bytes it had."""
        response = self.get_response(request)
        if not request.portal.key:
            return response
        remember = partial(_remember, request, response)
        if isinstance(response, StreamingHttpResponse):
            # A WSGI stream is never asynchronous here; see the stack's choice of server. It is taken out before the
            # counting takes its place, or the count would read itself.
            response.streaming_content = _counted(response.streaming_content, remember)  # type: ignore[arg-type]
        else:
            remember(len(response.content) if isinstance(response, HttpResponse) else 0)
        return response


def _counted(parts: Iterable[bytes], remember: Callable[[int], None]) -> Iterator[bytes]:
    size = 0
    try:
        for part in parts:
            size += len(part)
            yield part
    finally:
        remember(size)


def _remember(request: Request, response: HttpResponseBase, size: int) -> None:
    writer.put(
        Visit(
            schema=request.portal.key,
            at=request.now,
            ip=client_ip(request),
            user_agent=request.headers.get("User-Agent", ""),
            referrer=request.headers.get("Referer", ""),
            host=split_domain_port(request.get_host())[0],
            path=request.path_info,
            location=response.headers.get("Location", ""),
            size=size,
            urlconf=str(request.urlconf),
            counted_as=_counted_as(request, response),
        )
    )


def _counted_as(request: Request, response: HttpResponseBase) -> str:
    """Return under which name this page view is counted; nothing when it is none, or the visitor objects (SBV-66)."""
    match = request.resolver_match
    if match is None or request.method != "GET" or response.status_code != HTTPStatus.OK or request.portal.is_console:
        return ""
    if not response.headers.get("Content-Type", "").startswith("text/html") or request.headers.get("HX-Request"):
        return ""
    return "" if objects(request) else match.view_name


def objects(request: Request) -> bool:
    """Tell whether this visitor wants no analysis: by our cookie or by the browser's own signals."""
    signals = (request.headers.get("Sec-GPC"), request.headers.get("DNT"))
    return NO_ANALYSIS_COOKIE in request.COOKIES or "1" in signals
