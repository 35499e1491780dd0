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
    "FaultReport",
    "ImpactChoice",
    "Incident",
    "Message",
    "PriorityChoice",
    "Reduction",
    "ReportingAccess",
    "Rework",
    "Task",
    "Thread",
    "ThreadState",
    "TimeEntry",
    "TreatmentChoice",
]
