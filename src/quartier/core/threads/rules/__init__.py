"""What requests are, what they say and how urgent they are; pure."""

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
    "REPORTED",
    "YEARS_OF_EVIDENCE",
    "Impact",
    "Priority",
    "Target",
    "Treatment",
    "answer_target",
    "first_priority",
    "missing_in",
    "notice_by_message",
    "priority_of",
    "reads_as_notice",
]
