"""Business days of banks: Monday to Friday without the closing days of TARGET."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Final

import holidays

from quartier.law.bgb.direct_debit import direct_debit_periods
from quartier.values.land import Land
from quartier.values.period import ONE_DAY
from quartier.values.span import Span

SATURDAY: Final = 5


@lru_cache(maxsize=64)
def closing_days(year: int) -> frozenset[date]:
    """Return the days of a year on which TARGET is closed, weekends aside."""
    return frozenset(holidays.financial_holidays("XECB", years=year))


def is_business_day(day: date) -> bool:
    """Tell whether banks settle on a day."""
    return day.weekday() < SATURDAY and day not in closing_days(day.year)


def business_day(day: date) -> date:
    """Return the day itself if banks settle on it, else the next one."""
    while not is_business_day(day):
        day += ONE_DAY
    return day


def business_days_after(day: date, count: int) -> date:
    """Return the n-th business day after a day."""
    for _number in range(count):
        day = business_day(day + ONE_DAY)
    return day


@lru_cache(maxsize=4096)
def announce_by(collected_on: date, notice_days: int) -> date:
    """Return the last day to announce a collection."""
    days = direct_debit_periods(debited_on=collected_on, land=Land.NW, notice=Span(days=notice_days))
    return days.value.announce_by


def collect_from(announced_on: date, due_on: date, notice_days: int) -> date:
    """Return the first day on which something can be collected that is announced on a day: never before it is due."""
    day = business_day(max(due_on, announced_on))
    while announce_by(day, notice_days) < announced_on:
        day = business_day(day + ONE_DAY)
    return day


@lru_cache(maxsize=4096)
def usable_until(used_on: date) -> date:
    """Return until when a mandate can be used that was used (or given) last on a day."""
    return direct_debit_periods(debited_on=used_on, land=Land.NW).value.mandate_until
