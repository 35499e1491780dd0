"""Work of privacy that is due by itself."""

from __future__ import annotations

from quartier.core.privacy import services
from quartier.kit import clock
from quartier.kit.jobs import periodic, task


@periodic("7 * * * *", console=True)
@task(when_stopped=True)
def forget() -> None:
    """Forget what is due in this schema; a stopped portal forgets like an open one."""
    services.forget(at=clock.now())


@periodic("37 * * * *", providers=False, console=True)
@task()
def forget_cached() -> None:
    """Forget expired cache rows."""
    services.forget_cached(at=clock.now())


@task(when_stopped=True, attempts=20)
def note_erasure(line: str, number: int, controller: str, erased_at: str, whole: bool) -> None:
    """Put an erasure that has been committed into the ledger outside of the database."""
    services.note_erasure(line=line, number=number, controller=controller, erased_at=erased_at, whole=whole)
