"""All that accounts registers elsewhere, on one page."""

from django.utils.translation import gettext_lazy as _

from quartier.core.accounts.services import SECOND_FACTOR, encrypt_second_factors_anew
from quartier.core.audit.extension import fact
from quartier.core.privacy.extension import personal_data
from quartier.kit.encryption import holders
from quartier.kit.navigation import Area, Entry, register
from quartier.kit.roles import grant

grant("accounts.staff")
holders.register(SECOND_FACTOR, encrypt_second_factors_anew)

register(Entry(Area.OFFICE, "accounts:staff", _("Staff"), icon="people", section=_("Rules"), order=240))

fact("account.opened", _("Account opened"))
fact("account.blocked", _("Account blocked"), adverse=True)
fact("account.unblocked", _("Account unblocked"))
fact("account.roles_changed", _("Roles changed"))
fact("account.second_factor_set", _("Second factor set up"))

personal_data(
    "accounts.User",
    purpose=_("Log in and act in the own name"),
    basis=_("Art. 6(1)(b) GDPR; staff: § 26(1) BDSG"),
    retention=_("until the account is closed"),
    subject="accounts.User",
    hidden=("password", "entity"),
)
