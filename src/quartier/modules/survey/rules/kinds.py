"""The kinds of products that this module performs."""

from typing import Final

EXPRESS: Final = "express"
DRAWINGS: Final = "drawings"
SITE_SURVEY: Final = "site_survey"
