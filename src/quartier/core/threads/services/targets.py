"""How soon a request is answered: the provider's response time as a deadline that everybody sees."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from quartier.core.audit import services as audit
from quartier.core.deadlines import queries as deadlines
from quartier.core.deadlines import services as keeping
from quartier.core.deadlines.extension import Passed
from quartier.core.parties import queries as parties
from quartier.core.providers.policies import CalendarPolicy, SupportPolicy
from quartier.core.providers.policies.service import ReactionTo
from quartier.core.providers.queries import policy
from quartier.core.threads.models import PriorityChoice, Thread, ThreadState
from quartier.core.threads.queries import ANSWER, subject_of
from quartier.core.threads.rules import Target, answer_target
from quartier.kit.clock import day_of
from quartier.law.calendar.working_days import WorkCalendar
from quartier.values.actor import SYSTEM, Actor


def promised(to: ReactionTo, *, at: datetime) -> Target | None:
    """Return until when the provider has promised to react to something that comes now, None without a promise."""
    on = day_of(at)
    found = next((one for one in policy.in_force(SupportPolicy, on).reaction if one.to is to), None)
    if found is None or found.within is None:
        return None
    days = policy.in_force(CalendarPolicy, on)
    calendar = WorkCalendar(days.holiday_state, days.working_days)
    return answer_target(at, found.within, calendar, working_time=found.working_time)


def expect_answer(*, actor: Actor, at: datetime, thread: Thread) -> None:
    """Let the response time run, unless it runs already or the provider promises none."""
    subject = subject_of(thread)
    target = promised(ReactionTo.REQUEST, at=at)
    if target is None or deadlines.open_deadline_of(ANSWER, subject) is not None:
        return
    keeping.open_deadline(
        actor=actor,
        at=at,
        kind=ANSWER,
        subject=subject,
        last_on=target.last_on,
        due_at=target.due_at,
        derived=target.derived,
        holder=parties.subject_of(thread.party),
        entity_id=thread.entity_id,
    )


def note_answer(*, actor: Actor, at: datetime, thread: Thread) -> None:
    """Close the response time: met, or cancelled with the reason that the answer came after it."""
    row = deadlines.open_deadline_of(ANSWER, subject_of(thread))
    if row is None:
        return
    try:
        keeping.meet(actor=actor, at=at, deadline_id=row.pk)
    except keeping.TooLate:
        keeping.cancel(actor=actor, at=at, deadline_id=row.pk, reason=_("answered after the response time"))


@transaction.atomic
def move_to_the_front(passed: Passed) -> None:
    """Make a request urgent whose response time has passed without an answer; the effect of that deadline."""
    number = int(passed.subject.partition(":")[2])
    thread = Thread.objects.select_for_update().filter(pk=number, state=ThreadState.OPEN).first()
    if thread is None:
        return
    thread.priority = PriorityChoice.URGENT
    thread.save(update_fields=["priority"])
    audit.record(actor=SYSTEM, at=passed.at, kind="thread.answer_overdue", subject=passed.subject)
