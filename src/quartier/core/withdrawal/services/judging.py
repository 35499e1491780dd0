"""Taking a withdrawal: judged by the law, carried out at once where it has effect, answered where it is late."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from quartier.core.audit import services as audit
from quartier.core.declarations.extension import DeclarationState, Outcome, Taken
from quartier.core.parties import queries as parties
from quartier.core.withdrawal import queries
from quartier.core.withdrawal.extension import Withdrawable, WithdrawalSubject, withdrawal_subjects
from quartier.core.withdrawal.models import Withdrawal
from quartier.core.withdrawal.rules import Judged, Sent, Verdict, judge
from quartier.core.withdrawal.rules import words as say
from quartier.core.withdrawal.services import settling
from quartier.kit.clock import day_of
from quartier.law.bgb.form import Sending
from quartier.values.actor import Actor
from quartier.values.sentences import Sentence

KIND: Final = "withdrawal.withdraw"
REFUND: Final = settling.REFUND
STATES: Final = {
    Verdict.IN_TIME: DeclarationState.EFFECTIVE,
    Verdict.LATE: DeclarationState.LATE,
    Verdict.NO_RIGHT: DeclarationState.REJECTED,
    Verdict.LAPSED: DeclarationState.REJECTED,
    Verdict.DISPATCH_UNKNOWN: DeclarationState.UNCLEAR,
}


def take(taken: Taken) -> Outcome:
    """Judge a withdrawal whose subject is known, and do what follows from it."""
    row = taken.declaration
    label, _colon, number = row.subject.partition(":")
    kind = withdrawal_subjects[label]
    thing = kind.look(int(number))
    if queries.withdrawn_from(row.subject) is not None:
        return Outcome(state=DeclarationState.REJECTED, sentences=say.withdrawn_before(thing.label))
    whole = row.wishes.get("extent") != queries.PART
    judged = judge(thing.facts, sent(row))
    sentences = say.verdict(judged, thing.label, whole=whole)
    if judged.verdict in (Verdict.IN_TIME, Verdict.LATE):
        kept = _keep(taken, thing, judged, whole)
        if kept.in_time:
            sentences = (*sentences, *_carried_out(taken, kind, thing, kept))
    data = {"verdict": judged.verdict.value, "last_on": judged.last_on.isoformat() if judged.last_on else ""}
    return Outcome(state=STATES[judged.verdict], sentences=sentences, derived=judged.derived, data=data)


def sent(row: Any) -> Sent:
    """Return when a declaration was made: a click at its instant, everything else by dispatch and receipt."""
    online = Sending(row.channel) in (Sending.CLICK, Sending.PORTAL_FORM)
    return Sent(
        clicked_at=row.received_at if online else None,
        dispatched_on=None if online else row.dispatched_on,
        received_on=day_of(row.received_at),
    )


def _keep(taken: Taken, thing: Withdrawable, judged: Judged, whole: bool) -> Withdrawal:
    kept = Withdrawal.objects.create(
        declaration=taken.declaration, subject=thing.subject, contract_id=thing.contract_id, party_id=thing.party_id,
        entity_id=thing.entity_id, whole=whole, in_time=judged.verdict is Verdict.IN_TIME,
        decisive_on=judged.decisive_on, last_on=judged.last_on, judged_at=taken.at, price=thing.price, paid=thing.paid,
        done=thing.done, demanded=say.demanded(thing.facts),
    )  # fmt: skip
    _record(taken.actor, taken.at, "withdrawal.judged", kept, {"in_time": kept.in_time, "about": kept.subject})
    return kept


def _carried_out(taken: Taken, kind: WithdrawalSubject, thing: Withdrawable, kept: Withdrawal) -> tuple[Sentence, ...]:
    """Undo what was withdrawn from and settle the money; a part is left to people."""
    received_on = day_of(taken.declaration.received_at)
    if not kept.whole:
        return settling.begin(taken.actor, taken.at, kept, received_on, known=False)
    known = not thing.facts.is_paid or (thing.price is not None and thing.done is not None)
    said = settling.begin(taken.actor, taken.at, kept, received_on, known=known)
    more = kind.withdraw(taken.actor, taken.at, int(thing.subject.partition(":")[2]))
    return (*said, *more)


def _record(actor: Actor, at: datetime, kind: str, row: Withdrawal, data: dict[str, Any]) -> None:
    subject = parties.subject_of(row.party)
    audit.record(actor=actor, at=at, kind=kind, subject=subject, data={"withdrawal": row.pk, **data})
