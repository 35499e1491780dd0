"""What customers and staff do with threads."""

from quartier.core.threads.services.answering import (
    NotStaff,
    add_note,
    answer,
    look_at_flag,
    note_export,
    take_care,
)
from quartier.core.threads.services.hiding import (
    AlreadyHidden,
    NotHidden,
    OwnMessage,
    hide,
    leave,
    open_evidence,
    report,
    show_again,
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
    "AlreadyHidden",
    "LabelTaken",
    "NotHidden",
    "NotStaff",
    "OwnMessage",
    "ThreadClosed",
    "ThreadNotClosed",
    "add_note",
    "answer",
    "close",
    "hide",
    "keep_canned_text",
    "keep_category",
    "leave",
    "look_at_flag",
    "note_export",
    "open_evidence",
    "open_thread",
    "reopen",
    "report",
    "show_again",
    "take_care",
    "write",
]
