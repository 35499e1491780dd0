"""The end of a contract: a notice that counts, the day it leads to, the end itself, and taking a notice back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction

from quartier.core.audit import services as audit
from quartier.core.contracts import queries, rules
from quartier.core.contracts.extension import Ended, ended
from quartier.core.contracts.mails import EndAheadMail
from quartier.core.contracts.models import Candidate, CandidateState, Contract, ContractState, Ending
from quartier.core.contracts.services.refusals import (
    AlreadyEnding,
    ContractOver,
    InTheFuture,
    NoSuchEnd,
    ReasonMissing,
)
from quartier.core.deadlines import queries as running
from quartier.core.deadlines import services as deadlines
from quartier.core.deadlines.extension import Passed
from quartier.core.inbox import services as inbox
from quartier.core.parties import queries as parties
from quartier.core.parties.services import contracts as keeping
from quartier.core.providers.policies import RetentionPolicy
from quartier.core.providers.queries import policy
from quartier.kit.clock import day_of
from quartier.law.bgb.periods import latest_event_on
from quartier.values.actor import SYSTEM, Actor
from quartier.values.packing import packed
from quartier.values.period import ONE_DAY

END: Final = "contracts.end"
AHEAD: Final = "contracts.end_ahead"
TERM: Final = "contracts.term"
CUT_OFF: Final = "contracts.cut_off"
ENDS: Final = "Der Vertrag ist gekündigt."
RUNS_ON: Final = "Die Kündigung ist zurückgenommen."
EARLIER: Final = "Eine spätere Kündigung beendet den Vertrag früher."
REASON_LENGTH: Final = 40
SOURCE: Final = "§ 130, § 188 BGB"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A notice as it arrived. `wish_on` is the day somebody wants to end with; it never leads to an earlier end."""

    side: rules.Side
    way: rules.Way
    received_on: date
    wish_on: date | None = None
    reason: str = ""
    declaration_id: int | None = None
    document_id: int | None = None


@transaction.atomic
def end_by_notice(*, actor: Actor, at: datetime, contract_id: int, given: Notice) -> Ending:
    """Let a notice count whose form has been looked at: the contract ends with the day that follows from it.

    Without any period the contract is over at once. A second notice counts only if it ends the contract earlier.
    Raises ContractOver, AlreadyEnding, NoSuchEnd, ReasonMissing and InTheFuture; nothing has changed then.
    """
    row = locked(contract_id)
    if given.received_on > day_of(at):
        raise InTheFuture
    facts = queries.facts_of(row)
    found = _chosen(facts, given)
    ends_on = rules.wished(facts, found, given.wish_on) if given.wish_on else found.ends_on
    if ends_on is None:
        raise NoSuchEnd
    # An end lies never before its contract.
    ends_on = max(ends_on, row.relationship.started_on)
    _replace(actor, at, row, ends_on)
    kept = Ending.objects.create(
        contract=row, side=given.side.value, way=given.way.value, received_on=given.received_on, ends_on=ends_on,
        reason=given.reason.strip(), derivation=[{**packed(s.sentence), "source": s.source} for s in found.steps],
        refund_hint=_paid_ahead(row, given), declaration_id=given.declaration_id, document_id=given.document_id,
        noted_at=at, noted_by=str(actor)[:120],
    )  # fmt: skip
    data = {
        "number": row.relationship.number, "by": given.side.value, "way": given.way.value,
        "received": given.received_on.isoformat(), "ends": ends_on.isoformat(),
    }  # fmt: skip
    audit.record(actor=actor, at=at, kind="contracts.notice", subject=queries.subject_of(row), data=data)
    at_once = found.ends_on == given.received_on and ends_on <= day_of(at)
    lead_to(actor, at, row, ends_on, given.way.value, at_once=at_once)
    return kept


def locked(contract_id: int) -> Contract:
    """Return a contract that is not over, locked. Raises ContractOver."""
    row = Contract.everything.select_for_update(no_key=True, of=("self",)).select_related(
        "relationship__legal_entity", "party"
    ).get(pk=contract_id)  # fmt: skip
    if row.state in queries.OVER:
        raise ContractOver
    return row


def lead_to(actor: Actor, at: datetime, row: Contract, ends_on: date, why: str, *, at_once: bool = False) -> None:
    """Let a contract end with a day; what lies behind us, or ends at once, is over now."""
    row.ends_on, row.end_reason, row.state = ends_on, why, ContractState.ENDING
    row.save(update_fields=["ends_on", "end_reason", "state"])
    cancel(actor, at, row, (TERM, CUT_OFF), ENDS)
    if at_once or ends_on < day_of(at):
        finish(actor, at, row)
    else:
        _open(actor, at, row, ends_on)
    keeping.end_relationship(actor=actor, at=at, relationship_id=row.relationship_id, ended_on=ends_on)


