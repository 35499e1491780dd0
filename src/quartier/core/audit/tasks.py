"""Audit's work for the worker."""

from __future__ import annotations

from contextlib import suppress

from quartier.core.audit import services
from quartier.kit import clock
from quartier.kit.jobs import periodic, task


@periodic("27 * * * *", console=True)
@task(when_stopped=True)
def forget_addresses() -> None:
    """Forget the IP addresses of facts whose days are over."""
    services.forget_addresses(at=clock.now())


@periodic("* * * * *", console=True)
@task(when_stopped=True)
def seal() -> None:
    """Seal what was committed since the last minute; while long transactions write, the next minute does it."""
    with suppress(services.StillWriting):
        services.seal(at=clock.now())
