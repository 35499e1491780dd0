"""§§ 557a, 557b BGB: rents that change by agreement, in steps or with the consumer price index."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Annotated

from quartier.law.bgb.periods import add
from quartier.law.errors import Incomplete, in_order, not_negative
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.values.money import exact, half_up
from quartier.values.sentences import mark as _
from quartier.values.span import Span
from quartier.values.timeline import Timeline, Version
from quartier.values.units import Euro, Percent, euro, percent

WHOLE = 100
PERCENT_PLACES = 3
TWO_MONTHS = Span(months=2)

INDEX: Timeline[Span] = Timeline(
    _("Rent that follows the price index"),
    (Version(valid_from=date(2001, 9, 1), value=Span(years=1), source="§ 557b Abs. 2 und 3 BGB"),),
)
STEPS: Timeline[Span] = Timeline(
    _("Rent that rises in steps"),
    (Version(valid_from=date(2001, 9, 1), value=Span(years=1), source="§ 557a Abs. 2 Satz 1 BGB"),),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedRent:
    """The rent after a change of the index."""

    change: Annotated[Percent, _("Change of the index")]
    rent: Annotated[Euro, _("New rent, per month")]
    from_on: Annotated[date, _("New rent is owed from")]


@rule(
    "indexed-rent",
    Area.RENT,
    title=_("Rent that follows the price index"),
    says=_(
        "The rent changes with the consumer price index of the Federal Statistical Office, by a declaration in text "
        "form that names the change and the amount. It is owed from the month after next after receipt, and stays "
        "unchanged for at least a year. Both figures belong to the same base year."
    ),
    timelines=(INDEX,),
    cases=(
        Case(
            "from 117.4 to 121.2",
            {
                "received": "2026-11-20",
                "unchanged-since": "2024-01-01",
                "rent": "800.00",
                "old-index": "117.4",
                "new-index": "121.2",
            },
            gives={"change": "3.237", "rent": "825.89", "from_on": "2027-01-01"},
            source="§ 557b BGB; 800 × 121,2 ÷ 117,4",
        ),
        Case(
            "the year is not over yet",
            {
                "received": "2026-11-20",
                "unchanged-since": "2026-03-01",
                "rent": "800.00",
                "old-index": "120.0",
                "new-index": "123.0",
            },
            gives={"rent": "820.00", "from_on": "2027-03-01"},
            source="§ 557b Abs. 2 Satz 1 BGB",
        ),
    ),
)
def indexed_rent(
    *,
    received_on: Annotated[date, _("Day on which the declaration was received")],
    unchanged_since_on: Annotated[
        date, _("First day of the present rent; increases under §§ 559 to 560 BGB do not count")
    ],
    rent: Annotated[Euro, _("Present monthly rent")],
    old_index: Annotated[Decimal, _("Index on which the present rent rests")],
    new_index: Annotated[Decimal, _("Index now")],
) -> Derived[IndexedRent]:
    """Return the new rent; raises Incomplete without an old index, WrongOrder when received before the rent began."""
    not_negative(rent=rent, old_index=old_index, new_index=new_index)
    in_order(unchanged_since_on, received_on)
    if not old_index:
        raise Incomplete(_("The old index is missing: it cannot be zero."))
    derivation = Derivation()
    at_least = derivation.applies(INDEX, received_on)
    ratio = Fraction(new_index) / Fraction(old_index)
    change = exact((ratio - 1) * WHOLE, PERCENT_PLACES)
    new_rent = half_up(Fraction(rent) * ratio)
    derivation.step(
        _("The index changed by %(change)s; %(rent)s become %(new)s."),
        "§ 557b Abs. 1 BGB",
        change=percent(change),
        rent=euro(rent),
        new=euro(new_rent),
    )
    after_next = add(received_on.replace(day=1), TWO_MONTHS)
    first = max(after_next, add(unchanged_since_on, at_least))
    derivation.step(
        _("The month after next begins on %(next)s; the rent stays unchanged for %(length)s: owed from %(day)s."),
        "§ 557b Abs. 2 Satz 1 und Abs. 3 Satz 3 BGB",
        next=after_next,
        length=at_least,
        day=first,
    )
    return derivation.gives(IndexedRent(change=change, rent=new_rent, from_on=first))


@rule(
    "stepped-rent",
    Area.RENT,
    title=_("Rent that rises in steps"),
    says=_(
        "Each step holds for at least a year and is written as an amount in euro; while the steps run, no other "
        "increase under §§ 558 to 559b BGB is possible. The answer is the first step that comes too early, or none."
    ),
    timelines=(STEPS,),
    cases=(
        Case("a year each", {"step": ["2026-01-01", "2027-01-01", "2028-01-01"]}, gives=None, source="§ 557a BGB"),
        Case(
            "eleven months",
            {"step": ["2026-01-01", "2026-12-01", "2028-01-01"]},
            gives="2026-12-01",
            source="§ 557a Abs. 2 Satz 1 BGB",
        ),
    ),
)
def stepped_rent(
    *, step: Annotated[tuple[date, ...], _("First day of each step, the first rent included; repeated")]
) -> Derived[date | None]:
    """Return the first step that comes too early, or None; raises Incomplete for fewer than two, WrongOrder."""
    least = 2
    if len(step) < least:
        raise Incomplete(_("A rent in steps needs at least two: give “step” for each."))
    derivation = Derivation()
    for before, after in pairwise(step):
        in_order(before, after)
        at_least = derivation.applies(STEPS, before)
        if after < add(before, at_least):
            derivation.step(_("From %(before)s to %(after)s is less than a year."), before=before, after=after)
            return derivation.gives(after)
    derivation.step(_("Every step holds for a year or longer."))
    return derivation.gives(None)
