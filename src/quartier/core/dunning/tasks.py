"""The worker's part of dunning: sending a run."""

from __future__ import annotations

from quartier.core.dunning import services
from quartier.kit import clock
from quartier.kit.jobs import task


@task()
def go_on(run_id: int) -> None:
    """Remind customers, chunk after chunk, each in a transaction of its own."""
    while services.advance(at=clock.now(), run_id=run_id):
        pass
