"""The survey of a site: measured at the door, drawn and released in the office."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from quartier.modules.survey.models import Job, JobState, Origin, Site, Survey
from quartier.modules.survey.services import jobs, surveys
from quartier.values.actor import Actor


@transaction.atomic
def survey_of(*, actor: Actor, at: datetime, site: Site) -> Survey:
    """Return the survey into which the measures of a site go, begun where there is none."""
    order = site.order
    found = Survey.objects.filter(order=order).first()
    if found is not None:
        return found
    row, _token = surveys.open_survey(
        at=at, title=str(site), actor=actor, origin=Origin.OFFICE, order=order, party=order.party
    )
    row.author, row.recipient, row.address = order.entity.name[:120], str(order.party)[:200], str(site)[:200]
    row.save(update_fields=["author", "recipient", "address"])
    return row


@transaction.atomic
def hand_over(*, actor: Actor, at: datetime, order: Any) -> Job:
    """Let the office draw what was measured; again, nothing happens. No documents have to be checked for it."""
    site = Site.objects.get(order=order)
    site.order = order
    job = jobs.make(actor=actor, at=at, order=order)
    if job.survey_id is None:
        job.survey = survey_of(actor=actor, at=at, site=site)
        job.state, job.touched_at = JobState.DRAWING, at
        job.save(update_fields=["survey", "state", "touched_at"])
    return job
