"""All that parties registers elsewhere, on one page."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from quartier.core.audit.extension import fact
from quartier.core.parties import queries, services
from quartier.core.parties.labels import PARTY_LABELS, PROVIDED, VOLUNTARY
from quartier.core.parties.models import AddressState
from quartier.core.privacy.extension import (
    DataClass,
    Fields,
    Retention,
    companions,
    people_due,
    personal_data,
    subjects,
)
from quartier.core.providers.extension import OpenWork, feature, open_work
from quartier.kit.api import scope
from quartier.kit.navigation import Area, Entry, register
from quartier.kit.roles import StaffRole, area, grant

area("housing", _("Housing and repairs"))
area("membership", _("Membership"))
area("savings", pgettext_lazy("data area", "Savings"))
area("service", _("Services"))
grant("parties.view", StaffRole.CLERK, StaffRole.BOOKKEEPER, StaffRole.HOTLINE, StaffRole.PRIVACY, scoped=True)
grant("parties.edit", StaffRole.CLERK, scoped=True)
# Files of master data are about people of every data area, so the lead alone brings them in (SBV-27).
grant("parties.intake")

scope("parties.write", _("Take master data over"))
scope("parties.read", _("Read master data"))

feature("my_data", _("My data"), _("Customers change their own contact details."))

register(Entry(Area.PORTAL, "parties:dashboard", _("Overview"), order=10))
register(Entry(Area.PORTAL, "parties:relationships", _("Contracts"), order=20))
register(Entry(Area.PORTAL, "parties:my_data", _("My data"), order=90, personal=True))
register(Entry(Area.OFFICE, "parties:customers", _("Customers"), icon="people", order=20))

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
    subject="parties.Party",
    controller="relationships__legal_entity",
    hidden=("sort_name", "user"),
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
        lambda _request: queries.count_checked_intakes(),
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
        lambda request: queries.count_lost_addresses(request.user),
        icon="people",
        order=20,
    ),
)
