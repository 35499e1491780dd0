"""Threads and what belongs to them."""

from quartier.core.threads.models.conversation import (
    OFFERED,
    Author,
    CannedText,
    Category,
    ContentReport,
    Message,
    PriorityChoice,
    Thread,
    ThreadState,
    TreatmentChoice,
)
from quartier.core.threads.models.faults import (
    FaultReport,
    ImpactChoice,
    Incident,
    Reduction,
    ReportingAccess,
    Rework,
)
from quartier.core.threads.models.incoming import Doubt, Fate, IncomingMail, ProofChoice
from quartier.core.threads.models.work import (
    Attachment,
    Call,
    CallKind,
    Task,
    TimeEntry,
)

__all__ = [
    "OFFERED",
    "Attachment",
    "Author",
    "Call",
    "CallKind",
    "CannedText",
    "Category",
    "ContentReport",
    "Doubt",
    "Fate",
    "FaultReport",
    "ImpactChoice",
    "Incident",
    "IncomingMail",
    "Message",
    "PriorityChoice",
    "ProofChoice",
    "Reduction",
    "ReportingAccess",
    "Rework",
    "Task",
    "Thread",
    "ThreadState",
    "TimeEntry",
    "TreatmentChoice",
]
