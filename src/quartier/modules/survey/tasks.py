"""The worker's part of surveys: making results."""

from __future__ import annotations

from quartier.kit import clock
from quartier.kit.jobs import task
from quartier.modules.survey.services import finishing


@task()
def press(survey_id: int) -> None:
    """Make the result of a calculation and deliver it."""
    finishing.press(at=clock.now(), survey_id=survey_id)
