"""Input about the way in: which entries are asked is the provider's policy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import date
from typing import Any, Final

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from quartier.core.providers.policies.access import RegistrationField as Asked
from quartier.core.providers.policies.identity import CustomerType
from quartier.core.registration.models import Occasion
from quartier.core.registration.queries import is_name_free
from quartier.core.registration.rules.codes import plain, shown
from quartier.core.registration.rules.flow import Flow
from quartier.kit.forms import Choice, Day, Email, Form, Line, Phone, Secret, Text, Tick

NAME: Final = r"^[A-Za-z0-9ÄÖÜäöüß][A-Za-z0-9ÄÖÜäöüß._-]{1,38}[A-Za-z0-9ÄÖÜäöüß]$"
OLDEST: Final = 1900
CONSUMER: Final = "consumer"
# Fields of the form for each field of the policy.
PARTS: Final[Mapping[Asked, Sequence[str]]] = {
    Asked.ACCESS_NUMBER: ("code",),
    Asked.REGISTRATION_CODE: ("code",),
    Asked.SURNAME: ("surname",),
    Asked.BIRTH_DATE: ("born_on",),
    Asked.CUSTOMER_DATA: ("standing", "organisation", "given_name", "name"),
    Asked.COMPANY: ("customer_type", "organisation"),
    Asked.REGISTER_OR_VAT_NUMBER: ("business_proof",),
    Asked.CONTACT_PERSON: ("given_name", "name"),
    Asked.CONTACT_DATA: ("customer_type", "organisation", "street", "postcode", "city", "phone", "email"),
    Asked.EMAIL: ("email",),
    Asked.PHONE: ("phone",),
    Asked.ACCOUNT_NAME: ("account_name",),
    Asked.SIGN_IN_NAME: ("given_name", "name"),
    Asked.USER_NAME: ("user_name",),
    Asked.PASSWORD: ("password", "password_again"),
}


class Code(Line):
    """A code from a letter; what is shown again stands in groups."""

    widget = forms.TextInput(attrs={"class": "code", "size": 19, "autocapitalize": "characters", "spellcheck": "false"})

    def to_python(self, value: Any) -> str:
        """Return the code in groups; what cannot be one stays as it was typed, and fits nothing."""
        typed = super().to_python(value)
        return shown(plain(typed)) if plain(typed) else typed


class AccountWord(Line):
    """A name of an account or user: typed at the login, read out on the phone."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=40, **options)
        said = _("Use 3 to 40 letters, digits, dots or hyphens, and begin and end with a letter or digit.")
        self.validators.append(RegexValidator(NAME, said))


class PasswordForm(Form):
    """A password that somebody chooses, twice."""

    password = Secret(label=_("Password"), autocomplete="new-password")
    password_again = Secret(label=_("Password once more"), autocomplete="new-password")

    def clean(self) -> dict[str, Any]:
        """Compare both and name all that the provider's rule misses."""
        return _same_and_strong(self, super().clean() or {})


