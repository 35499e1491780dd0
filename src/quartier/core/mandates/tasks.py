"""The worker's part of mandates: announcing what is planned, booking what is collected."""

from __future__ import annotations

from datetime import date

from quartier.core.mandates import services
from quartier.kit import clock
from quartier.kit.jobs import task


@task()
def announce() -> None:
    """Announce planned collections, chunk after chunk."""
    while services.announce(at=clock.now()):
        pass


@task()
def book(run_id: int, on: str) -> None:
    """Book the collections of a run for a day, chunk after chunk."""
    while services.book(at=clock.now(), run_id=run_id, on=date.fromisoformat(on)):
        pass
