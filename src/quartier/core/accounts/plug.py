"""All that accounts registers elsewhere, on one page."""

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from quartier.core.accounts import queries
from quartier.core.accounts.labels import ROLE_LABELS
from quartier.core.accounts.mails import FirstPasswordMail, NewAddressMail, ResetMail, SuspicionMail
from quartier.core.accounts.models import AudienceChoice
from quartier.core.accounts.rules import DEVICE_KEPT
from quartier.core.accounts.services import SECOND_FACTOR, encrypt_second_factors_anew
from quartier.core.accounts.sessions import DEVICE_COOKIE
from quartier.core.audit.extension import Words, fact
from quartier.core.inbox.extension import carries_secret
from quartier.core.privacy.extension import Fields, cookie, no_person, personal_data
from quartier.core.providers.extension import OpenWork, open_work
from quartier.kit.access import WRITE
from quartier.kit.encryption import holders
from quartier.kit.navigation import Area, Entry, Section, register
from quartier.kit.roles import area, customer_rights, data_areas, grant, permissions, right

grant("accounts.staff", _("Manage the staff, their roles and rights"))
area("accounting", _("Accounting"))
area("compliance", _("Compliance"))
area("privacy", _("Data protection"))
area("web", _("Website"))
right(WRITE, _("Write messages, change data, hand in documents"))
right("charges", _("Do what costs money"))
right("declare", _("Conclude, change and end contracts"))
cookie(
    DEVICE_COOKIE,
    _("Tells us that you have logged in with this browser before, so that nobody locks you out by guessing."),
    lifetime=DEVICE_KEPT,
)
right("users", _("Manage the users of this account"), shared=True)
holders.register(SECOND_FACTOR, encrypt_second_factors_anew)

open_work.register(
    "accounts.without_area",
    OpenWork(
        "accounts.staff",
        lambda n: (
            ngettext("%(n)s person of the staff has no data area", "%(n)s people of the staff have no data area", n)
            % {"n": n}
        ),
        lambda: reverse("accounts:staff"),
        lambda _request: queries.without_area(),
        icon="people",
        order=60,
    ),
)

register(Entry(Area.OFFICE, "accounts:staff", _("Staff"), icon="people", section=Section.RULES, order=30))

DUTIES: Mapping[str, Words] = {"roles": ROLE_LABELS, "areas": data_areas, "rights": customer_rights}
fact("account.opened", _("Account opened"), words={**DUTIES, "audience": dict(AudienceChoice.choices)})
fact("account.customer_opened", _("Account of a customer opened"))
fact("account.blocked", _("Account blocked"), adverse=True)
fact("account.closed", _("Account closed after the end of the contract"))
fact("account.renamed", _("Name of an account changed"))
fact("account.unblocked", _("Account unblocked"))
fact("account.roles_changed", _("Roles changed"), words=DUTIES)
fact(
    "account.role_changed",
    _("What a role may do changed"),
    words={"role": ROLE_LABELS, "more": permissions, "less": permissions},
)
fact("account.areas_changed", _("Data areas changed"), words=DUTIES)
fact("account.rights_changed", _("Rights in the account changed"), words=DUTIES)
fact("account.user_disabled", _("User of an account kept out"))
fact("account.user_enabled", _("User of an account let in again"))
fact("account.user_removed", _("User of an account removed"))
fact("account.password_demanded", _("New password demanded"))
fact("account.second_factor_set", _("Second factor set up"))
fact("account.second_factor_changed", _("Second factor changed"))
fact("account.password_changed", _("Password changed"))
fact("account.invited", _("Link to the first password sent"))
fact("account.suspicion_reported", _("Reported: somebody else may know the password"))
fact("account.sessions_ended", _("Logged out on devices"))
fact("account.device_trusted", _("Browser trusted without a second factor"))
fact("account.devices_distrusted", _("No browser is trusted any more"))
fact("account.address_asked", _("Change of the e-mail address asked for"))
fact("account.address_changed", _("E-mail address changed"))

for kind in (FirstPasswordMail, NewAddressMail, ResetMail, SuspicionMail):
    carries_secret(kind.template)

SECURITY = _("Art. 6(1)(f) GDPR: security of the systems")

personal_data(
    "accounts.User",
    label=_("Account for logging in"),
    purpose=_("Log in and act in the own name"),
    basis=_("Art. 6(1)(b) GDPR; staff: § 26(1) BDSG"),
    retention=_("until the account is closed"),
    subject="accounts.User",
    fields=Fields(
        labels={
            "areas": _("Data areas"),
            "more": _("May besides, by a decision on the role"),
            "less": _("May not, by a decision on the role"),
            "login": _("Login"),
            "user_name": _("User name"),
            "rights": pgettext_lazy("of users", "Rights"),
            "barred": _("Blocked for"),
            "must_change_password": _("Must change the password"),
            "password_changed_at": _("Password changed"),
        }
    ),
    hidden=("password", "entity", "account"),
)
personal_data(
    "accounts.Session",
    label=_("Sessions"),
    purpose=_("Keep somebody logged in"),
    basis=_("Art. 6(1)(b) GDPR, § 25(2) no. 2 TDDDG"),
    retention=_("until the session ends"),
    subject="user=accounts.User",
    fields=Fields(
        labels={
            "device": _("Browser"),
            "started_at": _("Logged in"),
            "seen_at": _("Last seen"),
            "expire_date": _("Ends"),
        }
    ),
    hidden=("session_key", "session_data", "user", "audience"),
)
personal_data(
    "accounts.Device",
    label=_("Browsers in which you have logged in"),
    purpose=_("Tell your own browser from a stranger's who guesses your password"),
    basis=SECURITY,
    retention=_("a year after the last login there, at the latest until the account is closed"),
    subject="user=accounts.User",
    fields=Fields(
        labels={"name": _("Browser"), "seen_at": _("Last seen"), "trusted_until": _("No second factor until")}
    ),
    hidden=("key_hash", "user"),
)
personal_data(
    "accounts.MailLink",
    label=_("Links by mail for a password or an address"),
    purpose=_("Choose a password or confirm an address"),
    basis=SECURITY,
    retention=_("30 days after the link has expired"),
    subject="user=accounts.User",
    fields=Fields(labels={"purpose": _("Purpose"), "expires_at": _("Ends"), "used_at": _("Used")}),
    hidden=("key_hash", "user"),
)
no_person(
    "accounts.Attempts",
    _("Counts of failed logins under a keyed hash, for a day at most; nobody can be read from it"),
)
no_person("accounts.RolePermission", _("what roles may do, not who has them"))
no_person("accounts.CustomerAccount", _("Only the name of an account; its users are people of their own"))
