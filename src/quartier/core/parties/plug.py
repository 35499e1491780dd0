"""All that parties registers elsewhere, on one page."""

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from quartier.core.approvals.extension import ApprovalKind, approval
from quartier.core.audit.extension import Words, fact
from quartier.core.insight.extension import shows_person
from quartier.core.parties import queries, services
from quartier.core.parties.labels import BANK_LABELS, PARTY_LABELS, PROPOSAL_LABELS, PROVIDED, VOLUNTARY
from quartier.core.parties.models import AddressState, Role, SupplierBasis
from quartier.core.privacy.extension import (
    DataClass,
    Fields,
    Retention,
    companions,
    people_due,
    personal_data,
    subjects,
)
from quartier.core.providers.extension import OpenWork, open_work
from quartier.kit.api import scope
from quartier.kit.navigation import Area, Entry, Section, register
from quartier.kit.roles import StaffRole, area, customer_rights, grant

area("housing", _("Housing and repairs"))
area("membership", _("Membership"))
area("savings", pgettext_lazy("data area", "Savings"))
area("service", _("Services"))
area("suppliers", _("Suppliers"))
grant(
    "parties.view",
    _("See customers"),
    StaffRole.CLERK,
    StaffRole.BOOKKEEPER,
    StaffRole.HOTLINE,
    StaffRole.PRIVACY,
    scoped=True,
)
grant("parties.edit", _("Edit customers and contracts"), StaffRole.CLERK, scoped=True)
grant("parties.suppliers", _("Keep suppliers"), StaffRole.CLERK, StaffRole.BOOKKEEPER, scoped=True)
grant("parties.bank", _("See and propose bank details"), StaffRole.CLERK, StaffRole.BOOKKEEPER, scoped=True)
# Files of master data are about people of every data area, so the lead alone brings them in (SBV-27).
grant("parties.intake", _("Import master data"))
# Whoever makes two records one has to see both, whatever their data areas.
grant("parties.merge", _("Merge duplicates"))

shows_person("tie_id", _("Roles in contracts"), table="parties_relatedperson", person="customer_id")
shows_person("bank_account_id", _("Bank details"), table="parties_bankaccount", person="party_id")
shows_person("twins_id", _("Pairs that may be one person"), table="parties_twins", person="first_id")
shows_person("merger_id", _("Records that have become one"), table="parties_merger", person="stays_id")

scope("parties.write", _("Take master data over"))
scope("parties.read", _("Read master data"))

register(Entry(Area.PORTAL, "parties:dashboard", _("Overview"), order=10))
register(Entry(Area.PORTAL, "parties:bank", _("Bank details"), order=91, personal=True))
register(
    Entry(
        Area.PORTAL, "parties:representatives", _("Who may act for me"), order=92, personal=True,
        shown=lambda request: request.user.acts_for is None,
    )
)  # fmt: skip
register(Entry(Area.OFFICE, "parties:customers", _("Customers"), icon="people", section=Section.CUSTOMERS, order=10))
register(Entry(Area.OFFICE, "parties:suppliers", _("Suppliers"), icon="people", section=Section.CUSTOMERS, order=60))
register(
    Entry(
        Area.OFFICE, "parties:office_bank", _("Bank details"), icon="euro", section=Section.CUSTOMERS, order=50,
        count=lambda request: queries.bank_work(request.user),
    )
)  # fmt: skip

