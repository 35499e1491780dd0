"""The worker's part of invoices: pressing papers and sending them."""

from __future__ import annotations

from quartier.core.invoices import services
from quartier.kit import clock
from quartier.kit.jobs import task


@task()
def press(invoice_ids: list[int]) -> None:
    """Press the papers of invoices and send them on their way, each in a transaction of its own."""
    for invoice_id in invoice_ids:
        services.press_and_send(at=clock.now(), invoice_id=invoice_id)
