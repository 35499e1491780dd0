"""Who is behind a request."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from quartier.core.accounts.queries import has_second_factor
from quartier.kit.access import Audience
from quartier.kit.http import Request
from quartier.kit.network import client_ip
from quartier.values.actor import VISITOR, Actor, ActorKind, Address

Handler = Callable[[HttpRequest], HttpResponse]
# An operator without a second factor can do nothing but set one up.
WITHOUT_SECOND_FACTOR = {"mfa_activate_totp", "account_logout", "account_reauthenticate", "mfa_reauthenticate",
    "brand_css", "logo",
}  # fmt: skip


class Actors:
    """Names the actor of a request and keeps operators out until they have a second factor."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        """Pass on with `request.actor` set."""
        request.actor = cast(Actor, SimpleLazyObject(lambda: actor_of(request)))
        return self.get_response(request)

    def process_view(self, request: Request, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Send an operator without a second factor to its set-up page."""
        if not request.portal.is_console or not request.user.is_authenticated:
            return None
        if request.user.audience != Audience.OPERATOR or request.session.get("second_factor"):
            return None
        if has_second_factor(request.user):
            request.session["second_factor"] = True
            return None
        name = request.resolver_match.url_name if request.resolver_match else ""
        return None if name in WITHOUT_SECOND_FACTOR else HttpResponseRedirect(reverse("mfa_activate_totp"))


def actor_of(request: Request) -> Actor:
    """Return who acts by a request, and from which address where the provider's policy keeps it."""
    user, until = request.user, request.portal.keeps_address_until(request.now)
    ip = client_ip(request) if until else None
    address = Address(ip, until) if ip and until else None
    if not user.is_authenticated:
        return replace(VISITOR, address=address) if address else VISITOR
    return Actor(ActorKind(user.audience), str(user.pk), user.name, address=address)
