"""What is known of sites and visits: whom staff see, what a customer may choose, when somebody is free."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from quartier.core.accounts import queries as accounts
from quartier.core.orders import queries as orders
from quartier.core.providers.policies import CalendarPolicy
from quartier.core.providers.queries import policy
from quartier.kit.clock import day_of
from quartier.law.calendar.working_days import public_holidays
from quartier.modules.survey.models import Absence, Contact, Site, SiteKind, SiteUnit, Surveyor, Visit, VisitState
from quartier.modules.survey.rules.access import without_access
from quartier.modules.survey.rules.travel import Span, Ways, free_starts, working_span
from quartier.values.zone import BERLIN

OPEN: Final = (VisitState.PROPOSED, VisitState.AGREED)
# How long people who open doors are known after the order is over.
CONTACTS_KEPT: Final = timedelta(days=30)
DAYS_AHEAD: Final = 21
MOST_FREE: Final = 24
# Whoever is told today can be there tomorrow at the earliest.
NOTICE: Final = timedelta(hours=20)


def sites(staff: Any) -> QuerySet[Site]:
    """Return the sites that a member of staff may see: those of their own company where they have one."""
    rows = Site.objects.select_related("order", "order__party", "order__entity")
    return rows if staff.entity_id is None else rows.filter(order__entity=staff.entity_id)


def visits(staff: Any) -> QuerySet[Visit]:
    """Return the visits that a member of staff may see."""
    rows = Visit.objects.select_related("site", "site__order", "site__order__party", "site__order__entity", "surveyor")
    return rows if staff.entity_id is None else rows.filter(site__order__entity=staff.entity_id)


def site_of(order: Any) -> Site | None:
    """Return the site of an order, None for other orders and before the acceptance."""
    return Site.objects.filter(order=order).select_related("order", "order__party").first()


def to_plan(staff: Any) -> QuerySet[Site]:
    """Return the sites for which a date is to be proposed: something is unmeasured and no visit is open (WR-056)."""
    visit = Visit.objects.filter(site=OuterRef("pk"), state__in=OPEN)
    unit = SiteUnit.objects.filter(site=OuterRef("pk"), measured_at=None)
    rows = sites(staff).filter(~Exists(visit), Exists(unit), order__state="accepted", is_on_hold=False)
    return rows.order_by("made_at")


def to_note(staff: Any, at: datetime) -> QuerySet[Visit]:
    """Return the visits whose time is over and of which nobody has noted what came of them."""
    return visits(staff).filter(state=VisitState.AGREED, ends_at__lt=at)


def missing_access(site: Site) -> Sequence[str]:
    """Return the units that are still to be measured and for which nobody is known who opens (WR-052)."""
    units = list(site.units.filter(measured_at=None).select_related("contact"))
    known = [one.label for one in units if hasattr(one, "contact")]
    return without_access([one.label for one in units], known, has_person=person_of(site) is not None)


def person_of(site: Site) -> Contact | None:
    """Return the authorised person for all units."""
    return site.contacts.filter(unit=None).first()


def units_of(site: Site) -> list[tuple[SiteUnit, Contact | None]]:
    """Return every unit with whoever opens there, as far as the unit has somebody of its own."""
    return [(one, getattr(one, "contact", None)) for one in site.units.select_related("contact")]


def proposals(site: Site, at: datetime) -> list[Visit]:
    """Return the dates that the customer can choose from now."""
    return list(site.visits.filter(state=VisitState.PROPOSED, starts_at__gt=at).select_related("surveyor"))


def agreed(site: Site) -> Visit | None:
    """Return the visit that is agreed and not over yet."""
    return site.visits.filter(state=VisitState.AGREED).select_related("surveyor").first()


def of_account(user: Any) -> QuerySet[Site]:
    """Return the sites of the customer behind an account."""
    return Site.objects.filter(order__in=orders.of_account(user)).select_related("order", "order__party")


def surveyors(staff: Any) -> list[Surveyor]:
    """Return who measures, by name; a partner's staff see their own company's."""
    rows = Surveyor.objects.filter(user__is_active=True).select_related("user").order_by("user__name", "pk")
    return list(rows if staff.entity_id is None else rows.filter(user__entity=staff.entity_id))


def surveyor_of(user: Any) -> Surveyor | None:
    """Return the hours and ways of somebody who measures."""
    return Surveyor.objects.filter(user=user).prefetch_related("absences").first()


def behind(token: str) -> Surveyor | None:
    """Return whose calendar a secret opens; nobody's once they do not work here any more."""
    return Surveyor.objects.filter(token_hash=hash_of(token), user__is_active=True).select_related("user").first()


def hash_of(token: str) -> str:
    """Return what is kept of a secret."""
    return hashlib.sha256(token.encode()).hexdigest()


