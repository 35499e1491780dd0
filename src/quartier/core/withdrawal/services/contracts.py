"""Contracts as what can be withdrawn from; that on the portal closes the account with it (DWG-41)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.urls import reverse

from quartier.core.contracts.queries import finding
from quartier.core.contracts.services import withdrawing
from quartier.core.leaving import services as leaving
from quartier.core.parties import queries as parties
from quartier.core.parties.extension import Standing
from quartier.core.providers.policies import CalendarPolicy, Scope, WithdrawalPolicy
from quartier.core.providers.queries import policy
from quartier.core.withdrawal.extension import Facts, Withdrawable, withdrawal_subjects
from quartier.core.withdrawal.rules import words as say
from quartier.kit.clock import day_of
from quartier.values.actor import Actor
from quartier.values.sentences import Sentence

LABEL: Final = "contracts.contract"
# Tied to a dwelling, a share or a book of savings: other rules than those of distance contracts, and never a click.
ELSEWHERE: Final = frozenset({Scope.TENANCY.value, Scope.MEMBERSHIP.value, Scope.SAVINGS.value})


def meant(text: str, email: str) -> Sequence[Withdrawable]:
    """Return contracts that a text or an e-mail address may mean."""
    return [_withdrawable(row) for row in finding.contracts_meant(text, email) if _is_ours(row)]


def of_party(party_id: int) -> Sequence[Withdrawable]:
    """Return a customer's contracts from which one can withdraw."""
    return [_withdrawable(row) for row in finding.contracts_of(party_id) if _is_ours(row)]


def look(contract_id: int) -> Withdrawable:
    """Return one contract, locked until the transaction ends."""
    return _withdrawable(withdrawing.locked(contract_id))


def withdraw(actor: Actor, at: datetime, contract_id: int) -> Sequence[Sentence]:
    """Undo a contract; with the one on the portal the account is closed, everything else goes on."""
    row = withdrawing.withdraw(actor=actor, at=at, contract_id=contract_id)
    if row.scope != Scope.PORTAL.value:
        return ()
    party = parties.party_numbered(row.party_id)
    if party.user_id is None and party.account_id is None:
        return ()
    leaving.end(
        actor=actor, at=at, party=party, way=leaving.Way.WITHDRAWAL, ended_on=day_of(at), declared_on=day_of(at)
    )
    return (say.account_closed(),)


def address_of(row: Any) -> str:
    """Return where a consumer withdraws from a contract that is not over, "" for every other one."""
    fits = row.standing == Standing.CONSUMER and row.ended_at is None and row.scope not in ELSEWHERE
    return reverse("withdrawal:withdraw") if fits else ""


def _is_ours(row: Any) -> bool:
    """Tell whether nobody else brings this contract, such as its order, and a withdrawal fits it at all."""
    return row.origin.partition(":")[0] not in withdrawal_subjects and row.scope not in ELSEWHERE


def _withdrawable(row: Any) -> Withdrawable:
    concluded_on = day_of(row.concluded_at)
    is_consumer = row.standing == Standing.CONSUMER
    tie = row.relationship
    facts = Facts(
        is_consumer=is_consumer, is_paid=row.is_paid, concluded_on=concluded_on,
        land=policy.in_force(CalendarPolicy, concluded_on).holiday_state,
        days=policy.in_force(WithdrawalPolicy, concluded_on).days,
        instructed_on=day_of(row.instructed_at) if row.instructed_at else None,
        begun_on=day_of(row.begun_at) if row.begun_at else None,
        performed_on=day_of(row.performed_at) if row.performed_at else None,
        is_digital=row.scope == Scope.DIGITAL_CONTENT.value,
    )  # fmt: skip
    return Withdrawable(
        subject=f"{LABEL}:{row.pk}", number=tie.number, label=_label(tie), party_id=row.party_id,
        entity_id=tie.legal_entity_id, facts=facts, contract_id=row.pk, is_over=row.ended_at is not None,
        done=None if row.is_paid else Decimal(0),
    )  # fmt: skip


def _label(tie: Any) -> str:
    return f"{tie.subject or tie.get_kind_display()} {tie.number}"
