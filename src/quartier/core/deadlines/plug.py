"""All that deadlines registers elsewhere, on one page."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from quartier.core.audit.extension import fact
from quartier.core.deadlines import queries
from quartier.core.insight.extension import shows_person
from quartier.core.privacy.extension import Fields, Retention, personal_data
from quartier.core.providers.extension import OpenWork, open_work
from quartier.kit.navigation import Area, Entry, Section, register
from quartier.kit.roles import StaffRole, grant

shows_person(
    "deadline_id",
    pgettext_lazy("insight", "Deadline"),
    table="deadlines_deadline",
    person="substring(holder from '^parties[.]party:([0-9]+)$')",
)

grant("deadlines.view", _("See deadlines"), StaffRole.CLERK, StaffRole.BOOKKEEPER, StaffRole.HOTLINE, scoped=True)
grant("deadlines.edit", _("Extend, pause and close deadlines"), StaffRole.CLERK, scoped=True)

register(Entry(Area.PORTAL, "deadlines:own", _("Deadlines"), order=30))
register(
    Entry(
        Area.OFFICE,
        "deadlines:list",
        _("Deadlines"),
        icon="clock",
        section=Section.WORK,
        order=30,
        count=lambda request: queries.failed(request.user.entity_id),
    )
)

fact("deadline.opened", _("Deadline opened"))
fact("deadline.extended", _("Deadline extended"))
fact("deadline.paused", _("Deadline paused"))
fact("deadline.resumed", _("Deadline resumed"))
fact("deadline.met", _("Deadline met"))
fact("deadline.cancelled", _("Deadline cancelled"))
fact("deadline.passed", _("Deadline passed"))
fact("deadline.failed", _("Effect of a deadline failed"))
fact("deadline.tried_again", _("Effect of a deadline tried again"))
fact("deadline.calendar_opened", _("Calendar address made"))
fact("deadline.calendar_revoked", _("Calendar address revoked"))

personal_data(
    "deadlines.Deadline",
    label=_("Deadlines"),
    purpose=_("Keep the periods that run for and against a person"),
    basis=_("Art. 6(1)(b) and (c) GDPR: contract and legal duties"),
    retention=Retention(
        _("while it runs, then three years to the end of the year (§§ 195, 199 BGB)"),
        queries.kept_until,
        due=queries.outlived,
    ),
    subject=lambda subject: Q(holder=subject.key) | Q(subject=subject.key),
    controller="entity",
    hidden=("holder", "data", "attempts", "next_try_at", "failure"),
)

personal_data(
    "deadlines.CalendarAddress",
    label=_("Calendar addresses"),
    fields=Fields(provided=frozenset({"name"})),
    purpose=_("Show a person's deadlines in a calendar program of their choice"),
    basis=_("Art. 6(1)(b) GDPR: a function that the person has asked for"),
    retention=_("until the person revokes the address or the account ends"),
    subject="user=accounts.User",
    hidden=("user", "token_hash"),
)

open_work.register(
    "deadlines.failed",
    OpenWork(
        "deadlines.view",
        lambda n: (
            ngettext("The effect of %(n)s deadline failed", "The effects of %(n)s deadlines failed", n) % {"n": n}
        ),
        lambda: f"{reverse('deadlines:list')}?zustand=failed",
        lambda request: queries.failed(request.user.entity_id),
        icon="clock",
        order=3,
    ),
)
