"""All that rights registers elsewhere, on one page."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from quartier.core.audit.extension import fact
from quartier.core.deadlines.extension import DeadlineKind, deadline
from quartier.core.insight.extension import shows_person
from quartier.core.parties.extension import PartyAction, party_actions
from quartier.core.privacy.extension import Retention, left_alone, personal_data
from quartier.core.providers.extension import OpenWork, open_work
from quartier.core.rights import queries, services
from quartier.kit.navigation import Area, Entry, Section, register
from quartier.kit.roles import StaffRole, grant

shows_person("request_id", _("Request about personal data"), table="rights_datarequest", person="party_id")

grant("rights.work", _("Answer requests about personal data"), StaffRole.PRIVACY)

register(Entry(Area.PORTAL, "rights:own", _("My rights"), order=97, personal=True))
register(
    Entry(
        Area.OFFICE,
        "rights:list",
        _("Rights"),
        icon="shield",
        section=Section.WORK,
        order=60,
        count=lambda request: queries.unanswered(request.user),
    )
)

party_actions.register(
    "rights.information",
    PartyAction("privacy.information", "privacy:information", _("Information under Art. 15 GDPR"), "shield", 30),
)
party_actions.register(
    "rights.intake", PartyAction("rights.work", "rights:intake", _("Note a request"), icon="shield", order=40)
)

fact("rights.received", _("Request about personal data received"))
fact("rights.identified", _("Identity of a requester noted"))
fact("rights.extended", _("Answer to a request extended"))
fact("rights.answered", _("Request about personal data answered"))
fact("rights.refused", _("Request about personal data refused"), adverse=True)
fact("rights.not_applicable", _("Request of a legal person, to which the GDPR does not apply"))
fact("rights.fee_offered", _("Fee for a further copy asked"))
fact("rights.fee_agreed", _("Fee for a further copy agreed to"))
fact("rights.corrected", _("Data corrected at a person's request"))
fact("rights.notice_added", _("Recipient to be told added"))
fact("rights.recipient_told", _("Recipient told of a correction, erasure or restriction"))
fact("rights.recipient_not_told", _("Recipient not told, with the reason"))
fact("rights.withdrawn", _("Request about personal data withdrawn"))
fact("rights.overdue", _("Request about personal data overdue"))

deadline(
    services.ANSWER,
    DeadlineKind(
        label=_("Answer to a request about personal data"),
        promise=_("We answer by then, or tell you why it takes longer."),
        effect=services.remind,
        href=lambda subject: reverse("rights:office_one", args=[int(subject.rpartition(":")[2])]),
    ),
)

left_alone.register("rights", queries.with_open_requests)
personal_data(
    "rights.DataRequest",
    label=_("Requests about personal data"),
    purpose=_("Answer requests of people about their data in time, and show that it was done"),
    basis=_("Art. 6(1)(c), Art. 12(3) GDPR: legal duty"),
    retention=Retention(
        _("three years to the end of the year (§§ 195, 199 BGB)"), queries.kept_until, due=queries.outlived
    ),
    subject="party=parties.Party",
    hidden=("party",),
    export=queries.told,
)

personal_data(
    "rights.RecipientNotice",
    label=_("Recipients who were told"),
    purpose=_("Tell recipients of corrections, erasures and restrictions, and show that it was done"),
    basis=_("Art. 6(1)(c), Art. 19 GDPR: legal duty"),
    retention=Retention(
        _("three years to the end of the year (§§ 195, 199 BGB)"), lambda row: queries.kept_until(row.request)
    ),
    subject="request__party=parties.Party",
    export=queries.notice_told,
)

open_work.register(
    "rights.open",
    OpenWork(
        "rights.work",
        lambda n: ngettext("%(n)s request about personal data", "%(n)s requests about personal data", n) % {"n": n},
        lambda: reverse("rights:list"),
        lambda request: queries.unanswered(request.user),
        icon="shield",
        order=4,
    ),
)
