"""What privacy tells: the log, the counts, and everything known about a person."""

from quartier.core.privacy.queries.information import (
    Controller,
    Information,
    Section,
    controllers,
    controllers_for,
    information,
    knows,
    rows_about,
    rows_of_one,
    subject_numbered,
)
from quartier.core.privacy.queries.log import PageUse, page_use, records, views_per_day

__all__ = [
    "Controller",
    "Information",
    "PageUse",
    "Section",
    "controllers",
    "controllers_for",
    "information",
    "knows",
    "page_use",
    "records",
    "rows_about",
    "rows_of_one",
    "subject_numbered",
    "views_per_day",
]
