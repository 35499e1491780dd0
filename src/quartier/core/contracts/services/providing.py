"""The company's side: its notice, the stop of a service, and grounds for good cause that staff decide about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Final

from django.db import IntegrityError, transaction

from quartier.core.audit import services as audit
from quartier.core.contracts import queries, rules
from quartier.core.contracts.extension import dues
from quartier.core.contracts.mails import ProviderNoticeMail
from quartier.core.contracts.models import Candidate, CandidateState, Contract, Ending
from quartier.core.contracts.services.ending import Notice, end_by_notice, locked, name_of, post
from quartier.core.contracts.services.refusals import AlreadyDecided, AlreadyFound, ContractOver, ReasonMissing
from quartier.kit.clock import day_of
from quartier.values.actor import SYSTEM, Actor
from quartier.values.packing import packed

AT_ONCE: Final = 500


@transaction.atomic
def give_notice(
    *, actor: Actor, at: datetime, contract_id: int, way: rules.Way, received_on: date, reason: str = "",
    wish_on: date | None = None, document_id: int | None = None,
) -> Ending:  # fmt: skip
    """End a contract from the company's side, as its terms allow, and tell the customer by mail.

    `received_on` is when the notice reaches the customer: by mail that is today. Raises what `end_by_notice` raises.
    """
    given = Notice(
        side=rules.Side.PROVIDER, way=way, received_on=received_on, wish_on=wish_on, reason=reason,
        document_id=document_id,
    )  # fmt: skip
    # Written before the end: whoever leaves the portal with it is told first.
    row = locked(contract_id)
    kept = end_by_notice(actor=actor, at=at, contract_id=contract_id, given=given)
    mail = ProviderNoticeMail(
        number=row.relationship.number, name=name_of(row), ends_on=kept.ends_on, way=way.label, reason=kept.reason,
        received_on=received_on,
    )  # fmt: skip
    post(actor, at, row, mail)
    return kept


@transaction.atomic
def stop(*, actor: Actor, at: datetime, contract_id: int, reason: str = "") -> Ending:
    """Stop a service: a free one at once, a paid one only with a reason that stays on record (QX-49).

    Raises ReasonMissing, NoSuchEnd where the terms allow no stop, and ContractOver.
    """
    row, today = locked(contract_id), day_of(at)
    if row.is_paid and not reason.strip():
        raise ReasonMissing
    way = rules.Way.UNREASONABLE if row.is_paid else rules.Way.ORDINARY
    return give_notice(actor=actor, at=at, contract_id=contract_id, way=way, received_on=today, reason=reason)


def look_into_dues(*, at: datetime, contracts: Iterable[Contract] | None = None) -> int:
    """Raise what the dues of running contracts let staff think about, and settle what is paid; returns how many new.

    Repeatable: an open question is raised once, a dismissed one not again for the same dues.
    """
    if not [*dues]:
        return 0
    rows, found = list(contracts if contracts is not None else queries.running()), 0
    for start in range(0, len(rows), AT_ONCE):
        found += _look(rows[start : start + AT_ONCE], at)
    return found


@transaction.atomic
def _look(rows: Sequence[Contract], at: datetime) -> int:
    owed: dict[int, list[rules.Due]] = {row.pk: [] for row in rows}
    for source in dues:
        for key, some in source(rows).items():
            owed[key] += some
    return sum(_raise(row, rules.grounds(owed[row.pk], day_of(at)), at) for row in rows)


def _raise(row: Contract, found: Sequence[rules.Found], at: datetime) -> int:
    by_program = [one.value for one in rules.Ground if one not in (*rules.BY_HAND, rules.Ground.NOT_INVOICED)]
    still = {one.ground.value for one in found}
    settled = row.candidates.filter(state=CandidateState.OPEN, ground__in=by_program).exclude(ground__in=still)
    settled.update(state=CandidateState.GONE, decided_at=at, decided_by=str(SYSTEM)[:120])
    raised = 0
    for one in found:
        seen = [{**packed(step.sentence), "source": step.source} for step in one.steps]
        if row.candidates.filter(ground=one.ground, seen=seen).exclude(state=CandidateState.GONE).exists():
            continue
        if row.candidates.filter(ground=one.ground, state=CandidateState.OPEN).update(seen=seen):
            continue
        Candidate.objects.create(
            contract=row, ground=one.ground.value, seen=seen, found_at=at, found_by=str(SYSTEM)[:120]
        )
        data = {"number": row.relationship.number, "ground": one.ground.value}
        about = queries.subject_of(row)
        audit.record(actor=SYSTEM, at=at, kind="contracts.candidate_found", subject=about, data=data)
        raised += 1
    return raised


@transaction.atomic
def note_candidate(*, actor: Actor, at: datetime, contract_id: int, ground: rules.Ground, note: str) -> Candidate:
    """Note a ground that no program sees: insolvency, a serious breach, a fundamental change (CC-83).

    Raises ContractOver, ReasonMissing and AlreadyFound; nothing is stored then.
    """
    row = locked(contract_id)
    if not note.strip():
        raise ReasonMissing(field="note")
    try:
        with transaction.atomic():
            kept = Candidate.objects.create(
                contract=row, ground=ground.value, note=note.strip(), found_at=at, found_by=str(actor)[:120]
            )
    except IntegrityError as error:
        raise AlreadyFound from error
    data = {"number": row.relationship.number, "ground": ground.value}
    audit.record(actor=actor, at=at, kind="contracts.candidate_found", subject=queries.subject_of(row), data=data)
    return kept


@transaction.atomic
def dismiss(*, actor: Actor, at: datetime, candidate_id: int, reason: str) -> Candidate:
    """Decide not to use a ground, with the reason. Raises AlreadyDecided and ReasonMissing."""
    row = _open(candidate_id)
    if not reason.strip():
        raise ReasonMissing
    return _decided(actor, at, row, CandidateState.DISMISSED, reason)


@transaction.atomic
def use(*, actor: Actor, at: datetime, candidate_id: int, received_on: date, reason: str) -> Ending:
    """Decide to end a contract for a ground that was found: a person does so, with a reason the customer reads.

    Raises AlreadyDecided, ReasonMissing and what `give_notice` raises; nothing has changed then.
    """
    row = _open(candidate_id)
    if not reason.strip():
        raise ReasonMissing
    _decided(actor, at, row, CandidateState.USED, reason)
    return give_notice(
        actor=actor, at=at, contract_id=row.contract_id, way=rules.Way.CAUSE, received_on=received_on, reason=reason
    )


def _open(candidate_id: int) -> Candidate:
    row = (
        Candidate.everything.select_for_update(no_key=True, of=("self",))
        .select_related("contract")
        .get(pk=candidate_id)
    )
    if row.state != CandidateState.OPEN:
        raise AlreadyDecided
    if row.contract.state in queries.OVER:
        raise ContractOver
    return row


def _decided(actor: Actor, at: datetime, row: Candidate, state: CandidateState, reason: str) -> Candidate:
    row.state, row.decided_at, row.decided_by, row.reason = state, at, str(actor)[:120], reason.strip()
    row.save(update_fields=["state", "decided_at", "decided_by", "reason"])
    data = {"ground": row.ground, "state": state.value, "reason": reason.strip()}
    about = queries.subject_of(row.contract)
    audit.record(actor=actor, at=at, kind="contracts.candidate_decided", subject=about, data=data)
    return row
