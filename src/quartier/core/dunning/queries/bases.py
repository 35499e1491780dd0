"""What decisions about default rest on: policies, Land, base rates, stages, each as of a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from quartier.core.dunning.models import BaseRate, StagePlan
from quartier.core.dunning.rules.stages import USUAL, Stages, unpacked_stages
from quartier.core.performance import queries as performance
from quartier.core.providers.policies.billing import BillingPolicy, DunningPolicy
from quartier.core.providers.queries import policy
from quartier.law.bgb.base_rate import BASE_RATES, extended_base_rates
from quartier.values.land import Land
from quartier.values.timeline import Timeline


def base_rates() -> Timeline[Decimal]:
    """Return the base rates of the law and those that staff have entered since."""
    rates = BASE_RATES
    for row in BaseRate.objects.order_by("starts_on"):
        if rates.known_until is not None and row.starts_on >= rates.known_until:
            rates = extended_base_rates({row.starts_on: row.rate}, source=row.source, rates=rates)
    return rates


def stages_on(on: date) -> Stages:
    """Return the stages in force on a day."""
    row = StagePlan.objects.filter(valid_from__lte=on).last()
    return unpacked_stages(row.data) if row is not None else USUAL


@dataclass(frozen=True, slots=True)
class Bases:
    """Everything about a day that many claims share."""

    dunning: DunningPolicy
    billing: BillingPolicy
    land: Land
    rates: Timeline[Decimal]


def bases_on(on: date) -> Bases:
    """Return what holds on a day, in a handful of statements."""
    whole = policy.whole(on)
    return Bases(whole.of(DunningPolicy), whole.of(BillingPolicy), performance.land_of(on), base_rates())
