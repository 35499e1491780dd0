"""What is promised, how it stands, and what waits for staff."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from quartier.core.contracts import queries as contracts
from quartier.core.performance import rules
from quartier.core.performance.models import Attempt, Claim, Duty, Guarantee, Obstacle, Promise, Reminder
from quartier.core.providers.policies import CalendarPolicy
from quartier.core.providers.queries import policy
from quartier.kit.clock import day_of
from quartier.law.bgb.form import Sending
from quartier.law.rule import Step
from quartier.values.land import Land
from quartier.values.packing import unpacked

TONES = {rules.State.LATE: "bad", rules.State.PASSED: "warn", rules.State.BLOCKED: "warn", rules.State.KEPT: "good"}


@dataclass(frozen=True, slots=True)
class Told:
    """A promised date with its state on a day."""

    row: Promise
    delay: rules.Delay

    @property
    def binding(self) -> str:
        """Return what the date is called wherever it is shown (QX-19)."""
        return _("binding") if self.row.is_binding else _("non-binding")

    @property
    def state(self) -> str:
        """Return how it stands, in words."""
        return _(self.delay.state.label)

    @property
    def tone(self) -> str:
        """Return how the state is coloured."""
        tones = {
            rules.State.LATE: "bad",
            rules.State.PASSED: "warn",
            rules.State.BLOCKED: "warn",
            rules.State.KEPT: "good",
        }
        return tones.get(self.delay.state, "")

    @property
    def reasons(self) -> Sequence[str]:
        """Return why, each step with its source."""
        return [told(step) for step in self.delay.steps]

    @property
    def can_be_reminded(self) -> bool:
        """Tell whether a reminder would begin default: the date has passed and nothing came."""
        return self.delay.state in {rules.State.PASSED, rules.State.BLOCKED}

    @property
    def is_open(self) -> bool:
        """Tell whether something can still be done about it."""
        return self.delay.state not in {rules.State.KEPT, rules.State.DROPPED}


def told(step: Step) -> str:
    """Return a step of a derivation in the language of the page, with its source."""
    words = step.sentence.text(_)
    return f"{words} [{step.source}]" if step.source else words


def subject_of(row: Any) -> str:
    """Return how facts about something promised are found: under its contract."""
    return contracts.subject_of(row.contract)


def channel_label(row: Reminder) -> str:
    """Return how a reminder came, in words."""
    return _(Sending(row.channel).label)


def land_of(on: date) -> Land:
    """Return the Land whose holidays count on a day."""
    return policy.in_force(CalendarPolicy, on).holiday_state


def promise_of(contract: Any, promise_id: int) -> Promise | None:
    """Return a date of a contract that has not been replaced, None for another one's."""
    return Promise.objects.filter(contract=contract, pk=promise_id, dropped_at=None).first()


def promises_of(contract: Any, at: datetime) -> Sequence[Told]:
    """Return the dates of a contract with their state, those that were replaced last."""
    counting = Prefetch("reminders", Reminder.objects.filter(counts=True), to_attr="counting")
    rows = list(contract.promises.prefetch_related(counting))
    waiting = [rules.Waiting(one.since_on, one.done_on) for one in duties_of(contract)]
    land, today = land_of(day_of(at)), day_of(at)
    found = [Told(row, rules.delay(_facts(row, row.counting, waiting, land), today)) for row in rows]
    return sorted(found, key=lambda one: (one.row.dropped_at is not None, one.row.due_on, one.row.pk))


def shown_of(contract: Any, at: datetime) -> Sequence[Told]:
    """Return the dates that the customer sees: those that have not been replaced."""
    return [one for one in promises_of(contract, at) if one.row.dropped_at is None]


def has_something(contract: Any) -> bool:
    """Tell whether a customer has anything to see here."""
    dated = Promise.objects.filter(contract=contract, dropped_at=None)
    return dated.exists() or Guarantee.objects.filter(contract=contract).exists()


def claim_told(row: Claim) -> Sequence[str]:
    """Return how the values of a claim were found and what the law says against them, each step with its source."""
    steps = [(unpacked(one).text(_), one["source"]) for one in row.derivation]
    return [f"{words} [{source}]" if source else words for words, source in steps]


def told_of(row: Promise, at: datetime) -> Told:
    """Return one date with its state."""
    return next(one for one in promises_of(row.contract, at) if one.row.pk == row.pk)


