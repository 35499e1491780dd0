"""Set-off: declared by customers, looked at by staff, booked only where terms and law allow it (QX-35, CC-77)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.db import transaction

from quartier.core.audit import services as audit
from quartier.core.ledger import services as ledger
from quartier.core.ledger.extension import Item
from quartier.core.ledger.services import AccountRole, Entry, Nature, Owing, PostingKind, Side
from quartier.core.parties import queries as parties
from quartier.core.parties.extension import Standing
from quartier.core.payments import queries
from quartier.core.payments.models import SetOff, SetOffState
from quartier.core.payments.rules.set_off import Counterclaim, may_set_off
from quartier.core.payments.services import refusals
from quartier.core.payments.services.telling import tell_set_off
from quartier.core.providers.policies import BillingPolicy
from quartier.core.providers.queries import policy
from quartier.kit.clock import day_of
from quartier.values.actor import Actor

TEXT: Final = "Aufrechnung"


@transaction.atomic
def declare_set_off(
    *, actor: Actor, at: datetime, entity_id: int, party_id: int, amount: Decimal, words: str,
    against_id: int | None = None,
) -> SetOff:  # fmt: skip
    """Take a customer's set-off in; nothing is booked, and what is open stays due. Raises WordsMissing, NothingOpen."""
    if amount <= 0:
        raise refusals.NothingReceived
    if not words.strip():
        raise refusals.WordsMissing
    owed = Item.everything.filter(party_id=party_id, entity_id=entity_id, open__gt=0)
    if not (owed.filter(pk=against_id) if against_id else owed).exists():
        raise refusals.NothingOpen
    row = SetOff.everything.create(
        entity_id=entity_id, party_id=party_id, against_id=against_id, amount=amount, words=words.strip(),
        standing=Counterclaim.CLAIMED, declared_at=at,
    )  # fmt: skip
    _note(actor, at, "payments.set_off_declared", row)
    return row


@transaction.atomic
def accept_set_off(*, actor: Actor, at: datetime, set_off_id: int, standing: Counterclaim) -> SetOff:
    """Book a set-off whose counterclaim is marked as the terms ask for. Raises NotSetOff, AlreadyDecided.

    The claims go out as of the day on which they could first be set off, so far as the ledger knows it: the day of
    the declaration (§ 389 BGB looks further back; staff correct interest where that matters).
    """
    row = _locked(set_off_id)
    if not may_set_off(clause_on(day_of(row.declared_at)), standing, consumer=is_consumer(row.party)):
        raise refusals.NotSetOff
    on = day_of(row.declared_at)
    owing = Owing(
        party_id=row.party_id, nature=Nature.CREDIT, due_on=on, subject=f"payments.setoff:{row.pk}", text=TEXT
    )
    entry = Entry(
        entity_id=row.entity_id, booked_on=day_of(at), kind=PostingKind.SET_OFF, text=TEXT,
        origin=f"payments.setoff:{row.pk}",
        sides=(
            Side(ledger.account_for(row.entity_id, AccountRole.TRANSIT), row.amount),
            Side(ledger.account_for(row.entity_id, AccountRole.RECEIVABLE), -row.amount, owing),
        ),
    )  # fmt: skip
    row.item = queries.item_of(ledger.post(actor=actor, at=at, entry=entry).pk)
    ledger.settle_credits(
        actor=actor, at=at, on=on, party_id=row.party_id, entity_id=row.entity_id, because=TEXT,
        credit_ids=[row.item.pk], named=[row.against_id] if row.against_id else (),
    )  # fmt: skip
    return _decided(actor, at, row, SetOffState.BOOKED, standing, "")


@transaction.atomic
def refuse_set_off(
    *, actor: Actor, at: datetime, set_off_id: int, reason: str, standing: Counterclaim = Counterclaim.CLAIMED
) -> SetOff:
    """Do not accept a set-off, with the reason for the customer. Raises ReasonMissing, AlreadyDecided."""
    row = _locked(set_off_id)
    if not reason.strip():
        raise refusals.ReasonMissing
    return _decided(actor, at, row, SetOffState.REFUSED, standing, reason.strip()[:300])


def clause_on(on: date) -> Any:
    """Return what the terms say about set-off on a day."""
    return policy.in_force(BillingPolicy, on).set_off


def is_consumer(party: Any) -> bool:
    """Tell whether a customer deals as a consumer."""
    return bool(party.standing == Standing.CONSUMER)


def _locked(set_off_id: int) -> SetOff:
    row = SetOff.everything.select_for_update(no_key=True, of=("self",)).get(pk=set_off_id)
    if row.state != SetOffState.PENDING:
        raise refusals.AlreadyDecided
    return row


def _decided(
    actor: Actor, at: datetime, row: SetOff, state: SetOffState, standing: Counterclaim, reason: str
) -> SetOff:
    row.state, row.standing, row.reason = state, standing, reason
    row.decided_at, row.decided_by = at, str(actor)[:120]
    row.save(update_fields=["state", "standing", "reason", "decided_at", "decided_by", "item"])
    kind = "payments.set_off_booked" if state == SetOffState.BOOKED else "payments.set_off_refused"
    _note(actor, at, kind, row, standing=standing.value, reason=reason)
    tell_set_off(actor=actor, at=at, row=row)
    return row


def _note(actor: Actor, at: datetime, kind: str, row: SetOff, **more: str) -> None:
    data = {"amount": str(row.amount), "set_off": row.pk, **more}
    audit.record(actor=actor, at=at, kind=kind, subject=parties.subject_of(row.party), data=data)
