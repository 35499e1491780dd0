"""How long the law keeps what arose in business, as instants: § 257 HGB and § 147 AO."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Final

from quartier.kit.clock import day_of
from quartier.law.hgb.books import DocumentClass, retention
from quartier.values.zone import BERLIN

# No class of documents is kept for longer; whoever looks for the last year that is over stops there.
LONGEST_YEARS: Final = 20


def let_go_at(class_: DocumentClass, arose_on: date) -> datetime | None:
    """Return the instant from which the law lets something go that arose on a day, None for at any time."""
    day = retention(class_=class_, document_on=arose_on).value.deletable_on
    return datetime.combine(day, time(), BERLIN) if day else None


def let_go_before(class_: DocumentClass, at: datetime) -> datetime | None:
    """Return the instant before which documents of a class must have arisen for the law to let them go by now.

    Periods run from the end of a year, so it is a New Year; None when none of the last years is over.
    """
    for year in range(day_of(at).year, day_of(at).year - LONGEST_YEARS, -1):
        ends = [let_go_at(class_, date(year, month, day)) for month, day in ((1, 1), (12, 31))]
        if all(end is not None and end <= at for end in ends):
            return datetime(year + 1, 1, 1, tzinfo=BERLIN)
    return None
