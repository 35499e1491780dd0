"""Money has come in or gone back: what was waiting is released at once, what was paid is open again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from quartier.core.blocks import services as blocks
from quartier.core.contracts import services as contracts
from quartier.core.dunning.models import Case, InterestCharge, Plan, PlanState
from quartier.core.dunning.queries import cases as reading
from quartier.core.dunning.queries.bases import bases_on, stages_on
from quartier.core.dunning.queries.consequences import work_waits
from quartier.core.dunning.services.cases import ensure, look_again
from quartier.core.dunning.services.charging import charge_interest
from quartier.core.dunning.services.instalments import follow
from quartier.core.dunning.services.refusals import WorkHeld
from quartier.core.ledger.extension import Allocation, Item, Nature
from quartier.kit.clock import day_of
from quartier.values.actor import Actor

PAID = "Bezahlt"


@transaction.atomic
def release(*, actor: Actor, at: datetime, party_id: int) -> int:
    """End what rested on claims that are paid now, and book the interest they leave behind; returns how many claims.

    Interest below the smallest sum that is reminded is not booked. Repeating it changes nothing.
    """
    rows = Case.objects.filter(claim__party=party_id, claim__open=0, default_since__isnull=False)
    done, looked = 0, {}
    for row in rows.select_related("claim__contract").order_by("pk"):
        _leave_interest(actor, at, row)
        item = reading.subject_of(row.claim_id)
        done += 1
        blocks.ground_gone(at=at, party_id=party_id, ground="arrears", because=PAID, item=item)
        if row.claim.contract is not None:
            looked[row.claim.contract_id] = row.claim.contract
    if looked:
        contracts.look_into_dues(at=at, contracts=looked.values())
    follow(actor=actor, at=at, party_id=party_id)
    return done


def _leave_interest(actor: Actor, at: datetime, row: Case) -> None:
    last: date | None = Allocation.objects.filter(claim=row.claim_id).aggregate(last=Max("on"))["last"]
    if last is None or row.interest_from is None or last < row.interest_from:
        return
    if InterestCharge.objects.filter(claim=row.claim_id, through_on__gte=last).exists():
        return
    through = min(last, day_of(at))
    bases = bases_on(day_of(at))
    rest = reading.interest_through(row, through, bases).value - reading.charged_interest(row.claim_id)
    if rest < 0 or rest >= stages_on(day_of(at)).least:
        charge_interest(actor=actor, at=at, claim_id=row.claim_id, through=through, because=PAID, bases=bases)


def heard_of_payments(actor: Actor, at: datetime, payments: Iterable[Any]) -> None:
    """Release what payments have paid; called in the transaction that books them."""
    paying = {one.party_id for one in payments if one.party_id is not None}
    late = Case.objects.filter(claim__party__in=paying, claim__open=0, default_since__isnull=False)
    in_rates = Plan.objects.filter(party__in=paying, state__in=(PlanState.RUNNING, PlanState.LATE))
    # Most pay in time: nothing rests on their claims that could end.
    concerned = {*late.values_list("claim__party", flat=True), *in_rates.values_list("party", flat=True)}
    for party_id in sorted(concerned):
        release(actor=actor, at=at, party_id=party_id)


@transaction.atomic
def reopened(*, actor: Actor, at: datetime, claim_ids: Iterable[int]) -> None:
    """Hear that claims are open again because a payment was returned: what had not begun for it begins now."""
    rows = Item.everything.filter(pk__in=[*claim_ids], nature=Nature.PRINCIPAL, open__gt=0).select_related("party")
    for item in rows.order_by("pk"):
        ensure(actor=actor, at=at, claim_id=item.pk)
    look_again(actor=actor, at=at, claim_ids=[item.pk for item in rows])


def heard_of_return(returned: Any) -> None:
    """Look again at what a returned payment had settled; called in the transaction that opens it."""
    item_id = returned.payment.item_id
    claims = Allocation.objects.filter(credit=item_id).values_list("claim_id", flat=True)
    reopened(actor=returned.actor, at=returned.at, claim_ids=[*claims])


def hold_work(_actor: Actor, at: datetime, order: Any) -> None:
    """Let work on an order wait while overdue invoices are open (WR-076). Raises WorkHeld."""
    if work_waits(order.party_id, order.entity_id, day_of(at)):
        raise WorkHeld
