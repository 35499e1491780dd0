"""What this module does for orders of its kinds: the licence of a calculation, drawings by the office, visits."""

from __future__ import annotations

from typing import Final

from quartier.core.catalogue.extension import ByStaff, Licence

EXPRESS: Final = "express"
DRAWINGS: Final = "drawings"
SITE_SURVEY: Final = "site_survey"


class Express(Licence):
    """A licence for one calculation that the customer makes (WR-011)."""


class Drawings(ByStaff):
    """Areas and drawings that the office makes from documents or measures of the customer."""


class SiteSurvey(ByStaff):
    """A survey on site with everything that is made of it."""