def duties_of(contract: Any) -> Sequence[Duty]:
    """Return what a customer has or had to do first."""
    return list(contract.duties.all())


def obstacles_of(contract: Any) -> Sequence[Obstacle]:
    """Return what turned out to be impossible, with what was tried."""
    return list(contract.obstacles.prefetch_related("attempts"))


def may_withdraw(row: Obstacle) -> bool:
    """Tell whether withdrawal is available: another specification was tried, and did not help (CC-80)."""
    return row.state == rules.Trouble.OPEN.value and any(
        one.outcome != rules.Attempted.AGREED.value for one in row.attempts.all()
    )


def tried(row: Obstacle) -> Sequence[tuple[Attempt, str]]:
    """Return what was tried, each with what came of it in words."""
    return [(one, _(rules.Attempted(one.outcome).label)) for one in row.attempts.all()]


def claims_of(contract: Any) -> Sequence[Claim]:
    """Return the claims about a contract."""
    return list(contract.claims.all())


def guarantees_of(contract: Any) -> Sequence[Guarantee]:
    """Return the guarantees that were confirmed with a signature; there are no others (QX-05)."""
    return list(contract.guarantees.select_related("document"))


def promises(staff: Any) -> QuerySet[Promise]:
    """Return the dates of contracts that somebody of the staff may see."""
    return Promise.objects.filter(contract__in=contracts.visible(staff)).select_related(*_tie("contract__"))


def duties(staff: Any) -> QuerySet[Duty]:
    """Return what customers have to do first, in contracts that somebody may see."""
    return Duty.objects.filter(contract__in=contracts.visible(staff)).select_related(*_tie("contract__"))


def obstacles(staff: Any) -> QuerySet[Obstacle]:
    """Return what is impossible, in contracts that somebody may see."""
    return Obstacle.objects.filter(contract__in=contracts.visible(staff)).select_related(*_tie("contract__"))


def claims(staff: Any) -> QuerySet[Claim]:
    """Return the register of claims that somebody may see."""
    return Claim.objects.filter(contract__in=contracts.visible(staff)).select_related(*_tie("contract__"))


def reminders(staff: Any) -> QuerySet[Reminder]:
    """Return the reminders that somebody may see, the latest first."""
    rows = Reminder.objects.filter(promise__contract__in=contracts.visible(staff))
    return rows.select_related("promise", *_tie("promise__contract__"))


def open_reminders(staff: Any) -> QuerySet[Reminder]:
    """Return the reminders that nobody has answered."""
    return reminders(staff).filter(handled_at=None)


def kept_with(row: Any) -> datetime | None:
    """Return until when something about a contract is kept: as long as the contract."""
    return contracts.kept_until(row.contract)


def past_with(rows: QuerySet[Any], at: datetime) -> QuerySet[Any]:
    """Narrow to what belongs to contracts that the law lets go."""
    return contracts.past_with_contract(rows, at)


def kept_with_promise(row: Reminder) -> datetime | None:
    """Return until when a reminder is kept."""
    return contracts.kept_until(row.promise.contract)


def kept_with_obstacle(row: Any) -> datetime | None:
    """Return until when an attempt is kept."""
    return contracts.kept_until(row.obstacle.contract)


def past_with_promise(rows: QuerySet[Any], at: datetime) -> QuerySet[Any]:
    """Narrow to reminders of contracts that the law lets go."""
    return rows.filter(promise__in=past_with(Promise.everything.all(), at))


def past_with_obstacle(rows: QuerySet[Any], at: datetime) -> QuerySet[Any]:
    """Narrow to attempts of contracts that the law lets go."""
    return rows.filter(obstacle__in=past_with(Obstacle.everything.all(), at))


def _tie(prefix: str) -> tuple[str, str]:
    return (f"{prefix}relationship__legal_entity", f"{prefix}party")


def _facts(row: Promise, reminders: Sequence[Reminder], waiting: Sequence[rules.Waiting], land: Land) -> rules.Facts:
    return rules.Facts(
        due_on=row.due_on, is_binding=row.is_binding, land=land, reminded_on=[one.received_on for one in reminders],
        waiting=waiting, kept_on=row.kept_on, is_dropped=row.dropped_at is not None,
    )  # fmt: skip