MASTER_NAMES = {field.name: field.label for field in services.intake.MASTER_DATA}
fact("party.added", _("Customer added"))
fact(
    "party.contact_changed",
    _("Contact details changed by the customer"),
    words={
        "fields": {
            "email": _("E-mail address"),
            "phone": _("Phone"),
            "street": _("Street"),
            "postcode": _("Postcode"),
            "city": _("City"),
        }
    },
    details=MASTER_NAMES,
)
fact("party.corrected", _("Data of a customer corrected"), details=MASTER_NAMES)
fact("party.address_state_changed", _("Address state changed"), words={"state": dict(AddressState.choices)})
fact("party.master_data_changed", _("Master data changed by the back office"), details=MASTER_NAMES)
fact("relationship.opened", _("Contract noted"))
fact("relationship.changed", _("Contract changed by the back office"), details=MASTER_NAMES)
fact("relationship.ended", _("End of a contract noted"), details=MASTER_NAMES)
fact("party.identity_changed", _("Name or birthday changed after approval"), details=MASTER_NAMES)
ROLE_WORDS: Mapping[str, Words] = {"role": dict(Role.choices), "rights": customer_rights}
ROLE_DETAILS = {"role": _("Role"), "person": _("Person"), "rights": pgettext_lazy("of a role", "May do")}
ROLE_DAYS = {"from": _("Since"), "on_day": _("Ends on")}
fact("party.related", _("Related person noted"), words=ROLE_WORDS, details=ROLE_DETAILS | ROLE_DAYS)
fact("party.role_ended", _("Role of a related person ended"), words=ROLE_WORDS, details=ROLE_DETAILS | ROLE_DAYS)
fact("party.acting_began", _("Representative began to act"), words=ROLE_WORDS, details=ROLE_DETAILS)
approval(
    services.APPROVAL,
    ApprovalKind(
        _("New bank details"),
        "parties.bank",
        services.confirm_bank_account,
        services.drop_bank_account,
        visible=queries.meets_subject,
        href=lambda subject: reverse("parties:office_bank_of", args=[subject.rpartition(":")[2]]),
    ),
)
BANK_DETAILS = {"account": _("Account"), "told": _("E-mail addresses told")}
fact("bank.changed", _("Bank details changed"), details=BANK_DETAILS)
fact("bank.letter_noted", _("Letter about bank details noted"), details=BANK_DETAILS)
fact("bank.seen", _("Change of bank details looked at"), details=BANK_DETAILS)
fact(
    "supplier.kept",
    _("Data of a supplier kept"),
    words={"basis": dict(SupplierBasis.choices)},
    details={"basis": _("Legal basis"), "trade": _("Trade"), "claims_disclosed": _("Claims disclosed to")},
)
OTHER = {"other": pgettext_lazy("record", "Other record")}
fact("twins.searched", _("Duplicates searched"))
fact("twins.kept_apart", _("Not a duplicate"), details=OTHER)
fact("party.merged", _("Two records made one"), details=OTHER)
fact("party.merger_undone", _("Merger of two records undone"), details=OTHER)
fact("intake.received", _("File of master data received"))
fact("intake.taken_over", _("Master data taken over"))
fact("intake.stopped", _("Transfer of master data stopped"))
fact("intake.resumed", _("Transfer of master data resumed"))
fact("intake.discarded", _("Transfer of master data discarded"))
fact("intake.columns_forgotten", _("Meaning of columns forgotten"))
fact("party.list_exported", _("Customer list exported"))

CONTRACT = _("Art. 6(1)(b) GDPR: the contract")
subjects.register("parties", queries.person_numbered)
companions.register("parties", queries.companions_of)
people_due.register("parties", queries.nothing_to_keep)
personal_data(
    "parties.Party",
    label=_("Person and contact"),
    purpose=_("Know the contracting party and reach it"),
    basis=CONTRACT,
    retention=Retention(
        _("as long as a contract is kept; restricted when the time after its end is over"),
        queries.party_kept_until,
        idle=queries.purpose_over,
    ),
    subject=queries.party_rows,
    controller="relationships__legal_entity",
    hidden=("sort_name", "user", "account", "merged_into"),
    fields=Fields(labels=PARTY_LABELS, voluntary=VOLUNTARY, provided=PROVIDED),
    reduce=services.reduce,
    restrict=services.lock_away,
)
personal_data(
    "parties.Relationship",
    label=_("Contracts and memberships"),
    purpose=_("Keep the contract"),
    basis=CONTRACT,
    retention=Retention(
        _("while it runs, then eight years to the end of the year, § 147 AO, § 257 HGB"),
        queries.relationship_kept_until,
        due=queries.outlived,
    ),
    subject="party=parties.Party",
    controller="legal_entity",
    hidden=("party",),
)
personal_data(
    "parties.RelatedPerson",
    label=_("Roles in contracts"),
    purpose=_("Know who belongs to a contract and who may act for the customer"),
    basis=CONTRACT,
    retention=Retention(
        _("as long as the customer's contracts are kept; restricted with the customer"),
        queries.tie_kept_until,
        idle=queries.ties_idle,
    ),
    subject=queries.ties_about,
    controller="relationship__legal_entity",
    data_class=DataClass.THIRD_PARTY,
    fields=Fields(
        source="source",
        others=frozenset({"person", "customer"}),
        voluntary=frozenset({"evidence"}),
        labels={
            "customer": _("Customer"),
            "relationship": pgettext_lazy("of a role", "Contract"),
            "person": _("Person"),
            "role": _("Role"),
            "source": _("How we know"),
            "evidence": _("Evidence"),
            "valid_from": _("Since"),
            "valid_until": _("Ends on"),
            "acts": _("May act for the customer in the portal"),
            "rights": pgettext_lazy("of a role", "May do"),
            "kinds": _("In which matters"),
            "noted_at": _("Noted on"),
        },
    ),
    erase=services.forget_ties,
)
personal_data(
    "parties.BankAccount",
    label=_("Bank details"),
    purpose=_("Pay and collect what the contract asks for"),
    basis=CONTRACT,
    retention=Retention(_("as long as the contracts, § 147 AO, § 257 HGB"), queries.kept_with_party),
    subject="party=parties.Party",
    fields=Fields(labels=BANK_LABELS, provided=frozenset({"holder", "iban"})),
    hidden=("party", "country", "ending"),
)
personal_data(
    "parties.BankProposal",
    label=_("Bank details that staff have typed in"),
    purpose=_("Let a second person confirm new bank details"),
    basis=CONTRACT,
    retention=Retention(_("as long as the contracts, § 147 AO, § 257 HGB"), queries.kept_with_party),
    subject="party=parties.Party",
    fields=Fields(labels=PROPOSAL_LABELS),
    hidden=("party", "country", "ending"),
)

