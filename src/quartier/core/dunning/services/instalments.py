"""Instalment plans: agreed by staff, watched rate by rate, lapsed or kept by what comes in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from quartier.core.audit import services as audit
from quartier.core.deadlines import services as deadlines
from quartier.core.deadlines.extension import Passed
from quartier.core.dunning.mails import LapsedLetter, LapsedMail
from quartier.core.dunning.models import Plan, PlanClaim, PlanState, Rate
from quartier.core.dunning.queries import cases as reading
from quartier.core.dunning.queries.bases import bases_on
from quartier.core.dunning.queries.plans import covered, paid_on_plan
from quartier.core.dunning.rules.plans import lapse_of, rates_of
from quartier.core.dunning.services.refusals import AlreadyPlanned, NothingOpen, PlanOver, ReasonMissing, WrongRates
from quartier.core.inbox import services as inbox
from quartier.core.ledger.extension import Item, Nature
from quartier.core.letters import services as letters
from quartier.core.parties import queries as parties
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.values.actor import SYSTEM, Actor

RATE = "dunning.rate"
LEAST, MOST = 2, 72


@transaction.atomic
def agree_plan(
    *, actor: Actor, at: datetime, claim_ids: Sequence[int], count: int, first_on: date, note: str = ""
) -> Plan:
    """Let open claims be paid in monthly rates; they are not reminded while the plan runs.

    Raises NothingOpen, AlreadyPlanned, WrongRates; nothing is stored then.
    """
    if not LEAST <= count <= MOST or first_on < day_of(at):
        raise WrongRates
    items = list(
        Item.objects.filter(pk__in=claim_ids, open__gt=0)
        .exclude(nature=Nature.CREDIT)
        .select_for_update(no_key=True)
        .order_by("pk")
    )
    if not items or len(items) != len({*claim_ids}) or len({(one.party_id, one.entity_id) for one in items}) != 1:
        raise NothingOpen
    if PlanClaim.objects.filter(claim__in=items, is_running=True).exists():
        raise AlreadyPlanned
    total = sum((one.open for one in items), Decimal("0.00"))
    plan = Plan.objects.create(
        party_id=items[0].party_id, entity_id=items[0].entity_id, agreed_on=day_of(at), sum=total,
        note=note.strip()[:500], agreed_by=str(actor)[:120],
    )  # fmt: skip
    PlanClaim.objects.bulk_create([PlanClaim(plan=plan, claim=one, open=one.open) for one in items])
    _rates(actor, at, plan, count, first_on)
    data = {"plan": plan.pk, "sum": str(total), "count": count, "first_on": str(first_on)}
    audit.record(actor=actor, at=at, kind="dunning.plan_agreed", subject=parties.subject_of(plan.party), data=data)
    return plan


def _rates(actor: Actor, at: datetime, plan: Plan, count: int, first_on: date) -> None:
    bases = bases_on(day_of(at))
    debtor, late = reading.debtor_of(plan.party), bases.billing.instalment_lapse
    shares = rates_of(plan.sum, count, first_on)
    lapses = [lapse_of(share.due_on, debtor, bases.land, late) for share in shares]
    rows = Rate.objects.bulk_create([
        Rate(plan=plan, number=place, due_on=share.due_on, amount=share.amount, pay_by=lapse.value.pay_by_on)
        for place, (share, lapse) in enumerate(zip(shares, lapses, strict=True), 1)
    ])  # fmt: skip
    holder = parties.subject_of(plan.party)
    openings = [
        deadlines.Opening(
            kind=RATE, subject=f"dunning.rate:{row.pk}", last_on=row.pay_by, holder=holder, entity_id=plan.entity_id,
            derived=lapse,
        )
        for row, lapse in zip(rows, lapses, strict=True)
    ]  # fmt: skip
    deadlines.open_many(actor=actor, at=at, openings=openings)


def rate_over(passed: Passed) -> None:
    """See what a late rate does: a business's plan lapses where that was agreed, else staff are asked (CC-71)."""
    rate = Rate.objects.select_related("plan__party").get(pk=int(passed.subject.rpartition(":")[2]))
    plan = _locked(rate.plan_id)
    if plan.state not in (PlanState.RUNNING, PlanState.LATE) or covered(plan, rate, through=rate.pay_by):
        return
    bases = bases_on(day_of(passed.at))
    lapse = lapse_of(rate.due_on, reading.debtor_of(plan.party), bases.land, bases.billing.instalment_lapse)
    if bases.billing.instalment_lapse is None or lapse.value.lapses_on is None:
        plan.state = PlanState.LATE
        plan.save(update_fields=["state"])
        _fact(SYSTEM, passed.at, "dunning.rate_late", plan, {"due_on": str(rate.due_on)})
        return
    _end(plan, PlanState.LAPSED, lapse.value.lapses_on, f"Rate vom {rate.due_on:%d.%m.%Y} nicht rechtzeitig gezahlt")
    _fact(SYSTEM, passed.at, "dunning.plan_lapsed", plan, {"due_on": str(rate.due_on)})
    _tell(passed.at, plan, rate)


