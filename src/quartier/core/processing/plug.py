"""All that processing registers elsewhere, on one page."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from quartier.core.audit.extension import Words, fact
from quartier.core.consents.extension import ConsentPurpose, consent_purpose
from quartier.core.contracts.extension import ContractLink, contract_links
from quartier.core.deadlines.extension import DeadlineKind, deadline
from quartier.core.documents.extension import DocumentKind, document_kind
from quartier.core.privacy.extension import DataClass, Fields, Retention, no_person, nobody, personal_data
from quartier.core.processing import queries, services
from quartier.core.processing.extension import (
    Connection,
    categories,
    category,
    connection,
    sharing_purpose,
    sharing_purposes,
)
from quartier.core.processing.queries import agreements
from quartier.core.processing.queries.register import count_unapproved
from quartier.core.processing.rules import Basis, Ground, RecipientKind
from quartier.core.providers.extension import OpenWork, feature, open_work
from quartier.kit.components.markup import Text
from quartier.kit.navigation import Area, Entry, Section, register
from quartier.kit.roles import StaffRole, grant
from quartier.law.hgb.books import DocumentClass


class _Categories:
    """Categories of data as people call them, whenever they were registered."""

    def get(self, key: str, /) -> Text | None:
        """Return what a category is called."""
        found = categories.get(key)
        return found.label if found else None


grant("processing.view", _("Read the register of processing"), StaffRole.PRIVACY)
grant("processing.edit", _("Edit the register of processing and its recipients"), StaffRole.PRIVACY)
grant("processing.disclose", _("Hand data to recipients"), StaffRole.PRIVACY, StaffRole.CLERK)

register(Entry(Area.OFFICE, "processing:recipients", _("Recipients"), icon="people", section=Section.PRIVACY, order=60))
register(
    Entry(
        Area.OFFICE,
        "processing:register",
        pgettext_lazy("menu", "Register of processing"),
        icon="document",
        section=Section.PRIVACY,
        order=50,
    )
)
register(
    Entry(
        Area.OFFICE,
        "processing:agreements",
        _("Agreements on processing"),
        icon="check",
        section=Section.PRIVACY,
        order=100,
    )
)
register(
    Entry(
        Area.OFFICE,
        "processing:instructions",
        _("Instruction of staff"),
        icon="people",
        section=Section.PRIVACY,
        order=110,
        count=lambda request: agreements.uninstructed(request.now),
    )
)
contract_links.register(
    "processing",
    ContractLink(
        label=_("Agreements on processing"), address=agreements.offered_with, icon="check", order=60,
    ),
)  # fmt: skip
register(Entry(Area.PORTAL, "processing:agreement", _("Agreements on processing"), order=96, personal=True))
register(Entry(Area.OFFICE, "processing:disclosures", _("Disclosures"), icon="list", section=Section.PRIVACY, order=70))
register(
    Entry(
        Area.OFFICE,
        "processing:disclose",
        _("Hand out data"),
        icon="list",
        section=Section.PRIVACY,
        order=80,
        shown=lambda request: "processing.view" not in request.user.permissions,
    )
)

WORDS: dict[str, Words] = {
    "purpose": sharing_purposes,
    "purposes": sharing_purposes,
    "categories": _Categories(),
    "basis": {one.value: _(one.label) for one in Basis},
    "kind": {one.value: _(one.label) for one in RecipientKind},
    "ground": {one.value: _(one.label) for one in Ground},
}

fact("recipient.added", _("Recipient of data added"), words=WORDS)
fact("recipient.changed", _("Recipient of data changed"), words=WORDS)
fact("recipient.ended", _("Recipient of data taken out of use"))
fact("recipient.contract_added", _("Contract with a recipient noted"))
fact("recipient.contract_ends_soon", _("Contract with a recipient ends soon"))
fact("recipient.contract_ended", _("Contract with a recipient has ended"))
fact("recipient.sub_processor_added", _("Sub-processor noted"), words=WORDS)
fact("recipient.sub_processor_ended", _("Sub-processor ended"))
fact("register.approved", _("Register of processing approved"))
fact("agreement.text_published", _("Text of the agreement on processing published"))
fact("agreement.concluded", _("Agreement on processing concluded"))
fact("staff.instructed", _("Instruction on data protection noted"))
fact("disclosure.made", _("Data handed to a recipient"), words=WORDS)

document_kind(
    DocumentKind(
        key=services.CONTRACT_KIND,
        label=_("Contract on processing"),
        kept_as=DocumentClass.LETTERS,
        visibility="staff",
        roles=(StaffRole.LEAD, StaffRole.PRIVACY),
        is_offered=False,
    )
)

document_kind(
    DocumentKind(
        key=services.AGREEMENT_KIND,
        label=_("Agreement on processing"),
        kept_as=DocumentClass.LETTERS,
        is_offered=False,
    )
)
feature(
    "processing_agreement",
    _("Agreement on processing"),
    _("Customers who are controllers themselves conclude the agreement of Art. 28 GDPR online."),
    default_on=False,
)

consent_purpose(
    ConsentPurpose(
        key="sharing.contact",
        label=_("Telephone number and e-mail address for craftsmen and services"),
        about=_("They can then agree on a time with you directly. Without it they write to your postal address."),
    )
)

sharing_purpose("repairs", _("Repairs and maintenance"))
sharing_purpose("metering", _("Reading meters and settling costs"))
sharing_purpose("locks", _("Keys and locking systems"))
sharing_purpose("printing", _("Printing and sending letters"))
sharing_purpose("letting", _("Letting of flats"))
sharing_purpose("billing", _("Billing and payment"))
sharing_purpose("software", _("Running software and the portal"))
sharing_purpose("advice", _("Advice on law and taxes, audit"))
sharing_purpose("duty", _("Answers to authorities and courts"))
sharing_purpose("credit", _("Assessing the ability to pay"))

category("name", _("Name"), {"parties.Party": "salutation given_name name"})
category("address", _("Postal address"), {"parties.Party": "street postcode city"})
category("contact", _("Telephone and e-mail"), {"parties.Party": "phone email"}, consent="sharing.contact")
category("contract", _("Contract and flat"), {"parties.Relationship": "kind number subject started_on ended_on"})

connection(
    "mail",
    Connection(
        label=_("Mail server"),
        task=_("Sends e-mail"),
        models=("inbox.OutgoingMail",),
        opened_by=("quartier.kit.mail.transport",),
        where=lambda: settings.MAIL.host,
    ),
)
connection(
    "scanner",
    Connection(
        label=_("Malware scanner"),
        task=_("Looks into files before anybody opens them"),
        models=("documents.Document", "documents.Upload"),
        opened_by=("quartier.core.documents.scanner",),
        where=lambda: settings.CLAMD,
    ),
)
connection(
    "bucket",
    Connection(
        label=_("Object storage"),
        task=_("Keeps files"),
        models=("documents.Document", "documents.Upload"),
        opened_by=("quartier.kit.storage.bucket",),
        where=lambda: settings.OBJECT_STORE.endpoint if settings.OBJECT_STORE else "",
    ),
)


def _recipient_page(subject: str) -> str:
    """Lead from the deadline of a contract to its recipient."""
    return reverse("processing:contract", args=[int(subject.rpartition(":")[2])])


deadline(
    services.CONTRACT_END,
    DeadlineKind(
        label=_("Contract with a recipient of data"),
        promise=_("From then on the recipient gets no data until there is a new contract."),
        effect=services.contract_ended,
        href=_recipient_page,
    ),
)
deadline(
    services.CONTRACT_REMINDER,
    DeadlineKind(
        label=_("See to a new contract with a recipient of data"),
        promise=_("The start page then reminds of it."),
        effect=services.contract_ends_soon,
        href=_recipient_page,
    ),
)

personal_data(
    "processing.Recipient",
    label=_("Recipients of data"),
    purpose=_("Know who gets data of people, and show it"),
    basis=_("Art. 6(1)(c), Art. 30(1)(d) GDPR: legal duty"),
    retention=_("as long as a disclosure to the recipient is kept"),
    subject=nobody,
)
no_person("processing.SubProcessor", "companies that a processor engages")
no_person("processing.Contract", "contracts with companies; the signed paper is a document and registered there")
personal_data(
    "processing.Disclosure",
    label=_("Data handed to others"),
    data_class=DataClass.PERFORMANCE,
    fields=Fields(others=frozenset({"decided_by", "handed_by"})),
    purpose=_("Show to whom data went, for what and on what ground"),
    basis=_("Art. 6(1)(c), Art. 5(2), 15(1)(c), 19 GDPR: legal duty"),
    retention=Retention(
        _("three years to the end of the year (§§ 195, 199 BGB); then the bare entry without the person stays"),
        queries.kept_until,
        due=queries.past_due,
    ),
    subject="party=parties.Party",
    controller="entity",
    hidden=("party", "batch", "sha256"),
    export=queries.told,
    erase=services.forget_people,
)
no_person("processing.RegisterVersion", "the register of processing, with the name of who approved it")
no_person("processing.LegalText", "the provider's own texts, with the name of who published them")
personal_data(
    "processing.Agreement",
    label=_("Agreements on processing"),
    fields=Fields(provided=frozenset({"signatory"})),
    purpose=_("Process data on behalf of customers who answer for them"),
    basis=_("Art. 6(1)(b) and (c), Art. 28(3) GDPR: contract and legal duty"),
    retention=_("as long as its copy in the archive; then the bare entry without the person stays"),
    subject="party=parties.Party",
    hidden=("party", "document"),
    export=agreements.agreement_told,
    erase=services.forget_signatories,
)
personal_data(
    "processing.Instruction",
    label=_("Instructions on data protection"),
    purpose=_("Show that staff were instructed on data protection"),
    basis=_("Art. 6(1)(c), Art. 24, 32(4) GDPR, § 26(1) BDSG: legal duty"),
    retention=Retention(
        _("three years to the end of the year after it is no longer current"), agreements.instruction_kept_until
    ),
    subject="user=accounts.User",
    fields=Fields(
        others=frozenset({"instructed_by"}),
        labels={
            "topic": _("Topic"),
            "instructed_on": _("Instructed on"),
            "current_until": _("Current until"),
            "instructed_by": _("Instructed by"),
            "noted_at": _("Noted on"),
        },
    ),
    hidden=("user",),
)

open_work.register(
    "processing.instructions",
    OpenWork(
        "processing.edit",
        lambda n: (
            ngettext(
                "%(n)s member of staff lacks a current instruction on data protection",
                "%(n)s members of staff lack a current instruction on data protection",
                n,
            )
            % {"n": n}
        ),
        lambda: reverse("processing:instructions"),
        lambda request: agreements.uninstructed(request.now),
        icon="people",
        order=15,
    ),
)
open_work.register(
    "processing.register",
    OpenWork(
        "processing.edit",
        lambda n: (
            ngettext(
                "%(n)s register of processing waits for approval",
                "%(n)s registers of processing wait for approval",
                n,
            )
            % {"n": n}
        ),
        lambda: reverse("processing:register"),
        lambda request: count_unapproved(request.user, request.now),
        icon="document",
        order=16,
    ),
)
open_work.register(
    "processing.barred",
    OpenWork(
        "processing.edit",
        lambda n: (
            ngettext(
                "%(n)s recipient gets no data: contract or ground is missing",
                "%(n)s recipients get no data: contract or ground is missing",
                n,
            )
            % {"n": n}
        ),
        lambda: reverse("processing:recipients"),
        lambda request: queries.count_barred(request.now),
        icon="shield",
        order=5,
    ),
)
open_work.register(
    "processing.ending",
    OpenWork(
        "processing.edit",
        lambda n: (
            ngettext(
                "%(n)s contract with a recipient of data ends soon",
                "%(n)s contracts with recipients of data end soon",
                n,
            )
            % {"n": n}
        ),
        lambda: reverse("processing:recipients"),
        lambda request: queries.count_ending(request.now),
        icon="clock",
        order=8,
    ),
)
