"""Reading deadlines: what runs, for whom, and why it ends when it ends."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from quartier.core.deadlines.extension import DeadlineKind, deadline_kinds
from quartier.core.deadlines.models import OPEN, CalendarAddress, Deadline, DeadlineState
from quartier.core.deadlines.rules import german_day, hash_of, midnight, passed_at
from quartier.core.parties import queries as parties
from quartier.kit.access import Audience
from quartier.values.packing import unpacked
from quartier.values.period import ONE_DAY
from quartier.values.sentences import Say

# Claims from a missed period are barred three years after the end of the year (§§ 195, 199 BGB).
YEARS_OF_EVIDENCE = 3
ENDED_SHOWN = 30
# What a calendar program gets: what ends within a year, and what has failed; programs choke on more than this.
CALENDAR_AHEAD = timedelta(days=366)
MOST_IN_CALENDAR = 1_000


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of how an end was found, as people read it."""

    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Told:
    """A deadline as people read it."""

    row: Deadline
    label: str
    promise: str
    href: str
    reasons: Sequence[Reason]

    @property
    def is_open(self) -> bool:
        """Tell whether it runs or is paused."""
        return self.row.state in OPEN

    @property
    def has_failed(self) -> bool:
        """Tell whether its effect waits for another try."""
        return self.row.attempts > 0 and self.row.closed_at is None

    @property
    def ends_on(self) -> date:
        """Return the last day, or the German day of the instant."""
        return ends_on(self.row)


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day of a month's calendar; `of_month` is False for days of the months beside it."""

    on: date
    of_month: bool
    deadlines: Sequence[Told]


@dataclass(frozen=True, slots=True)
class Month:
    """A month as whole weeks from Monday to Sunday."""

    first: date
    weeks: Sequence[Sequence[CalendarDay]]

    @property
    def before(self) -> date:
        """Return the first day of the month before."""
        return (self.first - ONE_DAY).replace(day=1)

    @property
    def after(self) -> date:
        """Return the first day of the month after."""
        return (self.first + timedelta(days=31)).replace(day=1)


def ends_on(row: Deadline) -> date:
    """Return the last day, or the German day of the instant."""
    return row.last_on or german_day(row.due_at)


def kind_of(row: Deadline) -> DeadlineKind:
    """Return what was registered about the kind of a deadline."""
    return deadline_kinds[row.kind]


def reasons(row: Deadline, say: Say) -> Sequence[Reason]:
    """Return why a deadline ends when it ends, in the language that `say` speaks."""
    return [Reason(unpacked(step).text(say), step["source"]) for step in row.explanation]


def told(row: Deadline, say: Say) -> Told:
    """Return a deadline with its words, in the language that `say` speaks."""
    kind = kind_of(row)
    href = kind.href(row.subject) if kind.href else ""
    return Told(row, str(kind.label), str(kind.promise), href, reasons(row, say))


def told_to(holder: str, say: Say) -> tuple[Sequence[Told], Sequence[Told]]:
    """Return a person's deadlines: those that run, first due first, and the latest that ended, newest first."""
    rows = deadlines_of(holder)
    running = [told(row, say) for row in rows.filter(closed_at__isnull=True)]
    return running, [
        told(row, say) for row in rows.filter(closed_at__isnull=False).order_by("-closed_at")[:ENDED_SHOWN]
    ]


def month_of(first: date, entity_id: int | None, say: Say) -> Month:
    """Return a month with the deadlines that end on each of its days and of the days that fill its weeks."""
    days = [day for week in Calendar().monthdatescalendar(first.year, first.month) for day in week]
    found: dict[date, list[Told]] = {day: [] for day in days}
    for row in in_days(days[0], days[-1], entity_id):
        one = told(row, say)
        found[one.ends_on].append(one)
    shown = [CalendarDay(day, day.month == first.month, found[day]) for day in days]
    return Month(first, [shown[start : start + 7] for start in range(0, len(shown), 7)])


def deadlines(entity_id: int | None = None) -> QuerySet[Deadline]:
    """Return all deadlines, first due first; of one legal entity alone for staff who belong to it."""
    rows = Deadline.objects.all()
    return rows if entity_id is None else rows.filter(entity=entity_id)


def deadlines_of(holder: str) -> QuerySet[Deadline]:
    """Return a person's deadlines, first due first."""
    return Deadline.objects.filter(holder=holder)


def open_deadline_of(kind: str, subject: str) -> Deadline | None:
    """Return the deadline of a kind that runs for a subject, or None."""
    return Deadline.objects.filter(kind=kind, subject=subject, state__in=OPEN).first()


def deadline_of(kind: str, subject: str) -> Deadline | None:
    """Return the newest deadline of a kind for a subject, whatever has become of it, or None."""
    return Deadline.objects.filter(kind=kind, subject=subject).order_by("-pk").first()


def kept_until(row: Deadline) -> datetime:
    """Return until when a deadline is kept as evidence: for ever while it is open."""
    if row.closed_at is None:
        return datetime.max.replace(tzinfo=UTC)
    return midnight(date(german_day(row.closed_at).year + YEARS_OF_EVIDENCE + 1, 1, 1))


def outlived(rows: QuerySet[Deadline], at: datetime) -> QuerySet[Deadline]:
    """Narrow deadlines to those that need not be kept as evidence any more."""
    return rows.filter(closed_at__lt=midnight(date(german_day(at).year - YEARS_OF_EVIDENCE, 1, 1)))


def failed(entity_id: int | None = None) -> QuerySet[Deadline]:
    """Return the deadlines whose effects wait for a person."""
    return deadlines(entity_id).filter(state=DeadlineState.FAILED)


def in_days(first: date, last: date, entity_id: int | None = None) -> QuerySet[Deadline]:
    """Return the deadlines that end on a day between two, both included, whatever has become of them."""
    # What ends with a day passes at the midnight after it, what ends at an instant within its day.
    with_a_day = Q(last_on__gte=first, last_on__lte=last)
    at_an_instant = Q(last_on__isnull=True, due_at__gte=midnight(first), due_at__lt=passed_at(last))
    return deadlines(entity_id).filter(with_a_day | at_an_instant)


def addresses_of(user: Any) -> QuerySet[CalendarAddress]:
    """Return a person's calendar addresses, oldest first."""
    return CalendarAddress.objects.filter(user_id=user.pk)


def person_of(user: Any) -> str:
    """Return how facts name the person behind an account: the customer, or the account of staff."""
    party = parties.party_of(user)
    return parties.subject_of(party) if party else f"accounts.user:{user.pk}"


def in_calendar(user: Any, at: datetime) -> QuerySet[Deadline]:
    """Return what a person's calendar shows at an instant: of all they may see then, what has not ended.

    Paused periods have no day on which they end. Whoever may log in no longer, or lost the permission, sees nothing.
    """
    rows = _seen_by(user).filter(state__in=(DeadlineState.RUNNING, DeadlineState.FAILED))
    return rows.filter(due_at__lte=at + CALENDAR_AHEAD)[:MOST_IN_CALENDAR]


def _seen_by(user: Any) -> QuerySet[Deadline]:
    if user.is_active and user.audience == Audience.STAFF and "deadlines.view" in user.permissions:
        return deadlines(user.entity_id)
    if user.is_active and user.audience == Audience.CUSTOMER and (party := parties.party_of(user)):
        return deadlines_of(parties.subject_of(party))
    return Deadline.objects.none()


def address_behind(token: str) -> CalendarAddress | None:
    """Return the calendar address that a secret opens, with its owner; None for any other text."""
    return CalendarAddress.objects.select_related("user").filter(token_hash=hash_of(token)).first()
