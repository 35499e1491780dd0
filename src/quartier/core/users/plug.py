"""All that users registers elsewhere, on one page."""

from django.utils.translation import gettext_lazy as _

from quartier.core.insight.extension import shows_person
from quartier.core.parties.extension import PartyAction, party_actions
from quartier.core.users.queries import can_share
from quartier.kit.navigation import Area, Entry, register
from quartier.kit.roles import StaffRole, grant

# A user of a shared account is looked at as one of the customer whose account it is.
OF_LOGIN = "(SELECT id FROM parties_party p WHERE p.user_id = thing.id OR p.account_id = thing.account_id LIMIT 1)"
shows_person("login_id", _("Access to the portal"), table="accounts_user", person=OF_LOGIN)
grant("users.view", _("See users of customers"), StaffRole.CLERK, StaffRole.HOTLINE, scoped=True)
grant("users.secure", _("Secure accounts of customers"), StaffRole.CLERK, scoped=True)
party_actions.register(
    "access", PartyAction("users.view", "users:logins", _("Access to the portal"), icon="key", order=30)
)
register(Entry(Area.PORTAL, "users:users", _("Users"), icon="people", order=90, personal=True, shown=can_share))
