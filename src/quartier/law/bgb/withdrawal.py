"""§§ 355, 356 BGB: from when and until when a consumer can withdraw from a contract."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from quartier.law.bgb.periods import COUNTING, WEEKEND, Act, end_of
from quartier.law.calendar.working_days import HOLIDAYS, WorkCalendar
from quartier.law.errors import NotApplicable
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.law.sources import NOTES, ROWS
from quartier.values.choice import Choice
from quartier.values.land import Land
from quartier.values.period import ONE_DAY
from quartier.values.sentences import mark as _
from quartier.values.span import Span
from quartier.values.timeline import Timeline, Version

CONSUMER_RIGHTS = date(2014, 6, 13)
FINANCIAL_REFORM = date(2026, 6, 19)

PERIOD: Timeline[Span] = Timeline(
    _("Withdrawal period"),
    (
        Version(
            valid_from=CONSUMER_RIGHTS,
            value=Span(days=14),
            source="§ 355 Abs. 2 Satz 1, § 356 Abs. 2 und Abs. 3 Satz 1 BGB; Art. 229 § 32 Abs. 1 EGBGB",
        ),
    ),
)
LONG_STOP: Timeline[Span] = Timeline(
    _("Last end of the right of withdrawal"),
    (
        Version(valid_from=CONSUMER_RIGHTS, value=Span(months=12, days=14), source="§ 356 Abs. 3 Satz 2 BGB"),
        Version(
            valid_from=FINANCIAL_REFORM,
            value=Span(months=12, days=14),
            source="§ 356 Abs. 4 Satz 1 BGB (BGBl. 2026 I Nr. 28)",
            verified=False,
            note=_(
                "§ 356 BGB was renumbered on 19 June 2026; read the paragraph in the text in force and confirm that "
                "the length is unchanged."
            ),
        ),
    ),
)
LONG_STOP_END: Timeline[Act] = Timeline(
    _("Last end of the right of withdrawal on a weekend or holiday"),
    (
        Version(
            valid_from=CONSUMER_RIGHTS,
            value=Act.DECLARATION,
            source="§ 193 BGB",
            verified=False,
            note=_(
                "Whether § 193 BGB moves this end has not been decided. The careful answer for the provider is the "
                "later day. Art. 10(1) of Directive 2011/83/EU counts the twelve months from the end of the 14 days, "
                "which can differ by a day at the end of February."
            ),
        ),
    ),
)


class Kind(Choice):
    """What the contract is about: it decides which event begins the period."""

    SERVICE = "service", _("services")
    DIGITAL = "digital-content", _("digital content that is not on a physical medium")
    SUPPLY = "supply", _("water, gas, electricity in no fixed quantity, or district heating")
    GOODS = "goods", _("goods; the last item or part delivered counts")
    REGULAR_GOODS = "regular-goods", _("goods delivered regularly over a fixed time; the first delivery counts")

    @property
    def delivered(self) -> bool:
        """Tell whether the period begins with the delivery of goods."""
        return self in {Kind.GOODS, Kind.REGULAR_GOODS}


ConcludedOn = Annotated[date, _("Day on which the contract was concluded")]
LandOfWithdrawal = Annotated[Land, _("Land of the place to which the withdrawal is sent")]
InstructedOn = Annotated[date | None, _("Day on which a proper instruction was received; left out if never")]
Bounced = Annotated[bool, _("Whether the instruction came back as undeliverable")]
InformedOn = Annotated[
    date | None, _("Day on which further information was complete, if the instruction lets the period wait for it")
]
KindOfContract = Annotated[Kind, _("What the contract is about")]
DeliveredOn = Annotated[date | None, _("Day on which the goods that count arrived; left out if not yet")]


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalPeriod:
    """When the consumer can withdraw; a day is None as long as the event has not happened that it depends on."""

    instructed: Annotated[bool, _("Instructed")]
    starts_on: Annotated[date | None, _("Day of the event that begins the period")]
    last_on: Annotated[date | None, _("Last day to withdraw")]
    long_stop_on: Annotated[date | None, _("Day with which the right ends in any case")]
    work_from_on: Annotated[date | None, _("First day to begin work without the consumer's demand")]


@rule(
    "withdrawal-period",
    Area.WITHDRAWAL,
    title=_("The withdrawal period"),
    says=_(
        "14 days from the latest of contract, delivery of goods and receipt of a proper instruction. Without an "
        "instruction the right ends twelve months and 14 days after contract or delivery."
    ),
    timelines=(PERIOD, LONG_STOP, LONG_STOP_END, COUNTING, WEEKEND, HOLIDAYS),
    cases=(
        Case(
            "concluded and instructed on 11 December 2026: the end falls on Christmas Day",
            {"concluded": "2026-12-11", "instructed": "2026-12-11", "land": "NW"},
            gives={"instructed": True, "starts_on": "2026-12-11", "last_on": "2026-12-28"},
            source=NOTES,
        ),
        Case(
            "the same without instruction",
            {"concluded": "2026-12-11", "land": "NW"},
            gives={
                "instructed": False,
                "starts_on": None,
                "last_on": "2027-12-27",
                "long_stop_on": "2027-12-27",
                "work_from_on": "2027-12-28",
            },
            source=NOTES,
        ),
        Case(
            "concluded on 20 March 2026: Good Friday moves the end, early work from 8 April (WR-072)",
            {"concluded": "2026-03-20", "instructed": "2026-03-20", "land": "NW"},
            gives={"last_on": "2026-04-07", "work_from_on": "2026-04-08"},
            source=NOTES,
        ),
        Case(
            "activated and instructed on 3 March 2025 (DWG-39)",
            {"concluded": "2025-03-03", "instructed": "2025-03-03", "land": "NW"},
            gives={"last_on": "2025-03-17"},
            source=f"{ROWS} DWG-39",
        ),
        Case(
            "the end falls on Easter Sunday (DWG-39)",
            {"concluded": "2025-04-06", "instructed": "2025-04-06", "land": "NW"},
            gives={"last_on": "2025-04-22"},
            source=f"{ROWS} DWG-39",
        ),
        Case(
            "the end falls on 1 May (DWG-39)",
            {"concluded": "2025-04-17", "instructed": "2025-04-17", "land": "NW"},
            gives={"last_on": "2025-05-02"},
            source=f"{ROWS} DWG-39",
        ),
        Case(
            "the instruction came back as undeliverable (DWG-39)",
            {"concluded": "2025-03-03", "instructed": "2025-03-03", "bounced": True, "land": "NW"},
            gives={"instructed": False, "starts_on": None, "last_on": "2026-03-17"},
            source=f"{ROWS} DWG-39",
        ),
        Case(
            "the latest of contract, instruction and information counts (DWG-39)",
            {"concluded": "2025-03-03", "instructed": "2025-03-05", "informed": "2025-03-07", "land": "NW"},
            gives={"starts_on": "2025-03-07", "last_on": "2025-03-21"},
            source=f"{ROWS} DWG-39",
        ),
        Case(
            "goods: the delivery counts",
            {
                "concluded": "2026-10-01",
                "instructed": "2026-10-01",
                "kind": "goods",
                "delivered": "2026-10-12",
                "land": "NW",
            },
            gives={"starts_on": "2026-10-12", "last_on": "2026-10-26"},
            source="§ 356 Abs. 2 Nr. 1 BGB",
        ),
    ),
)
def withdrawal_period(
    *,
    concluded_on: ConcludedOn,
    land: LandOfWithdrawal,
    instructed_on: InstructedOn = None,
    bounced: Bounced = False,
    informed_on: InformedOn = None,
    kind: KindOfContract = Kind.SERVICE,
    delivered_on: DeliveredOn = None,
) -> Derived[WithdrawalPeriod]:
    """Return the period; raises NotInForce for contracts before 13 June 2014, NotApplicable for a delivery of none."""
    derivation = Derivation()
    length = derivation.applies(PERIOD, concluded_on)
    event_on = _event(derivation, kind, concluded_on, delivered_on)
    known_on = None if bounced else instructed_on
    _tell_instruction(derivation, instructed_on, bounced)
    if event_on is None:
        return derivation.gives(_open(instructed=known_on is not None))
    calendar = WorkCalendar(land)
    longest = derivation.applies(LONG_STOP, concluded_on)
    stop = end_of(event_on, longest, derivation.applies(LONG_STOP_END, concluded_on), calendar)
    stop_on = stop.value.ends_on
    if known_on is None:
        derivation.takes(stop)
        derivation.step(_("Without an instruction the right ends with %(day)s."), day=stop_on)
        return derivation.gives(_until(None, stop_on, stop_on, instructed=False))
    starts_on = _start(derivation, event_on, known_on, informed_on)
    if starts_on > stop_on:
        derivation.step(_("By then the right had ended with %(day)s."), day=stop_on)
        return derivation.gives(_until(None, stop_on, stop_on, instructed=True))
    end_on = derivation.takes(end_of(starts_on, length, Act.DECLARATION, calendar)).ends_on
    derivation.step(
        _("%(length)s after contract or delivery, with %(day)s, the right ends in any case."),
        length=longest,
        day=stop_on,
    )
    return derivation.gives(_until(starts_on, min(end_on, stop_on), stop_on, instructed=True))


def _event(derivation: Derivation, kind: Kind, concluded_on: date, delivered_on: date | None) -> date | None:
    """Return the day of the contract or of the delivery; None while goods are on their way."""
    if not kind.delivered:
        if delivered_on is not None:
            raise NotApplicable(_("A delivery counts only for goods. Leave it out, or name goods as the kind."))
        source = "§ 355 Abs. 2 Satz 2 BGB" if kind is Kind.SERVICE else "§ 356 Abs. 2 Nr. 2 BGB"
        derivation.step(_("The contract was concluded on %(day)s (%(kind)s)."), source, day=concluded_on, kind=kind)
        return concluded_on
    if delivered_on is None:
        derivation.step(_("The goods have not arrived, so the period has not begun."), "§ 356 Abs. 2 Nr. 1 BGB")
        return None
    event_on = max(concluded_on, delivered_on)
    derivation.step(_("The goods arrived on %(day)s (%(kind)s)."), "§ 356 Abs. 2 Nr. 1 BGB", day=event_on, kind=kind)
    return event_on


def _tell_instruction(derivation: Derivation, instructed_on: date | None, bounced: bool) -> None:
    source = "§ 356 Abs. 3 Satz 1 BGB; Art. 246a § 1 Abs. 2 Satz 1 Nr. 1 EGBGB"
    if bounced:
        derivation.step(_("The instruction came back as undeliverable: it was never received."), source)
    elif instructed_on is None:
        derivation.step(_("No instruction was received: the period does not begin."), source)
    else:
        derivation.step(_("The instruction was received on %(day)s."), source, day=instructed_on)


def _start(derivation: Derivation, event_on: date, known_on: date, informed_on: date | None) -> date:
    """Return the latest of the days that must all have come before the period begins."""
    days = [event_on, known_on]
    if informed_on is not None:
        derivation.step(
            _("By the instruction's own words the period waits for further information, complete on %(day)s."),
            "§ 361 Abs. 2 Satz 1 BGB",
            day=informed_on,
        )
        days.append(informed_on)
    starts_on = max(days)
    derivation.step(_("The latest of these days begins the period: %(day)s."), day=starts_on)
    return starts_on


def _open(*, instructed: bool) -> WithdrawalPeriod:
    return WithdrawalPeriod(instructed=instructed, starts_on=None, last_on=None, long_stop_on=None, work_from_on=None)


def _until(starts_on: date | None, last_on: date, long_stop_on: date, *, instructed: bool) -> WithdrawalPeriod:
    return WithdrawalPeriod(
        instructed=instructed,
        starts_on=starts_on,
        last_on=last_on,
        long_stop_on=long_stop_on,
        work_from_on=last_on + ONE_DAY,
    )
