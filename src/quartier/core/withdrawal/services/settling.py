"""What is kept and paid back after a withdrawal, by when, and that it was."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.deadlines import queries as running
from quartier.core.deadlines import services as deadlines
from quartier.core.parties import queries as parties
from quartier.core.providers.policies import CalendarPolicy
from quartier.core.providers.queries import policy
from quartier.core.withdrawal import queries
from quartier.core.withdrawal.extension import settled
from quartier.core.withdrawal.models import RefundState, Withdrawal
from quartier.core.withdrawal.rules import words as say
from quartier.kit.errors import Refused
from quartier.law.bgb.withdrawal_effects import Settlement, withdrawal_refund, withdrawal_value
from quartier.values.actor import Actor
from quartier.values.sentences import Sentence

REFUND: Final = "withdrawal.refund"
WHOLE: Final = Decimal(100)


class NothingOpen(Refused):
    """The share of the work is said once."""

    message = _("For this withdrawal nothing is open any more.")


class SumMissing(Refused):
    """Price and share are needed to work out what is paid back."""

    message = _("Enter the price and what was performed, from 0 to 100 percent.")
    field = "done"


class NotPayable(Refused):
    """What has been paid back, or is not known yet, cannot be paid back."""

    message = _("There is nothing to be paid back.")


def begin(actor: Actor, at: datetime, row: Withdrawal, received_on: date, *, known: bool) -> tuple[Sentence, ...]:
    """Work out what is paid back, or note that the share of the work is to be found; returns what to say about it."""
    if known and not row.price:
        return ()
    land = policy.in_force(CalendarPolicy, received_on).holiday_state
    derived = withdrawal_refund(received_on=received_on, land=land)
    row.refund_due_on = derived.value.due_on
    said: tuple[Sentence, ...] = (say.work_open(),)
    if known:
        said = _settled(row)
    else:
        row.refund_state = RefundState.WORK_OPEN
    row.save(update_fields=["value", "refund", "still_owed", "refund_due_on", "refund_state"])
    if row.refund_state != RefundState.NONE:
        deadlines.open_deadline(
            actor=actor, at=at, kind=REFUND, subject=queries.subject_of(row), last_on=row.refund_due_on,
            derived=derived, holder=parties.subject_of(row.party), entity_id=row.entity_id,
        )  # fmt: skip
    if known:
        _tell(actor, at, row)
    return said


def _tell(actor: Actor, at: datetime, row: Withdrawal) -> None:
    for hear in settled:
        hear(actor, at, row)


def _settled(row: Withdrawal) -> tuple[Sentence, ...]:
    """Ask the law for value and refund of a withdrawal whose price and share are known."""
    found = _settlement(row)
    row.value, row.refund, row.still_owed = found.value, found.refund, found.still_owed
    row.refund_state = RefundState.DUE if found.refund else RefundState.NONE
    return say.money(found.value, found.refund, found.still_owed, row.refund_due_on)


def _settlement(row: Withdrawal) -> Settlement:
    concluded_on = row.contract.concluded_at.date() if row.contract else row.judged_at.date()
    return withdrawal_value(
        concluded_on=concluded_on, price=row.price or Decimal(0), done=row.done or Decimal(0), paid=row.paid,
        demanded=row.demanded, instructed=row.demanded,
    ).value  # fmt: skip


@transaction.atomic
def note_work(
    *, actor: Actor, at: datetime, withdrawal_id: int, done: Decimal, price: Decimal | None = None,
    paid: Decimal | None = None,
) -> Withdrawal:  # fmt: skip
    """Say which share was performed until the withdrawal; the law says what is kept. Raises NothingOpen, SumMissing."""
    row = Withdrawal.everything.select_for_update(no_key=True, of=("self",)).get(pk=withdrawal_id)
    if row.refund_state != RefundState.WORK_OPEN:
        raise NothingOpen
    row.done, row.price, row.paid = done, row.price if price is None else price, row.paid if paid is None else paid
    if row.price is None or not 0 <= done <= WHOLE or row.price < 0:
        raise SumMissing
    _settled(row)
    row.save(update_fields=["done", "price", "paid", "value", "refund", "still_owed", "refund_state"])
    if row.refund_state == RefundState.NONE:
        _close(actor, at, row)
    _tell(actor, at, row)
    _record(
        actor, at, "withdrawal.settled", row, {"done": str(done), "value": str(row.value), "refund": str(row.refund)}
    )
    return row


@transaction.atomic
def note_refund(*, actor: Actor, at: datetime, withdrawal_id: int) -> Withdrawal:
    """Note that it was paid back; billing calls this with the payment. Raises NotPayable."""
    row = Withdrawal.everything.select_for_update(no_key=True, of=("self",)).get(pk=withdrawal_id)
    if row.refund_state != RefundState.DUE:
        raise NotPayable
    row.refund_state, row.refunded_at = RefundState.PAID, at
    row.save(update_fields=["refund_state", "refunded_at"])
    _close(actor, at, row)
    _record(actor, at, "withdrawal.refunded", row, {"refund": str(row.refund)})
    return row


def _close(actor: Actor, at: datetime, row: Withdrawal) -> None:
    """Close the running deadline; one that has passed stays passed and so shows that it came late."""
    deadline = running.open_deadline_of(REFUND, queries.subject_of(row))
    if deadline is not None and at < deadline.due_at:
        deadlines.meet(actor=actor, at=at, deadline_id=deadline.pk)


def _record(actor: Actor, at: datetime, kind: str, row: Withdrawal, data: Mapping[str, Any]) -> None:
    subject = parties.subject_of(row.party)
    audit.record(actor=actor, at=at, kind=kind, subject=subject, data={"withdrawal": row.pk, **data})
