"""The worker's part of invoices: pressing papers and sending them."""

from __future__ import annotations

from quartier.core.invoices import services
from quartier.kit import clock
from quartier.kit.jobs import periodic, task


@task()
def press(invoice_ids: list[int]) -> None:
    """Press the papers of invoices and send them on their way, each in a transaction of its own."""
    for invoice_id in invoice_ids:
        services.press_and_send(at=clock.now(), invoice_id=invoice_id)


@task()
def bill_order(order_id: int) -> None:
    """Bill what an order owes by now."""
    services.bill_order(at=clock.now(), order_id=order_id)


@task()
def bill_usage(contract_id: int) -> None:
    """Bill what was used under a contract that is over."""
    services.bill_usage(at=clock.now(), contract_id=contract_id)


@task()
def credit_withdrawn(withdrawal_id: int) -> None:
    """Credit what was billed beyond what is kept after a withdrawal."""
    services.credit_withdrawn(at=clock.now(), withdrawal_id=withdrawal_id)


@periodic("*/15 * * * *")
@task()
def settle_refunds() -> None:
    """Write the credit notes that withdrawals and refunds of orders wait for."""
    services.settle_refunds(at=clock.now())