personal_data(
    "parties.SupplierRecord",
    label=_("Suppliers"),
    purpose=_("Order from suppliers, pay them, and know on which ground their data are used"),
    basis=_("Art. 6(1)(b), (c) and (f) GDPR, as the record says"),
    retention=Retention(
        _("as long as the supplier's contracts: eight years for vouchers, § 147 AO, § 257 HGB"),
        queries.kept_with_party,
    ),
    subject="party=parties.Party",
    fields=Fields(
        voluntary=frozenset({"trade", "claims_disclosed"}),
        labels={
            "basis": _("Legal basis"),
            "trade": _("Trade"),
            "claims_disclosed": _("Claims disclosed to"),
            "kept_at": _("Noted on"),
        },
    ),
    hidden=("party",),
)
personal_data(
    "parties.Twins",
    label=_("Pairs that may be one person"),
    purpose=_("Keep every person once"),
    basis=_("Art. 5(1)(d), Art. 6(1)(f) GDPR: accurate data"),
    retention=_("until the pair is looked at; that they are two people, as long as both are kept"),
    subject=queries.twins_about,
    export=queries.twins_told,
)
personal_data(
    "parties.Merger",
    label=_("Records that have become one"),
    purpose=_("Undo a merger that was a mistake"),
    basis=_("Art. 5(1)(d), Art. 6(1)(f) GDPR: accurate data"),
    retention=Retention(_("as long as the person is kept"), queries.merger_kept_until),
    subject=queries.mergers_about,
    export=queries.merger_told,
)

personal_data(
    "parties.IntakeRow",
    label=_("Master data on their way in"),
    purpose=_("Check master data of the back office before they are taken over, and report what changed"),
    basis=CONTRACT,
    retention=_("thirty days after the transfer began"),
    subject=queries.intake_rows_about,
    data_class=DataClass.MASTER,
    export=queries.intake_row_told,
)
personal_data(
    "parties.Intake",
    label=_("Transfers of master data that somebody started"),
    purpose=_("Know who brought master data in"),
    basis=_("Art. 6(1)(f) GDPR: traceable work; staff: § 26(1) BDSG"),
    retention=_("as long as the account"),
    subject=queries.intakes_of,
    data_class=DataClass.PERFORMANCE,
    export=queries.intake_told,
    erase=services.forget_starter,
)

open_work.register(
    "parties.intakes",
    OpenWork(
        "parties.intake",
        lambda n: (
            ngettext("%(n)s import waits for your decision", "%(n)s imports wait for your decision", n) % {"n": n}
        ),
        lambda: reverse("parties:intakes"),
        lambda _request: queries.checked_intakes(),
        icon="people",
        order=19,
    ),
)
open_work.register(
    "parties.lost_addresses",
    OpenWork(
        "parties.edit",
        lambda n: (
            ngettext("%(n)s customer cannot be reached by post", "%(n)s customers cannot be reached by post", n)
            % {"n": n}
        ),
        lambda: f"{reverse('parties:customers')}?sort=-post",
        lambda request: queries.lost_addresses(request.user),
        icon="people",
        order=20,
    ),
)
open_work.register(
    "parties.bank",
    OpenWork(
        "parties.bank",
        lambda n: ngettext("%(n)s matter of bank details waits", "%(n)s matters of bank details wait", n) % {"n": n},
        lambda: reverse("parties:office_bank"),
        lambda request: queries.bank_work(request.user),
        icon="people",
        order=21,
    ),
)
open_work.register(
    "parties.twins",
    OpenWork(
        "parties.merge",
        lambda n: ngettext("%(n)s pair may be one customer", "%(n)s pairs may be one customer each", n) % {"n": n},
        lambda: reverse("parties:twins"),
        lambda _request: queries.twins(),
        icon="people",
        order=60,
    ),
)
