"""What this module does for orders of its kinds: the licence of a calculation, drawings by the office, visits."""

from __future__ import annotations

from quartier.core.catalogue.extension import ByStaff, Licence
from quartier.modules.survey.rules.kinds import DRAWINGS, EXPRESS, SITE_SURVEY

__all__ = ["DRAWINGS", "EXPRESS", "SITE_SURVEY", "Drawings", "Express", "SiteSurvey"]


class Express(Licence):
    """A licence for one calculation that the customer makes (WR-011)."""


class Drawings(ByStaff):
    """Areas and drawings that the office makes from documents or measures of the customer."""


class SiteSurvey(ByStaff):
    """A survey on site with everything that is made of it."""
