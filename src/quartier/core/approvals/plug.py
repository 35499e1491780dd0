"""All that approvals registers elsewhere, on one page."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from quartier.core.approvals import queries
from quartier.core.audit.extension import fact
from quartier.core.insight.extension import shows_person
from quartier.core.privacy.extension import DataClass, Fields, Retention, personal_data
from quartier.core.providers.extension import OpenWork, open_work
from quartier.kit.navigation import Area, Entry, Section, register
from quartier.kit.roles import StaffRole, grant

shows_person(
    "approval_id",
    _("What waits for a second person"),
    table="approvals_approval",
    person="substring(holder from '^parties[.]party:([0-9]+)$')",
)

grant(
    "approvals.decide", _("Confirm or refuse what others propose"), StaffRole.CLERK, StaffRole.BOOKKEEPER, scoped=True
)

register(
    Entry(
        Area.OFFICE,
        "approvals:list",
        _("Second pair of eyes"),
        icon="people",
        section=Section.WORK,
        order=40,
    )
)

DETAILS = {"approval": _("Number of the proposal")}
# Neither pair of eyes is a program's.
fact("approval.proposed", _("Change proposed to a second person"), adverse=True, details=DETAILS)
fact("approval.confirmed", _("Change confirmed by a second person"), adverse=True, details=DETAILS)
fact("approval.refused", _("Change refused by a second person"), details=DETAILS)
fact("approval.withdrawn", _("Proposal of a change withdrawn"), details=DETAILS)

personal_data(
    "approvals.Approval",
    label=_("Changes that two people decide"),
    purpose=_("Let nobody alone change what money or safety hangs on"),
    basis=_("Art. 6(1)(f), Art. 32 GDPR: security against mistakes and fraud; staff: § 26(1) BDSG"),
    retention=Retention(
        _("while it waits, then three years to the end of the year (§§ 195, 199 BGB)"),
        queries.kept_until,
        due=queries.outlived,
    ),
    subject=lambda subject: Q(holder=subject.key) | Q(subject=subject.key),
    data_class=DataClass.PERFORMANCE,
    controller="entity",
    fields=Fields(
        labels={
            "shown": _("What is to change"),
            "why": _("Why"),
            "proposed_at": _("Proposed on"),
            "reason": _("Reason"),
        }
    ),
    hidden=("holder", "subject", "kind", "data", "proposed_key", "proposed_by", "decided_key", "decided_by"),
)

open_work.register(
    "approvals.pending",
    OpenWork(
        "approvals.decide",
        lambda n: (
            ngettext("%(n)s change waits for your confirmation", "%(n)s changes wait for your confirmation", n)
            % {"n": n}
        ),
        lambda: reverse("approvals:list"),
        lambda request: queries.count_pending(request.user),
        icon="people",
        order=8,
    ),
)
