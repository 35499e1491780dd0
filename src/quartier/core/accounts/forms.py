"""Input for logging in, passwords, addresses and staff accounts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import LoginForm as AllauthLogin
from allauth.account.models import Login
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from django import forms as django_forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quartier.core.accounts import queries, services
from quartier.core.accounts.labels import ROLE_LABELS
from quartier.core.accounts.rules import (
    LOGIN_LENGTH,
    NAME_LENGTH,
    Way,
    login_by_email,
    login_by_id,
    login_in_account,
)
from quartier.kit import clock
from quartier.kit.components.markup import Text
from quartier.kit.forms import Email, Form, Line, Secret, Several
from quartier.kit.roles import data_areas, permissions


def _areas() -> list[tuple[str, str]]:
    """Return the data areas as choices; read when a form is made, because apps bring them."""
    return [(key, str(data_areas[key])) for key in data_areas.keys()]  # noqa: SIM118 – a registry is no dict


class LoginForm(AllauthLogin):
    """Logging in the way the portal's policy asks for (`RegistrationPolicy.login_identifiers`)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.way = self.find_way()
        self.fields = {**names_for(self.way), "password": Secret(label=_("Password"))}

    def find_way(self) -> Way:
        """Return what a login is made of here."""
        return Way.EMAIL if self.request.portal.is_console else queries.login_way(clock.day_of(self.request.now))

    def user_credentials(self) -> dict[str, str]:
        """Return login and password for the adapter."""
        return {"username": login_from(self.way, self.cleaned_data), "password": self.cleaned_data["password"]}

    def clean(self) -> dict[str, Any]:
        """Find out who it is; one sentence for whatever is wrong."""
        if self.errors:
            return self.cleaned_data
        adapter = get_adapter(self.request)
        user = adapter.authenticate(self.request, **self.user_credentials())
        if user is None:
            raise adapter.validation_error("username_password_mismatch")
        self.user, self._login = user, Login(user=user)
        return self.cleaned_data


class StaffLoginForm(LoginForm):
    """Logging in as staff: always with the own address."""

    def find_way(self) -> Way:
        """Return that staff log in with their address."""
        return Way.EMAIL


def names_for(way: Way) -> dict[str, django_forms.Field]:
    """Return the fields that name somebody."""
    if way is Way.ACCOUNT:
        return {
            "account": Line(
                label=_("Account name"),
                max_length=NAME_LENGTH,
                autocomplete="organization",
                help_text=_("The name of your organisation here, such as “kontor-sued”."),
            ),
            "user_name": Line(
                label=_("User name"),
                max_length=NAME_LENGTH,
                autocomplete="username",
                help_text=_("Your own name in the account, such as “p.sander”."),
            ),
        }
    if way is Way.ISSUED:
        hint = _("You have it from us in writing.")
        return {"login": Line(label=_("User id"), max_length=LOGIN_LENGTH, autocomplete="username", help_text=hint)}
    return {"login": Line(label=_("E-mail address"), max_length=LOGIN_LENGTH, autocomplete="username")}


def login_from(way: Way, names: dict[str, Any]) -> str:
    """Return the login that the fields of a way name."""
    if way is Way.ACCOUNT:
        return login_in_account(names["account"], names["user_name"])
    return login_by_id(names["login"]) if way is Way.ISSUED else login_by_email(names["login"])


class ForgottenForm(Form):
    """Who wants a new password."""

    def __init__(self, *args: Any, way: Way, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.way = way
        self.fields = names_for(way)

    def wanted(self) -> str:
        """Return the login that was named."""
        return login_from(self.way, self.cleaned_data)


class NewPasswordForm(Form):
    """A new password, twice because nobody sees it; both can be shown and pasted."""

    password = Secret(label=_("New password"), autocomplete="new-password")
    again = Secret(label=_("New password, once more"), autocomplete="new-password")

    def __init__(self, *args: Any, hint: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = hint

    def clean(self) -> dict[str, Any]:
        """Refuse two different ones."""
        given = super().clean() or self.cleaned_data
        if given.get("password") and given.get("again") and given["password"] != given["again"]:
            raise ValidationError({"again": gettext("The two passwords differ.")})
        return given


class ChangePasswordForm(NewPasswordForm):
    """A new password in place of the present one."""

    current = Secret(label=_("Present password"))
    field_order = ("current", "password", "again")


class AddressForm(Form):
    """A new e-mail address, with the password that proves who asks."""

    email = Email(label=_("New e-mail address"))
    current = Secret(label=_("Password"), help_text=_("So that nobody else changes the address at an open screen."))


class CodeForm(AuthenticateForm):
    """The second factor after the password. A code that was used once is refused, however long it would still last."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.fields["code"] = Line(label=_("Code"), max_length=20, autocomplete="one-time-code")

    def clean_code(self) -> str:
        """Return a code that is right and new."""
        return _new_code(self.user.pk, super().clean_code)


class CodeAgainForm(ReauthenticateForm):
    """The second factor once more, before something is changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.fields["code"] = Line(label=_("Code"), max_length=20, autocomplete="one-time-code")

    def clean_code(self) -> str:
        """Return a code that is right and new."""
        return _new_code(self.user.pk, super().clean_code)


def _new_code(user_id: int, clean: Callable[[], str]) -> str:
    at = clock.now()
    try:
        services.spend(at=at, counts=[services.counted_codes(user_id)])
        code = clean()
        services.spend(at=at, counts=[services.counted_code(user_id, code)])
    except services.TooManyTries as refusal:
        raise ValidationError(str(refusal), code="too_many_login_attempts") from None
    services.give_back(counts=[services.counted_codes(user_id)])
    return code


def _permissions() -> list[tuple[str, Text]]:
    """Return what can be given to a role, by its words."""
    known = [(key, permissions[key]) for key in permissions.keys() if key not in services.LEADS_ALONE]  # noqa: SIM118 – a registry
    return sorted(known, key=lambda one: str(one[1]))


class StaffForm(Form):
    """A new member of staff."""

    name = Line(label=_("Name"), max_length=120)
    email = Email(label=_("E-mail address"), autocomplete="off")
    roles = Several(label=_("Roles"), choices=list(ROLE_LABELS.items()), required=False)
    areas = Several(
        label=_("Data areas"),
        choices=_areas,
        required=False,
        help_text=_("Whose data this person needs for the work. None is chosen beforehand; the lead sees every area."),
    )


class DutiesForm(Form):
    """What a member of staff works as, and with whose data."""

    roles = Several(label=_("Roles"), choices=list(ROLE_LABELS.items()), required=False)
    areas = Several(
        label=_("Data areas"),
        choices=_areas,
        required=False,
        help_text=_("Whose data this person needs for the work. The lead sees every area."),
    )


class RoleForm(Form):
    """What a role may do at this provider, and why."""

    may = Several(label=_("May"), choices=_permissions, required=False)
    reason = Line(label=_("Reason"), max_length=300, help_text=_("Stands in the protocol with what has changed."))
