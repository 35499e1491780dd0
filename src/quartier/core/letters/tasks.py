"""Letters' work for the worker."""

from __future__ import annotations

from quartier.core.letters import services
from quartier.kit import clock
from quartier.kit.jobs import periodic, task


@task(attempts=8)
def make_file(batch_id: int) -> None:
    """Make the file of a batch for the printer."""
    services.make_file(at=clock.now(), batch_id=batch_id)


@periodic("17 3 * * *")
@task(when_stopped=True)
def forget_files() -> None:
    """Erase print files that nobody needs any more."""
    services.forget_files(at=clock.now())
