"""How an order may go from one state to another: data that the services follow and the documentation draws."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from quartier.values.choice import Choice
from quartier.values.sentences import mark as _


class Step(Choice):
    """What can happen to an order as a whole."""

    ACCEPT = "accept", _("accepted by us")
    DECLINE = "decline", _("declined by us")
    WITHDRAW = "withdraw", _("withdrawn by the customer")
    FINISH = "finish", _("result delivered")
    CLOSE = "close", _("closed without an answer of the customer")
    CANCEL = "cancel", _("ended with the consent of the customer")
    CONVERT = "convert", _("goes over into another order")
    REACTIVATE = "reactivate", _("taken up again by the customer")
    STOP = "stop", _("the contract has ended")


@dataclass(frozen=True, slots=True)
class Transition:
    """One way from a state to the next."""

    step: Step
    source: str
    target: str


TRANSITIONS: Final = (
    Transition(Step.ACCEPT, "offered", "accepted"),
    Transition(Step.DECLINE, "offered", "declined"),
    Transition(Step.WITHDRAW, "offered", "withdrawn"),
    Transition(Step.CLOSE, "offered", "closed"),
    Transition(Step.CANCEL, "offered", "cancelled"),
    Transition(Step.FINISH, "accepted", "finished"),
    Transition(Step.WITHDRAW, "accepted", "withdrawn"),
    Transition(Step.CLOSE, "accepted", "closed"),
    Transition(Step.CANCEL, "accepted", "cancelled"),
    Transition(Step.CONVERT, "accepted", "converted"),
    Transition(Step.STOP, "accepted", "cancelled"),
    Transition(Step.WITHDRAW, "finished", "withdrawn"),
    Transition(Step.WITHDRAW, "closed", "withdrawn"),
    Transition(Step.REACTIVATE, "closed", "accepted"),
    Transition(Step.CONVERT, "closed", "converted"),
)
FIRST: Final = "offered"
OPEN: Final = frozenset({"offered", "accepted"})


def target(step: Step, state: str) -> str | None:
    """Return where a step leads from a state, None where it is not possible.

    >>> target(Step.ACCEPT, "offered"), target(Step.ACCEPT, "accepted")
    ('accepted', None)
    """
    return next((one.target for one in TRANSITIONS if one.step is step and one.source == state), None)


def sources(step: Step) -> frozenset[str]:
    """Return the states from which a step is possible."""
    return frozenset(one.source for one in TRANSITIONS if one.step is step)
