"""Dates and what keeps them: marking, reminding, delivering, and what the customer has to do first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from quartier.core.audit import services as audit
from quartier.core.contracts import queries as contracts
from quartier.core.performance import rules
from quartier.core.performance.models import Duty, Promise, Reminder
from quartier.core.performance.queries import subject_of, told_of
from quartier.core.performance.services.refusals import (
    AlreadyBinding,
    AlreadyClosed,
    NothingDue,
    NotYet,
    Over,
    Settled,
    TooEarly,
)
from quartier.kit.clock import day_of
from quartier.law.bgb.form import Sending
from quartier.law.bgb.terms import Customer
from quartier.values.actor import Actor


@transaction.atomic
def promise(*, actor: Actor, at: datetime, contract_id: int, what: str, due_on: date) -> Promise:
    """Note a date for a delivery. It is not binding (QX-19). Raises Over."""
    contract = contracts.contract_numbered(contract_id)
    if contract.state in contracts.OVER:
        raise Over
    row = Promise.objects.create(
        contract=contract, what=what.strip(), due_on=due_on, noted_at=at, noted_by=str(actor)[:120]
    )
    data = {"what": row.what, "due": due_on.isoformat(), "binding": False}
    audit.record(actor=actor, at=at, kind="performance.promised", subject=subject_of(row), data=data)
    return row


@transaction.atomic
def bind(*, actor: Actor, at: datetime, promise_id: int) -> Promise:
    """Mark a date as binding: from then on time alone makes it late. Raises Settled and AlreadyBinding."""
    row = _open(promise_id)
    if row.is_binding:
        raise AlreadyBinding
    row.is_binding, row.bound_at, row.bound_by = True, at, str(actor)[:120]
    row.save(update_fields=["is_binding", "bound_at", "bound_by"])
    data = {"what": row.what, "due": row.due_on.isoformat(), "binding": [False, True]}
    audit.record(actor=actor, at=at, kind="performance.bound", subject=subject_of(row), data=data)
    return row


@transaction.atomic
def keep(*, actor: Actor, at: datetime, promise_id: int, kept_on: date) -> Promise:
    """Note the day of a delivery. Raises Settled and NotYet."""
    row = _open(promise_id)
    if kept_on > day_of(at):
        raise NotYet(field="kept_on")
    row.kept_on = kept_on
    row.save(update_fields=["kept_on"])
    row.reminders.filter(handled_at=None).update(handled_at=at, handled_by=str(actor)[:120])
    data = {"what": row.what, "due": row.due_on.isoformat(), "kept": kept_on.isoformat()}
    audit.record(actor=actor, at=at, kind="performance.kept", subject=subject_of(row), data=data)
    return row


@transaction.atomic
def drop(*, actor: Actor, at: datetime, promise_id: int, reason: str) -> Promise:
    """Take a date back, with the reason; it stays on record. Raises Settled."""
    row = _open(promise_id)
    row.dropped_at, row.dropped_because = at, reason.strip()
    row.save(update_fields=["dropped_at", "dropped_because"])
    row.reminders.filter(handled_at=None).update(handled_at=at, handled_by=str(actor)[:120])
    data = {"what": row.what, "due": row.due_on.isoformat(), "reason": row.dropped_because}
    audit.record(actor=actor, at=at, kind="performance.dropped", subject=subject_of(row), data=data)
    return row


@transaction.atomic
def remind(
    *, actor: Actor, at: datetime, promise_id: int, channel: Sending, received_on: date, words: str = "",
    shown: Mapping[str, str] | None = None,
) -> Reminder:  # fmt: skip
    """Take a customer's reminder in, with the day it arrived (CC-79); it is kept even where its form is not enough.

    `shown` is what a customer confirmed in the check step. Raises Settled, NotYet, and NothingDue before the date has
    passed; nothing has changed then.
    """
    row = _open(promise_id)
    if received_on > day_of(at):
        raise NotYet(field="received_on")
    if received_on <= row.due_on:
        raise NothingDue(field="received_on")
    counts = rules.counts_as_reminder(channel, Customer(row.contract.standing))
    kept = Reminder.objects.create(
        promise=row, channel=channel.value, counts=counts, received_on=received_on, words=words.strip(), noted_at=at,
        noted_by=str(actor)[:120],
    )  # fmt: skip
    data = {"what": row.what, "received": received_on.isoformat(), "channel": channel.value, "counts": counts}
    audit.record(actor=actor, at=at, kind="performance.reminded", subject=subject_of(row), data=data)
    if shown is not None:
        audit.keep_confirmation(actor=actor, at=at, form="performance.remind", subject=subject_of(row), values=shown)
    return kept


@transaction.atomic
def handle(*, actor: Actor, at: datetime, reminder_id: int) -> Reminder:
    """Note that somebody has looked after a reminder; it counts as before. Raises AlreadyClosed."""
    row = (
        Reminder.everything.select_for_update(no_key=True, of=("self",))
        .select_related("promise__contract")
        .get(pk=reminder_id)
    )
    if row.handled_at is not None:
        raise AlreadyClosed
    row.handled_at, row.handled_by = at, str(actor)[:120]
    row.save(update_fields=["handled_at", "handled_by"])
    state = told_of(row.promise, at).delay.state.value
    data = {"what": row.promise.what, "received": row.received_on.isoformat(), "state": state}
    audit.record(actor=actor, at=at, kind="performance.handled", subject=subject_of(row.promise), data=data)
    return row


@transaction.atomic
def ask_first(*, actor: Actor, at: datetime, contract_id: int, what: str, since_on: date) -> Duty:
    """Note something that the customer has to do first; no date is late while it is open. Raises Over and NotYet."""
    contract = contracts.contract_numbered(contract_id)
    if contract.state in contracts.OVER:
        raise Over
    if since_on > day_of(at):
        raise NotYet(field="since_on")
    row = Duty.objects.create(
        contract=contract, what=what.strip(), since_on=since_on, noted_at=at, noted_by=str(actor)[:120]
    )
    data = {"what": row.what, "since": since_on.isoformat()}
    audit.record(actor=actor, at=at, kind="performance.duty", subject=subject_of(row), data=data)
    return row


@transaction.atomic
def note_done(*, actor: Actor, at: datetime, duty_id: int, done_on: date) -> Duty:
    """Note that the customer has done it. Raises AlreadyClosed, NotYet and TooEarly."""
    row = Duty.everything.select_for_update(no_key=True, of=("self",)).select_related("contract").get(pk=duty_id)
    if row.done_on is not None:
        raise AlreadyClosed
    if done_on > day_of(at):
        raise NotYet(field="done_on")
    if done_on < row.since_on:
        raise TooEarly
    row.done_on = done_on
    row.save(update_fields=["done_on"])
    data = {"what": row.what, "done": done_on.isoformat()}
    audit.record(actor=actor, at=at, kind="performance.duty_done", subject=subject_of(row), data=data)
    return row


def _open(promise_id: int) -> Promise:
    row = Promise.everything.select_for_update(no_key=True, of=("self",)).select_related("contract").get(pk=promise_id)
    if row.kept_on is not None or row.dropped_at is not None:
        raise Settled
    return row
