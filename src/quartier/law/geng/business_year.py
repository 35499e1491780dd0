"""The business year of a co-operative, which need not be the calendar year (§ 8 Abs. 1 Nr. 3 GenG)."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Final

from quartier.law.errors import NotApplicable
from quartier.values.sentences import mark as _

DECEMBER: Final = 12


def year_end_on(day: date, month: int = DECEMBER) -> date:
    """Return the last day of the business year to which a day belongs, when its years end with a month (1 to 12).

    Raises NotApplicable for another number. Short business years are not known here.
    """
    if not 1 <= month <= DECEMBER:
        raise NotApplicable(_("A business year ends with a month from 1 to 12, not with %(month)s."), month=month)
    end = _last_of(day.year, month)
    return end if day <= end else _last_of(day.year + 1, month)


def _last_of(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
