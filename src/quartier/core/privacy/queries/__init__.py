"""What privacy tells: the log, the counts, and everything known about a person."""

from quartier.core.privacy.queries.evidence import outlived
from quartier.core.privacy.queries.information import (
    Controller,
    Information,
    Section,
    controllers,
    controllers_for,
    field_label,
    information,
    knows,
    label_of_rows,
    rows_about,
    rows_of_one,
    subject_numbered,
)
from quartier.core.privacy.queries.log import PageUse, page_use, records, views_per_day
from quartier.core.privacy.queries.portable import Portable, portable, schema

__all__ = [
    "Controller",
    "Information",
    "PageUse",
    "Portable",
    "Section",
    "controllers",
    "controllers_for",
    "field_label",
    "information",
    "knows",
    "label_of_rows",
    "outlived",
    "page_use",
    "portable",
    "records",
    "rows_about",
    "rows_of_one",
    "schema",
    "subject_numbered",
    "views_per_day",
]