class EntryForm(Form):
    """What a provider asks at the registration: of all these fields those that its policy names.

    `has_password` when one was chosen before and need not be typed again.
    """

    code = Code(
        label=_("Access number"), help_text=_("Three groups of five signs in our letter. Small letters are fine."),
        autocomplete="one-time-code",
    )  # fmt: skip
    surname = Line(label=_("Surname"), max_length=120, autocomplete="family-name")
    born_on = Day(label=_("Date of birth"), help_text=_("For example 23.4.1961"), autocomplete="bday")
    customer_type = Choice(label=_("Who orders?"), choices=())
    standing = Choice(
        label=_("You use the portal as"),
        choices=[("consumer", _("private person")), ("business", _("business or freelancer"))],
    )
    organisation = Line(label=_("Company or organisation"), max_length=120, autocomplete="organization")
    business_proof = Line(
        label=_("Register number or VAT id"), max_length=120, required=False,
        help_text=_(
            "For example “Amtsgericht Wupperfeld, HRB 4711” or “DE999000113”. Without it we look at your application "
            "ourselves, which takes longer."
        ),
    )  # fmt: skip
    given_name = Line(label=_("Given name"), max_length=80, autocomplete="given-name")
    name = Line(label=_("Surname"), max_length=120, autocomplete="family-name")
    street = Line(label=_("Street and number"), max_length=120, autocomplete="street-address")
    postcode = Line(label=_("Postcode"), max_length=10, autocomplete="postal-code")
    city = Line(label=_("City"), max_length=80, autocomplete="address-level2")
    phone = Phone(label=_("Phone"))
    email = Email(label=_("E-mail address"), help_text=_("We send a link there that you open to go on."))
    account_name = AccountWord(
        label=_("Account name"), autocomplete="off",
        help_text=_("All users of your organisation name it when they log in. It must be free."),
    )  # fmt: skip
    user_name = AccountWord(
        label=_("User name"), autocomplete="username",
        help_text=_("Your own name at the login; the first user administers the account."),
    )  # fmt: skip
    password = Secret(label=_("Password"), autocomplete="new-password")
    password_again = Secret(label=_("Password once more"), autocomplete="new-password")

    def __init__(self, *args: Any, flow: Flow, today: date, has_password: bool = False, **kwargs: Any) -> None:
        self.flow, self.today, self.has_password = flow, today, has_password
        asked = {name for part in flow.asked for name in PARTS.get(part, ())}
        # Before the form is made: it words the errors of all its fields.
        chosen = {name: deepcopy(field) for name, field in type(self).base_fields.items() if name in asked}
        self._fit(chosen)
        self.base_fields = chosen  # type: ignore[misc]
        super().__init__(*args, **kwargs)

    def _fit(self, fields: dict[str, forms.Field]) -> None:
        """Say the fields as this provider's policy means them."""
        if Asked.REGISTRATION_CODE in self.flow.asked and "code" in fields:
            fields["code"].label = _("Registration code")
        if "customer_type" in fields:
            served = [(one.value, _t(str(one.label))) for one in CustomerType if one in self.flow.types]
            nobody_else = (CONSUMER, _("I am a private person"))
            fields["customer_type"].choices = [*served, nobody_else]  # type: ignore[attr-defined]
        if "standing" in fields:
            fields["organisation"].required = False
        if "password" in fields and self.has_password:
            fields["password"].help_text = _("You have chosen one. Only if you want another: write it here.")
            fields["password"].required = fields["password_again"].required = False

    def clean_born_on(self) -> date | None:
        """Refuse days on which nobody was born who is alive."""
        born_on: date | None = self.cleaned_data["born_on"]
        if born_on is not None and not OLDEST <= born_on.year <= self.today.year:
            raise ValidationError(_t("Please check the year."), code="year")
        return born_on

    def clean_customer_type(self) -> str:
        """Turn private persons away, and say why (QX-02, CC-02)."""
        chosen = str(self.cleaned_data["customer_type"])
        if chosen == CONSUMER and self.flow.businesses_only:
            raise ValidationError(
                _t(
                    "Our offer is for companies and public bodies only. We conclude no contracts with private persons, "
                    "so you cannot register here. Nothing of your entries has been stored."
                ),
                code="consumer",
            )
        return chosen

    def clean_account_name(self) -> str:
        """Refuse a name that another account has (QX-08)."""
        name = str(self.cleaned_data["account_name"])
        if not is_name_free(name):
            raise ValidationError(_t("This account name is taken. Choose another one."), code="taken")
        return name

    def clean(self) -> dict[str, Any]:
        """Ask a business for its name, and compare the passwords."""
        given = super().clean() or {}
        if given.get("standing") == "business" and not given.get("organisation"):
            self.add_error("organisation", _t("Please write the name of the business."))
        return _same_and_strong(self, given)


def _same_and_strong(form: Form, given: dict[str, Any]) -> dict[str, Any]:
    password = given.get("password")
    if not password or form.errors.get("password"):
        return given
    if password != given.get("password_again"):
        form.add_error("password_again", _t("Both passwords must be the same."))
    try:
        validate_password(password, get_user_model()(email=given.get("email") or "", audience="customer"))
    except ValidationError as error:
        form.add_error("password", error)
    return given


class TicksForm(Form):
    """Each legal text with a box of its own, none ticked beforehand (DWG-12)."""

    terms = Tick(
        label=_("I accept the terms of use of the portal."),
        error_messages={
            "required": _("Without the terms of use there is no access. Please tick the box if you accept them.")
        },
    )  # fmt: skip
    privacy = Tick(
        label=_("I have taken note of the privacy notice."),
        error_messages={"required": _("Please read the privacy notice and tick the box.")},
    )

    def __init__(self, *args: Any, kinds: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - set(kinds):
            del self.fields[name]


class ActivationForm(Form):
    """The code of our message."""

    code = Code(label=_("Activation code"), autocomplete="one-time-code")


class NoteForm(Form):
    """What was looked at."""

    note = Text(
        label=_("What did you check, and with which result?"),
        help_text=_("For example: register looked up on 22.11.2026, called back on the published number."),
        max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip


class ReasonForm(Form):
    """Why a code dies."""

    reason = Line(label=_("Reason"), max_length=300)


class IssueForm(Form):
    """To whom codes go."""

    kind = Choice(label=_("Customers with"), choices=())
    postcodes = Line(
        label=_("Only postcodes that begin with"), required=False, max_length=10,
        help_text=_("For example 40299 or 402"),
    )  # fmt: skip
    occasion = Choice(
        label=_("What do they get?"),
        choices=[
            (Occasion.FIRST.value, _("their first code: whoever has none yet")),
            (Occasion.REMINDER.value, _("a reminder with a new code: whoever has one and has not used it for 30 days")),
        ],
    )

    def __init__(self, *args: Any, kinds: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("any contract")), *kinds]  # type: ignore[attr-defined]
        self.fields["kind"].required = False
