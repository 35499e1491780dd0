"""Schedules of contracts, what was agreed about work, runs, and questions to staff."""

from quartier.core.billing.models.runs import Question, QuestionKind, Run, RunProblem, RunState
from quartier.core.billing.models.schedules import EffortTerms, Schedule

__all__ = ["EffortTerms", "Question", "QuestionKind", "Run", "RunProblem", "RunState", "Schedule"]
