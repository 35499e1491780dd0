"""All that declarations registers elsewhere, on one page."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from quartier.core.audit.extension import fact
from quartier.core.declarations import queries, services
from quartier.core.declarations.labels import CHANNELS, KINDS, STATES
from quartier.core.documents.extension import DocumentKind, document_kind
from quartier.core.insight.extension import shows_person
from quartier.core.parties.extension import PartyAction, party_actions
from quartier.core.privacy.extension import Fields, Retention, personal_data
from quartier.core.providers.extension import OpenWork, open_work
from quartier.kit.navigation import Area, Entry, Section, register
from quartier.kit.roles import StaffRole, grant
from quartier.law.hgb.books import DocumentClass

grant("declarations.view", _("See declarations"), StaffRole.CLERK, StaffRole.BOOKKEEPER, StaffRole.HOTLINE, scoped=True)
grant("declarations.record", _("Record declarations"), StaffRole.CLERK, StaffRole.HOTLINE, scoped=True)
grant("declarations.decide", _("Decide about declarations"), StaffRole.CLERK, scoped=True)
register(Entry(Area.PORTAL, "declarations:own", _("My declarations"), order=94, personal=True))
register(
    Entry(
        Area.OFFICE,
        "declarations:list",
        _("Declarations"),
        icon="mail",
        section=Section.CONTRACTS,
        order=60,
        count=lambda request: queries.waiting(request.user),
    )
)
open_work.register(
    "declarations.waiting",
    OpenWork(
        "declarations.decide",
        lambda n: (
            ngettext("%(n)s declaration to decide or answer", "%(n)s declarations to decide or answer", n) % {"n": n}
        ),
        lambda: reverse("declarations:list"),
        lambda request: queries.waiting(request.user),
        icon="mail",
        order=6,
    ),
)
party_actions.register(
    "declarations.record",
    PartyAction("declarations.record", "declarations:record_for", _("Record a declaration"), icon="mail", order=45),
)
shows_person("declaration_id", _("Declaration"), table="declarations_declaration", person="party_id")
document_kind(
    DocumentKind(
        key=services.EVIDENCE,
        label=_("Declaration in writing"),
        kept_as=DocumentClass.LETTERS,
        visibility="staff",
        is_offered=False,
    )
)

fact("declarations.received", _("Declaration received"), words={"kind": KINDS, "channel": CHANNELS})
fact("declarations.matched", _("Declaration matched"))
fact("declarations.decided", _("Declaration decided"), words={"kind": KINDS, "state": STATES})
fact("declarations.answered", _("Declaration answered by letter"))

personal_data(
    "declarations.Declaration",
    label=_("Declarations"),
    purpose=_("Receive notices, withdrawals and objections, and prove when and how they came"),
    basis=_("Art. 6(1)(b), (c), (f) GDPR"),
    retention=Retention(_("as commercial letters (§ 257 HGB, § 147 AO)"), queries.kept_until, due=queries.past_due),
    subject="party=parties.Party",
    controller="entity",
    fields=Fields(
        others=frozenset({"noted_by", "settled_by"}),
        labels={
            "kind": _("Declaration"),
            "name": _("Name"),
            "contact": _("Answer to"),
            "about": _("About"),
            "words": _("Words"),
            "wishes": _("Wishes"),
            "channel": _("How it came"),
            "form": _("Form"),
            "needed": _("Form needed"),
            "received_at": _("Received"),
            "dispatched_on": _("Sent"),
            "state": _("State"),
            "outcome": _("What came of it"),
            "settled_at": _("Decided"),
            "answer": _("Answered"),
        },
    ),
    hidden=("party", "subject", "evidence", "entity", "noted_by", "settled_by", "once"),
)
