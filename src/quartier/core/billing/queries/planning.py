"""What is due for a chunk of contracts or customers, as invoices to be: reads only, whatever the number of rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from quartier.core.billing.models import QuestionKind, Run, Schedule
from quartier.core.billing.rules import periods
from quartier.core.blocks import queries as blocks
from quartier.core.catalogue import queries as catalogue
from quartier.core.changes import queries as changes
from quartier.core.charges import queries as charging
from quartier.core.charges.extension import Charge
from quartier.core.contracts.extension import ContractState
from quartier.core.invoices.services import BillLine
from quartier.core.providers.policies import SuspensionPolicy
from quartier.core.providers.policies.consequences import FeesContinue
from quartier.core.providers.queries import policy
from quartier.kit import formats
from quartier.kit.clock import day_of
from quartier.law.ustg.rates import Rate
from quartier.values.money import half_up
from quartier.values.period import ONE_DAY, Period

HOUR, ONE = "HUR", "C62"
FAR = date.max
Prices = Mapping[tuple[int, int], Sequence[tuple[date, Decimal]]]
Listed = Mapping[tuple[int, str, str], Sequence[tuple[date, Decimal]]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that billing a contract brings up."""

    kind: QuestionKind
    key: str
    text: str


@dataclass(slots=True)
class Plan:
    """One invoice to be. `moved` are schedules with how far they are billed then and when they are next."""

    key: str
    party_id: int
    contract: Any = None
    payment_method: str = ""
    lines: list[BillLine] = field(default_factory=list)
    moved: list[Schedule] = field(default_factory=list)
    charges: list[Charge] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)

    @property
    def net(self) -> Decimal:
        """Return what its lines come to, net."""
        return sum((half_up(one.quantity * one.unit_net) for one in self.lines), Decimal("0.00"))


@dataclass(frozen=True, slots=True)
class Known:
    """What is known about a chunk: announced prices, the price list, days that nothing is owed for."""

    prices: Prices
    listed: Listed
    free: Mapping[int, Sequence[Period]]
    through_on: date


def due_contracts(run: Run, most: int) -> list[int]:
    """Return the next contracts after the run's position with something to bill, by their keys."""
    rows = Schedule.everything.filter(entity=run.entity_id, bill_on__lte=run.through_on, contract_id__gt=run.position)
    return list(rows.order_by("contract_id").values_list("contract_id", flat=True).distinct()[:most])


def due_parties(run: Run, most: int) -> list[int]:
    """Return the next customers after the run's position with charges that no contract's invoice takes along."""
    rows = single_charges(run).filter(party_id__gt=run.position)
    return list(rows.order_by("party_id").values_list("party_id", flat=True).distinct()[:most])


def charges_to_bill(run: Run) -> QuerySet[Charge]:
    """Return the charges that stand on no invoice, caused through the day of the run."""
    own = Q(entity=run.entity_id)
    if run.entity.role == "principal":
        own |= Q(entity=None)
    before = Period.through(run.through_on, run.through_on).instants()[1]
    return charging.unbilled().filter(own, caused_at__lt=before)


def single_charges(run: Run) -> QuerySet[Charge]:
    """Return the charges to bill whose contract has nothing else due."""
    due = Schedule.everything.filter(contract=OuterRef("contract"), bill_on__lte=run.through_on, entity=run.entity_id)
    return charges_to_bill(run).exclude(Exists(due))


def known_about(schedules: Sequence[Schedule], through_on: date) -> Known:
    """Read what decides about prices and days for all these schedules."""
    products = {row.product_id for row in schedules if row.product_id is not None}
    return Known(
        prices=changes.prices_in_force({row.contract_id for row in schedules}),
        listed=catalogue.price_histories(products), free=_free_times({row.party_id for row in schedules}),
        through_on=through_on,
    )  # fmt: skip


def _free_times(party_ids: Collection[int]) -> dict[int, list[Period]]:
    """Return the days of blocks that nothing is owed for: by law where the customer is not responsible (QX-38).

    The policy of the day on which a block began says whether fees run on in the others.
    """
    rules: dict[date, FeesContinue | None] = {}
    found: dict[int, list[Period]] = {}
    for party_id, rows in blocks.blocks_of_everything(party_ids).items():
        for row in rows:
            begun = day_of(row.imposed_at)
            if begun not in rules:
                rules[begun] = policy.in_force(SuspensionPolicy, begun).fees_continue
            if row.not_responsible or rules[begun] is FeesContinue.NO:
                until = day_of(row.lifted_at) if row.lifted_at else FAR
                found.setdefault(party_id, []).append(Period(begun, max(begun, until)))
    return found


