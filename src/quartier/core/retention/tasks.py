"""Retention's work for the worker."""

from __future__ import annotations

from quartier.core.retention import services
from quartier.kit import clock
from quartier.kit.jobs import periodic, task


@periodic("23 2 * * *")
@task(when_stopped=True)
def run() -> None:
    """Erase and restrict what is due, every night; a stopped portal forgets like an open one."""
    services.run(at=clock.now())
