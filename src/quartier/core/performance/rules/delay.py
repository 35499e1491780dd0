"""When a promised date is late: a binding one by time alone, any other only after the customer's reminder (CC-79)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from quartier.law.bgb.form import FormLevel, Sending
from quartier.law.bgb.terms import Customer
from quartier.law.calendar.working_days import statutory
from quartier.law.rule import Step
from quartier.values.choice import Choice
from quartier.values.land import Land
from quartier.values.period import ONE_DAY
from quartier.values.sentences import Sentence
from quartier.values.sentences import mark as _


class State(Choice):
    """How a promised date stands on a day."""

    OPEN = "open", _("the date lies ahead")
    PASSED = "passed", _("the date has passed, not late")
    BLOCKED = "blocked", _("not late, waits for the customer")
    LATE = "late", _("late")
    KEPT = "kept", _("delivered")
    DROPPED = "dropped", _("replaced")


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that the customer has to do first, from a day on and until it was done."""

    since_on: date
    done_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the state of a date depends on. `reminded_on` are the days of reminders in the form that is needed."""

    due_on: date
    is_binding: bool
    land: Land
    reminded_on: Sequence[date] = ()
    waiting: Sequence[Waiting] = ()
    kept_on: date | None = None
    is_dropped: bool = False


@dataclass(frozen=True, slots=True)
class Delay:
    """The state on a day, since when it is late if it is or was, and why."""

    state: State
    late_since: date | None
    steps: tuple[Step, ...]


def counts_as_reminder(channel: Sending, customer: Customer) -> bool:
    """Tell whether a reminder is formal enough to begin default.

    The law asks for no form (§ 286 (1)). Terms may ask for writing, which text meets (§ 127 (2)); a consumer's word is
    taken as it comes.
    """
    needed = FormLevel.CLICK if customer is Customer.CONSUMER else FormLevel.TEXT
    return channel.reaches.meets(needed)


def delay(facts: Facts, on: date) -> Delay:
    """Return how a promised date stands at the end of a day."""
    if facts.is_dropped:
        return Delay(State.DROPPED, None, ())
    last_on = statutory(facts.land).on_or_after(facts.due_on)
    steps = [_step(_("Promised for %(day)s."), day=facts.due_on)]
    if last_on != facts.due_on:
        steps.append(_step(_("That is no working day: until %(day)s."), "§ 193 BGB", day=last_on))
    late_since = _late_since(facts, last_on, on, steps)
    if facts.kept_on is not None and facts.kept_on <= on:
        was_late = late_since if late_since and late_since <= facts.kept_on else None
        return Delay(State.KEPT, was_late, (*steps, _step(_("Delivered on %(day)s."), day=facts.kept_on)))
    if on <= last_on:
        return Delay(State.OPEN, None, tuple(steps))
    if any(one.since_on <= on and (one.done_on is None or one.done_on > on) for one in facts.waiting):
        why = _step(_("The customer has something to do first: no default as long as it is open."), "§ 286 Abs. 4 BGB")
        return Delay(State.BLOCKED, None, (*steps, why))
    return Delay(State.LATE if late_since else State.PASSED, late_since, tuple(steps))


def _late_since(facts: Facts, last_on: date, on: date, steps: list[Step]) -> date | None:
    """Return the first day of default as far as it has begun by a day, with the reason added to the steps."""
    begins_on = _begins_on(facts, last_on, on, steps)
    if begins_on is None:
        return None
    done = [one.done_on for one in facts.waiting if one.done_on is not None and one.since_on <= begins_on]
    moved = max([begins_on, *(day + ONE_DAY for day in done if day <= on)])
    if moved != begins_on:
        steps.append(_step(_("What the customer had to do was done on %(day)s."), day=moved - ONE_DAY))
    return moved if moved <= on else None


def _begins_on(facts: Facts, last_on: date, on: date, steps: list[Step]) -> date | None:
    if facts.is_binding:
        if last_on < on:
            steps.append(_step(_("The date is binding: no reminder is needed."), "§ 286 Abs. 2 Nr. 1 BGB"))
        return last_on + ONE_DAY if last_on < on else None
    # Before the date nothing is due, and a reminder reminds of nothing.
    reminders = sorted(day for day in facts.reminded_on if last_on < day <= on)
    if reminders:
        steps.append(_step(_("The customer's reminder arrived on %(day)s."), "§ 286 Abs. 1 BGB", day=reminders[0]))
        return reminders[0]
    if last_on < on:
        steps.append(_step(_("The date is not binding, and no reminder has arrived since."), "§ 286 Abs. 1 BGB"))
    return None


def _step(template: str, source: str = "", **values: date) -> Step:
    return Step(Sentence(template, values), source)
