"""All that deadlines registers elsewhere, on one page."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from quartier.core.audit.extension import fact
from quartier.core.deadlines import queries
from quartier.core.privacy.extension import Retention, personal_data

fact("deadline.opened", _("Deadline opened"))
fact("deadline.extended", _("Deadline extended"))
fact("deadline.paused", _("Deadline paused"))
fact("deadline.resumed", _("Deadline resumed"))
fact("deadline.met", _("Deadline met"))
fact("deadline.cancelled", _("Deadline cancelled"))
fact("deadline.passed", _("Deadline passed"))
fact("deadline.failed", _("Effect of a deadline failed"))
fact("deadline.tried_again", _("Effect of a deadline tried again"))

personal_data(
    "deadlines.Deadline",
    purpose=_("Keep the periods that run for and against a person"),
    basis=_("Art. 6(1)(b) and (c) GDPR: contract and legal duties"),
    retention=Retention(
        _("while it runs, then three years to the end of the year (§§ 195, 199 BGB)"), queries.kept_until
    ),
    subject=lambda subject: Q(holder=subject.key) | Q(subject=subject.key),
    controller="entity",
    hidden=("holder", "data", "attempts", "next_try_at", "failure"),
)
