"""Documents' work for the worker."""

from __future__ import annotations

from quartier.core.documents import services
from quartier.core.documents.services import receiving
from quartier.kit import clock
from quartier.kit.jobs import periodic, task


@task()
def scan(document_id: int) -> None:
    """Have a new file scanned."""
    services.scan(at=clock.now(), document_id=document_id)


@periodic("*/5 * * * *")
@task()
def scan_waiting() -> None:
    """Have everything scanned that still waits, because the scanner was away."""
    services.scan_waiting(at=clock.now())


@task(when_stopped=True)
def forget_bytes(sha256: str) -> None:
    """Delete bytes that no document has any more."""
    receiving.forget_bytes(sha256=sha256)


@periodic("41 2 * * *")
@task(when_stopped=True)
def tidy() -> None:
    """Clear away what was begun and abandoned."""
    services.tidy(at=clock.now())
