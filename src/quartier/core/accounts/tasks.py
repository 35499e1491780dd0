"""Accounts' work for the worker."""

from __future__ import annotations

from quartier.core.accounts import services
from quartier.kit import clock
from quartier.kit.jobs import periodic, task


@task(queue="mail")
def send_reset(link_id: int) -> None:
    """Mail the link that somebody asked for."""
    services.send_reset(at=clock.now(), link_id=link_id)


@periodic("40 * * * *", console=True)
@task(when_stopped=True)
def forget() -> None:
    """Forget counts, devices and links that are over."""
    at = clock.now()
    services.forget_attempts(at=at)
    services.forget_devices(at=at)
    services.forget_links(at=at)
