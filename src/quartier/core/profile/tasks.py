"""Profile's work for the worker."""

from __future__ import annotations

from quartier.core.profile import services
from quartier.kit import clock
from quartier.kit.jobs import periodic, task


@periodic("41 2 * * *")
@task(when_stopped=True)
def forget_links() -> None:
    """Delete links that work no longer."""
    services.forget_links(at=clock.now())
