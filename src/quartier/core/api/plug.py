"""All that the API registers elsewhere, on one page."""

from django.utils.translation import gettext_lazy as _

from quartier.core.api import services
from quartier.core.audit.extension import fact
from quartier.core.privacy.extension import no_person
from quartier.kit.api import callers
from quartier.kit.navigation import Area, Entry, register
from quartier.kit.roles import grant

grant("api.keys")
callers.register("keys", services.admit)

register(Entry(Area.OFFICE, "api:keys", _("Interfaces"), icon="key", section=_("Settings"), order=235))

fact("api.key_issued", _("Key of the API issued"))
fact("api.key_renewed", _("Key of the API renewed"))
fact("api.key_revoked", _("Key of the API revoked"))

no_person("api.ApiKey", _("a key belongs to a program, and its name is the program's"))
