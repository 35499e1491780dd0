"""§ 556c BGB: when tenants bear the costs after a landlord changes from an own boiler to delivered heat."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

from quartier.law.bgb.periods import COUNTING, latest_event_on
from quartier.law.errors import Incomplete, not_negative
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.values.choice import Choice
from quartier.values.period import ONE_DAY
from quartier.values.sentences import mark as _
from quartier.values.span import Span
from quartier.values.timeline import Timeline, Version
from quartier.values.units import Euro, Percent, euro, percent

STARTED_ON = date(2013, 7, 1)

ANNOUNCEMENT: Timeline[Span] = Timeline(
    _("Announcement of a change to delivered heat"),
    (Version(valid_from=STARTED_ON, value=Span(months=3), source="§ 556c Abs. 2 BGB"),),
)
OLD_SYSTEM: Timeline[Decimal] = Timeline(
    _("Efficiency at which better running of the old boiler is enough"),
    (Version(valid_from=STARTED_ON, value=Decimal(80), source="§ 556c Abs. 1 Satz 2 BGB"),),
)


class HeatFrom(Choice):
    """What the supplier does."""

    NEW_PLANT = "new-plant", _("the supplier builds a new plant")
    NETWORK = "network", _("the heat comes from a network")
    OLD_PLANT = "old-plant", _("the supplier runs the old plant better")


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatSupply:
    """Until when the change is announced, and whether tenants bear the costs of the delivered heat."""

    announce_by: Annotated[date, _("Announcement in text form received by")]
    borne: Annotated[bool, _("Tenants bear the costs of delivered heat")]


@rule(
    "heat-supply-switch",
    Area.RENT,
    title=_("Change from an own boiler to delivered heat"),
    says=_(
        "Tenants bear the costs of delivered heat if they cost no more than the old operating costs and the heat is "
        "made more efficiently, in a new plant or a network; with an efficiency of 80 % and more the old plant may be "
        "run better instead. The change is announced in text form three months before. The costs are compared as "
        "§§ 8 to 10 WärmeLV say."
    ),
    timelines=(ANNOUNCEMENT, OLD_SYSTEM, COUNTING),
    cases=(
        Case(
            "a network that costs no more",
            {"switch": "2026-10-01", "old-costs": "12000.00", "new-costs": "12000.00", "heat-from": "network"},
            gives={"announce_by": "2026-06-30", "borne": True},
            source="§ 556c Abs. 1 und 2 BGB",
        ),
        Case(
            "a cent more",
            {"switch": "2026-10-01", "old-costs": "12000.00", "new-costs": "12000.01", "heat-from": "network"},
            gives={"borne": False},
            source="§ 556c Abs. 1 Satz 1 Nr. 2 BGB",
        ),
        Case(
            "an old plant with 79 %",
            {
                "switch": "2026-10-01",
                "old-costs": "12000.00",
                "new-costs": "11000.00",
                "heat-from": "old-plant",
                "efficiency": "79",
            },
            gives={"borne": False},
            source="§ 556c Abs. 1 Satz 2 BGB",
        ),
    ),
)
def heat_supply_switch(
    *,
    switch_on: Annotated[date, _("Day of the change")],
    old_costs: Annotated[Euro, _("Operating costs of the own boiler in a year")],
    new_costs: Annotated[Euro, _("Costs of delivered heat in a year, worked out for the same heat")],
    heat_from: Annotated[HeatFrom, _("What the supplier does")],
    efficiency: Annotated[Percent | None, _("Efficiency of the old plant over the year")] = None,
) -> Derived[HeatSupply]:
    """Return the day and whether tenants pay; raises Incomplete for an old plant of unknown efficiency, NotInForce."""
    not_negative(old_costs=old_costs, new_costs=new_costs, efficiency=efficiency or Decimal(0))
    derivation = Derivation()
    before = derivation.applies(ANNOUNCEMENT, switch_on)
    derivation.applies(COUNTING, switch_on)
    announce_by = latest_event_on(switch_on - ONE_DAY, before)
    derivation.step(
        _("Announced by %(day)s, %(length)s pass before the change on %(switch)s."),
        "§ 556c Abs. 2, § 187 Abs. 1, § 188 Abs. 2 BGB",
        day=announce_by,
        length=before,
        switch=switch_on,
    )
    better = heat_from is not HeatFrom.OLD_PLANT or _good_enough(efficiency, switch_on, derivation)
    derivation.step(
        _("The old costs are %(old)s, the new ones %(new)s."),
        "§ 556c Abs. 1 Satz 1 Nr. 2 BGB; §§ 8 bis 10 WärmeLV",
        old=euro(old_costs),
        new=euro(new_costs),
    )
    return derivation.gives(HeatSupply(announce_by=announce_by, borne=better and new_costs <= old_costs))


def _good_enough(efficiency: Decimal | None, on: date, derivation: Derivation) -> bool:
    least = derivation.applies(OLD_SYSTEM, on)
    if efficiency is None:
        raise Incomplete(_("Whether the old plant may stay depends on its efficiency: give “efficiency”."))
    derivation.step(
        _("The old plant reaches %(efficiency)s; at least %(least)s are needed to keep it."),
        efficiency=percent(efficiency),
        least=percent(least),
    )
    return efficiency >= least
