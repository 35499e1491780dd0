"""Where allauth meets this house: closed portals, encrypted second factors."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from quartier.core.accounts.services import SECOND_FACTOR
from quartier.kit import encryption, network
from quartier.kit.access import Audience
from quartier.kit.error_pages import closed_page
from quartier.kit.schemas import current_schema


class AccountAdapter(DefaultAccountAdapter):
    """Nobody registers here yet; customers cannot log in while their portal is closed (DWG-14)."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Registration comes with its own flows."""
        return False

    def pre_login(self, request: Any, user: Any, **kwargs: Any) -> HttpResponse | None:
        """Send a customer to the notice page while the portal is closed; staff pass."""
        if user.audience == Audience.CUSTOMER and getattr(request.portal, "is_closed", lambda at: False)(request.now):
            raise ImmediateHttpResponse(closed_page(request, message="", until=None))
        return super().pre_login(request, user, **kwargs)

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


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keeps seeds and recovery codes encrypted with the data key of the schema."""

    def encrypt(self, text: str) -> str:
        """Return the ciphertext that goes into the database."""
        return encryption.encrypt(text, place=SECOND_FACTOR)

    def decrypt(self, encrypted_text: str) -> str:
        """Return what was encrypted; raises Undecryptable for anything else."""
        return encryption.decrypt(encrypted_text, place=SECOND_FACTOR)

    def get_totp_issuer(self) -> str:
        """Return the name an authenticator app shows."""
        return f"Quartier {current_schema()}"
