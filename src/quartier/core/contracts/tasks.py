"""What contracts do every night."""

from __future__ import annotations

from quartier.core.contracts import services
from quartier.kit import clock
from quartier.kit.jobs import periodic, task


@periodic("41 3 * * *")
@task()
def look_into_dues() -> None:
    """Raise what the dues of contracts let staff think about, and settle what has been paid meanwhile."""
    services.look_into_dues(at=clock.now())
