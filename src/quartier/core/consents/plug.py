"""All that consents registers elsewhere, on one page."""

from django.utils.translation import gettext_lazy as _

from quartier.core.audit.extension import Words, fact
from quartier.core.consents import queries, services
from quartier.core.consents.extension import consent_purposes
from quartier.core.consents.rules import Channel
from quartier.core.documents.extension import DocumentKind, document_kind
from quartier.core.parties.extension import PartyAction, party_actions
from quartier.core.privacy.extension import Fields, Retention, no_person, personal_data
from quartier.kit.components.markup import Text
from quartier.kit.navigation import Area, Entry, Section, register
from quartier.kit.roles import StaffRole, grant

grant("consents.view", _("See consents"), StaffRole.CLERK, StaffRole.PRIVACY)
grant("consents.note", _("Note consents and objections"), StaffRole.CLERK, StaffRole.PRIVACY)
grant("consents.texts", _("Edit the wording of consents"), StaffRole.PRIVACY)

register(Entry(Area.PORTAL, "consents:own", _("Consents"), order=95, personal=True))
register(
    Entry(
        Area.OFFICE,
        "consents:texts",
        _("Consents"),
        icon="check",
        section=Section.PRIVACY,
        order=90,
    )
)
party_actions.register(
    "consents", PartyAction("consents.view", "consents:customer", _("Consents"), icon="check", order=60)
)


class _Purposes:
    """Purposes as people call them, whenever they were registered."""

    def get(self, key: str, /) -> Text | None:
        """Return what a purpose is called."""
        found = consent_purposes.get(key)
        return found.label if found else None


WORDS: dict[str, Words] = {"purpose": _Purposes(), "channel": {one.value: _(one.label) for one in Channel}}

fact("consent.text_published", _("Wording of a consent published"), words=WORDS)
fact("consent.given", _("Consent given"), words=WORDS)
fact("consent.revoked", _("Consent revoked"), words=WORDS)
fact("consent.objected", _("Objection to advertising"), words=WORDS)

document_kind(DocumentKind(key=services.PAPER_KIND, label=_("Consent"), kept_as=None, is_offered=False))

no_person("consents.ConsentText", "the provider's own wordings, with the name of who published them")
personal_data(
    "consents.Statement",
    label=_("Consents, revocations and objections"),
    fields=Fields(provided=frozenset({"said", "purpose"}), others=frozenset({"noted_by"})),
    purpose=_("Show what somebody agreed to, and stop when they take it back"),
    basis=_("Art. 6(1)(c), Art. 7(1) GDPR: duty to prove"),
    retention=Retention(
        _("while a consent holds, then three years to the end of the year (§§ 195, 199 BGB)"),
        queries.kept_until,
        due=queries.past_due,
    ),
    subject="party=parties.Party",
    hidden=("party", "evidence", "noted_at", "document"),
    export=queries.told,
    erase=services.forget_people,
)
