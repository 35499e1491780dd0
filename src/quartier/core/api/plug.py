"""All that the API registers elsewhere, on one page."""

from django.utils.translation import gettext_lazy as _

from quartier.core.accounts.extension import credentials_ended
from quartier.core.api import queries, services
from quartier.core.audit.extension import fact
from quartier.core.privacy.extension import Fields, no_person, personal_data
from quartier.kit.access import Audience
from quartier.kit.api import callers
from quartier.kit.navigation import Area, Entry, Section, register
from quartier.kit.roles import grant

grant("api.keys", _("Make keys for programs of the back office"))
callers.register(Audience.PROGRAM, services.admit)
callers.register(Audience.CUSTOMER, services.admit_person)
credentials_ended.register("api", services.revoke_all)

register(Entry(Area.OFFICE, "api:keys", _("Interfaces"), icon="key", section=Section.PORTAL, order=80))
register(Entry(Area.PORTAL, "api:tokens", _("Access for programs"), order=95, personal=True))

fact("api.key_issued", _("Key of the API issued"))
fact("api.key_renewed", _("Key of the API renewed"))
fact("api.key_revoked", _("Key of the API revoked"))
fact("api.token_made", _("Access key for a program made"), words={"scopes": queries.scope_names()})
fact("api.token_ended", _("Access key for a program ended"))

no_person("api.ApiKey", _("a key belongs to a program, and its name is the program's"))
personal_data(
    "api.PersonalToken",
    label=_("Access keys of programs"),
    purpose=_("Let a program of the person reach what the portal shows them"),
    basis=_("Art. 6(1)(b) GDPR: a function that the person has asked for"),
    retention=_("until the person removes the key or the account ends"),
    subject="user=accounts.User",
    fields=Fields(
        provided=frozenset({"name", "scopes"}),
        labels={
            "scopes": _("What it may do"),
            "ending": _("Last signs of the key"),
            "issued_at": _("Made on"),
            "expires_at": _("Works until"),
        },
    ),
    hidden=("user", "digest", "window_at", "calls"),
)
