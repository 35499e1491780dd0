"""All that providers registers elsewhere, on one page."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from quartier.core.audit.extension import fact
from quartier.core.privacy.extension import address_days, no_person, nobody, personal_data
from quartier.core.providers import queries
from quartier.core.providers.extension import OpenWork, open_work
from quartier.core.providers.queries import policy as policies
from quartier.kit.clock import day_of
from quartier.kit.jobs import pauses
from quartier.kit.navigation import Area, Entry, Section, register
from quartier.kit.roles import StaffRole, grant

grant("providers.settings", _("Edit brand, imprint and texts"), StaffRole.EDITOR)
grant("providers.operation", _("Switch functions and stop the portal"))
grant("providers.policy", _("Decide on policies"))

register(Entry(Area.OFFICE, "providers:office", _("Overview"), icon="house", order=1))
register(Entry(Area.OFFICE, "providers:office_notices", _("Notices"), icon="info", section=Section.PORTAL, order=10))
register(Entry(Area.OFFICE, "providers:office_operation", _("Stops"), icon="clock", section=Section.PORTAL, order=20))
register(
    Entry(Area.OFFICE, "providers:office_functions", _("Functions"), icon="gear", section=Section.PORTAL, order=30)
)
register(
    Entry(Area.OFFICE, "providers:office_entities", _("Companies"), icon="house", section=Section.PORTAL, order=40)
)
register(Entry(Area.OFFICE, "providers:office_brand", _("Brand"), icon="document", section=Section.PORTAL, order=50))
register(Entry(Area.OFFICE, "providers:office_texts", _("Texts"), icon="document", section=Section.PORTAL, order=60))
register(
    Entry(
        Area.OFFICE,
        "providers:office_protection",
        _("Data protection"),
        icon="shield",
        section=Section.PORTAL,
        order=70,
    )
)
register(Entry(Area.OFFICE, "providers:office_policies", _("Policies"), icon="list", section=Section.RULES, order=10))
register(
    Entry(Area.OFFICE, "providers:office_law", _("Rules of law"), icon="document", section=Section.RULES, order=20)
)
register(Entry(Area.CONSOLE, "providers:console", _("Providers"), order=10))
register(Entry(Area.CONSOLE, "providers:console_protocol", _("Protocol"), order=90))

fact("provider.created", _("Provider created"))
fact("provider.published", _("Portal published"))
fact("provider.stopped", _("Portal stopped by the operator"))
fact("provider.exported", _("Data exported by the operator"))
fact("provider.deleted", _("Provider deleted"))
fact("hostname.added", _("Hostname added"))
fact("hostname.removed", _("Hostname removed"))
fact("entity.added", _("Legal entity added"))
fact("entity.changed", _("Legal entity changed"))
fact("brand.changed", _("Brand changed"))
fact("data_protection.changed", _("Data protection details changed"))
fact("text.changed", _("Text changed"))
fact("feature.switched", _("Function switched"))
fact("portal.stop_set", _("Stop decided"))
fact("portal.stop_lifted", _("Stop lifted"))
fact("notice.published", _("Notice published"))
fact("notice.withdrawn", _("Notice withdrawn"))
fact("policy.changed", _("Policy changed"))

address_days.register("logs.ip_retention", queries.address_days)
pauses.register("providers.stop", queries.is_stopped)

IMPRINT = _("Art. 6(1)(c) GDPR with § 5 DDG, § 18(2) MStV")
PROOF = _("Art. 6(1)(f) GDPR: show later who decided")
personal_data(
    "providers.LegalEntity",
    label=_("Imprint"),
    purpose=_("Name in the imprint who represents and answers for a company"),
    basis=IMPRINT,
    retention=_("until the imprint changes"),
    subject=nobody,
)
personal_data(
    "providers.DataProtection",
    label=_("Data protection officer"),
    purpose=_("Name the data protection officer"),
    basis=_("Art. 6(1)(c) GDPR with Art. 37(7) GDPR"),
    retention=_("until the officer changes"),
    subject=nobody,
)
for model, label in {
    "FeatureSwitch": _("Switches of functions"),
    "Stop": _("Stops of the portal"),
    "Notice": _("Notices"),
    "PolicyVersion": _("Rules of the provider"),
}.items():
    personal_data(
        f"providers.{model}",
        label=label,
        purpose=_("Show which member of staff decided what about the portal"),
        basis=PROOF,
        retention=_("as long as the portal exists"),
        subject=nobody,
    )
no_person("providers.Provider", "the name of a company")
no_person("providers.Hostname", "a hostname")
no_person("providers.Branding", "the name of a brand")
no_person("providers.TextBlock", "published texts")

open_work.register(
    "providers.policy_conflicts",
    OpenWork(
        "providers.policy",
        lambda n: (
            ngettext(
                "The law displaces %(n)s clause of your documents",
                "The law displaces %(n)s clauses of your documents",
                n,
            )
            % {"n": n}
        ),
        lambda: reverse("providers:office_policies"),
        lambda request: sum(held.conflicts for held in policies.whole(day_of(request.now))),
        icon="warn",
        order=10,
    ),
)
open_work.register(
    "providers.policy_unconfirmed",
    OpenWork(
        "providers.policy",
        lambda n: ngettext("%(n)s policy value is an assumption", "%(n)s policy values are assumptions", n) % {"n": n},
        lambda: reverse("providers:office_policies"),
        lambda request: sum(held.unconfirmed for held in policies.whole(day_of(request.now))),
        icon="list",
        order=30,
    ),
)
