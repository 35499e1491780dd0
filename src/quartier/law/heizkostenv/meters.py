"""§§ 5, 6a HeizkostenV: from when meters are read from afar, and what users are told how often."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from quartier.law.errors import NotApplicable
from quartier.law.heizkostenv.shares import STARTED_ON
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.values.choice import Choice
from quartier.values.sentences import mark as _
from quartier.values.timeline import Timeline, Version


class Need(Choice):
    """What a meter must be able to do on the day it is installed."""

    ANY = "any", _("no remote reading")
    REMOTE = "remote", _("remote reading")
    GATEWAY = "gateway", _("remote reading, ready for a smart meter gateway and interoperable")


NEED: Timeline[Need] = Timeline(
    _("Meters for heat and hot water"),
    (
        Version(
            valid_from=STARTED_ON, value=Need.ANY, source="§ 5 HeizkostenV in der bis 30.11.2021 geltenden Fassung"
        ),
        # The duty holds for what is installed after 1 December 2021.
        Version(valid_from=date(2021, 12, 2), value=Need.REMOTE, source="§ 5 Abs. 2 Satz 1 HeizkostenV"),
        Version(valid_from=date(2022, 12, 1), value=Need.GATEWAY, source="§ 5 Abs. 2 Satz 3, Abs. 5 HeizkostenV"),
    ),
)
OLD_METERS: Timeline[date] = Timeline(
    _("Last day for meters that cannot be read from afar"),
    (Version(valid_from=STARTED_ON, value=date(2026, 12, 31), source="§ 5 Abs. 3 HeizkostenV"),),
)
EARLY_REMOTE: Timeline[date] = Timeline(
    _("Last day for remote meters without a gateway"),
    (Version(valid_from=STARTED_ON, value=date(2031, 12, 31), source="§ 5 Abs. 4 HeizkostenV"),),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeterDuties:
    """Whether a meter could be installed, and until when it must be able to do more."""

    allowed: Annotated[bool, _("Could be installed")]
    remote_by: Annotated[date | None, _("Remote reading by")]
    gateway_by: Annotated[date | None, _("Gateway and interoperability by")]


@rule(
    "remote-reading",
    Area.RENT,
    title=_("Meters that are read from afar"),
    says=_(
        "Meters installed after 1 December 2021 are read from afar, those from 1 December 2022 on are ready for a "
        "smart meter gateway and interoperable. Older ones without remote reading are changed by 31 December 2026, "
        "older remote ones by 31 December 2031. A single meter in a system that is not remote may be replaced by its "
        "like."
    ),
    timelines=(NEED, OLD_METERS, EARLY_REMOTE),
    cases=(
        Case(
            "an old meter",
            {"installed": "2015-06-01", "remote": False},
            gives={"allowed": True, "remote_by": "2026-12-31", "gateway_by": "2026-12-31"},
            source="§ 5 Abs. 3 HeizkostenV",
        ),
        Case(
            "on 2 December 2021 without remote reading",
            {"installed": "2021-12-02", "remote": False},
            gives={"allowed": False, "remote_by": None},
            source="§ 5 Abs. 2 Satz 1 HeizkostenV",
        ),
        Case(
            "one meter of an old system was replaced",
            {"installed": "2023-05-01", "remote": False, "replacement": True},
            gives={"allowed": True, "remote_by": "2026-12-31"},
            source="§ 5 Abs. 2 Satz 4, Abs. 3 HeizkostenV",
        ),
        Case(
            "an early remote meter",
            {"installed": "2022-06-01", "remote": True},
            gives={"allowed": True, "remote_by": None, "gateway_by": "2031-12-31"},
            source="§ 5 Abs. 4 HeizkostenV",
        ),
    ),
)
def remote_reading(
    *,
    installed_on: Annotated[date, _("Day on which the meter was installed")],
    remote: Annotated[bool, _("Whether the meter is read from afar")],
    replacement: Annotated[
        bool, _("Whether a single meter of a system that is not read from afar was replaced or added")
    ] = False,
) -> Derived[MeterDuties]:
    """Return the duties; raises NotInForce before 2009."""
    derivation = Derivation()
    need = derivation.applies(NEED, installed_on)
    derivation.step(_("Installed on %(day)s the meter needs: %(need)s."), day=installed_on, need=need)
    if remote:
        by = installed_on if need is Need.GATEWAY else derivation.applies(EARLY_REMOTE, installed_on)
        derivation.step(_("A gateway and interoperability are needed by %(day)s."), day=by)
        return derivation.gives(MeterDuties(allowed=True, remote_by=None, gateway_by=by))
    if need is not Need.ANY and not replacement:
        derivation.step(_("A meter without remote reading was not allowed. Replace it."))
        return derivation.gives(MeterDuties(allowed=False, remote_by=None, gateway_by=None))
    by = derivation.applies(OLD_METERS, installed_on)
    derivation.step(
        _("It is changed by %(day)s unless that is impossible or an undue hardship."), "§ 5 Abs. 3 HeizkostenV", day=by
    )
    return derivation.gives(MeterDuties(allowed=True, remote_by=by, gateway_by=by))


class Interval(Choice):
    """How often users are told about their consumption."""

    NEVER = "never", _("only in the statement")
    TWICE_A_YEAR = "twice-a-year", _("at least twice a year")
    QUARTERLY = "quarterly", _("at least every quarter")
    MONTHLY = "monthly", _("every month")


class Content(Choice):
    """What users are told."""

    LAST_MONTH = "last-month", _("consumption of the last month in kilowatt-hours")
    COMPARED = "compared", _("the same compared with the month before and the month a year ago, as far as recorded")
    AVERAGE = "average", _("comparison with an average user of the same kind")
    SOURCES = "sources", _("energy sources; for district heating also emissions and primary energy factor")
    TAXES = "taxes", _("taxes, levies and customs")
    METER_FEES = "meter-fees", _("charges for meters, calibration, reading and billing")
    CONTACTS = "contacts", _("contacts of consumer organisations and energy agencies")
    DISPUTES = "disputes", _("dispute settlement for consumers (VSBG)")
    WEATHER = "weather", _("weather-adjusted consumption compared with the period before, as a diagram")


MONTHLY_CONTENT = (Content.LAST_MONTH, Content.COMPARED, Content.AVERAGE)
BILLING_CONTENT = (
    Content.SOURCES,
    Content.TAXES,
    Content.METER_FEES,
    Content.CONTACTS,
    Content.DISPUTES,
    Content.AVERAGE,
    Content.WEATHER,
)
WITHOUT_CONSUMPTION = (Content.CONTACTS, Content.DISPUTES)

INFORMATION: Timeline[Interval] = Timeline(
    _("Information on consumption during the year"),
    (
        Version(valid_from=date(2021, 12, 1), value=Interval.TWICE_A_YEAR, source="§ 6a Abs. 1 Nr. 1 HeizkostenV"),
        Version(valid_from=date(2022, 1, 1), value=Interval.MONTHLY, source="§ 6a Abs. 1 Nr. 2 und Abs. 2 HeizkostenV"),
    ),
)
STATEMENTS: Timeline[tuple[Content, ...]] = Timeline(
    _("Information in the statement of heating costs"),
    (Version(valid_from=date(2021, 12, 1), value=BILLING_CONTENT, source="§ 6a Abs. 3 und 5 HeizkostenV"),),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Information:
    """What users are told during the year and with the statement."""

    interval: Annotated[Interval, _("During the year")]
    during_year: Annotated[tuple[Content, ...], _("What it says")]
    with_statement: Annotated[tuple[Content, ...], _("With the statement")]


@rule(
    "heating-information",
    Area.RENT,
    title=_("Information on consumption for users"),
    says=_(
        "Where meters are read from afar, users are told their consumption every month since January 2022. For periods "
        "that begin on 1 December 2021 or later each statement comes with the information of § 6a Abs. 3 HeizkostenV."
    ),
    timelines=(INFORMATION, STATEMENTS),
    cases=(
        Case(
            "remote meters in 2026",
            {"on": "2026-11-22", "from": "2026-01-01", "remote": True},
            gives={"interval": "monthly", "during_year": ["last-month", "compared", "average"]},
            source="§ 6a Abs. 1 Nr. 2 und Abs. 2 HeizkostenV",
        ),
        Case(
            "December 2021, asked for by the user",
            {"on": "2021-12-31", "from": "2021-12-01", "remote": True, "requested": True},
            gives={"interval": "quarterly", "during_year": []},
            source="§ 6a Abs. 1 Nr. 1 Buchst. a HeizkostenV",
        ),
        Case(
            "no consumption was billed",
            {"on": "2026-11-22", "from": "2026-01-01", "remote": False, "by-consumption": False},
            gives={"interval": "never", "with_statement": ["contacts", "disputes"]},
            source="§ 6a Abs. 5 HeizkostenV",
        ),
    ),
)
def heating_information(
    *,
    on: Annotated[date, _("Day that is asked about")],
    from_on: Annotated[date, _("First day of the billing period")],
    remote: Annotated[bool, _("Whether the meters are read from afar")],
    requested: Annotated[
        bool, _("Whether the user asked for it, or the supplier bills the owner electronically")
    ] = False,
    by_consumption: Annotated[bool, _("Whether the statement rests on consumption")] = True,
) -> Derived[Information]:
    """Return interval and contents; raises NotInForce for periods before December 2021, NotApplicable."""
    if on < from_on:
        raise NotApplicable(_("%(day)s lies before the billing period. Ask for a day in it."), day=on)
    derivation = Derivation()
    with_consumption = derivation.applies(STATEMENTS, from_on)
    contents = with_consumption if by_consumption else WITHOUT_CONSUMPTION
    interval = derivation.applies(INFORMATION, on) if remote else Interval.NEVER
    if interval is Interval.TWICE_A_YEAR and requested:
        interval = Interval.QUARTERLY
    derivation.step(_("On %(day)s users are told about their consumption: %(interval)s."), day=on, interval=interval)
    during = MONTHLY_CONTENT if interval is Interval.MONTHLY else ()
    return derivation.gives(Information(interval=interval, during_year=during, with_statement=contents))
