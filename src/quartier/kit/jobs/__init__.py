"""Jobs: work that is done later, by another process, exactly when the transaction that asked for it has committed.

A task is a sync function in an app's `tasks.py` that makes one service call by id. It runs in the schema of one
provider (or of the console) and never without:

    @task(queue="mail")
    def send(mail_id: int) -> None:
        services.deliver(at=clock.now(), mail_id=mail_id)

    @periodic("15 * * * *", console=True)      # minutes hours days months weekdays, in UTC
    @task(when_stopped=True)
    def forget_addresses() -> None:
        services.forget_addresses(at=clock.now())

    enqueue(send, mail_id=mail.pk)              # joins the caller's transaction, takes the caller's schema
"""

from quartier.kit.jobs.declare import NoScope, Task, pauses, periodic, task
from quartier.kit.jobs.queue import enqueue, resume
from quartier.kit.jobs.runner import reason_of
from quartier.kit.jobs.worker import run_worker

__all__ = ["NoScope", "Task", "enqueue", "pauses", "periodic", "reason_of", "resume", "run_worker", "task"]
