"""The demo's calculation can be calculated and belongs to nobody but its customer."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from quartier.modules.survey import demo_calculator
from quartier.modules.survey.models import Survey
from quartier.modules.survey.queries.surveys import reckoned

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)


def test_the_calculation_of_the_demo_has_no_faults(alpha: Any) -> None:
    demo_calculator.seed(at=AT, key="alpha")
    result = reckoned(Survey.objects.get().content, AT.date())
    assert result.is_possible
    assert str(result.area) == "93.47"
