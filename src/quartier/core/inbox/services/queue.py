"""What the operator does with the job queue."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from quartier.core.audit import services as audit
from quartier.kit.jobs.state import run_again
from quartier.values.actor import Actor


@transaction.atomic
def retry_job(*, actor: Actor, at: datetime, job_id: int) -> None:
    """Run a failed job again, with all its attempts anew. Raises NotFailed."""
    task, provider = run_again(job_id)
    data = {"task": task, "provider": provider}
    audit.record(actor=actor, at=at, kind="job.retried", subject=f"job:{job_id}", data=data)
