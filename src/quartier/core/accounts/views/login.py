"""Logging in, the second step, passkeys: allauth's views with what our pages show."""

from __future__ import annotations

import json
from typing import Any

from allauth.account.views import LoginView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.webauthn.views import AddWebAuthnView, ReauthenticateWebAuthnView
from django.http import HttpResponse

from quartier.core.accounts.extension import ways_in
from quartier.core.accounts.forms import LoginForm, StaffLoginForm
from quartier.core.accounts.rules import Way


class Login(LoginView):
    """The login of the portal, the way its policy asks for."""

    form_class = LoginForm

    def get_form_class(self) -> type[LoginForm]:
        """Return the form of this login."""
        return self.form_class

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add for whom this login is, and the ways in for who has no account yet."""
        found: dict[str, Any] = super().get_context_data(**kwargs)
        request: Any = self.request
        links = [(way.hint, way.label, way.href(request)) for way in sorted(ways_in, key=lambda way: way.order)]
        is_customers = not isinstance(self, StaffLogin) and not request.portal.is_console
        found |= {"is_customers": is_customers, "ways_in": [link for link in links if link[2] and is_customers]}
        found["is_by_address"] = found["form"].way is Way.EMAIL
        return found


class StaffLogin(Login):
    """The login of staff, where customers log in another way."""

    form_class = StaffLoginForm


class SecondStep(AuthenticateView):
    """The second factor, and whether this browser is to be trusted."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Go on; the browser is trusted when the session begins."""
        request: Any = self.request
        request.trusts_device = "trust" in request.POST
        answer: HttpResponse = super().form_valid(form)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the browser needs for a passkey, if there is one."""
        found: dict[str, Any] = super().get_context_data(**kwargs)
        options = found["js_data"]["request_options"]
        return found | {
            "options": json.dumps(options),
            "has_passkey": bool(options["publicKey"].get("allowCredentials")),
        }


class PasskeyNew(AddWebAuthnView):
    """Adding a passkey."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the browser needs."""
        found: dict[str, Any] = super().get_context_data(**kwargs)
        return found | {"options": json.dumps(found["js_data"]["creation_options"])}


class PasskeyAgain(ReauthenticateWebAuthnView):
    """Confirming by a passkey that it is still the same person."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the browser needs."""
        found: dict[str, Any] = super().get_context_data(**kwargs)
        return found | {"options": json.dumps(found["js_data"]["request_options"])}


login = Login.as_view()
staff_login = StaffLogin.as_view()
second_step = SecondStep.as_view()
passkey_new = PasskeyNew.as_view()
passkey_again = PasskeyAgain.as_view()
