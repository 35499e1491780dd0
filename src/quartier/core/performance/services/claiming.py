"""The register of claims: what is claimed, the reference values of the day, and the last day to claim."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.db import transaction

from quartier.core.audit import services as audit
from quartier.core.contracts import queries as contracts
from quartier.core.deadlines import queries as running
from quartier.core.deadlines import services as deadlines
from quartier.core.performance import rules
from quartier.core.performance.models import Claim
from quartier.core.performance.queries import land_of, subject_of
from quartier.core.performance.services.refusals import AlreadyClosed, NotYet, UnknownOutcome
from quartier.core.providers.policies import LiabilityPolicy
from quartier.core.providers.queries import policy
from quartier.kit.clock import day_of
from quartier.law.bgb.terms import Customer
from quartier.law.rule import Step
from quartier.values.actor import Actor
from quartier.values.packing import packed

LIMITATION: Final = "performance.limitation"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimGiven:
    """A claim as somebody makes it. `is_unlimited`: about life, body, health, intent, gross negligence or a product."""

    what: str
    arose_on: date
    counted: rules.Counted
    counted_from: date
    amount: Decimal | None = None
    monthly_fee: Decimal | None = None
    agreed_fee: Decimal | None = None
    is_unlimited: bool = False


@transaction.atomic
def register_claim(*, actor: Actor, at: datetime, contract_id: int, given: ClaimGiven) -> Claim:
    """Register a claim with its reference values and its last day, by the policy of the day it arose. Raises NotYet.

    The values are shown, never applied: nobody's claim is cut by a program.
    """
    if given.arose_on > day_of(at):
        raise NotYet(field="arose_on")
    contract = contracts.contract_numbered(contract_id)
    customer, clause = Customer(contract.standing), policy.in_force(LiabilityPolicy, given.arose_on).liability_reference
    fees = rules.Fees(monthly=given.monthly_fee, agreed=given.agreed_fee)
    values = rules.reference(clause, fees, customer, is_unlimited=given.is_unlimited)
    limit = rules.limitation(
        clause, customer, counted_from=given.counted_from, land=land_of(given.arose_on),
        is_unlimited=given.is_unlimited,
    )  # fmt: skip
    row = Claim.objects.create(
        contract=contract, what=given.what.strip(), amount=given.amount, arose_on=given.arose_on,
        counted=given.counted.value, counted_from=given.counted_from, monthly_fee=given.monthly_fee,
        agreed_fee=given.agreed_fee, is_unlimited=given.is_unlimited, **_amounts(values), clause_on=limit.clause_on,
        law_on=limit.law_on, counts_on=limit.counts_on, derivation=list(_derivation(values, limit)), noted_at=at,
        noted_by=str(actor)[:120],
    )  # fmt: skip
    data = {"what": row.what, "arose": row.arose_on.isoformat(), "limitation": row.counts_on.isoformat()}
    audit.record(actor=actor, at=at, kind="performance.claimed", subject=subject_of(row), data=data)
    if row.counts_on >= day_of(at):
        deadlines.open_deadline(
            actor=actor, at=at, kind=LIMITATION, subject=_subject(row), last_on=row.counts_on,
            source=limit.steps[0].source or "§ 202 BGB", entity_id=contract.relationship.legal_entity_id,
        )  # fmt: skip
    return row


@transaction.atomic
def close_claim(*, actor: Actor, at: datetime, claim_id: int, state: rules.Resolution, reason: str) -> Claim:
    """Close a claim with what became of it; a person decides. Raises AlreadyClosed and UnknownOutcome."""
    row = Claim.everything.select_for_update(no_key=True, of=("self",)).select_related("contract").get(pk=claim_id)
    if row.state != rules.Resolution.OPEN.value:
        raise AlreadyClosed
    if state is rules.Resolution.OPEN:
        raise UnknownOutcome
    row.state, row.closed_at, row.closed_by, row.closed_because = state.value, at, str(actor)[:120], reason.strip()
    row.save(update_fields=["state", "closed_at", "closed_by", "closed_because"])
    data = {"what": row.what, "state": state.value, "reason": row.closed_because}
    audit.record(actor=actor, at=at, kind="performance.claim_closed", subject=subject_of(row), data=data)
    if (found := running.open_deadline_of(LIMITATION, _subject(row))) is not None:
        deadlines.cancel(actor=actor, at=at, deadline_id=found.pk, reason="Der Anspruch ist erledigt.")
    return row


def _subject(row: Claim) -> str:
    return f"performance.claim:{row.pk}"


def _amounts(values: rules.Reference) -> dict[str, Any]:
    named = {"per_case": values.case, "per_year": values.year, "ceiling": values.ceiling}
    return {name: value.amount if value else None for name, value in named.items()}


def _derivation(values: rules.Reference, limit: rules.Limitation) -> Iterator[dict[str, Any]]:
    for value in (values.case, values.year, values.ceiling):
        if value is not None:
            yield _kept(Step(value.how))
    for step in (*limit.steps, *values.cautions):
        yield _kept(step)


def _kept(step: Step) -> dict[str, Any]:
    return {**packed(step.sentence), "source": step.source}
