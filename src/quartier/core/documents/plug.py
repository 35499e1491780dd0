"""All that documents registers elsewhere, on one page."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from quartier.core.audit.extension import fact
from quartier.core.documents import queries
from quartier.core.documents.extension import DocumentKind, document_kind, stored_things
from quartier.core.documents.services import archive, release
from quartier.core.insight.extension import shows_person
from quartier.core.parties.extension import PartyAction, party_actions
from quartier.core.privacy.extension import Retention, personal_data
from quartier.core.providers.extension import OpenWork, feature, open_work
from quartier.kit.navigation import Area, Entry, Section, register
from quartier.kit.roles import StaffRole, grant
from quartier.law.hgb.books import DocumentClass

shows_person("document_id", pgettext_lazy("insight", "Document"), table="documents_document", person="party_id")

grant(
    "documents.view",
    _("See and open documents"),
    StaffRole.CLERK,
    StaffRole.BOOKKEEPER,
    StaffRole.HOTLINE,
    StaffRole.PRIVACY,
    scoped=True,
)
grant("documents.publish", _("Publish documents for customers"), StaffRole.CLERK, scoped=True)
grant("documents.hide", _("Hide reported documents"), StaffRole.CLERK, StaffRole.PRIVACY, scoped=True)
grant(queries.EVIDENCE, _("Open hidden documents"), StaffRole.PRIVACY)

document_kind(
    DocumentKind(
        key="heating-statement",
        label=_("Heating cost statement"),
        kept_as=DocumentClass.VOUCHERS,
        yearly=True,
        area="housing",
    )
)
document_kind(
    DocumentKind(
        key="operating-statement",
        label=_("Operating cost statement"),
        kept_as=DocumentClass.VOUCHERS,
        yearly=True,
        area="housing",
    )
)
document_kind(
    DocumentKind(
        key="contract", label=pgettext_lazy("document", "Contract"), kept_as=DocumentClass.TAX_DOCUMENTS, in_force=True
    )
)
document_kind(DocumentKind(key="letter", label=pgettext_lazy("document", "Letter"), kept_as=DocumentClass.LETTERS))
document_kind(DocumentKind(key="own", label=_("Own paper"), kept_as=None, from_customers=True))
document_kind(DocumentKind(key="photo", label=pgettext_lazy("document", "Photo"), kept_as=None, from_customers=True))

feature("uploads", _("Uploads"), _("Customers store files of their own."))

register(Entry(Area.PORTAL, "documents:own", _("Documents"), order=40))
register(
    Entry(
        Area.OFFICE,
        "documents:office_list",
        _("Documents"),
        icon="document",
        section=Section.POST,
        order=10,
        count=lambda request: queries.reported(request.user),
    )
)
stored_things.register("documents", archive.files_of)
stored_things.register("documents.entries", archive.entries_of)

party_actions.register(
    "documents.customer",
    PartyAction("documents.publish", "documents:office_customer", _("Documents"), icon="document", order=20),
)

fact("document.filed", _("Document filed"))
fact("document.opened", _("Document opened"))
fact("document.scanned", _("Document passed by the malware scanner"))
fact("document.quarantined", _("Document stopped by the malware scanner"))
fact("document.reported", _("Document reported"))
fact("document.hidden", _("Document hidden"), adverse=True)
fact("document.shown_again", _("Document shown again"))
fact("document.batch_published", _("Documents published as a batch"))
fact("document.archive_taken", _("Archive of everything stored taken"))

open_work.register(
    "documents.reported",
    OpenWork(
        "documents.hide",
        lambda n: ngettext("%(n)s document was reported", "%(n)s documents were reported", n) % {"n": n},
        lambda: f"{reverse('documents:office_list')}?zustand=reported",
        lambda request: queries.reported(request.user),
        icon="document",
        order=6,
    ),
)
open_work.register(
    "documents.quarantined",
    OpenWork(
        "documents.hide",
        lambda n: ngettext("%(n)s file is in quarantine", "%(n)s files are in quarantine", n) % {"n": n},
        lambda: f"{reverse('documents:office_list')}?zustand=quarantined",
        lambda request: queries.count_quarantined(request.user),
        icon="shield",
        order=7,
    ),
)

personal_data(
    "documents.Document",
    label=_("Documents"),
    purpose=_("Keep what was published for a person and what they stored"),
    basis=_("Art. 6(1)(b) and (c) GDPR: contract and the duty to keep records"),
    retention=Retention(
        _("as § 257 HGB and § 147 AO say for its kind; what a person stored until they have it erased"),
        queries.kept_until,
        due=queries.due_for_erasure,
        idle=queries.purpose_over,
    ),
    subject="party=parties.Party",
    controller="entity",
    export=queries.told,
    erase=release,
)
personal_data(
    "documents.Upload",
    label=_("Files"),
    purpose=_("Take files in that become documents"),
    basis=_("Art. 6(1)(b) GDPR: the contract"),
    retention=_("one day after the last part arrived; what belongs to an order that is not sent yet goes with it"),
    subject="owner=accounts.User",
    export=queries.upload_told,
)
