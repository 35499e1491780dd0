"""§ 551 BGB: how much a tenant may be asked for as a deposit, and when its three parts are due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

from quartier.law.bgb.month_days import SATURDAYS, Purpose, nth_working_day
from quartier.law.bgb.periods import WEEKEND, add
from quartier.law.calendar.working_days import HOLIDAYS, statutory
from quartier.law.errors import not_negative
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.law.sources import NOTES
from quartier.values.choice import Choice
from quartier.values.land import Land
from quartier.values.money import half_up, split
from quartier.values.sentences import mark as _
from quartier.values.span import Span
from quartier.values.timeline import Timeline, Version
from quartier.values.units import Euro, euro


class Rhythm(Choice):
    """When the second and the third part of a deposit are due."""

    MONTHLY = "monthly", _("a month later each")
    WITH_RENT = "with-rent", _("with the rents that follow at once")


HIGHEST: Timeline[int] = Timeline(
    _("Highest deposit, in monthly rents"),
    (Version(valid_from=date(2001, 9, 1), value=3, source="§ 551 Abs. 1 BGB"),),
)
PARTS: Timeline[int] = Timeline(
    _("Parts of a deposit"), (Version(valid_from=date(2001, 9, 1), value=3, source="§ 551 Abs. 2 Satz 1 BGB"),)
)
FURTHER_PARTS: Timeline[Rhythm] = Timeline(
    _("Second and third part of a deposit"),
    (
        Version(
            valid_from=date(2001, 9, 1),
            value=Rhythm.MONTHLY,
            source="§ 551 Abs. 2 BGB in der bis 30.04.2013 geltenden Fassung",
            verified=False,
            note=_(
                "Until April 2013 the law only spoke of equal monthly parts; check whether the second part was due a "
                "month later or with the next rent."
            ),
        ),
        Version(valid_from=date(2013, 5, 1), value=Rhythm.WITH_RENT, source="§ 551 Abs. 2 Satz 3 BGB"),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Instalment:
    """One part of a deposit."""

    due_on: Annotated[date, _("Due by")]
    amount: Annotated[Euro, _("Amount")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deposit:
    """What may be asked for, what is owed, and its parts, which add up to it."""

    limit: Annotated[Euro, _("Highest deposit")]
    owed: Annotated[Euro, _("Deposit owed")]
    instalments: Annotated[tuple[Instalment, ...], _("Parts the tenant may pay in")]


@rule(
    "deposit-limit",
    Area.RENT,
    title=_("The deposit of a tenant"),
    says=_(
        "A deposit is at most three monthly rents without operating costs that are shown separately. Money may be paid "
        "in three equal parts, the first at the beginning of the tenancy. It is kept apart from the landlord's own "
        "money, and its interest belongs to the tenant. A higher deposit that was agreed is owed up to the limit."
    ),
    timelines=(HIGHEST, PARTS, FURTHER_PARTS, SATURDAYS[Purpose.RENT], WEEKEND, HOLIDAYS),
    cases=(
        Case(
            "a net rent of 1,083.70 €",
            {"rent": "1083.70", "from": "2026-12-01", "land": "NW"},
            gives={
                "limit": "3251.10",
                "owed": "3251.10",
                "instalments": [
                    {"due_on": "2026-12-01", "amount": "1083.70"},
                    {"due_on": "2027-01-06", "amount": "1083.70"},
                    {"due_on": "2027-02-03", "amount": "1083.70"},
                ],
            },
            source=NOTES,
        ),
        Case(
            "1,000 € were agreed: the parts add up",
            {"rent": "600.00", "agreed": "1000.00", "from": "2026-03-15", "land": "NW"},
            gives={
                "limit": "1800.00",
                "owed": "1000.00",
                "instalments": [
                    {"due_on": "2026-03-16", "amount": "333.34"},
                    {"due_on": "2026-04-07", "amount": "333.33"},
                    {"due_on": "2026-05-06", "amount": "333.33"},
                ],
            },
            source="§ 551 Abs. 2, § 193 BGB",
        ),
        Case(
            "four rents were agreed: three are owed",
            {"rent": "500.00", "agreed": "2000.00", "from": "2026-12-01", "land": "NW"},
            gives={"limit": "1500.00", "owed": "1500.00"},
            source="§ 551 Abs. 1 und 4 BGB",
        ),
    ),
)
def deposit_limit(
    *,
    rent: Annotated[Euro, _("Monthly rent without operating costs shown as a flat sum or as advances")],
    from_on: Annotated[date, _("First day of the tenancy")],
    land: Annotated[Land, _("Land of the place of the flat")],
    agreed: Annotated[Euro | None, _("Deposit that was agreed; left out: the highest")] = None,
) -> Derived[Deposit]:
    """Return limit, sum and parts; raises Negative for amounts below zero, NotInForce before September 2001."""
    not_negative(rent=rent, agreed=agreed or Decimal(0))
    derivation = Derivation()
    count = derivation.applies(HIGHEST, from_on)
    limit = half_up(count * rent)
    derivation.step(_("%(count)s rents of %(rent)s are %(limit)s."), count=count, rent=euro(rent), limit=euro(limit))
    owed = limit if agreed is None else min(half_up(agreed), limit)
    if agreed is not None and agreed > limit:
        derivation.step(
            _("%(agreed)s were agreed; only %(limit)s are owed."),
            "§ 551 Abs. 4 BGB",
            agreed=euro(agreed),
            limit=euro(limit),
        )
    derivation.applies(PARTS, from_on)
    amounts = split(owed, [1] * PARTS.at(from_on).value)
    days = _due_days(from_on, len(amounts), land, derivation)
    derivation.step(
        _("The deposit is kept apart from the landlord's money; its interest belongs to the tenant and adds to it."),
        "§ 551 Abs. 3 BGB",
    )
    parts = (Instalment(due_on=day, amount=amount) for day, amount in zip(days, amounts, strict=True))
    return derivation.gives(Deposit(limit=limit, owed=owed, instalments=tuple(parts)))


def _due_days(from_on: date, count: int, land: Land, derivation: Derivation) -> list[date]:
    """Return when the parts are due: the first with the tenancy, the others as the version of the day says."""
    days = [_payable(from_on, land, derivation)]
    derivation.step(_("The first part is due by %(day)s."), "§ 551 Abs. 2 Satz 2 BGB", day=days[0])
    rhythm = derivation.applies(FURTHER_PARTS, from_on)
    for number in range(1, count):
        later = Span(months=number)
        if rhythm is Rhythm.MONTHLY:
            days.append(_payable(add(from_on, later), land, derivation))
        else:
            month = add(from_on.replace(day=1), later)
            days.append(derivation.takes(nth_working_day(month_on=month, purpose=Purpose.RENT, land=land)))
    return days


def _payable(day: date, land: Land, derivation: Derivation) -> date:
    derivation.applies(WEEKEND, day)
    derivation.applies(HOLIDAYS, day)
    return statutory(land).on_or_after(day)
