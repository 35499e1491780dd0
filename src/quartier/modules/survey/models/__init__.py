"""Surveys as they are measured and drawn, jobs of the office, and visits on site."""

from quartier.modules.survey.models.jobs import (
    ChangeWish,
    ChangeWishState,
    Delivery,
    Job,
    JobState,
    ProductOutput,
)
from quartier.modules.survey.models.surveys import Origin, Survey, SurveyState, Underlay, Version
from quartier.modules.survey.models.visits import (
    Access,
    Outcome,
    Site,
    SiteKind,
    SiteUnit,
    Visit,
    VisitedUnit,
    VisitState,
)

__all__ = [
    "Access",
    "ChangeWish",
    "ChangeWishState",
    "Delivery",
    "Job",
    "JobState",
    "Origin",
    "Outcome",
    "ProductOutput",
    "Site",
    "SiteKind",
    "SiteUnit",
    "Survey",
    "SurveyState",
    "Underlay",
    "Version",
    "Visit",
    "VisitState",
    "VisitedUnit",
]
