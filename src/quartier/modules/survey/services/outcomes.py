"""What came of a visit: which units were measured, why the trip was made and what it costs (WR-055 to WR-060)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from quartier.core.audit import services as audit
from quartier.core.invoices import services as invoices
from quartier.core.invoices.extension import TripCause
from quartier.core.orders import services as ordering
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.kit.jobs import enqueue
from quartier.modules.survey.models import Outcome, SiteUnit, Visit, VisitedUnit, VisitState
from quartier.modules.survey.queries import visits as queries
from quartier.modules.survey.rules.outcomes import overall
from quartier.modules.survey.services import drawn_on_site, visit_deadlines, visit_letters
from quartier.modules.survey.services.sites import locked, subject_of
from quartier.modules.survey.services.visit_refusals import CauseMissing, ReasonNeeded, UnitsUnsaid, VisitOver
from quartier.values.actor import Actor


class NotThereYet(Refused):
    """Nothing has come of a visit before somebody has driven there."""

    message = gettext_lazy("This visit has not begun yet.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What came of one unit; why it could not be measured, where it could not."""

    outcome: Outcome
    words: str = ""


@transaction.atomic
def end(
    *, actor: Actor, at: datetime, visit_id: int, said: Mapping[int, Said], cause: TripCause | None, because: str = "",
    words: str = "",
) -> Visit:  # fmt: skip
    """Note what came of a visit, once. The trip costs what its cause says, on its own invoice.

    Work has been done: nothing that was paid goes back by rule from now on (WR-055). What could not be measured is
    left for another visit of the same order (WR-056). Raises CauseMissing, UnitsUnsaid, ReasonNeeded, NotThereYet,
    VisitOver and NoListPrice; nothing has changed then.
    """
    visit = _to_end(visit_id, at)
    if cause is None:
        raise CauseMissing
    units = list(visit.site.units.filter(measured_at=None))
    _check(units, said)
    outcome = overall(said[one.pk].outcome for one in units)
    VisitedUnit.objects.bulk_create(
        [VisitedUnit(visit=visit, unit=one, outcome=said[one.pk].outcome, words=said[one.pk].words) for one in units]
    )
    done = [one.pk for one in units if said[one.pk].outcome == Outcome.MEASURED]
    visit.site.units.filter(pk__in=done).update(measured_at=at)
    visit.trip = invoices.note_trip(
        actor=actor, at=at, order_id=visit.site.order_id, made_on=day_of(visit.starts_at), cause=cause,
        because=because.strip() or reason_of(cause), multi_family=queries.is_multiple(visit.site),
    )  # fmt: skip
    visit.state, visit.outcome, visit.words, visit.ended_at = VisitState.DONE, outcome, words.strip(), at
    visit.save(update_fields=["trip", "state", "outcome", "words", "ended_at"])
    visit_deadlines.forget_reminder(actor=actor, at=at, visit=visit)
    _follow(actor, at, visit, units, said, len(done))
    return visit


def reason_of(cause: TripCause) -> str:
    """Return why a trip was made in the words of the invoice, which is German."""
    with override("de"):
        return _(cause.label)


def _to_end(visit_id: int, at: datetime) -> Visit:
    site = locked(Visit.objects.values_list("site_id", flat=True).get(pk=visit_id))
    rows = Visit.objects.select_for_update(no_key=True, of=("self",)).select_related("surveyor")
    visit: Visit | None = rows.filter(pk=visit_id, state=VisitState.AGREED).first()
    if visit is None:
        raise VisitOver
    if at < visit.starts_at - timedelta(minutes=visit.minutes_there):
        raise NotThereYet
    visit.site = site
    return visit


def _check(units: list[SiteUnit], said: Mapping[int, Said]) -> None:
    if {one.pk for one in units} != {*said}:
        raise UnitsUnsaid
    if any(one.outcome != Outcome.MEASURED and not one.words.strip() for one in said.values()):
        raise ReasonNeeded


def _follow(
    actor: Actor, at: datetime, visit: Visit, units: list[SiteUnit], said: Mapping[int, Said], done: int
) -> None:
    """Let follow what follows: work on the order, its bill, the drawing, the words to the customer."""
    site = visit.site
    with override("de"):
        work = _("On site: %(done)s of %(all)s units measured") % {"done": done, "all": len(units)}
    ordering.work(actor=actor, at=at, order_id=site.order_id, words=work)
    is_open = site.units.filter(measured_at=None).exists()
    if is_open:
        # What was done is billed in full, by a job as at the acceptance; billed before, nothing happens (WR-055).
        enqueue("invoices.bill_order", order_id=site.order_id)
    else:
        drawn_on_site.hand_over(actor=actor, at=at, order=site.order)
    data: dict[str, Any] = {
        "outcome": visit.outcome, "done": done, "units": len(units),
        "cause": visit.trip.cause if visit.trip else "", "net": str(visit.trip.net) if visit.trip else "0.00",
    }  # fmt: skip
    audit.record(actor=actor, at=at, kind="survey.visit_done", subject=subject_of(site), data=data)
    told = [(one, told_of(said[one.pk])) for one in units]
    visit_letters.ended(actor=actor, at=at, visit=visit, units=told, is_open=is_open)


def told_of(said: Said) -> str:
    """Return what came of a unit in the words of a letter, which is German."""
    with override("de"):
        label = str(Outcome(said.outcome).label)
    return f"{label}: {said.words.strip()}" if said.words.strip() else label
