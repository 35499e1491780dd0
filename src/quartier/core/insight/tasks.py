"""Work of insight that is due by itself."""

from __future__ import annotations

from quartier.core.insight import services
from quartier.kit import clock
from quartier.kit.jobs import periodic, task


@periodic("17 2 * * *")
@task(when_stopped=True)
def forget() -> None:
    """Delete what is older than the provider's policy allows."""
    services.forget(at=clock.now())
