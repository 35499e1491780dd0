"""Reading the request log and the counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Case, QuerySet, Sum, When

from quartier.core.privacy import rules
from quartier.core.privacy.models import PageCount, RequestRecord


def records(*, at: datetime) -> QuerySet[RequestRecord]:
    """Return the log, newest first; addresses past their time are not shown even before the sweep has run."""
    oldest = at - timedelta(days=rules.LONGEST_DAYS)
    return RequestRecord.objects.annotate(shown_ip=Case(When(at__gt=oldest, then="ip")))


@dataclass(frozen=True, slots=True)
class PageUse:
    """How often a kind of page was opened in a period."""

    page: str
    views: int


def page_use(*, since: date, until: date) -> Sequence[PageUse]:
    """Return the views per kind of page from `since` up to but not including `until`, most viewed first."""
    counted = (
        PageCount.objects.filter(day__gte=since, day__lt=until)
        .values("page")
        .annotate(total=Sum("views"))
        .order_by("-total", "page")
    )
    return [PageUse(row["page"], row["total"]) for row in counted]


def views_per_day(*, since: date, until: date) -> Sequence[tuple[date, int]]:
    """Return the views of each day of a period, days without any included."""
    counted = PageCount.objects.filter(day__gte=since, day__lt=until).values("day").annotate(total=Sum("views"))
    totals = {row["day"]: row["total"] for row in counted.order_by("day")}
    days = (since + timedelta(days=n) for n in range((until - since).days))
    return [(day, totals.get(day, 0)) for day in days]
