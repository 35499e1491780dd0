"""All that rights registers elsewhere, on one page."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from quartier.core.audit.extension import fact
from quartier.core.deadlines.extension import DeadlineKind, deadline
from quartier.core.privacy.extension import Retention, personal_data
from quartier.core.providers.extension import OpenWork, open_work
from quartier.core.rights import queries, services
from quartier.kit.navigation import Area, Entry, register
from quartier.kit.roles import StaffRole, grant

grant("rights.work", StaffRole.PRIVACY)

register(
    Entry(
        Area.OFFICE,
        "rights:list",
        _("Rights"),
        icon="shield",
        section=_("Work"),
        order=45,
        count=lambda request: queries.count_open(request.user),
    )
)

fact("rights.received", _("Request about personal data received"))
fact("rights.identified", _("Identity of a requester noted"))
fact("rights.extended", _("Answer to a request extended"))
fact("rights.answered", _("Request about personal data answered"))
fact("rights.refused", _("Request about personal data refused"), adverse=True)
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

personal_data(
    "rights.DataRequest",
    purpose=_("Answer requests of people about their data in time, and show that it was done"),
    basis=_("Art. 6(1)(c), Art. 12(3) GDPR: legal duty"),
    retention=Retention(_("three years to the end of the year (§§ 195, 199 BGB)"), queries.kept_until),
    subject="party=parties.Party",
    hidden=("party",),
)

open_work.register(
    "rights.open",
    OpenWork(
        "rights.work",
        lambda n: ngettext("%(n)s request about personal data", "%(n)s requests about personal data", n) % {"n": n},
        lambda: reverse("rights:list"),
        lambda request: queries.count_open(request.user),
        icon="shield",
        order=4,
    ),
)
