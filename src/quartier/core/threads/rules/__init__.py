"""What requests are, what they say and how urgent they are; pure."""

from quartier.core.threads.rules.mailed import (
    MOST_AN_HOUR,
    Parts,
    completed,
    impact_of,
    parts_of,
    reads_as_report,
    time_of_receipt,
)
from quartier.core.threads.rules.notice import notice_by_message, reads_as_notice
from quartier.core.threads.rules.requests import (
    REPORTED,
    YEARS_OF_EVIDENCE,
    Impact,
    Priority,
    Target,
    Treatment,
    answer_target,
    first_priority,
    missing_in,
    priority_of,
)

__all__ = [
    "MOST_AN_HOUR",
    "REPORTED",
    "YEARS_OF_EVIDENCE",
    "Impact",
    "Parts",
    "Priority",
    "Target",
    "Treatment",
    "answer_target",
    "completed",
    "first_priority",
    "impact_of",
    "missing_in",
    "notice_by_message",
    "parts_of",
    "priority_of",
    "reads_as_notice",
    "reads_as_report",
    "time_of_receipt",
]
