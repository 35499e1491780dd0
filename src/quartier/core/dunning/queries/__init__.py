"""Reading default: cases, runs, holds, plans, and what other apps ask."""

from quartier.core.dunning.queries.bases import Bases, base_rates, bases_on, stages_on
from quartier.core.dunning.queries.cases import (
    case_of,
    default_of,
    fees_of,
    grown,
    in_default,
    interest_through,
    overdue_of,
    steps_said,
    steps_told,
    subject_of,
    without_receipt,
)
from quartier.core.dunning.queries.consequences import dues_of, work_waits
from quartier.core.dunning.queries.plans import (
    holds,
    late_plans,
    plans,
    plans_of,
    standing_holds,
)

__all__ = [
    "Bases",
    "base_rates",
    "bases_on",
    "case_of",
    "default_of",
    "dues_of",
    "fees_of",
    "grown",
    "holds",
    "in_default",
    "interest_through",
    "late_plans",
    "overdue_of",
    "plans",
    "plans_of",
    "stages_on",
    "standing_holds",
    "steps_said",
    "steps_told",
    "subject_of",
    "without_receipt",
    "work_waits",
]
