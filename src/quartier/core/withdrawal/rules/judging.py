"""Judging a withdrawal: is there a right, has it lapsed, was it declared in time. Nothing is guessed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from quartier.law.bgb.periods import Act, end_of
from quartier.law.bgb.withdrawal_declaration import InTime, withdrawal_in_time
from quartier.law.bgb.withdrawal_exclusions import Channel, Customer, Price, withdrawal_exclusions
from quartier.law.bgb.withdrawal_lapse import Performance, withdrawal_lapse
from quartier.law.calendar.working_days import WorkCalendar
from quartier.law.errors import Incomplete
from quartier.law.rule import Derivation, Derived
from quartier.values.land import Land
from quartier.values.sentences import Sentence
from quartier.values.sentences import mark as _
from quartier.values.span import Span

BY_LAW = 14


class Verdict(StrEnum):
    """What a withdrawal comes to. `DISPATCH_UNKNOWN` waits until somebody has found the day of sending."""

    IN_TIME = "in_time"
    LATE = "late"
    NO_RIGHT = "no_right"
    LAPSED = "lapsed"
    DISPATCH_UNKNOWN = "dispatch_unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known about a contract or an order. `concluded_on` None: an offer that nobody has accepted yet.

    `days` is what the provider's policy grants, None for no right of its own. `consented_on` and `acknowledged_on` are
    the two declarations about an early start.
    """

    is_consumer: bool
    is_paid: bool
    land: Land
    days: int | None
    concluded_on: date | None
    instructed_on: date | None = None
    begun_on: date | None = None
    performed_on: date | None = None
    consented_on: date | None = None
    acknowledged_on: date | None = None
    is_digital: bool = False

    @property
    def performance(self) -> Performance:
        """Return what the law calls the thing that is owed."""
        if self.is_digital:
            return Performance.DIGITAL if self.is_paid else Performance.FREE_DIGITAL
        return Performance.SERVICE if self.is_paid else Performance.FREE_SERVICE


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """When a withdrawal was declared: by a click at an instant, or sent and received on days."""

    clicked_at: datetime | None = None
    dispatched_on: date | None = None
    received_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """The verdict, the last day if there is one, the day that decided, and how it came about."""

    verdict: Verdict
    derived: Derived[Any]
    last_on: date | None = None
    decisive_on: date | None = None
    why: Sentence | None = None


def judge(facts: Facts, sent: Sent) -> Judged:
    """Return what a withdrawal comes to.

    >>> facts = Facts(is_consumer=True, is_paid=True, land=Land.NW, days=14, concluded_on=date(2025, 3, 3),
    ...               instructed_on=date(2025, 3, 3))
    >>> judge(facts, Sent(dispatched_on=date(2025, 3, 18), received_on=date(2025, 3, 20))).verdict
    <Verdict.LATE: 'late'>
    """
    derivation = Derivation()
    if not facts.is_consumer:
        why = _("Only consumers can withdraw from a contract; it was concluded for a business.")
        derivation.step(why, "§ 312 Abs. 1, § 355 Abs. 1 Satz 1 BGB")
        return Judged(verdict=Verdict.NO_RIGHT, derived=derivation.gives(None), why=Sentence(why))
    if facts.concluded_on is None:
        derivation.step(_("The order was not accepted yet: the offer is taken back."), "§ 130 Abs. 1, § 355 BGB")
        return Judged(verdict=Verdict.IN_TIME, derived=derivation.gives(None), decisive_on=_day(sent))
    if (missing := _no_right(derivation, facts, facts.concluded_on)) is not None:
        return Judged(verdict=Verdict.NO_RIGHT, derived=derivation.gives(None), why=missing)
    try:
        found = _in_time(derivation, facts, facts.concluded_on, sent)
    except Incomplete as unknown:
        return Judged(verdict=Verdict.DISPATCH_UNKNOWN, derived=derivation.gives(None), why=unknown.sentence)
    return _after_lapse(derivation, facts, facts.concluded_on, found)


def _no_right(derivation: Derivation, facts: Facts, concluded_on: date) -> Sentence | None:
    """Return why there is no right, None where the law or the provider's own terms grant one."""
    price = Price.MONEY if facts.is_paid else Price.NOTHING
    right = derivation.takes(
        withdrawal_exclusions(
            concluded_on=concluded_on, customer=Customer.CONSUMER, channel=Channel.DISTANCE, price=price
        )
    )
    if right.exists:
        return None
    if facts.days is not None:
        derivation.step(_("The provider's own terms grant the right to withdraw."), "§ 311 Abs. 1 BGB")
        return None
    return Sentence(_("There is no right to withdraw from this contract: it costs nothing."))


def _in_time(derivation: Derivation, facts: Facts, concluded_on: date, sent: Sent) -> InTime:
    found = derivation.takes(
        withdrawal_in_time(
            concluded_on=concluded_on, land=facts.land, instructed_on=facts.instructed_on,
            dispatched_on=None if sent.clicked_at else sent.dispatched_on, clicked_at=sent.clicked_at,
            received_on=sent.received_on,
        )
    )  # fmt: skip
    if found.in_time or facts.days is None or facts.days <= BY_LAW or facts.instructed_on is None:
        return found
    start = max(concluded_on, facts.instructed_on)
    longer = derivation.takes(end_of(start, Span(days=facts.days), Act.DECLARATION, WorkCalendar(facts.land))).ends_on
    derivation.step(_("The provider grants more time than the law: until %(day)s."), "§ 311 Abs. 1 BGB", day=longer)
    return InTime(
        in_time=found.decisive_on <= longer, decisive_on=found.decisive_on, last_on=longer,
        effective_on=found.effective_on,
    )  # fmt: skip


def _after_lapse(derivation: Derivation, facts: Facts, concluded_on: date, found: InTime) -> Judged:
    """Look whether the right had lapsed by performance on the day that counts."""
    lapse = derivation.takes(
        withdrawal_lapse(
            concluded_on=concluded_on, performance=facts.performance, begun_on=facts.begun_on,
            completed_on=facts.performed_on if facts.begun_on else None, consented_on=facts.consented_on,
            acknowledged_on=facts.acknowledged_on, confirmed_on=facts.acknowledged_on,
        )
    )  # fmt: skip
    verdict, why = Verdict.IN_TIME if found.in_time else Verdict.LATE, None
    if lapse.lapsed and lapse.lapsed_on is not None and lapse.lapsed_on < found.decisive_on:
        verdict = Verdict.LAPSED
        why = Sentence(_("The right to withdraw ended with full performance on %(day)s."), {"day": lapse.lapsed_on})
    derived = derivation.gives(None)
    return Judged(verdict=verdict, derived=derived, last_on=found.last_on, decisive_on=found.decisive_on, why=why)


def _day(sent: Sent) -> date:
    return sent.dispatched_on or sent.received_on
