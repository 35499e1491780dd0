"""What can be ordered and delivered: areas, plans, cubic content, sections and elevations (WR-001)."""

from __future__ import annotations

from quartier.values.choice import Choice
from quartier.values.sentences import mark as _


class Output(Choice):
    """A part of a result."""

    AREAS = "areas", _("Calculation of the living area")
    PLAN = "plan", _("Floor plan")
    CUBATURE = "cubature", _("Cubic content")
    SECTION = "section", _("Section")
    ELEVATION = "elevation", _("Elevation")
