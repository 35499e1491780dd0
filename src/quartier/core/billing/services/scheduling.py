"""Schedules: they begin with an accepted order, change for what comes, and end with their contract."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.db import transaction

from quartier.core.audit import services as audit
from quartier.core.billing import queries
from quartier.core.billing.models import EffortTerms, Question, QuestionKind, Schedule
from quartier.core.billing.rules.periods import MONTHS
from quartier.core.billing.services.refusals import AlreadySettled, OtherRhythm, ReasonMissing
from quartier.core.catalogue.extension import product_kinds
from quartier.core.charges import services as charges
from quartier.core.contracts.extension import Ended
from quartier.core.parties import queries as parties
from quartier.kit import formats
from quartier.kit.clock import day_of
from quartier.values.actor import Actor

RHYTHMS: Final = (1, 3, 6, 12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurring:
    """What recurs: so many of a product or something else for a price a month or a year, from a day on."""

    origin: str
    title: str
    unit: str
    net: Decimal
    starts_on: date
    quantity: int = 1
    product_id: int | None = None
    option: str = ""
    vat_rate_kind: str = "standard"
    payment_method: str = ""
    rhythm: int = 0
    in_advance: bool = True
    anchor_on: date | None = None


@transaction.atomic
def schedule(*, actor: Actor, at: datetime, contract: Any, given: Recurring) -> Schedule:
    """Let a contract owe something again and again; what was scheduled under its origin is returned as it is.

    Without a rhythm it is billed for as long as its price is for. Raises OtherRhythm.
    """
    rhythm = given.rhythm or MONTHS[given.unit]
    if rhythm not in RHYTHMS:
        raise OtherRhythm
    values = {
        "contract": contract, "party_id": contract.party_id, "entity_id": contract.relationship.legal_entity_id,
        "product_id": given.product_id, "option": given.option, "title": given.title, "quantity": given.quantity,
        "unit": given.unit, "net": given.net, "vat_rate_kind": given.vat_rate_kind, "rhythm": rhythm,
        "payment_method": given.payment_method, "in_advance": given.in_advance, "starts_on": given.starts_on,
        "anchor_on": given.anchor_on or given.starts_on, "billed_before": given.starts_on, "bill_on": given.starts_on,
        "noted_at": at, "noted_by": actor.name[:120],
    }  # fmt: skip
    row, is_new = Schedule.everything.get_or_create(origin=given.origin, defaults=values)
    if is_new:
        data = {"what": row.title, "amount": str(row.net), "unit": row.unit, "number": row.pk}
        audit.record(
            actor=actor, at=at, kind="billing.scheduled", subject=parties.subject_of(contract.party), data=data
        )
    return row


def begin_with_order(actor: Actor, at: datetime, order: Any) -> None:
    """Hear of an accepted order: what recurs does so from this day on, and once stands on its first invoice."""
    for line in order.lines.select_related("product"):
        if not product_kinds[line.product.kind].recurring:
            continue
        if line.unit not in MONTHS:
            cost = charges.Cost(
                what=line.title, unit_net=line.unit_net, quantity=Decimal(line.quantity), entity_id=order.entity_id,
                subject=f"orders.orderline:{line.pk}", contract_id=order.contract_id, supplied_on=day_of(at),
                vat_rate_kind=line.product.vat_rate_kind,
            )  # fmt: skip
            if cost.net:
                charges.put(actor=actor, at=at, party=order.party, cost=cost, user=order.user)
            continue
        given = Recurring(
            origin=f"orders.orderline:{line.pk}", title=line.title, unit=line.unit, net=line.unit_net,
            starts_on=day_of(at), quantity=line.quantity, product_id=line.product_id, option=line.option,
            vat_rate_kind=line.product.vat_rate_kind, payment_method=order.payment_method,
        )  # fmt: skip
        schedule(actor=actor, at=at, contract=order.contract, given=given)


@transaction.atomic
def change_rhythm(*, actor: Actor, at: datetime, schedule_id: int, rhythm: int, in_advance: bool) -> Schedule:
    """Bill a schedule in another rhythm from what is not billed yet. Raises OtherRhythm."""
    if rhythm not in RHYTHMS:
        raise OtherRhythm
    row = Schedule.everything.select_for_update(no_key=True, of=("self",)).select_related("party").get(pk=schedule_id)
    before = row.rhythm, row.in_advance
    if rhythm != row.rhythm:
        row.rhythm, row.anchor_on = rhythm, row.billed_before
    row.in_advance = in_advance
    if row.bill_on is not None:
        row.bill_on = row.billed_before
    row.save(update_fields=["rhythm", "anchor_on", "in_advance", "bill_on"])
    data = {"what": row.title, "rhythm": [before[0], rhythm], "in_advance": [before[1], in_advance], "number": row.pk}
    audit.record(actor=actor, at=at, kind="billing.rhythm_changed", subject=parties.subject_of(row.party), data=data)
    return row


@transaction.atomic
def agree_on_effort(
    *, actor: Actor, at: datetime, contract: Any, valid_from: date, hourly_net: Decimal | None = None,
    surcharge: Decimal | None = None,
) -> EffortTerms:  # fmt: skip
    """Keep what a contract says about work by effort from a day on; the same day again replaces it (CC-13)."""
    row, _new = EffortTerms.objects.update_or_create(
        contract=contract, valid_from=valid_from,
        defaults={"hourly_net": hourly_net, "surcharge": surcharge, "noted_at": at, "noted_by": actor.name[:120]},
    )  # fmt: skip
    data = {"amount": str(hourly_net or ""), "surcharge": str(surcharge or ""), "since": valid_from.isoformat()}
    audit.record(
        actor=actor, at=at, kind="billing.effort_agreed", subject=f"contracts.contract:{contract.pk}", data=data
    )
    return row


def look_at_end(one: Ended) -> None:
    """Hear that a contract is over: what was billed beyond its end is a question to staff."""
    for row in queries.schedules_of(one.contract.pk):
        row.contract = one.contract
        end = max(queries.end_of(row), row.starts_on)
        if row.bill_on is not None and end <= row.billed_before:
            Schedule.everything.filter(pk=row.pk).update(bill_on=None)
        if row.billed_before > end:
            text = f"{row.title}: {formats.day(end)} – {formats.day(row.billed_before)}"
            ask(one.at, QuestionKind.OVERBILLED, row, f"over:{row.pk}", text)


def ask(at: datetime, kind: QuestionKind, row: Schedule, key: str, text: str) -> None:
    """Ask staff something about a schedule, once."""
    Question.everything.get_or_create(
        contract_id=row.contract_id, key=key,
        defaults={"kind": kind, "party_id": row.party_id, "text": text[:300], "asked_at": at},
    )  # fmt: skip


@transaction.atomic
def settle(*, actor: Actor, at: datetime, question_id: int, because: str) -> Question:
    """Note how a question was settled. Raises AlreadySettled, ReasonMissing."""
    row = Question.everything.select_for_update(no_key=True, of=("self",)).select_related("party").get(pk=question_id)
    if row.settled_at is not None:
        raise AlreadySettled
    if not because.strip():
        raise ReasonMissing
    row.settled_at, row.settled_by, row.settled_because = at, actor.name[:120], because.strip()
    row.save(update_fields=["settled_at", "settled_by", "settled_because"])
    data = {"what": row.text, "reason": row.settled_because, "number": row.pk}
    audit.record(actor=actor, at=at, kind="billing.settled", subject=parties.subject_of(row.party), data=data)
    return row
