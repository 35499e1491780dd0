"""Letting, reserving and freeing flats: each a dated decision that stays on record."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.providers.services import touch
from quartier.kit.errors import Refused
from quartier.modules.lettings.models import Flat, FlatState, StateChange
from quartier.values.actor import Actor


class AlreadySo(Refused):
    """Nothing would change."""

    field = "state"

    def __init__(self, flat: str, state: str) -> None:
        words = {"flat": flat, "state": FlatState(state).label}
        super().__init__(_t("Flat %(flat)s already has the state “%(state)s” on that day.") % words)


class BeforeLastChange(Refused):
    """The record is written forward only."""

    field = "on"

    def __init__(self, flat: str, last_on: date) -> None:
        words = {"flat": flat, "day": date_format(last_on, "d.m.Y")}
        super().__init__(
            _t("The last change of flat %(flat)s counts from %(day)s. Choose this day or a later one.") % words
        )


class ReasonMissing(Refused):
    """Whoever reads the record later wants to know why."""

    message = _("Give a reason; it stays on record and nobody outside the office sees it.")
    field = "reason"


def let_flat(*, actor: Actor, at: datetime, on: date, flat_id: int, reason: str) -> StateChange:
    """Mark a flat as let from a day on. Raises AlreadySo, BeforeLastChange, ReasonMissing."""
    return change_state(actor=actor, at=at, on=on, flat_id=flat_id, state=FlatState.LET, reason=reason)


def reserve_flat(*, actor: Actor, at: datetime, on: date, flat_id: int, reason: str) -> StateChange:
    """Hold a flat for somebody from a day on. Raises AlreadySo, BeforeLastChange, ReasonMissing."""
    return change_state(actor=actor, at=at, on=on, flat_id=flat_id, state=FlatState.RESERVED, reason=reason)


def free_flat(*, actor: Actor, at: datetime, on: date, flat_id: int, reason: str) -> StateChange:
    """Offer a flat from a day on. Raises AlreadySo, BeforeLastChange, ReasonMissing."""
    return change_state(actor=actor, at=at, on=on, flat_id=flat_id, state=FlatState.FREE, reason=reason)


@transaction.atomic
def change_state(*, actor: Actor, at: datetime, on: date, flat_id: int, state: str, reason: str) -> StateChange:
    """Give a flat a state from a day on; today's pages and those of later days follow by themselves.

    Raises AlreadySo, BeforeLastChange, ReasonMissing.
    """
    if not reason.strip():
        raise ReasonMissing
    flat = Flat.objects.select_for_update(of=("self",)).select_related("house__project").get(pk=flat_id)
    last = flat.changes.first()
    if last and on < last.effective_on:
        raise BeforeLastChange(str(flat), last.effective_on)
    if last and last.state == state:
        raise AlreadySo(str(flat), state)
    change = decide(actor=actor, at=at, on=on, flat=flat, state=state, reason=reason.strip())
    touch()
    return change


def decide(*, actor: Actor, at: datetime, on: date, flat: Flat, state: str, reason: str) -> StateChange:
    """Write the decision and its fact; the caller has looked whether it may be taken."""
    before = flat.changes.first()
    change = StateChange.objects.create(
        flat=flat, state=state, effective_on=on, reason=reason, decided_at=at, decided_by=str(actor)[:120]
    )
    data = {"flat": str(flat), "from": before.state if before else "", "to": str(state), "on": on.isoformat(),
            "reason": reason}  # fmt: skip
    subject = f"lettings.flat:{flat.house.project.key}/{flat}"
    audit.record(actor=actor, at=at, kind="flat.state_changed", subject=subject, data=data)
    return change
