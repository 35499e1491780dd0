"""Reading who looked at whose data."""

from __future__ import annotations

from django.db.models import QuerySet

from quartier.core.insight.extension import sources
from quartier.core.insight.models import Insight
from quartier.kit.roles import data_areas


def insights(person: str = "") -> QuerySet[Insight]:
    """Return who looked at people's data, the latest first: at everybody's, or at that of one person."""
    return Insight.objects.filter(person=person) if person else Insight.objects.all()


def source_name(row: Insight) -> str:
    """Return what was opened, in words; "" for something that no app brings any more."""
    found = sources.get(row.source)
    return str(found.label) if found else ""


def area_name(row: Insight) -> str:
    """Return the data area in words."""
    return str(data_areas.get(row.area) or "")
