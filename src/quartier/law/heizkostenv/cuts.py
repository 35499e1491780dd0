"""§ 12 HeizkostenV, § 7 Abs. 4 CO2KostAufG: by how much a tenant may cut a statement that breaks the rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

from quartier.law.errors import Incomplete, NotApplicable, not_negative
from quartier.law.heizkostenv.shares import STARTED_ON
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.law.sources import NOTES
from quartier.values.choice import Choice
from quartier.values.money import half_up
from quartier.values.sentences import mark as _
from quartier.values.timeline import Timeline, Version
from quartier.values.units import Euro, euro, percent

WHOLE = 100


class Breach(Choice):
    """What the owner of the building failed to do."""

    HEATING_UNMETERED = "heating-unmetered", _("heating is not billed by consumption")
    HOT_WATER_UNMETERED = "hot-water-unmetered", _("hot water is not billed by consumption")
    NO_REMOTE_READING = "no-remote-reading", _("meters that must be read from afar are missing")
    NO_INFORMATION = "no-information", _("information on consumption or in the statement is missing or incomplete")
    NO_CARBON_SHARE = "no-carbon-share", _("the carbon costs of the tenant or their basis are not shown")


UNMETERED: Timeline[Decimal] = Timeline(
    _("Cut of costs that are not billed by consumption"),
    (Version(valid_from=STARTED_ON, value=Decimal(15), source="§ 12 Abs. 1 Satz 1 HeizkostenV"),),
)
NO_REMOTE: Timeline[Decimal] = Timeline(
    _("Cut for meters that cannot be read from afar"),
    (Version(valid_from=date(2021, 12, 1), value=Decimal(3), source="§ 12 Abs. 1 Satz 2 HeizkostenV"),),
)
NO_INFORMATION: Timeline[Decimal] = Timeline(
    _("Cut for missing information on consumption"),
    (Version(valid_from=date(2021, 12, 1), value=Decimal(3), source="§ 12 Abs. 1 Satz 3 HeizkostenV"),),
)
NO_CARBON: Timeline[Decimal] = Timeline(
    _("Cut for carbon costs that are not shown"),
    (Version(valid_from=date(2023, 1, 1), value=Decimal(3), source="§ 7 Abs. 4, § 11 Abs. 2 CO2KostAufG"),),
)
TOGETHER: Timeline[str] = Timeline(
    _("Several cuts of one statement"),
    (
        Version(
            valid_from=date(2021, 12, 1),
            value="added",
            source="§ 12 Abs. 1 HeizkostenV",
            verified=False,
            note=_(
                "Several cuts are added, each from the whole share. The text does not say so, and courts have hardly "
                "decided; check the practice."
            ),
        ),
    ),
)
CUTS = {
    Breach.HEATING_UNMETERED: UNMETERED,
    Breach.HOT_WATER_UNMETERED: UNMETERED,
    Breach.NO_REMOTE_READING: NO_REMOTE,
    Breach.NO_INFORMATION: NO_INFORMATION,
    Breach.NO_CARBON_SHARE: NO_CARBON,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CutShare:
    """What is cut and what is left."""

    cut: Annotated[Euro, _("May be cut")]
    owed: Annotated[Euro, _("Left to pay")]


@rule(
    "heating-costs-cut",
    Area.RENT,
    title=_("Heating costs: cuts by the tenant"),
    says=_(
        "The share is cut by 15 % as far as it is not billed by consumption, by 3 % where meters must be read from "
        "afar and cannot be, by 3 % where information is missing and by 3 % where the carbon costs are not shown. "
        "Meters installed until 1 December 2021 need no remote reading before 2027 (rule remote-reading)."
    ),
    timelines=(UNMETERED, NO_REMOTE, NO_INFORMATION, NO_CARBON, TOGETHER),
    cases=(
        Case(
            "not billed by consumption",
            {"from": "2025-01-01", "heating": "870.00", "breach": ["heating-unmetered"]},
            gives={"cut": "130.50", "owed": "739.50"},
            source=NOTES,
        ),
        Case(
            "no remote reading and no information",
            {"from": "2025-01-01", "heating": "870.00", "breach": ["no-remote-reading", "no-information"]},
            gives={"cut": "52.20", "owed": "817.80"},
            source=NOTES,
        ),
        Case(
            "only hot water is not metered",
            {"from": "2025-01-01", "heating": "700.00", "hot-water": "200.00", "breach": ["hot-water-unmetered"]},
            gives={"cut": "30.00", "owed": "870.00"},
            source="§ 12 Abs. 1 Satz 1 HeizkostenV",
        ),
        Case(
            "the carbon costs are not shown",
            {"from": "2025-01-01", "heating": "870.00", "breach": ["no-carbon-share"]},
            gives={"cut": "26.10"},
            source="§ 7 Abs. 4 CO2KostAufG",
        ),
    ),
)
def heating_costs_cut(
    *,
    from_on: Annotated[date, _("First day of the billing period")],
    heating: Annotated[Euro, _("Tenant's share of heating costs")],
    breach: Annotated[tuple[Breach, ...], _("What was not done; repeated")],
    hot_water: Annotated[Euro, _("Tenant's share of hot water costs")] = Decimal(0),
    flat_owner: Annotated[bool, _("Whether a flat owner asks, against the community of owners")] = False,
) -> Derived[CutShare]:
    """Return the cut; raises NotApplicable for flat owners, NotInForce where a cut did not exist yet."""
    not_negative(heating=heating, hot_water=hot_water)
    if flat_owner:
        raise NotApplicable(
            _("Between flat owner and community there is no right to cut (§ 12 Abs. 1 Satz 4 HeizkostenV).")
        )
    if not breach:
        raise Incomplete(_("Nothing to cut: give “breach”."))
    derivation = Derivation()
    unmetered = {Breach.HEATING_UNMETERED: heating, Breach.HOT_WATER_UNMETERED: hot_water}
    total = Decimal(0)
    breaches = tuple(dict.fromkeys(breach))
    for one in breaches:
        share = derivation.applies(CUTS[one], from_on)
        concerned = unmetered.get(one, heating + hot_water)
        part = concerned * share / WHOLE
        total += part
        derivation.step(
            _("%(breach)s: %(share)s of %(sum)s are %(part)s."),
            CUTS[one].at(from_on).source,
            breach=one,
            share=percent(share),
            sum=euro(concerned),
            part=euro(part),
        )
    # Heating and hot water are two shares: only with a cut of both together is anything cut twice.
    if len(breaches) > 1 and not set(breaches) <= set(unmetered):
        derivation.applies(TOGETHER, from_on)
    taken = half_up(total)
    return derivation.gives(CutShare(cut=taken, owed=half_up(heating + hot_water) - taken))
