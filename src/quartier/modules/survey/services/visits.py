"""Dates on site: proposed, agreed, moved, called off (WR-051, WR-052, WR-054, WR-056)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import IntegrityError, transaction

from quartier.core.audit import services as audit
from quartier.core.orders import queries as orders
from quartier.core.orders import services as ordering
from quartier.core.webhooks import services as webhooks
from quartier.kit.clock import day_of
from quartier.modules.survey.models import Side, Site, Surveyor, Visit, VisitNotice, VisitState
from quartier.modules.survey.queries import visits as queries
from quartier.modules.survey.rules.travel import Ways
from quartier.modules.survey.services import visit_deadlines, visit_letters
from quartier.modules.survey.services.sites import locked, subject_of
from quartier.modules.survey.services.visit_refusals import (
    AccessMissing,
    DateHeld,
    InThePast,
    NoSurveyor,
    TimeTaken,
    TooManyDates,
    VisitOver,
    WordsNeeded,
)
from quartier.values.actor import SYSTEM, Actor

MOST_DATES: Final = 3
EVENT: Final = "survey.visit.agreed"
# Of Django's message about the database's refusal.
OVERLAP: Final = "one_visit_at_a_time"


@transaction.atomic
def propose(
    *, actor: Actor, at: datetime, site_id: int, surveyor_id: int, starts: Sequence[datetime], ways: Ways
) -> list[Visit]:
    """Let the customer choose one of up to three dates, which are kept for them; earlier proposals are taken back.

    Raises NotAccepted before the acceptance, StillWithdrawable for dates that would begin work too early, TooManyDates,
    InThePast, NoSurveyor, TimeTaken.
    """
    site = _working(site_id)
    if not 1 <= len({*starts}) <= MOST_DATES:
        raise TooManyDates
    if any(one <= at for one in starts):
        raise InThePast
    _check_early(site.order, at)
    surveyor = Surveyor.objects.filter(user=surveyor_id, user__is_active=True).first()
    if surveyor is None:
        raise NoSurveyor
    _drop(site)
    with _one_place_at_a_time():
        rows = [
            Visit.objects.create(
                site=site, surveyor_id=surveyor.user_id, starts_at=one, made_at=at, **_times(one, ways)
            )
            for one in sorted({*starts})
        ]
    visit_deadlines.keep_proposal(actor=actor, at=at, site=site, until=rows[0].starts_at)
    _record(actor, at, "survey.visit_proposed", site, dates=[one.starts_at.isoformat() for one in rows])
    visit_letters.proposed(actor=actor, at=at, site=site, visits=rows)
    return rows


@transaction.atomic
def agree(*, actor: Actor, at: datetime, visit_id: int) -> Visit:
    """Agree one of the proposed dates: the order has begun, and refunds follow other rules from now on (WR-051).

    Raises AccessMissing while nobody is known who opens a unit (WR-052), DateHeld (WR-054), VisitOver, InThePast, and
    what `orders.begin` refuses; nothing has changed then.
    """
    site = _working(Visit.objects.values_list("site_id", flat=True).get(pk=visit_id))
    visit = Visit.objects.select_for_update(no_key=True).filter(pk=visit_id, state=VisitState.PROPOSED).first()
    if visit is None:
        raise VisitOver
    visit.site = site
    _check_agreeable(site, visit, at)
    ordering.begin(actor=actor, at=at, order_id=site.order_id, words=f"Termin vor Ort: {visit.starts_at:%Y-%m-%d}")
    visit.state, visit.agreed_at = VisitState.AGREED, at
    visit.save(update_fields=["state", "agreed_at"])
    _drop(site)
    visit_deadlines.drop_proposal(actor=actor, at=at, site=site)
    visit_deadlines.remind(actor=actor, at=at, visit=visit)
    _record(actor, at, "survey.visit_agreed", site, starts=visit.starts_at.isoformat())
    visit_letters.agreed(actor=actor, at=at, visit=visit, notice=_notice(visit, at))
    order = site.order
    webhooks.publish(
        at=at, party_id=order.party_id, event=EVENT, subject=orders.subject_of(order), key=f"visit:{visit.pk}:agreed",
        data={"order": order.number, "starts_at": visit.starts_at, "ends_at": visit.ends_at},
    )  # fmt: skip
    return visit


@transaction.atomic
def decline(*, actor: Actor, at: datetime, site_id: int, words: str) -> Site:
    """Note that none of the proposed dates suits, and when it would; they are free again. Raises WordsNeeded."""
    if not words.strip():
        raise WordsNeeded
    site = _working(site_id)
    _drop(site)
    visit_deadlines.drop_proposal(actor=actor, at=at, site=site)
    site.wished = words.strip()[:300]
    site.save(update_fields=["wished"])
    _record(actor, at, "survey.visit_declined", site)
    return site


@transaction.atomic
def lapse(*, at: datetime, site_id: int) -> None:
    """Free the dates that a customer did not choose from in time."""
    site = Site.objects.select_for_update(no_key=True).select_related("order").filter(pk=site_id).first()
    if site is not None and _drop(site):
        _record(SYSTEM, at, "survey.visit_lapsed", site)


@transaction.atomic
def move(*, actor: Actor, at: datetime, visit_id: int, starts_at: datetime, ways: Ways, because: str) -> Visit:
    """Move an agreed visit to another time. Raises VisitOver, DateHeld, InThePast, TimeTaken."""
    visit = _agreed(visit_id)
    if visit.site.is_on_hold:
        raise DateHeld
    if starts_at <= at:
        raise InThePast
    before = visit.starts_at
    for name, value in {"starts_at": starts_at, **_times(starts_at, ways)}.items():
        setattr(visit, name, value)
    visit.sequence += 1
    with _one_place_at_a_time():
        visit.save(update_fields=["starts_at", "ends_at", "minutes_there", "minutes_back", "sequence"])
    visit_deadlines.forget_reminder(actor=actor, at=at, visit=visit)
    visit_deadlines.remind(actor=actor, at=at, visit=visit)
    data = {"starts": [before.isoformat(), starts_at.isoformat()], "because": because.strip()[:200]}
    _record(actor, at, "survey.visit_moved", visit.site, **data)
    visit_letters.agreed(actor=actor, at=at, visit=visit, notice=_notice(visit, at), is_moved=True)
    return visit


@transaction.atomic
def cancel(*, actor: Actor, at: datetime, visit_id: int, by: Side, because: str) -> Visit:
    """Call an agreed visit off: by whom and why. Raises VisitOver, WordsNeeded."""
    if not because.strip():
        raise WordsNeeded
    visit = _agreed(visit_id)
    _call_off(actor, at, visit, by, because)
    visit_letters.cancelled(actor=actor, at=at, visit=visit, notice=_notice(visit, at, is_cancelled=True))
    return visit


@transaction.atomic
def start(*, actor: Actor, at: datetime, visit_id: int) -> Visit:
    """Note that the surveyor is at the door; again, nothing happens. Raises VisitOver."""
    visit = _agreed(visit_id)
    if visit.begun_at is None:
        visit.begun_at = at
        visit.save(update_fields=["begun_at"])
        _record(actor, at, "survey.visit_begun", visit.site)
    return visit


def call_off_all(*, actor: Actor, at: datetime, order: Any, because: str) -> None:
    """Call off what is open for an order that is over; called in the transaction that ends it."""
    site = Site.objects.select_for_update(no_key=True).filter(order=order).first()
    if site is None:
        return
    site.order = order
    _drop(site)
    visit_deadlines.drop_proposal(actor=actor, at=at, site=site)
    for visit in site.visits.filter(state=VisitState.AGREED):
        visit.site = site
        _call_off(actor, at, visit, Side.OURS, because)
        visit_letters.cancelled(actor=actor, at=at, visit=visit, notice=_notice(visit, at, is_cancelled=True))


def _working(site_id: int) -> Site:
    """Return a locked site whose order is worked on. Raises NotAccepted, OrderOver."""
    site = locked(site_id)
    if site.order.state != "accepted":
        raise ordering.OrderOver
    return site


def _agreed(visit_id: int) -> Visit:
    site = locked(Visit.objects.values_list("site_id", flat=True).get(pk=visit_id))
    rows = Visit.objects.select_for_update(no_key=True, of=("self",)).select_related("surveyor")
    visit: Visit | None = rows.filter(pk=visit_id, state=VisitState.AGREED).first()
    if visit is None:
        raise VisitOver
    visit.site = site
    return visit


def _check_agreeable(site: Site, visit: Visit, at: datetime) -> None:
    if visit.starts_at <= at:
        raise InThePast
    if site.is_on_hold:
        raise DateHeld
    if queries.missing_access(site):
        raise AccessMissing


def _check_early(order: Any, at: datetime) -> None:
    """Refuse to propose while a consumer can withdraw and did not ask for an early start (WR-072)."""
    free_from = orders.work_from(order) if order.begun_at is None else None
    if free_from is not None and day_of(at) < free_from:
        raise ordering.StillWithdrawable


def _times(starts_at: datetime, ways: Ways) -> dict[str, Any]:
    minute = timedelta(minutes=1)
    return {
        "ends_at": starts_at + ways.stay, "minutes_there": ways.there // minute, "minutes_back": ways.back // minute,
    }  # fmt: skip


def _drop(site: Site) -> int:
    """Free the dates that wait for the customer; nothing has come of them."""
    return site.visits.filter(state=VisitState.PROPOSED).delete()[0]


def _call_off(actor: Actor, at: datetime, visit: Visit, by: Side, because: str) -> None:
    visit.state, visit.cancelled_by, visit.because = VisitState.CANCELLED, by, because.strip()[:300]
    visit.sequence += 1
    visit.ended_at = at
    visit.save(update_fields=["state", "cancelled_by", "because", "sequence", "ended_at"])
    visit_deadlines.forget_reminder(actor=actor, at=at, visit=visit)
    data = {"starts": visit.starts_at.isoformat(), "by": by.value, "because": visit.because[:200]}
    _record(actor, at, "survey.visit_cancelled", visit.site, **data)


def _notice(visit: Visit, at: datetime, *, is_cancelled: bool = False) -> VisitNotice:
    return VisitNotice.objects.create(
        visit=visit, sequence=visit.sequence, starts_at=visit.starts_at, ends_at=visit.ends_at,
        is_cancelled=is_cancelled, written_at=at,
    )  # fmt: skip


@contextmanager
def _one_place_at_a_time() -> Iterator[None]:
    """Turn the database's refusal of two visits at a time into ours."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if OVERLAP in str(error):
            raise TimeTaken from error
        raise


def _record(actor: Actor, at: datetime, kind: str, site: Site, **data: Any) -> None:
    audit.record(actor=actor, at=at, kind=kind, subject=subject_of(site), data=data)
