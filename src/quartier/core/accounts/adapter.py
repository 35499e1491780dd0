"""Where allauth meets this house: ways to log in, budgets of failures, closed portals, encrypted second factors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.stages import AuthenticateStage
from django.contrib import messages
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quartier.core.accounts import queries, services
from quartier.core.accounts.rules import device_name
from quartier.core.accounts.services import SECOND_FACTOR
from quartier.core.accounts.sessions import DEVICE, DEVICE_COOKIE
from quartier.kit import encryption, network
from quartier.kit.access import Audience
from quartier.kit.clock import day_of
from quartier.kit.components.markup import Text
from quartier.kit.error_pages import closed_page
from quartier.kit.schemas import current_schema
from quartier.values.actor import Actor, ActorKind

# What allauth tells the owner of an account, by its own names: what we call it.
TOLD: Final[Mapping[str, Text]] = {
    "mfa/email/totp_activated": gettext_lazy("Authenticator app set up"),
    "mfa/email/totp_deactivated": gettext_lazy("Authenticator app removed"),
    "mfa/email/recovery_codes_generated": gettext_lazy("New recovery codes made"),
    "mfa/email/webauthn_added": gettext_lazy("Passkey added"),
    "mfa/email/webauthn_removed": gettext_lazy("Passkey removed"),
}
# One answer for whatever is wrong: nobody learns which part it was (QX-12).
MISMATCH: Final = gettext_lazy("These details do not match. Please check all fields.")


class AccountAdapter(DefaultAccountAdapter):
    """Everybody logs in through here; registration has its own flows, closed portals keep customers out (DWG-14)."""

    error_messages = {**DefaultAccountAdapter.error_messages, "username_password_mismatch": MISMATCH}

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody registers by allauth's own form."""
        return False

    def authenticate(self, request: Any, **credentials: Any) -> Any:
        """Return who has this login and password; every try counts until it has succeeded."""
        login = credentials.get("username", "")
        device = services.device_of(request.COOKIES.get(DEVICE_COOKIE, ""), login)
        counts = services.counted_for_login(login, self.get_client_ip(request), device.key_hash if device else "")
        try:
            services.spend(at=request.now, counts=counts)
        except services.TooManyTries as refusal:
            raise ValidationError(str(refusal), code="too_many_login_attempts") from None
        AuthenticationBackend.unstash_authenticated_user()
        found = authenticate(request, **credentials)
        # Somebody who is blocked gets the page that says so, after the right password only.
        user = found or AuthenticationBackend.unstash_authenticated_user()
        if user is not None:
            services.give_back(counts=counts)
        return user

    def pre_login(self, request: Any, user: Any, **kwargs: Any) -> HttpResponse | None:
        """Send a customer to the notice page while the portal is closed; whoever is barred to a neutral page."""
        if user.audience == Audience.CUSTOMER and getattr(request.portal, "is_closed", lambda at: False)(request.now):
            raise ImmediateHttpResponse(closed_page(request, message="", until=None))
        if {"all", "personal"} & set(user.barred):
            return HttpResponseRedirect(reverse("account_inactive"))
        answer: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return answer

    def login(self, request: Any, user: Any) -> None:
        """Begin the session, and know this browser again."""
        super().login(request, user)
        name = device_name(request.headers.get("User-Agent", ""))
        request.session[DEVICE] = name
        key = request.COOKIES.get(DEVICE_COOKIE) or services.new_key()
        request.device_key = key
        services.remember(at=request.now, user=user, key=key, name=name)
        if getattr(request, "trusts_device", False) and user.audience != Audience.OPERATOR:
            services.trust(actor=_themselves(user), at=request.now, user=user, key=key)

    def post_login(self, request: Any, user: Any, **kwargs: Any) -> HttpResponse:
        """Lead on; an old password is mentioned and locks nobody out (DWG-23)."""
        if queries.is_password_due(user, day_of(request.now)):
            words = _("Your password is old. Please choose a new one when you have a moment.")
            link = format_html('{} <a href="{}">{}</a>', words, reverse("accounts:password"), _("Change password"))
            messages.warning(request, link)
        answer: HttpResponse = super().post_login(request, user, **kwargs)
        return answer

    def get_login_stages(self) -> list[str]:
        """Return what comes between password and session."""
        return ["quartier.core.accounts.adapter.SecondFactorStage"]

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Return where this kind of user starts."""
        return reverse("accounts:onward")

    def is_safe_url(self, url: str | None) -> bool:
        """Tell whether an address leads to this portal; one that cannot be read does not."""
        try:
            return bool(super().is_safe_url(url or ""))
        except ValueError:
            return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address that rate limits count by; forwarded headers count from trusted proxies only."""
        return network.client_ip(request) or "0.0.0.0"  # noqa: S104 – a label, not a socket

    def send_notification_mail(self, template_prefix: str, user: Any, context: Any = None, email: Any = None) -> None:
        """Write to the owner that a second factor has changed, and note it."""
        what = TOLD[template_prefix]
        request: Any = self.request
        services.note_second_factor(actor=_themselves(user), at=request.now, user=user, what=str(what))


class SecondFactorStage(AuthenticateStage):
    """Asks for the second factor unless this browser is trusted; operators are always asked."""

    def _should_handle(self, request: Any) -> bool:
        user: Any = self.login.user
        if not super()._should_handle(request):
            return False
        key = request.COOKIES.get(DEVICE_COOKIE, "")
        is_operator = user.audience == Audience.OPERATOR
        return is_operator or not services.is_trusted(at=request.now, key=key, user=user)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keeps seeds and recovery codes encrypted with the data key of the schema; passkeys belong to one host."""

    def encrypt(self, text: str) -> str:
        """Return the ciphertext that goes into the database."""
        return encryption.encrypt(text, place=SECOND_FACTOR)

    def decrypt(self, encrypted_text: str) -> str:
        """Return what was encrypted; raises Undecryptable for anything else."""
        return encryption.decrypt(encrypted_text, place=SECOND_FACTOR)

    def get_totp_issuer(self) -> str:
        """Return the name an authenticator app shows."""
        return f"Quartier {current_schema()}"


def _themselves(user: Any) -> Actor:
    return Actor(ActorKind(user.audience), str(user.pk), user.name)
