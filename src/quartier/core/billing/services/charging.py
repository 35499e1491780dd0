"""Fees of the price list, and what an hour of work costs."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from quartier.core.billing.models import EffortTerms
from quartier.core.billing.rules.kinds import HOUR_KIND, FeeKind
from quartier.core.billing.services.refusals import FeeNotForeseen, NoListPrice, ReasonMissing
from quartier.core.catalogue import queries as catalogue
from quartier.core.charges import services as charges
from quartier.core.charges.extension import Charge, ChargeKind, Rate
from quartier.core.parties.extension import Standing
from quartier.core.providers.policies import DunningPolicy, PerformancePolicy
from quartier.core.providers.policies.billing import ListFee
from quartier.core.providers.queries import policy
from quartier.kit.clock import day_of
from quartier.values.actor import Actor


def rate_of(contract_id: int | None, on: date) -> Rate | None:
    """Return what an hour costs: as the contract says, else by the price list; None where neither says it.

    The surcharge for nights and holidays is the contract's, else the smallest one of the provider's terms (CC-13).
    """
    terms = EffortTerms.objects.filter(contract=contract_id, valid_from__lte=on).first() if contract_id else None
    listed = catalogue.listed_fee(HOUR_KIND, on)
    net = terms.hourly_net if terms and terms.hourly_net is not None else listed.net if listed else None
    if net is None:
        return None
    surcharge = terms.surcharge if terms else None
    if surcharge is None:
        surcharge = policy.in_force(PerformancePolicy, on).surcharge_night_holiday_min
    return Rate(net=net, surcharge=surcharge, vat_rate_kind=listed.product.vat_rate_kind if listed else "standard")


@transaction.atomic
def charge_fee(
    *, actor: Actor, at: datetime, party: Any, kind: FeeKind, because: str, on: date | None = None,
    quantity: int = 1, subject: str = "", contract_id: int | None = None,
) -> Charge:  # fmt: skip
    """Charge a fee of the price list of a day, with the reason (QX-26, WR-057, WR-075).

    Raises ReasonMissing, FeeNotForeseen where terms or law forbid it, NoListPrice; nothing is charged then.
    """
    if not because.strip():
        raise ReasonMissing
    day = on or day_of(at)
    if not is_foreseen(kind, party, day):
        raise FeeNotForeseen
    fee = catalogue.listed_fee(kind.value, day)
    if fee is None:
        raise NoListPrice
    cost = charges.Cost(
        what=fee.product.name, unit_net=fee.net, quantity=Decimal(quantity), kind=ChargeKind.FEE,
        subject=subject or f"parties.party:{party.pk}", supplied_on=day, because=because.strip(),
        entity_id=fee.product.entity_id, contract_id=contract_id, vat_rate_kind=fee.product.vat_rate_kind,
    )  # fmt: skip
    return charges.put(actor=actor, at=at, party=party, cost=cost)


def is_foreseen(kind: FeeKind, party: Any, on: date) -> bool:
    """Tell whether a fee may be charged at all: those for breaches of duty by the terms, and not from consumers."""
    if kind not in (FeeKind.STALE_DATA, FeeKind.BLOCK):
        return True
    rules = policy.in_force(DunningPolicy, on)
    foreseen = rules.stale_data_fee if kind is FeeKind.STALE_DATA else rules.block_fee
    is_business: bool = party.standing == Standing.BUSINESS
    return foreseen is ListFee.PRICE_LIST and is_business


def charge_for_block(actor: Actor, at: datetime, block: Any) -> None:
    """Hear of a block: its fee is charged where the price list has one and the customer is responsible (QX-38)."""
    day = day_of(at)
    if block.not_responsible or not is_foreseen(FeeKind.BLOCK, block.party, day):
        return
    if catalogue.listed_fee(FeeKind.BLOCK.value, day) is not None:
        subject = f"blocks.block:{block.pk}"
        # German whatever the language of the office: the words stand on the invoice.
        because = "Sperre durch den Kunden veranlasst"
        charge_fee(actor=actor, at=at, party=block.party, kind=FeeKind.BLOCK, because=because, subject=subject)
