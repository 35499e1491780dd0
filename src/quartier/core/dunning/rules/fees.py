"""What a reminder may cost: what the provider asks for, within the law and never before default."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from quartier.core.providers.policies.billing import DunningPolicy
from quartier.law.bgb.charges import reminder_fee
from quartier.law.bgb.default_rate import Party
from quartier.law.bgb.lump_sum import default_lump_sum
from quartier.law.rule import Derivation, Derived
from quartier.values.sentences import mark as _

NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminded:
    """A reminder as its fee depends on it; `number` counts those that may carry one."""

    debtor: Party
    on: date
    number: int
    default_since: date | None


def fee_of(one: Reminded, policy: DunningPolicy) -> Derived[Decimal]:
    """Return the fee of a reminder with its steps. The material cost of a consumer's is what the provider states.

    The policy's bound for consumers is paper and postage, so what stands there is taken for the material cost.
    """
    fee = policy.dunning_fee
    asked = fee.consumer if one.debtor is Party.CONSUMER else fee.business
    derivation = Derivation()
    if one.number < fee.from_reminder or not asked:
        derivation.step(_("The provider asks no fee for this reminder."), "§ 280 Abs. 2, § 286 BGB")
        return derivation.gives(NOTHING)
    starts = one.default_since is not None and one.default_since >= one.on
    found = reminder_fee(
        asked=asked, material_cost=fee.consumer, debtor=one.debtor, on=one.on, since_on=one.default_since,
        starts_default=starts, agreed=fee.lower_damage_provable,
    )  # fmt: skip
    return derivation.gives(derivation.takes(found).allowed)


def lump_sum_of(debtor: Party, arose_on: date, policy: DunningPolicy, *, consideration: bool) -> Derived[Decimal]:
    """Return the lump sum of a claim: what the provider asks for, at most what the law gives, nothing of consumers."""
    derivation = Derivation()
    law = derivation.takes(default_lump_sum(debtor=debtor, arose_on=arose_on, consideration=consideration)).lump_sum
    return derivation.gives(min(law, policy.flat_default_charge.quantize(Decimal("0.01"))))
