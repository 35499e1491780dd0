"""All that audit registers elsewhere, on one page."""

from django.utils.translation import gettext_lazy as _

from quartier.core.audit.extension import fact
from quartier.kit.navigation import Area, Entry, Section, register
from quartier.kit.roles import StaffRole, grant

grant("audit.view", _("Read the protocol"), StaffRole.PRIVACY)

register(Entry(Area.OFFICE, "audit:protocol", _("Protocol"), icon="list", section=Section.RULES, order=40))

fact("keys.rotated", _("Encryption keys changed"))
fact("backup.made", _("Backup made"))
fact("backup.restored", _("Backup restored"))
