"""All that terms registers elsewhere, on one page."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.core.audit.extension import fact
from quartier.core.privacy.extension import Fields, no_person, personal_data
from quartier.core.providers.extension import preset_parts, readiness
from quartier.core.terms import queries, services
from quartier.core.terms.models import Occasion, TextKind
from quartier.core.terms.views.gate import ACCEPTED_FIRST
from quartier.kit.gates import gates
from quartier.kit.navigation import Area, Entry, Section, register
from quartier.kit.roles import StaffRole, grant

gates.register("terms", ACCEPTED_FIRST)
readiness.register("terms", queries.unfinished)
preset_parts.register("terms", services.start_with)

grant("terms.edit", _("Write and check legal texts"), StaffRole.EDITOR)
grant("terms.publish", _("Publish legal texts"), StaffRole.EDITOR)
grant("terms.report", _("See who accepted which text"), StaffRole.EDITOR, StaffRole.PRIVACY)

register(Entry(
    Area.OFFICE, "terms:office_texts", _("Legal texts"), icon="document", section=Section.OFFER, order=20,
    count=lambda _request: queries.drafts(),
))  # fmt: skip
register(Entry(Area.PORTAL, "terms:accepted", pgettext_lazy("menu", "Accepted texts"), order=95, personal=True))

KINDS = dict(TextKind.choices)
fact("terms.accepted", _("Terms accepted"), words={"text": KINDS, "occasion": dict(Occasion.choices)})
fact("terms.text_added", _("Legal text added"), words={"text": KINDS})
fact("terms.drafted", _("Version of a legal text taken in"), words={"text": KINDS})
fact("terms.draft_changed", _("Draft of a legal text changed"), words={"text": KINDS})
fact("terms.draft_withdrawn", _("Draft of a legal text deleted"), words={"text": KINDS})
fact("terms.published", _("Version of a legal text published"), words={"text": KINDS})
fact("terms.fetched", _("Legal text fetched"), words={"text": KINDS})

no_person("terms.LegalText", _("the provider's own published texts"))
no_person("terms.TextVersion", _("the provider's own published texts"))
personal_data(
    "terms.Acceptance",
    label=_("Accepted terms"),
    purpose=_("Show which terms apply between us, in which words"),
    basis=_("Art. 6(1)(b), (f) GDPR: proof of the contract"),
    retention=_("until the account is closed; what was accepted for an order or a contract goes with it"),
    subject="user=accounts.User",
    fields=Fields(
        labels={
            "version": _("Text"),
            "subject": pgettext_lazy("terms", "Accepted for"),
            "occasion": _("Occasion"),
            "via": _("By which door"),
            "accepted_at": _("Accepted"),
        }
    ),
    hidden=("user",),
    erase=services.let_go,
)
