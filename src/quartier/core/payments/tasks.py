"""The worker's part of payments: what is owed back, and what PayPal has not told us."""

from __future__ import annotations

from quartier.core.payments.services import duties, paypal
from quartier.kit import clock
from quartier.kit.jobs import periodic, task
from quartier.values.actor import SYSTEM


@periodic("*/15 * * * *")
@task()
def take_up() -> None:
    """Make refunds of what is due after withdrawals and for ended orders."""
    duties.take_up(actor=SYSTEM, at=clock.now())


@periodic("*/5 * * * *")
@task()
def ask_paypal() -> None:
    """Ask PayPal about payments that nobody told us the end of, and pay back what was approved."""
    paypal.catch_up(at=clock.now())
    paypal.pay_back_all(at=clock.now())
