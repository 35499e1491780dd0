"""When contact data are asked about, how secrets of links are kept, which states there are; pure."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from typing import Final

from quartier.law.bgb.periods import add
from quartier.values.choice import Choice
from quartier.values.sentences import mark as _
from quartier.values.span import Span

LINK_VALID_FOR: Final = timedelta(hours=48)


class Occasion(Choice):
    """Why somebody confirmed their contact data."""

    YEARLY = "yearly", _("asked at the login")
    ORDER = "order", _("with an order")
    CHANGE = "change", _("with a change")


class State(Choice):
    """What has become of a wish to change the name or birthday."""

    OPEN = "open", _("waits for us")
    APPROVED = "approved", _("approved")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")


def is_stale(confirmed_on: date, every: Span | None, today: date) -> bool:
    """Tell whether a confirmation is older than the span after which it is asked for again.

    >>> is_stale(date(2025, 3, 1), Span(months=12), date(2026, 3, 1))
    False
    >>> is_stale(date(2025, 3, 1), Span(months=12), date(2026, 3, 2))
    True
    """
    return every is not None and add(confirmed_on, every) < today


def hash_of(key: str) -> str:
    """Return what is kept of a link's secret: it has 256 random bits, so that a plain hash gives nothing away."""
    return hashlib.sha256(key.encode()).hexdigest()


def digest_of(shown: dict[str, str]) -> str:
    """Return what tells whether data are still those that somebody was shown."""
    return hashlib.sha256(repr(sorted(shown.items())).encode()).hexdigest()[:32]
