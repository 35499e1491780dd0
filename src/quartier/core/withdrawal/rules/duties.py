"""Which functions without a login a provider's pages need; the law says so, the policy says for whom."""

from __future__ import annotations

from datetime import date

from quartier.core.providers.policies import IdentityPolicy, WithdrawalPolicy
from quartier.law.bgb.online_duties import withdrawal_function


def offers_withdrawal(identity: IdentityPolicy, withdrawal: WithdrawalPolicy, on: date) -> bool:
    """Tell whether “Vertrag widerrufen” stands on every page: consumers with a right to withdraw (§ 356a BGB)."""
    right = identity.serves_consumers and withdrawal.days is not None
    # Before the duty began the function is voluntary, and there since the right is.
    return right and (withdrawal_function(concluded_on=on, right=True).value.required or withdrawal.form is not None)


def offers_cancellation(identity: IdentityPolicy) -> bool:
    """Tell whether “Verträge hier kündigen” stands on every page: where consumers are served (§ 312k BGB).

    Where the statute asks for less – free contracts, leases – the page does no harm: it says what is needed instead.
    """
    return identity.serves_consumers
