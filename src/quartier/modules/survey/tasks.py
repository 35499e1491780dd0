"""The worker's part of surveys: making results."""

from __future__ import annotations

from quartier.kit import clock
from quartier.kit.jobs import task
from quartier.modules.survey.services import finishing, jobs, releasing


@task()
def press(survey_id: int) -> None:
    """Make the result of a calculation and deliver it."""
    finishing.press(at=clock.now(), survey_id=survey_id)


@task()
def deliver(job_id: int) -> None:
    """Make the files of a released job and deliver them."""
    releasing.deliver(at=clock.now(), job_id=job_id)


@task()
def drop_release(job_id: int) -> None:
    """Take back the proposal to release a job whose order is over."""
    jobs.drop_release(at=clock.now(), job_id=job_id)
