"""Parties' work for the worker."""

from __future__ import annotations

from quartier.core.parties.services import intake
from quartier.kit import clock
from quartier.kit.jobs import periodic, task


@task()
def go_on(intake_id: int) -> None:
    """Go on with an import, batch after batch, each in a transaction of its own."""
    while intake.advance(at=clock.now(), intake_id=intake_id):
        pass


@periodic("23 2 * * *")
@task(when_stopped=True)
def tidy() -> None:
    """Delete what imports have left."""
    intake.tidy(at=clock.now())
