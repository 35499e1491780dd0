"""Parties' work for the worker."""

from __future__ import annotations

from quartier.core.parties import services
from quartier.core.parties.services import intake
from quartier.kit import clock
from quartier.kit.jobs import periodic, task


@task()
def go_on(intake_id: int) -> None:
    """Go on with an import, batch after batch, each in a transaction of its own."""
    while intake.advance(at=clock.now(), intake_id=intake_id):
        pass


@task()
def search_twins(search_id: int) -> None:
    """Compare all parties with one another."""
    services.search(at=clock.now(), search_id=search_id)


@periodic("23 2 * * *")
@task(when_stopped=True)
def tidy() -> None:
    """Delete what imports have left."""
    intake.tidy(at=clock.now())
