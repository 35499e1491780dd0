"""Booking what default costs: interest never twice for a day, the lump sum once, fees, damage with evidence."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from quartier.core.audit import services as audit
from quartier.core.dunning.models import Case, Fee, FeeKind, InterestCharge, Reminder
from quartier.core.dunning.queries import cases as reading
from quartier.core.dunning.queries.bases import Bases, bases_on
from quartier.core.dunning.rules.fees import lump_sum_of
from quartier.core.dunning.services.cases import ensure
from quartier.core.dunning.services.refusals import (
    ChargedAlready,
    ConsumerOwesNone,
    EvidenceMissing,
    InFuture,
    NotInDefault,
    OnlyLower,
    RateMissing,
    ReasonMissing,
)
from quartier.core.ledger import services as books
from quartier.core.ledger.extension import Item
from quartier.core.ledger.services import AccountRole, Entry, Nature, Owing, PostingKind, Side
from quartier.core.parties import queries as parties
from quartier.kit.clock import day_of
from quartier.law.bgb.default_rate import Party
from quartier.law.rule import Derived
from quartier.values.actor import Actor
from quartier.values.timeline import NotYetKnown

NOTHING = Decimal("0.00")


@transaction.atomic
def charge_interest(
    *, actor: Actor, at: datetime, claim_id: int, through: date, because: str, bases: Bases | None = None
) -> InterestCharge | None:
    """Book the interest of a claim through a day, less what is booked; None where nothing is to be added.

    Where less is owed than was booked (a payment turns out to be earlier), the difference is credited. Raises
    NotAClaim, NotInDefault, InFuture, and RateMissing for a half-year without base rate.
    """
    today = day_of(at)
    if through > today:
        raise InFuture(field="through")
    row = ensure(actor=actor, at=at, claim_id=claim_id)
    if row.interest_from is None or row.default_since is None:
        raise NotInDefault
    try:
        found = reading.interest_through(row, through, bases or bases_on(today))
    except NotYetKnown as error:
        raise RateMissing from error
    amount = found.value - reading.charged_interest(claim_id)
    charges = InterestCharge.objects.filter(claim=claim_id)
    # A day is charged once: what changes about it afterwards is made good with a later day.
    if not amount or charges.filter(through_on__gt=through).exists():
        return None
    if amount > 0 and charges.filter(through_on=through, amount__gt=0).exists():
        return None
    item = _booked_interest(actor, at, row, amount, through)
    kept = InterestCharge.objects.create(
        claim=row.claim, item=item, through_on=through, amount=amount, explanation=reading.steps_packed(found),
        because=because[:160], charged_at=at,
    )  # fmt: skip
    data = {"through": str(through), "amount": str(amount), "reason": because}
    _fact(actor, at, "dunning.interest_charged", row, data)
    return kept


def _booked_interest(actor: Actor, at: datetime, row: Case, amount: Decimal, through: date) -> Item:
    number = InterestCharge.objects.filter(claim=row.claim).count() + 1
    text = (
        f"Verzugszinsen bis {through:%d.%m.%Y}" if amount > 0 else f"Verzugszinsen bis {through:%d.%m.%Y}, berichtigt"
    )
    item = _post(
        actor, at, row, amount, kind=PostingKind.INTEREST, role=AccountRole.INTEREST, nature=Nature.INTEREST, text=text,
        origin=f"dunning.interest:{row.claim_id}:{number}",
    )  # fmt: skip
    if amount < 0:
        _credit_interest(actor, at, row, item)
    return item


def _credit_interest(actor: Actor, at: datetime, row: Case, credit: Item) -> None:
    """Let a correction settle the interest it corrects, the latest first; the rest is the customer's credit."""
    rows = InterestCharge.objects.filter(claim=row.claim, amount__gt=0, item__open__gt=0).select_related("item")
    left = -credit.amount
    for one in rows.order_by("-through_on"):
        part = min(left, one.item.open)
        if part > 0:
            books.allocate(
                actor=actor, at=at, on=day_of(at), credit_id=credit.pk, claim_id=one.item_id, amount=part,
                because="Zinsen berichtigt",
            )  # fmt: skip
            left -= part


def _post(
    actor: Actor, at: datetime, row: Case, amount: Decimal, *, kind: PostingKind, role: AccountRole, nature: Nature,
    text: str, origin: str,
) -> Item:  # fmt: skip
    """Book something about a claim on the customer's account and return its item; below zero it is a credit."""
    claim, today = row.claim, day_of(at)
    owing = Owing(
        party_id=claim.party_id, nature=nature if amount > 0 else Nature.CREDIT, due_on=today, subject=claim.subject,
        document=claim.document, text=text, contract_id=claim.contract_id, cause_id=claim.pk,
    )  # fmt: skip
    entry = Entry(
        entity_id=claim.entity_id, booked_on=today, kind=kind, text=text, origin=origin, document=claim.document,
        sides=(
            Side(books.account_for(claim.entity_id, AccountRole.RECEIVABLE), amount, owing),
            Side(books.account_for(claim.entity_id, role), -amount),
        ),
    )  # fmt: skip
    posting = books.post(actor=actor, at=at, entry=entry)
    return posting.lines.get(item__isnull=False).item


