"""Deadlines' work for the worker."""

from __future__ import annotations

from quartier.core.deadlines import services
from quartier.kit import clock
from quartier.kit.jobs import periodic, task


@periodic("*/5 * * * *")
@task(queue="deadlines", when_stopped=True)
def process() -> None:
    """Let everything pass that is due. A stopped portal stops no period."""
    services.process(at=clock.now())
