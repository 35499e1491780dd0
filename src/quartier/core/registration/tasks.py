"""Registration's work for the worker."""

from __future__ import annotations

from quartier.core.registration import services
from quartier.kit import clock
from quartier.kit.jobs import task


@task(attempts=4)
def make_letters(run_id: int) -> None:
    """Make the letters of a run of codes."""
    services.make_letters(at=clock.now(), run_id=run_id)