def calendar_of(surveyor: Surveyor, at: datetime) -> QuerySet[Visit]:
    """Return the visits that a calendar program reads: agreed and done ones of the last month and those to come."""
    rows = Visit.objects.filter(surveyor=surveyor.user_id, starts_at__gt=at - timedelta(days=31))
    return rows.filter(state__in=(VisitState.AGREED, VisitState.DONE)).select_related("site")


def taken(user_ids: Iterable[int], begin: datetime, end: datetime) -> list[Visit]:
    """Return the visits, with their ways, that touch a stretch of time."""
    far = timedelta(hours=12)
    rows = Visit.objects.filter(surveyor__in=list(user_ids), starts_at__lt=end + far, ends_at__gt=begin - far)
    return list(rows.exclude(state=VisitState.CANCELLED).select_related("site", "site__order", "surveyor"))


def span_of(visit: Visit) -> Span:
    """Return the time that a visit takes with its ways."""
    return Span(
        visit.starts_at - timedelta(minutes=visit.minutes_there), visit.ends_at + timedelta(minutes=visit.minutes_back)
    )


@dataclass(frozen=True, slots=True)
class Day:
    """A day of somebody who measures: working time (None on holidays, absences, free days) and why there is none."""

    on: date
    within: Span | None
    why: str = ""


def days_of(surveyor: Surveyor, begin: date, number: int) -> list[Day]:
    """Return the days of somebody from one on: their hours, without the holidays of the Land and absences."""
    days = [begin + timedelta(days=one) for one in range(number)]
    land = policy.in_force(CalendarPolicy, begin).holiday_state
    feasts = {day: name for year in {one.year for one in days} for day, name in public_holidays(land, year).items()}
    away = list(Absence.objects.filter(surveyor=surveyor, from_on__lte=days[-1], until_on__gte=begin))
    found = []
    for day in days:
        if day in feasts:
            found.append(Day(day, None, feasts[day]))
        elif any(one.from_on <= day <= one.until_on for one in away):
            found.append(Day(day, None, "away"))
        else:
            found.append(Day(day, working_span(surveyor.hours, day)))
    return found


def free(surveyor: Surveyor, ways: Ways, at: datetime, days: int = DAYS_AHEAD) -> list[datetime]:
    """Return when somebody can begin a visit, the earliest first: at most three a day, so that a choice stays one."""
    begin = day_of(at)
    first = datetime.combine(begin, time(), BERLIN)
    busy = [span_of(one) for one in taken([surveyor.user_id], first, first + timedelta(days=days + 1))]
    found: list[datetime] = []
    for day in days_of(surveyor, begin, days):
        if day.within is not None:
            starts = list(free_starts(day.within, busy, ways, at + NOTICE))
            found += _spread(starts)
        if len(found) >= MOST_FREE:
            break
    return found[:MOST_FREE]


def _spread(starts: Sequence[datetime]) -> list[datetime]:
    """Return the first, a middle and the last of the possible times of a day."""
    places = sorted({0, len(starts) // 2, len(starts) - 1}) if starts else []
    return [starts[one] for one in places]


def week_of(staff: Any, monday: date) -> tuple[list[Surveyor], list[Visit]]:
    """Return who measures and every visit of a week that staff may see, the earliest first."""
    begin = datetime.combine(monday, time(), BERLIN)
    rows = visits(staff).filter(starts_at__gte=begin, starts_at__lt=begin + timedelta(days=7))
    return surveyors(staff), list(rows.exclude(state=VisitState.CANCELLED).order_by("starts_at"))


def route(user: Any, day: date) -> list[Visit]:
    """Return somebody's visits of a day in their order, with everything that is needed at the door."""
    begin = datetime.combine(day, time(), BERLIN)
    rows = visits(user).filter(surveyor=user.pk, starts_at__gte=begin, starts_at__lt=begin + timedelta(days=1))
    shown = rows.filter(state__in=(VisitState.AGREED, VisitState.DONE)).order_by("starts_at")
    return list(shown.prefetch_related("site__units__contact", "site__contacts"))


def is_multiple(site: Site) -> bool:
    """Tell whether a site has several dwellings: two trips are free then (WR-059)."""
    return site.kind == SiteKind.MULTIPLE


def staff_numbered(user_id: int) -> Any:
    """Return a member of staff by the key."""
    return accounts.user_numbered(user_id)


def kept_until(row: Contact) -> datetime | None:
    """Return until when somebody who opens a door is known; None while the order runs."""
    over: datetime | None = row.site.order.ended_at
    return None if over is None else over + CONTACTS_KEPT


def past_due(rows: QuerySet[Contact], at: datetime) -> QuerySet[Contact]:
    """Narrow to those whose order has been over for so long."""
    return rows.filter(Q(site__order__ended_at__lte=at - CONTACTS_KEPT))
