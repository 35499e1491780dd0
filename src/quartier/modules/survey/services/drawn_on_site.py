"""The survey of a site: measured at the door, drawn and released in the office."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from quartier.modules.survey.models import Job, JobState, Origin, ProductOutput, Site, Survey
from quartier.modules.survey.rules.outputs import Output
from quartier.modules.survey.services import surveys
from quartier.values.actor import Actor


@transaction.atomic
def survey_of(*, actor: Actor, at: datetime, site: Site) -> Survey:
    """Return the survey into which the measures of a site go, begun where there is none."""
    found = Survey.objects.filter(order=site.order_id).first()
    if found is not None:
        return found
    order = site.order
    made, _token = surveys.open_survey(
        at=at, title=str(site), actor=actor, origin=Origin.OFFICE, order=order, party=order.party
    )
    return made


@transaction.atomic
def hand_over(*, actor: Actor, at: datetime, order: Any) -> Job:
    """Let the office draw what was measured; again, nothing happens."""
    site = Site.objects.get(order=order)
    site.order = order
    survey = survey_of(actor=actor, at=at, site=site)
    products = list(order.lines.values_list("product_id", flat=True))
    said = {key for one in ProductOutput.objects.filter(product__in=products) for key in one.outputs}
    outputs = [one.value for one in Output if one.value in said] or [Output.AREAS.value, Output.PLAN.value]
    values = {"survey": survey, "outputs": outputs, "state": JobState.DRAWING, "made_at": at, "touched_at": at}
    job, is_new = Job.objects.get_or_create(order=order, defaults=values)
    if not is_new and job.survey_id is None:
        job.survey, job.state, job.touched_at = survey, JobState.DRAWING, at
        job.save(update_fields=["survey", "state", "touched_at"])
    return job
