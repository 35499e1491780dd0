"""Threads' work for the worker."""

from __future__ import annotations

from quartier.core.threads import services
from quartier.kit import clock
from quartier.kit.jobs import periodic, task


@periodic("25 * * * *")
@task(when_stopped=True)
def note_sent_confirmations() -> None:
    """Keep when confirmations of telephone calls left."""
    services.note_sent_confirmations(at=clock.now())
