"""Mail's work for the worker."""

from __future__ import annotations

from quartier.core.inbox import services
from quartier.kit import clock
from quartier.kit.jobs import periodic, task


@task(queue="mail")
def send(mail_id: int) -> None:
    """Hand over one mail."""
    services.deliver(at=clock.now(), mail_id=mail_id)


@task(queue="mail")
def send_many(mail_ids: list[int]) -> None:
    """Put the copies of a mail to many people into the queue."""
    services.put_into_queue(mail_ids=mail_ids)


@periodic("*/10 * * * *", console=True)
@task(queue="mail")
def requeue_overdue() -> None:
    """Find mail whose job was lost."""
    services.requeue_overdue(at=clock.now())


@periodic("23 2 * * *", console=True)
@task(when_stopped=True)
def forget() -> None:
    """Erase words and rows that have had their time."""
    services.forget(at=clock.now())
