"""Rounding to the cent, and amounts in parts that add up to the whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Final

from quartier.law.errors import Incomplete, not_negative
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.law.sources import ROWS
from quartier.values.choice import Choice
from quartier.values.money import CENT, cut, half_up, split
from quartier.values.sentences import mark as _
from quartier.values.timeline import Timeline, Version
from quartier.values.units import Euro, euro

FIRST_EURO: Final = date(2002, 1, 1)
SHARED: Final = f"{ROWS}, shared calculation rule 4"


class Rounding(Choice):
    """What happens to less than a cent."""

    HALF_UP = "half-up", _("to the nearest cent, halves away from zero")
    CUT = "cut", _("cut off after the cent")


METHOD: Timeline[Rounding] = Timeline(
    _("Rounding of amounts"),
    (
        Version(
            valid_from=FIRST_EURO,
            value=Rounding.HALF_UP,
            source=f"{SHARED}; EuGH 10.07.2008, C-484/06",
        ),
    ),
)
PARTS: Timeline[str] = Timeline(
    _("Parts that add up"), (Version(valid_from=FIRST_EURO, value="largest remainder", source=SHARED),)
)
ON_ORDER: Timeline[Fraction] = Timeline(
    _("Share due on order"),
    (
        Version(
            valid_from=FIRST_EURO,
            value=Fraction(1, 3),
            source="§ 311 Abs. 1, § 632a BGB",
            verified=False,
            note=_(
                "A third in advance is a term of the provider. Check against § 307, § 309 Nr. 15 and § 632a BGB if "
                "a consumer can be asked for it before anything is done."
            ),
        ),
    ),
)


@rule(
    "round-amount",
    Area.TAX,
    title=_("Rounding to the cent"),
    says=_("Half a cent is rounded away from zero, also below zero, and never through a floating point number."),
    timelines=(METHOD,),
    cases=(
        Case("half a cent", {"amount": "0.005"}, "0.01", SHARED),
        Case("half a cent below zero", {"amount": "-0.005"}, "-0.01", SHARED),
        Case("what a floating point number gets wrong", {"amount": "2.675"}, "2.68", SHARED),
        Case("just below half a cent", {"amount": "0.00499"}, "0.00", SHARED),
        Case("cut, as for the solidarity surcharge", {"amount": "6.875", "method": "cut"}, "6.87", "§ 4 SolzG"),
    ),
)
def round_amount(
    *,
    amount: Annotated[Decimal, _("Amount with as many places as there are")],
    method: Annotated[Rounding, _("How it is rounded")] = Rounding.HALF_UP,
) -> Derived[Euro]:
    """Return the amount in whole cents."""
    derivation = Derivation()
    derivation.rests_on(METHOD, METHOD.versions[-1])
    result = half_up(amount) if method is Rounding.HALF_UP else cut(amount)
    derivation.step(_("%(amount)s is rounded %(method)s."), amount=euro(amount), method=method)
    return derivation.gives(result)


@rule(
    "split-amount",
    Area.TAX,
    title=_("An amount in parts"),
    says=_(
        "Splits an amount by weights into whole cents that add up to it; cents left over go where most was cut off."
    ),
    timelines=(PARTS,),
    cases=(
        Case(
            "three equal parts of 100 euro",
            {"total": "100.00", "weight": ["1", "1", "1"]},
            ["33.34", "33.33", "33.33"],
            SHARED,
        ),
        Case(
            "the largest remainder gets the cent",
            {"total": "0.05", "weight": ["1", "1", "2"]},
            ["0.01", "0.01", "0.03"],
            SHARED,
        ),
        Case("a refund", {"total": "-0.10", "weight": ["1", "2"]}, ["-0.03", "-0.07"], SHARED),
    ),
)
def split_amount(
    *,
    total: Annotated[Euro, _("Amount to be split")],
    weight: Annotated[tuple[Decimal, ...], _("Weight of each part; give one for each")],
) -> Derived[tuple[Euro, ...]]:
    """Return the parts in the order of the weights; raises NothingToSplitBy for weights below zero or all zero."""
    derivation = Derivation()
    derivation.rests_on(PARTS, PARTS.versions[-1])
    parts = split(total, weight)
    derivation.step(
        _("%(total)s is split into %(count)s parts; each is cut to the cent, then cents left over are given out."),
        total=euro(total),
        count=len(parts),
    )
    derivation.step(_("The parts add up to %(total)s."), total=euro(sum(parts, Decimal("0.00"))))
    return derivation.gives(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Thirds:
    """What is due on order and what is due later; together they are the price."""

    on_order: Annotated[Euro, _("Due on order")]
    rest: Annotated[Euro, _("Due later")]


@rule(
    "one-third",
    Area.TAX,
    title=_("A third on order, the rest later"),
    says=_(
        "A third of the price, rounded, is invoiced on order; the second invoice has the rest, so that they add up."
    ),
    timelines=(ON_ORDER, METHOD),
    cases=(
        Case("1,000 euro (CC-68)", {"price": "1000.00"}, {"on_order": "333.33", "rest": "666.67"}, f"{ROWS} CC-68"),
        Case("2,000 euro", {"price": "2000.00"}, {"on_order": "666.67", "rest": "1333.33"}, f"{ROWS} CC-68"),
        Case("one cent", {"price": "0.01"}, {"on_order": "0.00", "rest": "0.01"}, f"{ROWS} CC-68"),
    ),
)
def one_third(
    *,
    price: Annotated[Euro, _("Price")],
    work: Annotated[bool, _("Whether it is a work that is accepted")] = True,
) -> Derived[Thirds]:
    """Return both amounts; raises Negative for a price below zero."""
    not_negative(price=price)
    derivation = Derivation()
    third = derivation.rests_on(ON_ORDER, ON_ORDER.versions[-1])
    derivation.rests_on(METHOD, METHOD.versions[-1])
    on_order = half_up(Fraction(price) * third)
    derivation.step(_("A third of %(price)s is %(third)s."), price=euro(price), third=euro(on_order))
    if work:
        derivation.step(_("The rest is due when the work is accepted."), "§ 641 Abs. 1 Satz 1 BGB")
    else:
        derivation.step(_("The rest is due when the second invoice is received."), f"{ROWS} CC-68")
    return derivation.gives(Thirds(on_order=on_order, rest=price - on_order))


def spread(total: Decimal, exact: Sequence[Fraction]) -> tuple[Decimal, ...]:
    """Return exact amounts as whole cents that add up to their rounded sum, also where some are below zero.

    Raises Incomplete when the total is not the exact sum, rounded either way.
    """
    cents = [amount / Fraction(CENT) for amount in exact]
    whole = [amount.__floor__() for amount in cents]
    left = int(total / CENT) - sum(whole)
    if not 0 <= left <= len(whole):
        raise Incomplete(_("The parts do not belong to the total of %(total)s."), total=euro(total))
    by_rest = sorted(range(len(cents)), key=lambda place: (whole[place] - cents[place], place))
    for place in by_rest[:left]:
        whole[place] += 1
    return tuple(part * CENT for part in whole)
