"""All that contracts registers elsewhere, on one page."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from quartier.core.audit.extension import fact
from quartier.core.contracts import queries, rules, services
from quartier.core.contracts.extension import ended
from quartier.core.contracts.services import noticing
from quartier.core.deadlines.extension import DeadlineKind, deadline
from quartier.core.declarations.extension import DeclarationKind, declaration
from quartier.core.documents.extension import DocumentKind, document_kind
from quartier.core.insight.extension import shows_person
from quartier.core.parties.extension import PartyAction, party_actions, relationships_changed
from quartier.core.privacy.extension import Fields, Retention, no_person, personal_data
from quartier.core.providers.extension import OpenWork, open_work
from quartier.kit.navigation import Area, Entry, Section, register
from quartier.kit.roles import StaffRole, grant
from quartier.law.hgb.books import DocumentClass

grant(
    "contracts.view",
    _("See contracts"),
    StaffRole.CLERK,
    StaffRole.BOOKKEEPER,
    StaffRole.HOTLINE,
    StaffRole.PRIVACY,
    scoped=True,
)
grant("contracts.edit", _("Note notices, amendments and agreements"), StaffRole.CLERK, scoped=True)

WORDS = {
    "by": {one.value: _(one.label) for one in rules.Side},
    "way": {one.value: _(one.label) for one in rules.Way},
    "ground": {one.value: _(one.label) for one in rules.Ground},
}
DETAILS = {
    "by": _("Given by"), "way": _("Kind of notice"), "received": _("Received on"), "ends": _("Ends on"),
    "ground": _("Ground"), "amendment": _("Amendment"), "holds": _("Holds from"), "agreed": _("Agreed on"),
    "invoiced": _("Invoice of"), "text": _("Text"), "instructed": _("Instruction received"),
}  # fmt: skip
for kind, label in {
    "contracts.concluded": _("Contract concluded"),
    "contracts.notice": _("Notice given"),
    "contracts.notice_revoked": _("Notice taken back by agreement"),
    "contracts.ended": _("Contract ended"),
    "contracts.withdrawn": _("Contract withdrawn"),
    "contracts.text_changed": _("Another version governs the contract"),
    "contracts.instructed": _("Receipt of the instruction on withdrawal noted"),
    "contracts.invoice_noted": _("Invoice of a contract year noted"),
    "contracts.renewed": _("Contract renewed itself"),
    "contracts.term_unbilled": _("Term over without an invoice: not renewed"),
    "contracts.candidate_found": _("Ground to end the contract found"),
    "contracts.candidate_decided": _("Ground to end the contract decided"),
    "contracts.amendment_drafted": _("Amendment drafted"),
    "contracts.amended": _("Amendment in effect"),
    "contracts.agreed": _("Agreement in writing attached"),
}.items():
    fact(kind, label, words=WORDS, details=DETAILS)

document_kind(
    DocumentKind(
        key=services.PAPER, label=_("Agreement or notice in writing"), kept_as=DocumentClass.LETTERS, is_offered=False
    )
)
deadline(
    services.END,
    DeadlineKind(
        label=_("End of the contract"), promise=_("The contract ends with this day."), effect=services.end_by_time,
        href=noticing.office_of,
    ),
)  # fmt: skip
deadline(services.AHEAD, DeadlineKind(label=_("Word that a contract ends soon"), effect=services.tell_ahead))
deadline(
    services.TERM,
    DeadlineKind(
        label=_("End of the running term"), promise=_("Without notice in time the contract renews itself."),
        effect=services.term_over, href=noticing.office_of,
    ),
)  # fmt: skip
deadline(
    services.CUT_OFF,
    DeadlineKind(
        label=_("Last day for notice to the end of the term"), promise=_("Notice has to arrive by this day."),
        href=noticing.office_of,
    ),
)  # fmt: skip
declaration(
    noticing.KIND,
    DeclarationKind(
        label=_("Notice of a contract"), asked=noticing.asked, effect=noticing.effect, candidates=noticing.candidates,
        letter=noticing.letter_of, href=noticing.office_of,
    ),
)  # fmt: skip
register(Entry(Area.PORTAL, "contracts:contracts", _("Contracts"), order=20))
register(
    Entry(
        Area.OFFICE, "contracts:office_contracts", _("Contracts"), icon="document", section=Section.CONTRACTS, order=20,
        count=lambda request: queries.open_candidates(request.user),
    )
)  # fmt: skip
open_work.register(
    "contracts.candidates",
    OpenWork(
        "contracts.edit",
        lambda n: ngettext("%(n)s ground to end a contract waits", "%(n)s grounds to end contracts wait", n) % {"n": n},
        lambda: f"{reverse('contracts:office_candidates')}?zustand=open",
        lambda request: queries.open_candidates(request.user),
        icon="document",
        order=24,
    ),
)
party_actions.register(
    "contracts",
    PartyAction("contracts.view", "contracts:office_customer", _("Contracts"), icon="document", order=20),
)
shows_person("concluded_id", _("Contracts"), table="contracts_contract", person="party_id")
WHOSE = "(SELECT party_id FROM contracts_contract WHERE id = thing.contract_id)"
shows_person("amendment_id", _("Amendments of contracts"), table="contracts_amendment", person=WHOSE)
shows_person("cause_id", _("Grounds to end contracts"), table="contracts_candidate", person=WHOSE)

relationships_changed.register("contracts", services.follow)
ended.register("contracts.portal", services.close_access)

PERFORM = _("Conclude, perform and end contracts")
CONTRACT = _("Art. 6(1)(b), (c) GDPR")
WITH_CONTRACT = Retention(
    _("as long as the contract (§ 147 AO)"), queries.kept_with_contract, due=queries.past_with_contract
)
personal_data(
    "contracts.Contract",
    label=_("Contracts"),
    purpose=PERFORM,
    basis=CONTRACT,
    retention=Retention(_("after their end as long as vouchers (§ 147 AO)"), queries.kept_until, due=queries.past_due),
    subject="party=parties.Party",
    controller="relationship__legal_entity",
    fields=Fields(
        labels={
            "relationship": _("Contract"),
            "scope": _("Kind of contract"),
            "standing": _("Concluded as"),
            "is_paid": _("For money"),
            "state": _("State"),
            "formed_by": _("Concluded by"),
            "concluded_at": _("Concluded"),
            "instructed_at": _("Instruction on withdrawal received"),
            "begun_at": _("Performance begun"),
            "performed_at": _("Performed in full"),
            "ends_on": _("Ends on"),
            "end_reason": _("Why it ends"),
            "ended_at": _("Ended"),
        }
    ),
    hidden=("party", "origin"),
    erase=None,
)
no_person("contracts.ContractText", _("which published texts govern a contract"))
no_person("contracts.InvoiceDate", _("dates of invoices; the contract names the customer"))
personal_data(
    "contracts.Ending",
    label=_("Notices of contracts"),
    purpose=PERFORM,
    basis=CONTRACT,
    retention=WITH_CONTRACT,
    subject="contract__party=parties.Party",
    controller="contract__relationship__legal_entity",
    fields=Fields(
        labels={
            "contract": _("Contract"),
            "side": _("Given by"),
            "way": _("Kind of notice"),
            "received_on": _("Received on"),
            "ends_on": _("Ends on"),
            "reason": _("Reason"),
            "noted_at": _("Noted on"),
            "revoked_at": _("Taken back by agreement"),
            "revoked_because": _("Why it was taken back"),
        }
    ),
    hidden=("declaration", "document", "derivation", "noted_by", "refund_hint"),
    erase=None,
)
personal_data(
    "contracts.Candidate",
    label=_("Grounds to end a contract that staff decide about"),
    purpose=_("Let a person decide whether a contract is ended for a good cause"),
    basis=_("Art. 6(1)(b), (f) GDPR: contract, claims"),
    retention=WITH_CONTRACT,
    subject="contract__party=parties.Party",
    controller="contract__relationship__legal_entity",
    fields=Fields(
        labels={
            "contract": _("Contract"),
            "ground": _("Ground"),
            "state": _("State"),
            "note": _("Note"),
            "found_at": _("Found"),
            "decided_at": _("Decided"),
            "reason": _("Reason"),
        }
    ),
    hidden=("seen", "found_by", "decided_by"),
    erase=None,
)
personal_data(
    "contracts.Amendment",
    label=_("Amendments of contracts"),
    purpose=PERFORM,
    basis=CONTRACT,
    retention=WITH_CONTRACT,
    subject="contract__party=parties.Party",
    controller="contract__relationship__legal_entity",
    fields=Fields(
        labels={
            "contract": _("Contract"),
            "number": _("Number of the amendment"),
            "title": _("What changes"),
            "words": _("Wording"),
            "signed_on": _("Signed on"),
            "effective_on": _("Holds from"),
            "noted_at": _("Noted on"),
        }
    ),
    hidden=("document", "noted_by"),
    erase=None,
)
personal_data(
    "contracts.Agreement",
    label=_("Agreements in writing"),
    purpose=_("Know what was agreed besides the terms"),
    basis=CONTRACT,
    retention=Retention(
        _("as commercial letters (§ 257 HGB)"), queries.agreement_kept_until, due=queries.agreements_past
    ),
    subject="party=parties.Party",
    fields=Fields(
        labels={
            "subject": _("About"),
            "kind": _("What was agreed"),
            "words": _("Wording"),
            "agreed_on": _("Agreed on"),
            "channel": _("How it was agreed"),
            "noted_at": _("Noted on"),
        }
    ),
    hidden=("party", "document", "noted_by"),
    erase=None,
)
