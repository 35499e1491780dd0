"""Backups' work for the worker."""

from __future__ import annotations

from quartier.core.backups import services
from quartier.kit import clock
from quartier.kit.jobs import task


@task(queue="backups", attempts=3, when_stopped=True)
def make(run_id: int) -> None:
    """Make one backup, for a stopped portal too; a failure is noted and told, only a dead worker comes here again."""
    services.make(run_id=run_id, now=clock.now)


@task(queue="backups", when_stopped=True)
def remove_old(plan_id: int) -> None:
    """Remove the copies beyond the agreed number."""
    services.remove_old(at=clock.now(), plan_id=plan_id)


@task(queue="backups", when_stopped=True, attempts=10)
def forget_copy(plan_id: int, file_name: str) -> None:
    """Delete one copy of somebody whose data are erased or whose agreement is over."""
    services.forget_copy(plan_id=plan_id, file_name=file_name)
