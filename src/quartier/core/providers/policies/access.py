"""Section 2 of the catalogue: registration, login, password."""

from __future__ import annotations

from dataclasses import dataclass

from quartier.core.providers.policies.identity import Service
from quartier.values.policy import Bound, Choice, Concern, Record, Span, at_least, at_most, between, parameter, part
from quartier.values.policy import mark as _


class RegistrationField(Choice):
    """What a registration may ask for."""

    ACCESS_NUMBER = "access_number", _("Access number")
    REGISTRATION_CODE = "registration_code", _("Registration code")
    EMAIL = "email", _("E-mail")
    PASSWORD = "password", _("Password")
    SURNAME = "surname", _("Surname")
    BIRTH_DATE = "birth_date", _("Date of birth")
    ACCOUNT_NAME = "account_name", _("Account name")
    SIGN_IN_NAME = "sign_in_name", _("Sign-in name")
    USER_NAME = "user_name", _("User name")
    USER_ID = "user_id", _("User id")
    CUSTOMER_DATA = "customer_data", _("Data of the customer")
    CONTACT_DATA = "contact_data", _("Contact data")
    COMPANY = "company", _("Company")
    REGISTER_OR_VAT_NUMBER = "register_or_vat_number", _("Register or VAT number")
    CONTACT_PERSON = "contact_person", _("Contact person")
    PHONE = "phone", _("Phone")


class IdentityProof(Choice):
    """What shows that the person is who they say."""

    NUMBER_BY_POST = "number_by_post", _("Access number by post")
    CODE_BY_POST = "code_by_post", _("Registration code by post")
    EMAIL = "email", _("Confirmation of the e-mail address")
    STAFF_REVIEW = "staff_review", _("Check and decision by staff, activation code")
    ORDER_CONFIRMATION = "order_confirmation", _("Order confirmation or issue of credentials")


class ActivationMethod(Choice):
    """What makes an account usable."""

    EMAIL_LINK = "email_link", _("Link by e-mail")
    CODE_AND_EMAIL_LINK = "code_and_email_link", _("Registration code and link by e-mail")
    CODE_AFTER_REVIEW = "code_after_review", _("Activation code after the check")
    CREDENTIALS = "credentials", _("Credentials delivered by the provider")


@dataclass(frozen=True, kw_only=True)
class Activation(Record):
    """How accounts are activated, and what works without one."""

    method: ActivationMethod = part(_("Method"), ActivationMethod.EMAIL_LINK)
    guest_orders: bool = part(_("Guests may order"), False)
    account_needed_for: frozenset[Service] = part(_("Account needed for"), frozenset())


class SubUsers(Choice):
    """Who else may use a customer's account."""

    NONE = "none", _("nobody, the account is personal")
    REPRESENTATIVES = "representatives", _("representatives only")
    GRANTED = "granted", _("users to whom the customer grants rights")


@dataclass(frozen=True, kw_only=True)
class RegistrationPolicy(Concern):
    """How somebody gets an account and what the login asks for."""

    concern = "registration"
    slug = "registrierung"
    title = _("Registration and login")

    registration_fields: tuple[RegistrationField, ...] = parameter(
        "registration_fields",
        _("Fields of the registration"),
        (RegistrationField.EMAIL, RegistrationField.PASSWORD),
        Bound(holds=bool, text=_("at least one field"), source="Art. 5 Abs. 1 Buchst. c DSGVO"),
        hint=_("All of them are mandatory; ask for no more than identification needs."),
    )
    login_identifiers: tuple[RegistrationField, ...] = parameter(
        "login_identifiers",
        _("Fields of the login"),
        (RegistrationField.EMAIL, RegistrationField.PASSWORD),
        Bound(
            holds=lambda asked: RegistrationField.PASSWORD in asked and len(asked) > 1,
            text=_("a password and at least one name"),
            source="Art. 32 DSGVO",
        ),
    )
    identity_proof: IdentityProof = parameter("identity_proof", _("Proof of identity"), IdentityProof.EMAIL)
    activation_method: Activation = parameter("activation_method", _("Activation"), Activation())
    store_registration_ip: bool = parameter(
        "store_registration_ip",
        _("Keep IP address and time of the registration"),
        False,
        hint=_("As evidence, visible to the privacy role only, deleted with the account."),
    )
    staff_second_factor: bool = parameter(
        "staff_second_factor",
        _("Staff need a second factor"),
        True,
        hint=_("Without one a stolen password opens the data of all customers."),
    )
    sub_users: SubUsers = parameter("sub_users", _("Further users"), SubUsers.NONE)
    bots_forbidden: bool = parameter("bots_forbidden", _("Automated access forbidden"), True)
    code_validity: Span | None = parameter(
        "code_validity",
        _("Codes are valid for"),
        Span(days=90),
        at_most(Span(days=365), _("at most 365 days"), "Art. 32 DSGVO; OWASP ASVS 5.0, 6.4.1", verified=False),
    )
    activation_link_validity: Span | None = parameter(
        "activation_link_validity",
        _("Activation links are valid for"),
        Span(hours=48),
        at_most(Span(days=7), _("at most 7 days"), "Art. 32 DSGVO; OWASP ASVS 5.0, 6.4.1", verified=False),
    )
    confirm_contact: Span | None = parameter(
        "contact.confirm_every",
        _("Customers confirm their contact data every"),
        Span(months=12),
        at_least(Span(months=3), _("at least three months"), "Art. 5 Abs. 1 Buchst. c und d DSGVO", verified=False),
        hint=_("They are asked when they log in. Empty: never asked."),
    )


@dataclass(frozen=True, kw_only=True)
class OnSuspicion(Record):
    """What happens when somebody else may know the password."""

    change: bool = part(_("Change at once"), True)
    report: bool = part(_("Customer must report"), False)
    new_credentials: bool = part(_("Provider issues new credentials"), False)


@dataclass(frozen=True, kw_only=True)
class PasswordPolicy(Concern):
    """What a password must look like. Common and breached passwords are always refused besides."""

    concern = "password"
    slug = "passwort"
    title = _("Password")

    min_length: int = parameter(
        "password.min_length",
        _("Shortest password"),
        10,
        between(8, 128, _("8 to 128 characters"), "NIST SP 800-63B-4, 3.1.1.2; OWASP ASVS 5.0, 6.2.1"),
        hint=_("Characters. 15 are recommended where the password is the only factor."),
    )
    upper_lower: bool = parameter("password.upper_lower", _("Upper- and lower-case letters"), False)
    digit: bool = parameter("password.digit", _("At least one digit"), False)
    special: bool = parameter("password.special", _("At least one special character"), False)
    change_reminder: Span | None = parameter(
        "password.change_reminder",
        _("Reminder to change it after"),
        None,
        at_least(Span(months=1), _("at least a month"), "NIST SP 800-63B-4, 3.1.1.2", verified=False),
        hint=_("A reminder only; an old password never locks anybody out."),
    )
    change_on_suspicion: OnSuspicion = parameter(
        "password.change_on_suspicion",
        _("On suspicion"),
        OnSuspicion(),
        Bound(
            holds=lambda value: value.change,
            text=_("a change as soon as somebody else may know it"),
            source="NIST SP 800-63B-4, 3.1.1.2; Art. 32 DSGVO",
        ),
    )
