"""All that backups registers elsewhere, on one page."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from quartier.core.audit.extension import fact
from quartier.core.backups import queries, services
from quartier.core.backups.extension import Runner, backup_runner
from quartier.core.backups.services import agreeing, stored
from quartier.core.deadlines.extension import DeadlineKind, deadline
from quartier.core.privacy.extension import Retention, personal_data
from quartier.core.providers.extension import OpenWork, feature, open_work
from quartier.kit.navigation import Area, Entry, Section, register
from quartier.kit.roles import StaffRole, grant

grant("backups.view", _("See backups of customers"), StaffRole.CLERK, scoped=True)
grant(queries.WORK, _("Plan and note backups"), StaffRole.CLERK, scoped=True)

feature("backups", _("Backups"), _("Customers see for which contracts backups are agreed and made."))

backup_runner(
    "stored",
    Runner(
        label=_("All files, messages and entries that the customer stored in the portal"),
        ending="zip",
        run=stored.everything_stored,
        is_whole=stored.is_whole,
    ),
)

register(Entry(Area.PORTAL, "backups:own", _("Backups"), order=92, personal=True))
register(
    Entry(
        Area.OFFICE,
        "backups:list",
        _("Backups"),
        icon="download",
        section=Section.CUSTOMERS,
        order=70,
        count=lambda request: queries.without_a_copy(request.user, request.now),
    )
)

fact("backups.agreed", _("Backups agreed"))
fact("backups.ended", _("Backups ended"))
fact("backups.started", _("Backup started by hand"))
fact("backups.made", _("Backup made"))
fact("backups.failed", _("Backup failed"))
fact("backups.missed", _("Backup missed"))
fact("backups.cleared", _("Backups removed after the end of the agreement"))

deadline(agreeing.DUE, DeadlineKind(label=_("Backup is due"), effect=services.begin_due))
deadline(agreeing.LATE, DeadlineKind(label=_("Backup has to be made by now"), effect=services.look_after))
deadline(agreeing.CLEAR, DeadlineKind(label=_("Backups of an ended agreement go"), effect=services.clear))

personal_data(
    "backups.BackupPlan",
    label=_("Agreed backups"),
    purpose=_("Make the backups that are agreed for a contract"),
    basis=_("Art. 6(1)(b) GDPR: the contract"),
    retention=Retention(_("as long as the contract"), queries.plan_kept_until),
    subject="relationship__party=parties.Party",
    controller="relationship__legal_entity",
    hidden=("runner",),
)
personal_data(
    "backups.BackupRun",
    label=_("Backups"),
    purpose=_("Hold copies of what a customer stored, and show that they were made"),
    basis=_("Art. 6(1)(b) GDPR: the contract"),
    retention=_("the agreed number of copies, and thirty days after the agreement has ended"),
    subject="plan__relationship__party=parties.Party",
    controller="plan__relationship__legal_entity",
    hidden=("file_name", "sha256", "detail"),
    erase=services.erase_copies,
)

open_work.register(
    "backups.without_a_copy",
    OpenWork(
        "backups.edit",
        lambda n: ngettext(
            "%(n)s contract has no fresh backup", "%(n)s contracts have no fresh backup", n
        ) % {"n": n},
        lambda: f"{reverse('backups:list')}?sort=-result",
        lambda request: queries.without_a_copy(request.user, request.now),
        icon="download",
        order=5,
    ),
)  # fmt: skip