def plans_of_contracts(schedules: Sequence[Schedule], charges: Iterable[Charge], run: Run) -> list[Plan]:
    """Return an invoice to be for each contract, in their order; schedules carry how far they are billed then."""
    known = known_about(schedules, run.through_on)
    plans: dict[int, Plan] = {}
    for row in schedules:
        plan = plans.setdefault(
            row.contract_id, Plan(f"charges:{run.pk}:{row.contract_id}", row.party_id, row.contract)
        )
        _plan(plan, row, known)
    for charge in charges:
        if charge.contract_id in plans:
            take(plans[charge.contract_id], charge)
    return list(plans.values())


def plans_of_parties(charges: Iterable[Charge], run: Run) -> list[Plan]:
    """Return an invoice to be for each customer with single charges."""
    plans: dict[int, Plan] = {}
    for row in charges:
        take(plans.setdefault(row.party_id, Plan(f"charges:{run.pk}:party:{row.party_id}", row.party_id)), row)
    return list(plans.values())


def take(plan: Plan, row: Charge) -> None:
    """Put a charge on an invoice to be."""
    supplied_on = row.supplied_on or day_of(row.caused_at)
    plan.charges.append(row)
    plan.lines.append(BillLine(
        title=row.what, unit_net=row.amount if row.unit_net is None else row.unit_net, quantity=row.quantity,
        unit=HOUR if row.kind == "time" else ONE, rate=Rate(row.vat_rate_kind), source=f"charges.charge:{row.pk}",
        supply_from=supplied_on, supply_to=supplied_on, note=row.because,
    ))  # fmt: skip


def _plan(plan: Plan, row: Schedule, known: Known) -> None:
    """Put on an invoice what a schedule owes through the day; the schedule moves on in memory."""
    limit = end_of(row)
    while True:
        whole = periods.period_with(row.anchor_on, row.rhythm, row.billed_before)
        part = Period(row.billed_before, max(row.billed_before, min(whole.ends_before, limit)))
        if not part.days:
            row.bill_on = None
            break
        row.bill_on = part.starts_on if row.in_advance else part.ends_before
        if row.bill_on > known.through_on or _is_open(part, known.free.get(row.party_id, ()), known.through_on):
            break
        if not plan.lines:
            plan.key = f"schedule:{row.pk}:{part.starts_on}"
        _bill(plan, row, whole, part, known)
        row.billed_before = part.ends_before
    plan.moved.append(row)
    plan.payment_method = plan.payment_method or row.payment_method


def end_of(row: Schedule) -> date:
    """Return the first day for which a schedule owes nothing any more."""
    contract = row.contract
    if contract.state == ContractState.WITHDRAWN:
        return row.starts_on
    if contract.ends_on is not None:
        last: date = contract.ends_on
        return last + ONE_DAY
    return day_of(contract.ended_at) + ONE_DAY if contract.ended_at is not None else FAR


def _is_open(part: Period, free: Sequence[Period], through_on: date) -> bool:
    """Tell whether nobody knows yet for how many days of a part nothing is owed: a block runs, and the part too."""
    return part.ends_before > through_on and any(one.ends_before == FAR and part.overlap(one) for one in free)


def _bill(plan: Plan, row: Schedule, whole: Period, part: Period, known: Known) -> None:
    free = periods.free_days(part, known.free.get(row.party_id, ()))
    days = part.days - free
    net = price_on(row, part.starts_on, known)
    _ask_for_price(plan, row, part.starts_on, net, known)
    if not days:
        return
    each = periods.part_price(periods.price_of(net, row.unit, row.rhythm), whole, days)
    note = f"anteilig {days} von {whole.days} Tagen" if days != whole.days else ""
    plan.lines.append(BillLine(
        title=row.title, unit_net=each, quantity=Decimal(row.quantity), unit=ONE, rate=Rate(row.vat_rate_kind),
        source=f"billing.schedule:{row.pk}", supply_from=part.starts_on, supply_to=part.last_on, note=note,
    ))  # fmt: skip


def price_on(row: Schedule, day: date, known: Known) -> Decimal:
    """Return the price that binds a contract on a day: an announced one in force, else what was agreed (CC-06)."""
    if row.product_id is not None and not row.option:
        for since, net in known.prices.get((row.contract_id, row.product_id), ()):
            if since <= day:
                return net
    return row.net


def _ask_for_price(plan: Plan, row: Schedule, day: date, net: Decimal, known: Known) -> None:
    if row.product_id is None:
        return
    history = known.listed.get((row.product_id, row.option, row.unit), ())
    since, listed = next(((since, amount) for since, amount in history if since <= day), (day, net))
    if listed > net and since > row.starts_on:
        plan.asked.append(Asked(
            QuestionKind.OLD_PRICE, f"price:{row.pk}:{since}",
            f"{row.title}: {formats.money(net)} → {formats.money(listed)}, {formats.day(since)}",
        ))  # fmt: skip
