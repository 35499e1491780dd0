"""Art. 17, 18 GDPR, § 35 BDSG: what happens to data whose purpose has ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.law.sources import NOTES, ROWS
from quartier.values.choice import Choice
from quartier.values.period import ONE_DAY
from quartier.values.sentences import mark as _
from quartier.values.timeline import Timeline, Version

ERASURE: Timeline[str] = Timeline(
    _("Erasure of data whose purpose has ended"),
    (
        Version(
            valid_from=date(2018, 5, 25),
            value="erase, or restrict while there is a ground",
            source="Art. 5 Abs. 1 Buchst. e, Art. 17 Abs. 1 und 3 DSGVO; § 35 Abs. 3 BDSG",
        ),
    ),
)


class Treatment(Choice):
    """What is done with the data."""

    USE = "use", _("in use: the purpose has not ended")
    RESTRICT = "restrict", _("restricted: kept for the named ground alone, out of daily use")
    ERASE = "erase", _("erased, also from files and index")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What holds on a day, and when the data go; no day is known while somebody holds them back."""

    treatment: Annotated[Treatment, _("On that day")]
    restricted_until: Annotated[date | None, _("Restricted until the end of")]
    erase_on: Annotated[date | None, _("To be erased on")]


@rule(
    "erasure-or-restriction",
    Area.RETENTION,
    title=_("Erasing or restricting data whose purpose has ended"),
    says=_(
        "Data go when their purpose ends. Where a duty to keep them or a claim stands in the way they are restricted "
        "until the last of these grounds ends, and then erased."
    ),
    timelines=(ERASURE,),
    cases=(
        Case(
            "an invoice of 2026 whose contract has ended",
            {"purpose-ended": "2027-06-30", "law-until": "2034-12-31", "on": "2027-07-01"},
            gives={"treatment": "restrict", "restricted_until": "2034-12-31", "erase_on": "2035-01-01"},
            source=NOTES,
        ),
        Case(
            "the same on the day after its retention",
            {"purpose-ended": "2027-06-30", "law-until": "2034-12-31", "on": "2035-01-01"},
            gives={"treatment": "erase", "restricted_until": None, "erase_on": "2035-01-01"},
            source=NOTES,
        ),
        Case(
            "nothing stands in the way",
            {"purpose-ended": "2027-06-30", "on": "2027-07-01"},
            gives={"treatment": "erase", "erase_on": "2027-07-01"},
            source=f"{ROWS} SBV-30",
        ),
        Case(
            "a claim outlasts the duty",
            {
                "purpose-ended": "2027-06-30",
                "law-until": "2029-12-31",
                "claims-until": "2030-12-31",
                "on": "2030-01-01",
            },
            gives={"treatment": "restrict", "restricted_until": "2030-12-31"},
            source=f"{ROWS} SBV-30",
        ),
        Case(
            "a legal hold",
            {"purpose-ended": "2027-06-30", "law-until": "2029-12-31", "hold": True, "on": "2030-01-01"},
            gives={"treatment": "restrict", "restricted_until": None, "erase_on": None},
            source=f"{ROWS} SBV-31",
        ),
    ),
)
def erasure_or_restriction(
    *,
    purpose_ended_on: Annotated[date, _("Last day on which the data were needed for their purpose")],
    on: Annotated[date, _("Day for which it is asked")],
    law_until_on: Annotated[date | None, _("Last day of a duty by law to keep them")] = None,
    contract_until_on: Annotated[date | None, _("Last day of a duty by articles or contract to keep them")] = None,
    claims_until_on: Annotated[date | None, _("Last day on which claims can be made for which they are needed")] = None,
    hold: Annotated[bool, _("Whether a legal hold with a reason and a review date stands in the way")] = False,
) -> Derived[Fate]:
    """Return what holds on the day; raises NotInForce before 25 May 2018."""
    derivation = Derivation()
    derivation.applies(ERASURE, on)
    last_on = _last_ground(purpose_ended_on, law_until_on, contract_until_on, claims_until_on, derivation)
    erase_on = None if hold else last_on + ONE_DAY
    if hold:
        derivation.step(_("A legal hold keeps them until it is lifted."), "Art. 17 Abs. 3 Buchst. e DSGVO")
    if on <= purpose_ended_on:
        derivation.step(_("The purpose has not ended on %(day)s."), "Art. 5 Abs. 1 Buchst. b DSGVO", day=on)
        return derivation.gives(Fate(treatment=Treatment.USE, restricted_until=None, erase_on=erase_on))
    if hold or on <= last_on:
        derivation.step(
            _("They are restricted: kept for these grounds alone and out of daily use."),
            "Art. 5 Abs. 1 Buchst. b und c, Art. 18 Abs. 2 DSGVO; § 35 Abs. 3 BDSG",
        )
        until = None if hold else last_on
        return derivation.gives(Fate(treatment=Treatment.RESTRICT, restricted_until=until, erase_on=erase_on))
    derivation.step(
        _("Nothing stands in the way any more since %(day)s: they are erased without undue delay."),
        "Art. 17 Abs. 1 Buchst. a DSGVO",
        day=last_on + ONE_DAY,
    )
    return derivation.gives(Fate(treatment=Treatment.ERASE, restricted_until=None, erase_on=erase_on))


def _last_ground(
    purpose_ended_on: date,
    law_until_on: date | None,
    contract_until_on: date | None,
    claims_until_on: date | None,
    derivation: Derivation,
) -> date:
    """Return the last day on which anything stands in the way, at least the last day of the purpose."""
    by_law = _("A duty by law to keep them stands in the way until %(end)s.")
    by_contract = _("A duty by articles or contract stands in the way until %(end)s.")
    grounds = (
        (law_until_on, by_law, "Art. 17 Abs. 3 Buchst. b DSGVO"),
        (contract_until_on, by_contract, "§ 35 Abs. 3 BDSG"),
        (claims_until_on, _("Claims stand in the way until %(end)s."), "Art. 17 Abs. 3 Buchst. e DSGVO"),
    )
    last_on = purpose_ended_on
    for until, template, source in grounds:
        if until is not None:
            derivation.step(template, source, end=until)
            last_on = max(last_on, until)
    return last_on
