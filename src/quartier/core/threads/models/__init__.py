"""Threads and what belongs to them."""

from quartier.core.threads.models.cases import (
    OPEN_CASES,
    Case,
    CaseState,
    ContentReport,
    Ground,
    Sanction,
    SanctionKind,
)
from quartier.core.threads.models.contact import (
    ContactLink,
    ContactMessage,
    ContactRequest,
    ContactState,
)
from quartier.core.threads.models.conversation import (
    OFFERED,
    Author,
    CannedText,
    Category,
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
)

__all__ = [
    "OFFERED",
    "OPEN_CASES",
    "Attachment",
    "Author",
    "Call",
    "CallKind",
    "CannedText",
    "Case",
    "CaseState",
    "Category",
    "ContactLink",
    "ContactMessage",
    "ContactRequest",
    "ContactState",
    "ContentReport",
    "Doubt",
    "Fate",
    "FaultReport",
    "Ground",
    "ImpactChoice",
    "Incident",
    "IncomingMail",
    "Message",
    "PriorityChoice",
    "ProofChoice",
    "Reduction",
    "ReportingAccess",
    "Rework",
    "Sanction",
    "SanctionKind",
    "Task",
    "Thread",
    "ThreadState",
    "TreatmentChoice",
]
