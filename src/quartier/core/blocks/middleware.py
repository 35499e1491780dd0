"""Keeps out who is blocked, within one request and without a statement, and refuses what is sent too often."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from quartier.core.blocks import queries, rules, services
from quartier.core.blocks.labels import service_label
from quartier.kit.access import Access, Audience, access_of
from quartier.kit.error_pages import error_page
from quartier.kit.gates import OWN
from quartier.kit.http import Request

Handler = Callable[[HttpRequest], HttpResponse]
# Where somebody who acts for a blocked customer gets back to the own pages.
WAYS_BACK = {"acting", "act_leave"}
FORBIDDEN, TOO_MANY = 403, 429


class Blocks:
    """Looks at what an account carries: blocked altogether is logged out, a blocked service answers with why not.

    Public pages stay open to everybody, the legal ones above all. Who acts for somebody is kept out of what that
    customer is kept out of; only then there is a statement.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; `process_view` knows which page is meant."""
        return self.get_response(request)

    def process_view(self, request: Request, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Answer for a page that is closed to this person; others go on."""
        rule, user = access_of(view), request.user
        if rule is None or (rule.audience is not Audience.CUSTOMER and not request.path_info.startswith(OWN)):
            return None
        if not user.is_authenticated or user.audience != Audience.CUSTOMER:
            return None
        if rules.keeps_out(user.barred):
            logout(request)
            return HttpResponseRedirect(reverse("account_inactive"))
        if user.acts_for is not None:
            return _for_another(request, rule)
        return _closed(request, rule, user.barred)


def _for_another(request: Request, rule: Access) -> HttpResponse | None:
    """Keep a representative out of what the customer is kept out of."""
    barred = queries.scopes_of(request.user.acts_for.party_id)
    name = request.resolver_match.url_name if request.resolver_match else ""
    if not rules.keeps_out(barred):
        return _closed(request, rule, barred)
    if name in WAYS_BACK:
        return None
    lead = _("The access of the customer for whom you act is blocked. Please contact us. Your own access is open.")
    return error_page(request, FORBIDDEN, title=_("This access is blocked"), lead=lead, picture="door")


def _closed(request: Request, rule: Access, barred: list[str]) -> HttpResponse | None:
    """Answer with the name of a service that is blocked."""
    if not rule.feature or f"{rules.SERVICE}{rule.feature}" not in barred:
        return None
    lead = _("The service “%(service)s” is blocked for you. Everything else is open as before. Please contact us.")
    lead = lead % {"service": service_label(rule.feature)}
    return error_page(request, FORBIDDEN, title=_("This service is blocked"), lead=lead, picture="door")


class Limits:
    """Refuses what one customer sends above the limits, with 429 and when to try again (QX-45).

    Looking at pages is free; whatever is sent costs one statement for each limit that counts there.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; `process_view` knows where something is sent."""
        return self.get_response(request)

    def process_view(self, request: Request, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Count what is sent and answer for what is too much."""
        rule, user, match = access_of(view), request.user, request.resolver_match
        if request.method != "POST" or rule is None or rule.audience is not Audience.CUSTOMER or match is None:
            return None
        if not user.is_authenticated or user.audience != Audience.CUSTOMER:
            return None
        limit = services.note_sent(at=request.now, user=user, limits=rules.limits_of(match.view_name))
        if limit is None:
            return None
        lead = _("You have sent a great deal in a short time. Please wait an hour and send it again.")
        answer = error_page(request, TOO_MANY, title=_("That was too much at once"), lead=lead, picture="door")
        answer.headers["Retry-After"] = f"{limit.within.total_seconds():.0f}"
        return answer
