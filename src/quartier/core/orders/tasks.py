"""Orders' work for the worker."""

from __future__ import annotations

from quartier.core.orders.services import archiving
from quartier.kit import clock
from quartier.kit.jobs import task


@task()
def archive(order_id: int) -> None:
    """Archive what was confirmed."""
    archiving.archive(at=clock.now(), order_id=order_id)
