"""The worker's part of changes: telling everybody, and noting what has arrived."""

from __future__ import annotations

from quartier.core.changes import services
from quartier.kit import clock
from quartier.kit.jobs import periodic, task


@task()
def go_on(change_id: int) -> None:
    """Tell recipients, chunk after chunk, each in a transaction of its own."""
    while services.advance(at=clock.now(), change_id=change_id):
        pass


@periodic("*/10 * * * *")
@task()
def collect() -> None:
    """Note what mail servers and the post have delivered."""
    services.collect(at=clock.now())
