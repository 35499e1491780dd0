"""What leaving does: end the use of the portal by hand or by time, and keep the time."""

from quartier.core.leaving.rules import END, NOTICE, Way
from quartier.core.leaving.services.closing import FormTooLight, InTheFuture, NotInside, close, close_on_writing, end
from quartier.core.leaving.services.timing import end_by_time, settle, tell_ahead

__all__ = [
    "END",
    "NOTICE",
    "FormTooLight",
    "InTheFuture",
    "NotInside",
    "Way",
    "close",
    "close_on_writing",
    "end",
    "end_by_time",
    "settle",
    "tell_ahead",
]
