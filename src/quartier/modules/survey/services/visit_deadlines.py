"""What time alone does with visits: proposals lapse, and everybody is reminded on the day before."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Final

from django.utils.translation import gettext as _

from quartier.core.deadlines import queries as deadlines
from quartier.core.deadlines import services as keeping
from quartier.core.deadlines.extension import Passed
from quartier.core.parties import queries as parties
from quartier.kit.clock import day_of
from quartier.modules.survey.models import Site, Visit, VisitState
from quartier.modules.survey.services import visit_letters
from quartier.values.actor import SYSTEM, Actor
from quartier.values.zone import BERLIN

PROPOSAL: Final = "survey.visit_proposal"
REMINDER: Final = "survey.visit_reminder"
KEPT: Final = timedelta(days=7)
REMINDED: Final = time(10)


def keep_proposal(*, actor: Actor, at: datetime, site: Site, until: datetime) -> None:
    """Keep proposed dates for a week, at most until the first of them."""
    drop_proposal(actor=actor, at=at, site=site)
    keeping.open_deadline(
        actor=actor, at=at, kind=PROPOSAL, subject=_site(site), due_at=min(at + KEPT, until),
        holder=parties.subject_of(site.order.party), entity_id=site.order.entity_id,
    )  # fmt: skip


def drop_proposal(*, actor: Actor, at: datetime, site: Site) -> None:
    """Keep no proposal any more: one was chosen, or they were taken back."""
    row = deadlines.open_deadline_of(PROPOSAL, _site(site))
    if row is not None:
        keeping.cancel(actor=actor, at=at, deadline_id=row.pk, reason=_("a date was chosen or taken back"))


def remind(*, actor: Actor, at: datetime, visit: Visit) -> None:
    """Remind on the day before, unless that has come already."""
    day_before = day_of(visit.starts_at) - timedelta(days=1)
    due_at = datetime.combine(day_before, REMINDED, BERLIN)
    if due_at > at:
        order = visit.site.order
        keeping.open_deadline(
            actor=actor, at=at, kind=REMINDER, subject=f"survey.visit:{visit.pk}", due_at=due_at,
            entity_id=order.entity_id,
        )  # fmt: skip


def forget_reminder(*, actor: Actor, at: datetime, visit: Visit) -> None:
    """Remind nobody of a visit that was moved or called off."""
    row = deadlines.open_deadline_of(REMINDER, f"survey.visit:{visit.pk}")
    if row is not None:
        keeping.cancel(actor=actor, at=at, deadline_id=row.pk, reason=_("the visit was moved or called off"))


def hear_reminder(passed: Passed) -> None:
    """Remind the customer, and where they asked for it whoever opens the doors."""
    number = int(passed.subject.rpartition(":")[2])
    rows = Visit.objects.select_related("site__order__party", "site__order__entity", "surveyor")
    visit = rows.filter(pk=number, state=VisitState.AGREED).first()
    if visit is not None:
        visit_letters.reminded(actor=SYSTEM, at=passed.at, visit=visit)


def _site(site: Site) -> str:
    return f"survey.site:{site.pk}"
