"""§ 355 Abs. 1 BGB: whether a declaration of withdrawal is in time; its dispatch decides, not its arrival."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from quartier.law.bgb.hours import local
from quartier.law.bgb.periods import COUNTING, WEEKEND
from quartier.law.bgb.withdrawal import (
    CONSUMER_RIGHTS,
    FINANCIAL_REFORM,
    LONG_STOP,
    LONG_STOP_END,
    PERIOD,
    Bounced,
    ConcludedOn,
    DeliveredOn,
    InformedOn,
    InstructedOn,
    Kind,
    KindOfContract,
    LandOfWithdrawal,
    withdrawal_period,
)
from quartier.law.calendar.working_days import HOLIDAYS
from quartier.law.errors import Incomplete, NotApplicable, WrongOrder
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.law.sources import NOTES, ROWS
from quartier.values.sentences import mark as _
from quartier.values.timeline import Timeline, Version

# The value is the paragraph by which an online declaration has to be acknowledged.
DECLARATION: Timeline[str] = Timeline(
    _("Declaration of withdrawal"),
    (
        Version(
            valid_from=CONSUMER_RIGHTS,
            value="§ 356 Abs. 1 Satz 2 BGB",
            source="§ 355 Abs. 1 Satz 2, 3 und 5 BGB",
        ),
        Version(
            valid_from=FINANCIAL_REFORM,
            value="§ 356a Abs. 4 BGB",
            source="§ 355 Abs. 1 Satz 2, 3 und 5, § 356a Abs. 5 BGB (BGBl. 2026 I Nr. 28)",
            verified=False,
            note=_(
                "Read § 356a Abs. 5 BGB in the text in force: a declaration sent by the withdrawal function before the "
                "period ends is in time."
            ),
        ),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class InTime:
    """Whether a withdrawal is in time, by which day, and from when it has effect."""

    in_time: Annotated[bool, _("In time")]
    decisive_on: Annotated[date, _("Day that counts")]
    last_on: Annotated[date | None, _("Last day to withdraw")]
    effective_on: Annotated[date | None, _("Day on which it reached the provider")]


@rule(
    "withdrawal-in-time",
    Area.WITHDRAWAL,
    title=_("Whether a withdrawal is in time"),
    says=_(
        "Timely dispatch is enough, whenever the declaration arrives. No form is required, so text form is enough; a "
        "click counts as dispatch on the German day on which it was made."
    ),
    timelines=(DECLARATION, PERIOD, LONG_STOP, LONG_STOP_END, COUNTING, WEEKEND, HOLIDAYS),
    cases=(
        Case(
            "a letter sent on day 13 and received on day 17 (DWG-40)",
            {
                "concluded": "2025-03-03",
                "instructed": "2025-03-03",
                "land": "NW",
                "dispatched": "2025-03-16",
                "received": "2025-03-20",
            },
            gives={"in_time": True, "decisive_on": "2025-03-16", "last_on": "2025-03-17"},
            source=f"{ROWS} DWG-40",
        ),
        Case(
            "a letter sent on day 15 (DWG-40)",
            {"concluded": "2025-03-03", "instructed": "2025-03-03", "land": "NW", "dispatched": "2025-03-18"},
            gives={"in_time": False, "effective_on": None},
            source=f"{ROWS} DWG-40",
        ),
        Case(
            "online on day 14 at 23:59 (DWG-38)",
            {
                "concluded": "2025-03-03",
                "instructed": "2025-03-03",
                "land": "NW",
                "clicked": "2025-03-17T23:59+01:00",
            },
            gives={"in_time": True, "decisive_on": "2025-03-17"},
            source=f"{ROWS} DWG-38",
        ),
        Case(
            "online on day 15 (DWG-38)",
            {
                "concluded": "2025-03-03",
                "instructed": "2025-03-03",
                "land": "NW",
                "clicked": "2025-03-18T00:00+01:00",
            },
            gives={"in_time": False, "decisive_on": "2025-03-18"},
            source=f"{ROWS} DWG-38",
        ),
        Case(
            "day 15 is in time where § 193 BGB has moved the end (WR-072, WR-097)",
            {"concluded": "2026-03-20", "instructed": "2026-03-20", "land": "NW", "dispatched": "2026-04-04"},
            gives={"in_time": True, "last_on": "2026-04-07"},
            source=NOTES,
        ),
    ),
)
def withdrawal_in_time(
    *,
    concluded_on: ConcludedOn,
    land: LandOfWithdrawal,
    instructed_on: InstructedOn = None,
    dispatched_on: Annotated[date | None, _("Day on which the letter, fax or e-mail was sent")] = None,
    clicked_at: Annotated[datetime | None, _("Instant of an online declaration, with time zone")] = None,
    received_on: Annotated[date | None, _("Day on which the withdrawal reached the provider")] = None,
    bounced: Bounced = False,
    informed_on: InformedOn = None,
    kind: KindOfContract = Kind.SERVICE,
    delivered_on: DeliveredOn = None,
) -> Derived[InTime]:
    """Return whether it is in time; raises Incomplete when the day of dispatch decides and is not known."""
    derivation = Derivation()
    acknowledged_by = derivation.applies(DECLARATION, concluded_on)
    period = derivation.takes(
        withdrawal_period(
            concluded_on=concluded_on,
            land=land,
            instructed_on=instructed_on,
            bounced=bounced,
            informed_on=informed_on,
            kind=kind,
            delivered_on=delivered_on,
        )
    )
    sent_on, arrived_on = _dispatch(derivation, dispatched_on, clicked_at, received_on)
    decisive_on = sent_on if sent_on is not None else _by_receipt(derivation, arrived_on, period.last_on)
    in_time = _judge(derivation, decisive_on, period.last_on)
    if clicked_at is not None:
        derivation.step(
            _("Acknowledge the online declaration at once on a durable medium, with date and time."), acknowledged_by
        )
    found = InTime(in_time=in_time, decisive_on=decisive_on, last_on=period.last_on, effective_on=arrived_on)
    return derivation.gives(found)


def _judge(derivation: Derivation, decisive_on: date, last_on: date | None) -> bool:
    """Tell whether a day is in time; every day is, as long as the period has no end."""
    if last_on is None or decisive_on <= last_on:
        derivation.step(_("%(day)s is in time."), "§ 355 Abs. 1 Satz 5 BGB", day=decisive_on)
        return True
    derivation.step(
        _("%(day)s is too late. Answer that the period is over; do not leave it unanswered."),
        "§ 355 Abs. 1 Satz 1 BGB",
        day=decisive_on,
    )
    return False


def _dispatch(
    derivation: Derivation, dispatched_on: date | None, clicked_at: datetime | None, received_on: date | None
) -> tuple[date | None, date | None]:
    """Return the days of dispatch and of receipt, as far as they are known."""
    sent_on = dispatched_on
    if clicked_at is not None:
        if dispatched_on is not None:
            raise NotApplicable(_("Give the day of dispatch or the instant of the click, not both."))
        at = local(clicked_at)
        derivation.step(_("The online declaration was sent at %(at)s German time."), "§ 355 Abs. 1 Satz 5 BGB", at=at)
        sent_on = at.date()
        received_on = received_on or sent_on
    elif dispatched_on is not None:
        derivation.step(_("Dispatch on %(day)s decides."), "§ 355 Abs. 1 Satz 5 BGB", day=dispatched_on)
    if sent_on is not None and received_on is not None and received_on < sent_on:
        raise WrongOrder(
            _("The withdrawal cannot arrive (%(received)s) before it was sent (%(sent)s)."),
            received=received_on,
            sent=sent_on,
        )
    return sent_on, received_on


def _by_receipt(derivation: Derivation, received_on: date | None, last_on: date | None) -> date:
    """Return the day of receipt where it proves that the dispatch was in time; otherwise the dispatch must be known."""
    if received_on is None:
        raise Incomplete(_("Give the day on which the withdrawal was sent, or the day on which it arrived."))
    if last_on is not None and received_on > last_on:
        raise Incomplete(
            _(
                "It arrived on %(received)s, after the last day (%(last)s). Find out the day of dispatch: the postmark "
                "or the time in the e-mail decides."
            ),
            received=received_on,
            last=last_on,
        )
    derivation.step(_("It arrived on %(day)s, so it was sent no later."), "§ 355 Abs. 1 Satz 5 BGB", day=received_on)
    return received_on
