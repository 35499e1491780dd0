"""All that users registers elsewhere, on one page."""

from django.utils.translation import gettext_lazy as _

from quartier.core.users.queries import can_share
from quartier.kit.navigation import Area, Entry, register

register(Entry(Area.PORTAL, "users:users", _("Users"), icon="people", order=90, personal=True, shown=can_share))
