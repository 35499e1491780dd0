"""What customers and staff do with threads."""

from quartier.core.threads.services.answering import (
    NotStaff,
    add_note,
    answer,
    look_at_flag,
    note_export,
    take_care,
)
from quartier.core.threads.services.wording import LabelTaken, keep_canned_text, keep_category
from quartier.core.threads.services.writing import (
    ThreadClosed,
    ThreadNotClosed,
    close,
    open_thread,
    reopen,
    write,
)

__all__ = [
    "LabelTaken",
    "NotStaff",
    "ThreadClosed",
    "ThreadNotClosed",
    "add_note",
    "answer",
    "close",
    "keep_canned_text",
    "keep_category",
    "look_at_flag",
    "note_export",
    "open_thread",
    "reopen",
    "take_care",
    "write",
]
