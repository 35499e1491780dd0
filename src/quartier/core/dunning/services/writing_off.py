"""Writing off what will not be paid: proposed by one person, booked when another confirms."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from quartier.core.approvals import services as approvals
from quartier.core.approvals.extension import Decided
from quartier.core.audit import services as audit
from quartier.core.dunning.queries.cases import subject_of
from quartier.core.dunning.services.refusals import NotAClaim, ReasonMissing
from quartier.core.ledger import services as books
from quartier.core.ledger.extension import Item
from quartier.core.ledger.services import AccountRole, Entry, Nature, Owing, PostingKind, Side
from quartier.core.parties import queries as parties
from quartier.kit import formats
from quartier.kit.clock import day_of
from quartier.values.actor import Actor

WRITE_OFF = "dunning.write_off"


@transaction.atomic
def propose_write_off(*, actor: Actor, at: datetime, claim_id: int, reason: str) -> None:
    """Put before a second person that an open claim is given up. Raises NotAClaim, ReasonMissing."""
    item = Item.objects.select_related("party").filter(pk=claim_id, open__gt=0).first()
    if item is None:
        raise NotAClaim
    if not reason.strip():
        raise ReasonMissing
    shown = {"Beleg": item.document or item.text, "Offen": formats.money(item.open), "Grund": reason.strip()[:300]}
    approvals.propose(
        actor=actor, at=at, kind=WRITE_OFF, subject=subject_of(item.pk), holder=parties.subject_of(item.party),
        entity_id=item.entity_id, shown=shown, data={"claim": item.pk, "reason": reason.strip()[:300]},
    )  # fmt: skip


def written_off(decided: Decided) -> None:
    """Settle a claim by a loss, as far as it is still open; a second person has confirmed it."""
    item = (
        Item.objects.select_for_update(no_key=True, of=("self",))
        .select_related("party")
        .get(pk=int(decided.data["claim"]))
    )
    if item.open <= 0:
        return
    today, amount, reason = day_of(decided.at), item.open, str(decided.data["reason"])
    owing = Owing(
        party_id=item.party_id, nature=Nature.CREDIT, due_on=today, subject=item.subject, document=item.document,
        contract_id=item.contract_id, cause_id=item.cause_id,
    )  # fmt: skip
    number = item.settled_by.count()
    entry = Entry(
        entity_id=item.entity_id, booked_on=today, kind=PostingKind.WRITE_OFF, text=f"Ausbuchung {item.document}",
        origin=f"dunning.write_off:{item.pk}:{number}", document=item.document,
        sides=(
            Side(books.account_for(item.entity_id, AccountRole.LOSS), amount),
            Side(books.account_for(item.entity_id, AccountRole.RECEIVABLE), -amount, owing),
        ),
    )  # fmt: skip
    credit = books.post(actor=decided.actor, at=decided.at, entry=entry).lines.get(item__isnull=False).item
    books.allocate(
        actor=decided.actor, at=decided.at, on=today, credit_id=credit.pk, claim_id=item.pk, amount=amount,
        because=reason[:160],
    )  # fmt: skip
    data: dict[str, Any] = {"claim": item.pk, "document": item.document, "amount": str(amount), "reason": reason}
    subject = parties.subject_of(item.party)
    audit.record(actor=decided.actor, at=decided.at, kind="dunning.written_off", subject=subject, data=data)
