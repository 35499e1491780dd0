"""What the law package refuses to answer. Every refusal is a sentence that says what to do; nothing is guessed."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from quartier.values.money import NothingToSplitBy
from quartier.values.period import WrongOrder
from quartier.values.sentences import Unanswerable
from quartier.values.sentences import mark as _
from quartier.values.timeline import NotInForce, NotYetKnown

__all__ = [
    "Incomplete",
    "NaiveInstant",
    "Negative",
    "NotApplicable",
    "NotInForce",
    "NotYetKnown",
    "NothingToSplitBy",
    "Unanswerable",
    "UnknownLand",
    "WrongOrder",
    "aware",
    "in_order",
    "not_negative",
]


class Negative(Unanswerable):
    """A number that counts or measures something is below zero."""


class NaiveInstant(Unanswerable):
    """An instant without a time zone could be two different days."""


class UnknownLand(Unanswerable):
    """The Land whose holidays count is not one of the sixteen."""


class NotApplicable(Unanswerable):
    """The rule does not govern the case: another one does, or none."""


class Incomplete(Unanswerable):
    """A fact the rule turns on is missing."""


def not_negative(**numbers: Decimal | int) -> None:
    """Raise Negative for the first number below zero, by its name."""
    for name, number in numbers.items():
        if number < 0:
            raise Negative(
                _("“%(name)s” is %(number)s; it cannot be negative."), name=name.replace("_", " "), number=number
            )


def aware(at: datetime) -> datetime:
    """Return the instant; raises NaiveInstant when it has no time zone."""
    if at.tzinfo is None:
        raise NaiveInstant(
            _("%(at)s has no time zone. Write it with one, such as 2026-06-19T10:00+02:00."), at=at.isoformat()
        )
    return at


def in_order(first: date, last: date) -> None:
    """Raise WrongOrder when the last day lies before the first."""
    if last < first:
        raise WrongOrder(_("The last day (%(last)s) lies before the first (%(first)s)."), first=first, last=last)
