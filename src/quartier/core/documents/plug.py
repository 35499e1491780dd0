"""All that documents registers elsewhere, on one page."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.core.audit.extension import fact
from quartier.core.documents import queries
from quartier.core.documents.extension import DocumentKind, document_kind
from quartier.core.documents.services import release
from quartier.core.privacy.extension import Retention, personal_data
from quartier.kit.roles import StaffRole, grant
from quartier.law.hgb.books import DocumentClass

grant("documents.view", StaffRole.CLERK, StaffRole.BOOKKEEPER, StaffRole.HOTLINE, StaffRole.PRIVACY, scoped=True)
grant("documents.publish", StaffRole.CLERK, scoped=True)
grant("documents.hide", StaffRole.CLERK, StaffRole.PRIVACY, scoped=True)
grant(queries.EVIDENCE, StaffRole.PRIVACY)

document_kind(
    DocumentKind(
        key="heating-statement", label=_("Heating cost statement"), kept_as=DocumentClass.VOUCHERS, yearly=True
    )
)
document_kind(
    DocumentKind(
        key="operating-statement", label=_("Operating cost statement"), kept_as=DocumentClass.VOUCHERS, yearly=True
    )
)
document_kind(DocumentKind(key="letter", label=pgettext_lazy("document", "Letter"), kept_as=DocumentClass.LETTERS))
document_kind(DocumentKind(key="own", label=_("Own paper"), kept_as=None, from_customers=True))
document_kind(DocumentKind(key="photo", label=pgettext_lazy("document", "Photo"), kept_as=None, from_customers=True))

fact("document.filed", _("Document filed"))
fact("document.opened", _("Document opened"))
fact("document.scanned", _("Document passed by the malware scanner"))
fact("document.quarantined", _("Document stopped by the malware scanner"))
fact("document.reported", _("Document reported"))
fact("document.hidden", _("Document hidden"))
fact("document.shown_again", _("Document shown again"))

personal_data(
    "documents.Document",
    purpose=_("Keep what was published for a person and what they stored"),
    basis=_("Art. 6(1)(b) and (c) GDPR: contract and the duty to keep records"),
    retention=Retention(
        _("as § 257 HGB and § 147 AO say for its kind; what a person stored until they have it erased"),
        queries.kept_until,
    ),
    subject="party=parties.Party",
    controller="entity",
    hidden=("series", "sha256", "party", "sender", "tell", "by_customer"),
    erase=release,
)
personal_data(
    "documents.Upload",
    purpose=_("Take files in that become documents"),
    basis=_("Art. 6(1)(b) GDPR: the contract"),
    retention=_("one day after the last part arrived"),
    subject="owner=accounts.User",
    hidden=("key", "owner", "sha256"),
)
