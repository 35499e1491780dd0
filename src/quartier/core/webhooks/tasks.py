"""The worker's part of webhooks."""

from __future__ import annotations

from quartier.core.webhooks import services
from quartier.kit import clock
from quartier.kit.jobs import periodic, task


@task(queue="webhooks")
def deliver(delivery_id: int) -> None:
    """Tell one address of one event."""
    services.deliver(at=clock.now(), delivery_id=delivery_id)


@periodic("*/10 * * * *")
@task(queue="webhooks")
def requeue_overdue() -> None:
    """Find what lost its job, and what nothing holds back any more."""
    services.requeue_overdue(at=clock.now())


@periodic("47 2 * * *")
@task(when_stopped=True)
def forget() -> None:
    """Erase what was told 30 days ago."""
    services.forget(at=clock.now())
