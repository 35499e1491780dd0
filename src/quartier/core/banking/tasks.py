"""The worker's part of banking: booking what was taken in."""

from __future__ import annotations

from quartier.core.banking import services
from quartier.kit import clock
from quartier.kit.jobs import task


@task()
def go_on(file_id: int) -> None:
    """Book the entries of a file, chunk after chunk, each in a transaction of its own."""
    services.run(at=clock.now(), file_id=file_id)
