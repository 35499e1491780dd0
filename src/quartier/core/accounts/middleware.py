"""Who is behind a request."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from quartier.core.accounts.queries import has_second_factor
from quartier.core.accounts.rules import DEVICE_KEPT
from quartier.core.accounts.sessions import DEVICE_COOKIE, note_presence
from quartier.core.providers.policies import RegistrationPolicy
from quartier.core.providers.queries import Portal
from quartier.kit.access import Audience
from quartier.kit.clock import day_of
from quartier.kit.http import Request
from quartier.kit.network import client_ip
from quartier.values.actor import VISITOR, Actor, ActorKind, Address

Handler = Callable[[HttpRequest], HttpResponse]
# Whoever has something to do first reaches this and what it takes.
ALWAYS = {"account_logout", "account_inactive", "brand_css", "logo", "set_language"}
SECOND_FACTOR_FIRST = ALWAYS | {
    "mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate", "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
}  # fmt: skip
PASSWORD_FIRST = ALWAYS | {"password", "suspicion"}
DEVICE_KEPT_S = int(DEVICE_KEPT.total_seconds())


class Actors:
    """Names the actor of a request, keeps presence and device, and lets nobody pass who has something to do first."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        """Pass on with `request.actor` set; a browser that has just logged in gets its key."""
        request.actor = cast(Actor, SimpleLazyObject(lambda: actor_of(request)))
        response = self.get_response(request)
        note_presence(request.session, request.now)
        if key := getattr(request, "device_key", ""):
            response.set_cookie(DEVICE_COOKIE, key, max_age=DEVICE_KEPT_S, secure=True, httponly=True, samesite="Lax")
        return response

    def process_view(self, request: Request, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Send on who must choose a password or set up a second factor before anything else."""
        name = request.resolver_match.url_name if request.resolver_match else ""
        if name in ALWAYS or not request.user.is_authenticated:
            return None
        if request.user.must_change_password:
            return None if name in PASSWORD_FIRST else HttpResponseRedirect(reverse("accounts:password"))
        if not needs_second_factor(request):
            return None
        request.needs_second_factor = True  # type: ignore[attr-defined]
        return None if name in SECOND_FACTOR_FIRST else HttpResponseRedirect(reverse("mfa_activate_totp"))


def needs_second_factor(request: Request) -> bool:
    """Tell whether somebody who must have a second factor has none yet; asked once per session."""
    if not is_bound(request):
        return False
    if not request.session.get("second_factor") and has_second_factor(request.user):
        request.session["second_factor"] = True
    return not request.session.get("second_factor")


def is_bound(request: Request) -> bool:
    """Tell whether somebody works where a password alone is not enough: operators always, staff by policy."""
    if request.user.audience == Audience.OPERATOR:
        return request.portal.is_console
    if request.user.audience != Audience.STAFF or not isinstance(request.portal, Portal):
        return False
    return request.portal.policy(RegistrationPolicy, day_of(request.now)).staff_second_factor


def actor_of(request: Request) -> Actor:
    """Return who acts by a request, and from which address where the provider's policy keeps it."""
    user, until = request.user, request.portal.keeps_address_until(request.now)
    ip = client_ip(request) if until else None
    address = Address(ip, until) if ip and until else None
    if not user.is_authenticated:
        return replace(VISITOR, address=address) if address else VISITOR
    return Actor(ActorKind(user.audience), str(user.pk), user.name, address=address)
