"""Writing, sending and forgetting mail."""

from quartier.core.inbox.services.bouncing import note_refusal, note_report
from quartier.core.inbox.services.keep import forget, forget_about
from quartier.core.inbox.services.posting import NothingToRetry, WordsForgotten, post, retry
from quartier.core.inbox.services.posting_many import Copy, post_many, put_into_queue
from quartier.core.inbox.services.queue import retry_job
from quartier.core.inbox.services.sending import deliver, requeue_overdue

__all__ = [
    "Copy",
    "NothingToRetry",
    "WordsForgotten",
    "deliver",
    "forget",
    "forget_about",
    "note_refusal",
    "note_report",
    "post",
    "post_many",
    "put_into_queue",
    "requeue_overdue",
    "retry",
    "retry_job",
]
