"""What cannot be performed as agreed: another specification is tried before anybody withdraws (CC-80)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction

from quartier.core.audit import services as audit
from quartier.core.contracts import queries as contracts
from quartier.core.contracts import services as ending
from quartier.core.performance import rules
from quartier.core.performance.models import Attempt, Obstacle
from quartier.core.performance.queries import may_withdraw, subject_of
from quartier.core.performance.services.refusals import (
    AlreadyClosed,
    AlreadyImpossible,
    ChangeNotTried,
    NotYet,
    Over,
)
from quartier.kit.clock import day_of
from quartier.values.actor import Actor

IMPOSSIBLE = "impossible"


@transaction.atomic
def note_obstacle(*, actor: Actor, at: datetime, contract_id: int, why: str, found_on: date) -> Obstacle:
    """Note that a contract cannot be performed as agreed. Raises Over, NotYet and AlreadyImpossible."""
    contract = contracts.contract_numbered(contract_id)
    if contract.state in contracts.OVER:
        raise Over
    if found_on > day_of(at):
        raise NotYet(field="found_on")
    try:
        with transaction.atomic():
            row = Obstacle.objects.create(
                contract=contract, why=why.strip(), found_on=found_on, noted_at=at, noted_by=str(actor)[:120]
            )
    except IntegrityError as error:
        if "one_open_obstacle" in str(error):
            raise AlreadyImpossible from error
        raise
    data = {"why": row.why, "found": found_on.isoformat()}
    audit.record(actor=actor, at=at, kind="performance.impossible", subject=subject_of(row), data=data)
    return row


@transaction.atomic
def note_attempt(
    *, actor: Actor, at: datetime, obstacle_id: int, proposal: str, tried_on: date, outcome: rules.Attempted
) -> Attempt:
    """Note another specification that was tried; an agreed one solves the matter. Raises AlreadyClosed and NotYet."""
    row = _open(obstacle_id)
    if tried_on > day_of(at):
        raise NotYet(field="tried_on")
    kept = Attempt.objects.create(
        obstacle=row, proposal=proposal.strip(), tried_on=tried_on, outcome=outcome.value, noted_at=at,
        noted_by=str(actor)[:120],
    )  # fmt: skip
    data = {"proposal": kept.proposal, "tried": tried_on.isoformat(), "outcome": outcome.value}
    audit.record(actor=actor, at=at, kind="performance.change_tried", subject=subject_of(row), data=data)
    if outcome is rules.Attempted.AGREED:
        _close(row, rules.Trouble.CHANGED, actor, at)
    return kept


@transaction.atomic
def withdraw(*, actor: Actor, at: datetime, obstacle_id: int) -> Obstacle:
    """Withdraw from a contract that cannot be performed: it is over. Raises AlreadyClosed and ChangeNotTried.

    Raises what contracts refuse of one that is over; nothing has changed then.
    """
    row = _open(obstacle_id)
    if not may_withdraw(row):
        raise ChangeNotTried
    _close(row, rules.Trouble.WITHDRAWN, actor, at)
    data = {"why": row.why, "attempts": row.attempts.count()}
    audit.record(actor=actor, at=at, kind="performance.withdrawn", subject=subject_of(row), data=data)
    ending.close_performed(actor=actor, at=at, contract_id=row.contract_id, because=IMPOSSIBLE)
    return row


def _open(obstacle_id: int) -> Obstacle:
    row = (
        Obstacle.everything.select_for_update(no_key=True, of=("self",)).select_related("contract").get(pk=obstacle_id)
    )
    if row.state != rules.Trouble.OPEN.value:
        raise AlreadyClosed
    return row


def _close(row: Obstacle, state: rules.Trouble, actor: Actor, at: datetime) -> None:
    row.state, row.closed_at, row.closed_by = state.value, at, str(actor)[:120]
    row.save(update_fields=["state", "closed_at", "closed_by"])
