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
    Absence,
    Contact,
    Outcome,
    Side,
    Site,
    SiteKind,
    SiteUnit,
    Surveyor,
    Visit,
    VisitedUnit,
    VisitNotice,
    VisitState,
)

__all__ = [
    "Absence",
    "ChangeWish",
    "ChangeWishState",
    "Contact",
    "Delivery",
    "Job",
    "JobState",
    "Origin",
    "Outcome",
    "ProductOutput",
    "Side",
    "Site",
    "SiteKind",
    "SiteUnit",
    "Survey",
    "SurveyState",
    "Surveyor",
    "Underlay",
    "Version",
    "Visit",
    "VisitNotice",
    "VisitState",
    "VisitedUnit",
]
