"""What becomes of a claim that is not paid: its case, what it costs, reminders, holds and plans."""

from quartier.core.dunning.models.cases import BaseRate, Case, Fee, FeeKind, InterestCharge
from quartier.core.dunning.models.respite import Hold, HoldKind, Plan, PlanClaim, PlanState, Rate
from quartier.core.dunning.models.runs import Reminder, Run, RunLine, RunState, StagePlan, Verdict

__all__ = [
    "BaseRate",
    "Case",
    "Fee",
    "FeeKind",
    "Hold",
    "HoldKind",
    "InterestCharge",
    "Plan",
    "PlanClaim",
    "PlanState",
    "Rate",
    "Reminder",
    "Run",
    "RunLine",
    "RunState",
    "StagePlan",
    "Verdict",
]