def finish(actor: Actor, at: datetime, row: Contract, state: ContractState = ContractState.ENDED) -> None:
    """Close a contract and tell everybody who listens; whoever calls this has locked it."""
    row.state, row.ended_at = state, at
    row.save(update_fields=["state", "ended_at", "ends_on", "end_reason"])
    cancel(actor, at, row, (END, AHEAD, TERM, CUT_OFF), ENDS)
    Candidate.everything.filter(contract=row, state=CandidateState.OPEN).update(
        state=CandidateState.GONE, decided_at=at, decided_by=str(actor)[:120]
    )
    data = {"number": row.relationship.number, "reason": row.end_reason, "ends": str(row.ends_on or "")}
    kind = "contracts.ended" if state == ContractState.ENDED else "contracts.withdrawn"
    audit.record(actor=actor, at=at, kind=kind, subject=queries.subject_of(row), data=data)
    for hear in ended:
        hear(Ended(row, row.end_reason, actor, at))


@transaction.atomic
def close_performed(*, actor: Actor, at: datetime, contract_id: int, because: str = "performed") -> Contract:
    """Close a contract that ends with its single performance, or with its order. Raises ContractOver."""
    row = locked(contract_id)
    row.ends_on, row.end_reason = max(day_of(at), row.relationship.started_on), because[:REASON_LENGTH]
    finish(actor, at, row)
    keeping.end_relationship(actor=actor, at=at, relationship_id=row.relationship_id, ended_on=row.ends_on)
    return row


def run_on(actor: Actor, at: datetime, row: Contract) -> None:
    """Let a contract run without a known end again."""
    row.state, row.ends_on, row.end_reason = ContractState.RUNNING, None, ""
    row.save(update_fields=["state", "ends_on", "end_reason"])
    cancel(actor, at, row, (END, AHEAD), RUNS_ON)


def end_by_time(passed: Passed) -> None:
    """Close a contract with the end of its last day."""
    row = _known(passed.subject)
    if row is not None and row.state == ContractState.ENDING:
        finish(SYSTEM, passed.at, row)


def tell_ahead(passed: Passed) -> None:
    """Tell a customer that the contract ends soon, and that data can be taken along before (DWG-33)."""
    row = _known(passed.subject)
    if row is None or row.state != ContractState.ENDING or row.ends_on is None:
        return
    mail = EndAheadMail(number=row.relationship.number, name=name_of(row), ends_on=row.ends_on)
    post(SYSTEM, passed.at, row, mail)


def name_of(row: Contract) -> str:
    """Return what people call a contract."""
    return row.relationship.subject or str(row.relationship.get_kind_display())


def post(actor: Actor, at: datetime, row: Contract, mail: Any) -> bool:
    """Write to the customer of a contract in the name of its company; tells whether there is an address."""
    if not row.party.email:
        return False
    inbox.post(
        actor=actor, at=at, mail=mail, to=row.party.email, to_name=str(row.party), about=parties.subject_of(row.party),
        entity=row.relationship.legal_entity,
    )  # fmt: skip
    return True


def cancel(actor: Actor, at: datetime, row: Contract, kinds: tuple[str, ...], reason: str) -> None:
    """Cancel running deadlines of a contract."""
    for kind in kinds:
        if (found := running.open_deadline_of(kind, queries.subject_of(row))) is not None:
            deadlines.cancel(actor=actor, at=at, deadline_id=found.pk, reason=reason)


def _chosen(facts: rules.Facts, given: Notice) -> rules.End:
    found = next((one for one in rules.ends(facts, given.side, given.received_on) if one.way is given.way), None)
    if found is None or not found.available:
        raise NoSuchEnd
    if found.needs_reason and not given.reason.strip():
        raise ReasonMissing
    return found


def _replace(actor: Actor, at: datetime, row: Contract, ends_on: date) -> None:
    """Let a notice in force give way to one that ends the contract earlier. Raises AlreadyEnding."""
    if row.state != ContractState.ENDING or row.ends_on is None:
        return
    if ends_on >= row.ends_on:
        raise AlreadyEnding(row.ends_on)
    row.endings.filter(revoked_at=None).update(revoked_at=at, revoked_because=EARLIER)
    cancel(actor, at, row, (END, AHEAD), EARLIER)


def _open(actor: Actor, at: datetime, row: Contract, ends_on: date) -> None:
    """Open the deadline of the end, and of the notice ahead of it unless that would be now."""
    subject, holder = queries.subject_of(row), parties.subject_of(row.party)
    common: dict[str, Any] = {"actor": actor, "at": at, "subject": subject, "source": SOURCE}
    common["entity_id"] = row.relationship.legal_entity_id
    deadlines.open_deadline(**common, kind=END, last_on=ends_on, holder=holder)
    told_on = latest_event_on(ends_on, policy.in_force(RetentionPolicy, day_of(at)).end_notice)
    if told_on > day_of(at):
        deadlines.open_deadline(**common, kind=AHEAD, last_on=told_on - ONE_DAY)


def _paid_ahead(row: Contract, given: Notice) -> bool:
    """Tell billing that money may have been paid beyond the end: the provider stopped what was paid for (QX-49)."""
    return row.is_paid and given.side is rules.Side.PROVIDER


def _known(subject: str) -> Contract | None:
    rows = Contract.everything.select_for_update(no_key=True, of=("self",)).select_related(
        "relationship__legal_entity", "party"
    )
    return rows.filter(pk=int(subject.rpartition(":")[2])).first()
