"""§§ 1, 2 BetrKV: which costs a lease can pass on to the tenant, and since or until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from quartier.law.errors import Incomplete
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.values.choice import Choice
from quartier.values.sentences import mark as _
from quartier.values.timeline import Timeline, Version

REGULATION_ON = date(2004, 1, 1)
FIBRE_ON = date(2021, 12, 1)
HEAT_PUMPS_ON = date(2024, 1, 1)
CABLE_ENDS_ON = date(2024, 7, 1)


class Verdict(Choice):
    """Whether costs can be passed on."""

    YES = "yes", _("yes, if the lease passes on operating costs")
    NAMED = "named", _("yes, if the lease names them one by one")
    PARTLY = "partly", _("only as far as they do not stand for administration or repair")
    NO = "no", _("no")


class Kind(Choice):
    """Kinds of costs as landlords book them."""

    LAND_TAX = "land-tax", _("land tax and other public charges on the land")
    WATER = "water", _("water supply and water meters")
    SEWAGE = "sewage", _("sewage and rainwater")
    HEATING = "heating", _("running the central heating, fuel or delivered heat")
    HEAT_PUMP_POWER = "heat-pump-power", _("electricity that makes heat, such as for a heat pump")
    HOT_WATER = "hot-water", _("central hot water")
    JOINT_SYSTEM = "joint-system", _("joint heating and hot water system")
    LIFT = "lift", _("running the lift")
    STREET_REFUSE = "street-refuse", _("street cleaning and refuse")
    CLEANING = "cleaning", _("cleaning of the building and pest control")
    GARDEN = "garden", _("garden, playgrounds and paths, felling of decayed trees included")
    LIGHTING = "lighting", _("lighting outside and in shared rooms")
    CHIMNEY = "chimney", _("chimney sweep")
    INSURANCE = "insurance", _("insurance of the building and liability")
    CARETAKER = "caretaker", _("caretaker")
    AERIAL = "aerial", _("electricity and tests of a shared aerial or of a distribution net for cable")
    CABLE_FEE = "cable-fee", _("cable television and copyright fees")
    FIBRE = "fibre", _("electricity and provision charge (§ 72 TKG) of a fibre net whose users choose their provider")
    LAUNDRY = "laundry", _("shared laundry machines")
    GUTTERS = "gutters", _("cleaning of roof gutters")
    SMOKE_DETECTOR_CHECK = "smoke-detector-check", _("checks of smoke detectors")
    WIRING_CHECK = "wiring-check", _("recurring checks of the electrical system")
    OTHER = "other", _("other running costs that no number names")
    SMOKE_DETECTOR_RENT = "smoke-detector-rent", _("rent of smoke detectors")
    EMERGENCY_FLAT_SUM = "emergency-flat-sum", _("flat sum for emergency calls to the caretaker")
    ADMINISTRATION = "administration", _("administration, accounts and management")
    REPAIR = "repair", _("maintenance and repair")


def _since(source: str, value: Verdict = Verdict.YES, on: date = REGULATION_ON) -> Version[Verdict]:
    return Version(valid_from=on, value=value, source=source)


def _line(title: str, *versions: Version[Verdict]) -> Timeline[Verdict]:
    return Timeline(title, versions)


GUTTERS_SOURCE = "§ 2 Satz 1 Nr. 17 BetrKV; BGH 07.04.2004, VIII ZR 167/03"
WIRING_SOURCE = "§ 2 Satz 1 Nr. 17 BetrKV; BGH 14.02.2007, VIII ZR 123/06"
CARETAKER_SOURCE = "§ 2 Satz 1 Nr. 14 BetrKV"
CABLE_ENDS = "§ 2 Satz 1 Nr. 15 Buchst. a und b BetrKV (bis 30.06.2024)"
SMOKE_CHECK = "§ 2 Satz 1 Nr. 17 BetrKV; BGH 05.10.2022, VIII ZR 117/21"
SMOKE_RENT = "§ 1 Abs. 2 BetrKV; BGH 11.05.2022, VIII ZR 379/20"
EMERGENCY = "§ 1 Abs. 2 Nr. 1 BetrKV; BGH 18.12.2019, VIII ZR 62/19"
BEFORE_HEAT_PUMPS = "§ 2 Satz 1 Nr. 4 Buchst. a BetrKV in der bis 31.12.2023 geltenden Fassung"

VERDICTS: dict[Kind, Timeline[Verdict]] = {
    Kind.LAND_TAX: _line(_("Public charges on the land"), _since("§ 2 Satz 1 Nr. 1 BetrKV")),
    Kind.WATER: _line(_("Water supply"), _since("§ 2 Satz 1 Nr. 2 BetrKV")),
    Kind.SEWAGE: _line(_("Sewage"), _since("§ 2 Satz 1 Nr. 3 BetrKV")),
    Kind.HEATING: _line(_("Heating"), _since("§ 2 Satz 1 Nr. 4 BetrKV")),
    Kind.HEAT_PUMP_POWER: _line(
        _("Electricity that makes heat"),
        Version(
            valid_from=REGULATION_ON,
            value=Verdict.YES,
            source=BEFORE_HEAT_PUMPS,
            verified=False,
            note=_(
                "Before 2024 the regulation named fuel and operating current only; electricity of heat pumps was "
                "passed on as such all the same. Check the lease and the practice."
            ),
        ),
        _since("§ 2 Satz 1 Nr. 4 Buchst. a BetrKV", on=HEAT_PUMPS_ON),
    ),
    Kind.HOT_WATER: _line(_("Hot water"), _since("§ 2 Satz 1 Nr. 5 BetrKV")),
    Kind.JOINT_SYSTEM: _line(_("Joint heating and hot water system"), _since("§ 2 Satz 1 Nr. 6 BetrKV")),
    Kind.LIFT: _line(_("Lifts"), _since("§ 2 Satz 1 Nr. 7 BetrKV")),
    Kind.STREET_REFUSE: _line(_("Street cleaning and refuse"), _since("§ 2 Satz 1 Nr. 8 BetrKV")),
    Kind.CLEANING: _line(_("Cleaning and pest control"), _since("§ 2 Satz 1 Nr. 9 BetrKV")),
    Kind.GARDEN: _line(_("Garden"), _since("§ 2 Satz 1 Nr. 10 BetrKV; BGH 10.11.2021, VIII ZR 107/20")),
    Kind.LIGHTING: _line(_("Lighting"), _since("§ 2 Satz 1 Nr. 11 BetrKV")),
    Kind.CHIMNEY: _line(_("Chimney sweep"), _since("§ 2 Satz 1 Nr. 12 BetrKV")),
    Kind.INSURANCE: _line(_("Insurance"), _since("§ 2 Satz 1 Nr. 13 BetrKV")),
    Kind.CARETAKER: _line(_("Caretaker"), _since(CARETAKER_SOURCE, Verdict.PARTLY)),
    Kind.AERIAL: _line(_("Shared aerial and distribution net"), _since("§ 2 Satz 1 Nr. 15 Buchst. a und b BetrKV")),
    Kind.CABLE_FEE: _line(
        _("Cable television"),
        _since(CABLE_ENDS),
        _since(CABLE_ENDS, Verdict.NO, CABLE_ENDS_ON),
    ),
    Kind.FIBRE: _line(_("Fibre net"), _since("§ 2 Satz 1 Nr. 15 Buchst. c BetrKV; § 556 Abs. 3a BGB", on=FIBRE_ON)),
    Kind.LAUNDRY: _line(_("Laundry machines"), _since("§ 2 Satz 1 Nr. 16 BetrKV")),
    Kind.GUTTERS: _line(_("Roof gutters"), _since(GUTTERS_SOURCE, Verdict.NAMED)),
    Kind.SMOKE_DETECTOR_CHECK: _line(_("Checks of smoke detectors"), _since(SMOKE_CHECK, Verdict.NAMED)),
    Kind.WIRING_CHECK: _line(_("Checks of the electrical system"), _since(WIRING_SOURCE, Verdict.NAMED)),
    Kind.OTHER: _line(_("Other operating costs"), _since("§ 2 Satz 1 Nr. 17 BetrKV", Verdict.NAMED)),
    Kind.SMOKE_DETECTOR_RENT: _line(_("Rent of smoke detectors"), _since(SMOKE_RENT, Verdict.NO)),
    Kind.EMERGENCY_FLAT_SUM: _line(_("Emergency flat sum"), _since(EMERGENCY, Verdict.NO)),
    Kind.ADMINISTRATION: _line(_("Administration"), _since("§ 1 Abs. 2 Nr. 1 BetrKV", Verdict.NO)),
    Kind.REPAIR: _line(_("Maintenance and repair"), _since("§ 1 Abs. 2 Nr. 2 BetrKV", Verdict.NO)),
}
NEW_NETS: Timeline[Verdict] = _line(
    _("Aerials and cable nets built since December 2021"),
    Version(valid_from=FIBRE_ON, value=Verdict.NO, source="§ 2 Satz 2 BetrKV"),
)
IN_A_NET = (Kind.AERIAL, Kind.CABLE_FEE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """Whether costs can be passed on, and where that is written."""

    verdict: Annotated[Verdict, _("Can be passed on")]
    source: Annotated[str, _("Source")]


@rule(
    "operating-cost-allowed",
    Area.RENT,
    title=_("Operating costs: what can be passed on"),
    says=_(
        "Running costs of the seventeen kinds of § 2 BetrKV can be passed on if the lease says so; those of number 17 "
        "must be named. Administration and repair never can. The fees of cable television ended on 30 June 2024; for "
        "aerials and cable nets built since December 2021 nothing is passed on."
    ),
    timelines=(*VERDICTS.values(), NEW_NETS),
    cases=(
        Case("land tax", {"kind": "land-tax", "on": "2026-01-01"}, {"verdict": "yes"}, "§ 2 Satz 1 Nr. 1 BetrKV"),
        Case(
            "cable television on its last day",
            {"kind": "cable-fee", "on": "2024-06-30", "built": "1998-01-01"},
            {"verdict": "yes"},
            "§ 2 Satz 1 Nr. 15 BetrKV",
        ),
        Case(
            "cable television a day later",
            {"kind": "cable-fee", "on": "2024-07-01", "built": "1998-01-01"},
            {"verdict": "no"},
            "§ 2 Satz 1 Nr. 15 BetrKV",
        ),
        Case(
            "an aerial of 2022",
            {"kind": "aerial", "on": "2023-01-01", "built": "2022-01-01"},
            {"verdict": "no", "source": "§ 2 Satz 2 BetrKV"},
            "§ 2 Satz 2 BetrKV",
        ),
        Case(
            "rent of smoke detectors",
            {"kind": "smoke-detector-rent", "on": "2026-01-01"},
            {"verdict": "no"},
            "BGH 11.05.2022, VIII ZR 379/20",
        ),
        Case("repairs", {"kind": "repair", "on": "2026-01-01"}, {"verdict": "no"}, "§ 1 Abs. 2 Nr. 2 BetrKV"),
        Case("roof gutters", {"kind": "gutters", "on": "2026-01-01"}, {"verdict": "named"}, GUTTERS_SOURCE),
    ),
)
def operating_cost_allowed(
    *,
    kind: Annotated[Kind, _("Kind of costs")],
    on: Annotated[date, _("Day for which the costs arose")],
    built_on: Annotated[date | None, _("Day on which the aerial or cable net was built")] = None,
) -> Derived[Allowed]:
    """Return the verdict; raises Incomplete for a net of unknown age, NotInForce before 2004 (fibre: December 2021)."""
    derivation = Derivation()
    timeline = VERDICTS[kind]
    if kind in IN_A_NET and on >= FIBRE_ON:
        if built_on is None:
            raise Incomplete(_("When the net was built decides: give “built”."))
        if built_on >= FIBRE_ON:
            timeline = NEW_NETS
    verdict = derivation.applies(timeline, on)
    derivation.step(_("%(kind)s: %(verdict)s."), timeline.at(on).source, kind=kind, verdict=verdict)
    return derivation.gives(Allowed(verdict=verdict, source=timeline.at(on).source))
