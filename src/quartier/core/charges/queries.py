"""What charges come to, by user and month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet, Sum

from quartier.core.charges.extension import papers
from quartier.core.charges.models import Charge, TimeEntry
from quartier.core.parties import queries as parties
from quartier.core.privacy.extension.legal import let_go_at, let_go_before
from quartier.kit.clock import day_of
from quartier.law.hgb.books import DocumentClass
from quartier.values.zone import BERLIN


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month in Berlin, half-open."""

    first: date

    @property
    def next(self) -> date:
        """Return the first day after it."""
        return date(self.first.year + self.first.month // 12, self.first.month % 12 + 1, 1)

    @property
    def before(self) -> date:
        """Return the first day of the month before."""
        return date(self.first.year - (self.first.month == 1), (self.first.month - 2) % 12 + 1, 1)


@dataclass(frozen=True, slots=True)
class Sums:
    """What one user caused in a period."""

    name: str
    number: int
    amount: Decimal


def may_charge(user: Any) -> bool:
    """Tell whether somebody may cause costs for the customer they act for."""
    return "charges" in user.customer_rights


def charges_of(party_id: int, month: Month | None = None) -> QuerySet[Charge]:
    """Return a customer's charges that count, the latest first, all of them or those of one month."""
    rows = Charge.objects.filter(party_id=party_id, cancelled_at__isnull=True)
    return rows.filter(caused_at__gte=_start(month.first), caused_at__lt=_start(month.next)) if month else rows


def sums_by_user(rows: QuerySet[Charge]) -> Sequence[Sums]:
    """Return what each user caused, by name; users who are gone stand under the name they had."""
    told = rows.order_by().values("user_id", "caused_by").annotate(number=Count("pk"), amount=Sum("amount"))
    found: dict[Any, Sums] = {}
    for row in told:
        key = row["user_id"] or row["caused_by"]
        was = found.get(key, Sums(row["caused_by"], 0, Decimal(0)))
        found[key] = Sums(row["caused_by"], was.number + row["number"], was.amount + row["amount"])
    return sorted(found.values(), key=lambda one: one.name)


def unbilled(entity_id: int | None = None) -> QuerySet[Charge]:
    """Return the charges that count and stand on no invoice, of one company or of all, the oldest first."""
    rows = Charge.objects.filter(cancelled_at__isnull=True, billed_as="").order_by("party_id", "caused_at", "pk")
    return rows if entity_id is None else rows.filter(entity_id=entity_id)


def billed_with(subject: str) -> QuerySet[Charge]:
    """Return the charges that stand on an invoice, by its subject."""
    return Charge.objects.filter(billed_as=subject)


def paper_of(row: Charge) -> str:
    """Return where the customer reads the invoice of a charge, "" while there is none."""
    return next((href for one in papers if (href := one(row.billed_as))), "") if row.billed_as else ""


def time_about(subject: str) -> QuerySet[TimeEntry]:
    """Return the time that was worked about something, by its subject."""
    return TimeEntry.everything.filter(subject=subject)


def minutes_about(subject: str) -> int:
    """Return how many minutes were worked about something."""
    return int(time_about(subject).aggregate(sum=Sum("minutes"))["sum"] or 0)


def visible_time(staff: Any) -> QuerySet[TimeEntry]:
    """Return the time worked for customers that a member of staff may see, the latest first."""
    rows = TimeEntry.objects.filter(party__in=parties.visible_parties(staff)).select_related("party")
    return rows.order_by("-worked_on", "-pk")


def time_kept_until(row: TimeEntry) -> datetime | None:
    """Return until when time is kept as the basis of an invoice, or as the proof that work was included."""
    return let_go_at(DocumentClass.VOUCHERS, row.worked_on)


def time_past_due(rows: QuerySet[TimeEntry], at: datetime) -> QuerySet[TimeEntry]:
    """Narrow time to what the law lets go."""
    before = let_go_before(DocumentClass.VOUCHERS, at)
    return rows.filter(worked_on__lt=day_of(before)) if before else rows.none()


def total(rows: QuerySet[Charge]) -> Decimal:
    """Return what rows come to, net."""
    return rows.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)


def visible(staff: Any) -> QuerySet[Charge]:
    """Return the charges of customers that a member of staff may see."""
    return Charge.objects.filter(party__in=parties.visible_parties(staff)).select_related("party")


def kept_until(row: Charge) -> datetime | None:
    """Return until when a charge is kept as the basis of an invoice."""
    return let_go_at(DocumentClass.VOUCHERS, day_of(row.caused_at))


def past_due(rows: QuerySet[Charge], at: datetime) -> QuerySet[Charge]:
    """Narrow charges to those that the law lets go: `kept_until` has come."""
    before = let_go_before(DocumentClass.VOUCHERS, at)
    return rows.filter(caused_at__lt=before) if before else rows.none()


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), BERLIN)
