"""All that accounts registers elsewhere, on one page."""

from django.utils.translation import gettext_lazy as _

from quartier.kit.roles import grant
from quartier.core.audit.extension import fact
from quartier.kit.navigation import Area, Entry, register

grant("accounts.staff")

register(Entry(Area.OFFICE, "accounts:staff", _("Staff"), icon="people", section=_("Rules"), order=240))

fact("account.opened", _("Account opened"))
fact("account.blocked", _("Account blocked"))
fact("account.unblocked", _("Account unblocked"))
fact("account.roles_changed", _("Roles changed"))
fact("account.second_factor_set", _("Second factor set up"))