def _tell(at: datetime, plan: Plan, rate: Rate) -> None:
    open_ = sum((one.claim.open for one in plan.claims.select_related("claim")), Decimal("0.00"))
    party = plan.party
    if party.email:
        inbox.post(
            actor=SYSTEM, at=at, mail=LapsedMail(rate_due_on=rate.due_on, open=open_), to=party.email,
            to_name=str(party), about=f"dunning.plan:{plan.pk}", entity=plan.entity,
        )  # fmt: skip
        return
    try:
        with transaction.atomic():
            letters.write(
                actor=SYSTEM, at=at, party_id=party.pk, entity_id=plan.entity_id,
                text=LapsedLetter(rate_due_on=rate.due_on, open=open_),
            )  # fmt: skip
    except Refused as refusal:
        _fact(SYSTEM, at, "dunning.not_told", plan, {"reason": str(refusal)})


def follow(*, actor: Actor, at: datetime, party_id: int) -> None:
    """See which plans of a customer are kept, or in time again, after money came in."""
    for pk in Plan.objects.filter(party=party_id, state__in=("running", "late")).values_list("pk", flat=True):
        plan = _locked(pk)
        if not plan.claims.filter(claim__open__gt=0).exists():
            _end(plan, PlanState.KEPT, day_of(at), "")
            _fact(actor, at, "dunning.plan_kept", plan, {"paid": str(paid_on_plan(plan))})
        elif plan.state == PlanState.LATE:
            due = plan.rates.filter(pay_by__lt=day_of(at)).last()
            if due is None or covered(plan, due):
                plan.state = PlanState.RUNNING
                plan.save(update_fields=["state"])


@transaction.atomic
def end_plan(*, actor: Actor, at: datetime, plan_id: int, because: str) -> Plan:
    """End a plan by hand: reminders go on. Raises PlanOver, ReasonMissing."""
    plan = _locked(plan_id)
    if plan.state not in (PlanState.RUNNING, PlanState.LATE):
        raise PlanOver
    if not because.strip():
        raise ReasonMissing
    _end(plan, PlanState.ENDED, day_of(at), because.strip())
    _fact(actor, at, "dunning.plan_ended", plan, {"reason": because.strip()})
    return plan


def _locked(plan_id: int) -> Plan:
    return Plan.objects.select_for_update(no_key=True, of=("self",)).select_related("party", "entity").get(pk=plan_id)


def _end(plan: Plan, state: PlanState, on: date, because: str) -> None:
    plan.state, plan.ended_on, plan.ended_because = state, on, because[:300]
    plan.save(update_fields=["state", "ended_on", "ended_because"])
    plan.claims.update(is_running=False)


def _fact(actor: Actor, at: datetime, kind: str, plan: Plan, data: dict[str, str]) -> None:
    given = {"plan": plan.pk, "sum": str(plan.sum), **data}
    audit.record(actor=actor, at=at, kind=kind, subject=parties.subject_of(plan.party), data=given)