@transaction.atomic
def charge_lump_sum(*, actor: Actor, at: datetime, claim_id: int) -> Fee:
    """Charge the lump sum for default, of businesses only and once for a claim (WR-079).

    Raises NotAClaim, NotInDefault, ConsumerOwesNone, ChargedAlready.
    """
    row = ensure(actor=actor, at=at, claim_id=claim_id)
    if row.default_since is None:
        raise NotInDefault
    if Fee.objects.filter(claim=claim_id, kind=FeeKind.LUMP_SUM).exists():
        raise ChargedAlready
    policy = bases_on(row.default_since).dunning
    found = lump_sum_of(Party(row.debtor), row.arose_on, policy, consideration=row.consideration)
    if not found.value:
        raise ConsumerOwesNone
    return _charge(actor, at, row, FeeKind.LUMP_SUM, found, "Verzugspauschale (§ 288 Abs. 5 BGB)")


@transaction.atomic
def charge_damage(*, actor: Actor, at: datetime, claim_id: int, amount: Decimal, what: str, evidence: str) -> Fee:
    """Charge further damage by default by hand, with what shows it (WR-080). Raises NotInDefault, EvidenceMissing."""
    row = ensure(actor=actor, at=at, claim_id=claim_id)
    if row.default_since is None or row.default_since > day_of(at):
        raise NotInDefault
    if not evidence.strip():
        raise EvidenceMissing
    found: Derived[Decimal] = Derived(amount, (), ())
    return _charge(actor, at, row, FeeKind.DAMAGE, found, what.strip()[:120], evidence=evidence.strip()[:300])


def charge_reminder(*, actor: Actor, at: datetime, row: Case, reminder: Reminder, found: Derived[Decimal]) -> Fee:
    """Charge the fee of a reminder; each carries one at most."""
    return _charge(actor, at, row, FeeKind.REMINDER, found, f"Mahngebühr ({reminder.title})", reminder=reminder)


def _charge(
    actor: Actor, at: datetime, row: Case, kind: FeeKind, found: Derived[Decimal], text: str, *, evidence: str = "",
    reminder: Reminder | None = None,
) -> Fee:  # fmt: skip
    number = Fee.objects.filter(claim=row.claim).count() + 1
    item = _post(
        actor, at, row, found.value, kind=PostingKind.FEE, role=AccountRole.FEES, nature=Nature.COSTS, text=text,
        origin=f"dunning.fee:{row.claim_id}:{number}",
    )  # fmt: skip
    kept = Fee.objects.create(
        claim=row.claim, item=item, reminder=reminder, kind=kind, charged=found.value, amount=found.value,
        charged_on=day_of(at), explanation=reading.steps_packed(found), evidence=evidence,
    )  # fmt: skip
    data = {"kind": kind.value, "amount": str(found.value), "evidence": evidence}
    _fact(actor, at, "dunning.fee_charged", row, data)
    return kept


@transaction.atomic
def reduce_fee(*, actor: Actor, at: datetime, fee_id: int, amount: Decimal, reason: str) -> Fee:
    """Lower a fee, to nothing at least, because the customer has shown lower damage (CC-74).

    What was paid on it beyond that becomes a credit of the customer. Raises OnlyLower, ReasonMissing.
    """
    fee = Fee.objects.select_for_update(no_key=True, of=("self",)).select_related("claim__party", "item").get(pk=fee_id)
    if not 0 <= amount < fee.amount:
        raise OnlyLower
    if not reason.strip():
        raise ReasonMissing
    row = ensure(actor=actor, at=at, claim_id=fee.claim_id)
    credit = _post(
        actor, at, row, amount - fee.amount, kind=PostingKind.CREDIT_NOTE, role=AccountRole.FEES, nature=Nature.CREDIT,
        text=f"{fee.item.text} gemindert"[:160], origin=f"dunning.fee:{fee.pk}:reduced:{fee.amount}",
    )  # fmt: skip
    books.settle_pair(actor=actor, at=at, on=day_of(at), first=fee.item, second=credit, because=reason[:160])
    before, fee.amount = fee.amount, amount
    fee.reduced_at, fee.reduced_by, fee.reduced_because = at, str(actor)[:120], reason.strip()[:300]
    fee.save(update_fields=["amount", "reduced_at", "reduced_by", "reduced_because"])
    data = {"fee": fee.pk, "amount": [str(before), str(amount)], "reason": reason.strip()}
    _fact(actor, at, "dunning.fee_reduced", row, data)
    return fee


def _fact(actor: Actor, at: datetime, kind: str, row: Case, data: dict[str, Any]) -> None:
    given = {"claim": row.claim_id, "document": row.claim.document, **data}
    audit.record(actor=actor, at=at, kind=kind, subject=parties.subject_of(row.claim.party), data=given)
