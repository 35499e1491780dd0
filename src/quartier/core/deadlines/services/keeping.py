"""Opening deadlines and what people do with them while they run."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.deadlines.extension import deadline_kinds
from quartier.core.deadlines.models import OPEN, Deadline, DeadlineState
from quartier.core.deadlines.rules import moved, passed_at
from quartier.kit.errors import Refused
from quartier.law.rule import Derived
from quartier.values.actor import Actor
from quartier.values.packing import packed

ONCE = "deadline_once_per_subject"


class AlreadyRunning(Refused):
    """One deadline of a kind runs for a subject at a time."""

    message = _("This deadline is running already.")


class AlreadyClosed(Refused):
    """What has been met, has passed or was cancelled stays so."""

    message = _("This deadline is closed; nothing about it can be changed any more.")


class NotRunning(Refused):
    """Only a running deadline can be paused or met."""

    message = _("This deadline is not running.")


class NotPaused(Refused):
    """Only a paused deadline can be resumed."""

    message = _("This deadline is not paused.")


class NotLater(Refused):
    """An extension ends after the deadline it extends."""

    message = _("Choose a day after the present end.")
    field = "last_on"


class TooLate(Refused):
    """The time had passed when it happened."""

    message = _("The deadline had passed by then.")


def subject_of(row: Deadline) -> str:
    """Return how facts name a deadline."""
    return f"deadlines.deadline:{row.pk}"


@transaction.atomic
def open_deadline(
    *,
    actor: Actor,
    at: datetime,
    kind: str,
    subject: str,
    last_on: date | None = None,
    due_at: datetime | None = None,
    source: str = "",
    derived: Derived[Any] | None = None,
    holder: str = "",
    entity_id: int | None = None,
    data: Mapping[str, Any] | None = None,
) -> Deadline:
    """Open a period: by its last day (it passes at the midnight that ends it) or by an instant.

    `derived` is the result of the rule that found the end; its steps are kept as the explanation, and its first source
    unless one is given. Raises KeyError for a kind nobody registered and AlreadyRunning; nothing is stored then.
    """
    deadline_kinds[kind]
    row = Deadline(kind=kind, subject=subject, holder=holder, entity_id=entity_id, data=dict(data or {}), opened_at=at)
    row.source, row.explanation = source or (derived.sources[0] if derived else ""), explained(derived)
    row.last_on, row.due_at = last_on, _end(last_on, due_at)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        if ONCE in str(error):
            raise AlreadyRunning from error
        raise
    _record(actor, at, "deadline.opened", row, {"kind": kind, "due": row.due_at.isoformat()})
    return row


def explained(derived: Derived[Any] | None) -> list[dict[str, Any]]:
    """Return the steps of a derivation as they are stored: each a sentence with its source."""
    return [{**packed(step.sentence), "source": step.source} for step in derived.steps] if derived else []


@transaction.atomic
def extend(
    *,
    actor: Actor,
    at: datetime,
    deadline_id: int,
    reason: str,
    last_on: date | None = None,
    due_at: datetime | None = None,
) -> Deadline:
    """Let a deadline end later, with the reason. Raises AlreadyClosed and NotLater; nothing has changed then."""
    row = _locked(deadline_id)
    end = _end(last_on, due_at)
    if end <= row.due_at:
        raise NotLater
    before, row.last_on, row.due_at = row.due_at, last_on, end
    row.save(update_fields=["last_on", "due_at"])
    _record(actor, at, "deadline.extended", row, {"due": [before.isoformat(), end.isoformat()], "reason": reason})
    return row


@transaction.atomic
def pause(*, actor: Actor, at: datetime, deadline_id: int, reason: str) -> Deadline:
    """Stop the time until it is resumed. Raises AlreadyClosed, NotRunning, and TooLate once it has passed."""
    row = _running(deadline_id, at)
    row.state, row.paused_at = DeadlineState.PAUSED, at
    row.save(update_fields=["state", "paused_at"])
    _record(actor, at, "deadline.paused", row, {"reason": reason})
    return row


@transaction.atomic
def resume(*, actor: Actor, at: datetime, deadline_id: int, reason: str = "") -> Deadline:
    """Let the time run on; the end moves by the length of the pause. Raises AlreadyClosed and NotPaused."""
    row = _locked(deadline_id)
    if row.paused_at is None:
        raise NotPaused
    row.last_on, row.due_at = moved(row.last_on, row.due_at, row.paused_at, at)
    row.state, row.paused_at = DeadlineState.RUNNING, None
    row.save(update_fields=["last_on", "due_at", "state", "paused_at"])
    _record(actor, at, "deadline.resumed", row, {"due": row.due_at.isoformat(), "reason": reason})
    return row


@transaction.atomic
def meet(*, actor: Actor, at: datetime, deadline_id: int) -> Deadline:
    """Close a deadline because what it waits for has happened at that instant, which may lie in the past.

    Raises AlreadyClosed, and TooLate when the instant is not before the end, whether or not a worker noticed yet.
    """
    row = _locked(deadline_id)
    if row.state == DeadlineState.RUNNING and at >= row.due_at:
        raise TooLate
    return _close(actor, at, row, DeadlineState.MET, "deadline.met", {})


@transaction.atomic
def cancel(*, actor: Actor, at: datetime, deadline_id: int, reason: str) -> Deadline:
    """Close a deadline because it no longer matters, with the reason; its effect never runs. Raises AlreadyClosed."""
    row = _locked(deadline_id, (*OPEN, DeadlineState.FAILED))
    return _close(actor, at, row, DeadlineState.CANCELLED, "deadline.cancelled", {"reason": reason})


def _end(last_on: date | None, due_at: datetime | None) -> datetime:
    if last_on is not None and due_at is None:
        return passed_at(last_on)
    if due_at is not None and last_on is None:
        return due_at
    raise ValueError("A deadline ends with a day or at an instant, not both.")


def _close(actor: Actor, at: datetime, row: Deadline, state: str, kind: str, data: dict[str, Any]) -> Deadline:
    row.state, row.closed_at, row.paused_at = state, max(at, row.opened_at), None
    row.save(update_fields=["state", "closed_at", "paused_at"])
    _record(actor, at, kind, row, data)
    return row


def _locked(deadline_id: int, states: tuple[str, ...] = OPEN) -> Deadline:
    row = Deadline.objects.select_for_update().get(pk=deadline_id)
    if row.state not in states:
        raise AlreadyClosed
    return row


def _running(deadline_id: int, at: datetime) -> Deadline:
    row = _locked(deadline_id)
    if row.state != DeadlineState.RUNNING:
        raise NotRunning
    if at >= row.due_at:
        raise TooLate
    return row


def _record(actor: Actor, at: datetime, kind: str, row: Deadline, data: Mapping[str, Any]) -> None:
    audit.record(actor=actor, at=at, kind=kind, subject=row.holder or row.subject, data={"deadline": row.pk, **data})
