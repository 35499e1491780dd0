"""Reading schedules, runs and questions."""

from quartier.core.billing.queries.planning import (
    Asked,
    Plan,
    charges_to_bill,
    due_contracts,
    due_parties,
    end_of,
    plans_of_contracts,
    plans_of_parties,
    single_charges,
)
from quartier.core.billing.queries.reading import (
    effort_terms_of,
    kept_until,
    open_questions,
    problem_kept_until,
    question_kept_until,
    questions,
    runs,
    schedule_named,
    schedules_of,
    subject_of,
    visible_schedules,
)

__all__ = [
    "Asked",
    "Plan",
    "charges_to_bill",
    "due_contracts",
    "due_parties",
    "effort_terms_of",
    "end_of",
    "kept_until",
    "open_questions",
    "plans_of_contracts",
    "plans_of_parties",
    "problem_kept_until",
    "question_kept_until",
    "questions",
    "runs",
    "schedule_named",
    "schedules_of",
    "single_charges",
    "subject_of",
    "visible_schedules",
]
