"""What customers have stored with their messages, for the archive of everything they stored (DWG-28)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from quartier.core.documents.extension import Stored
from quartier.core.threads.models import Author, Message


def messages_of(party: Any) -> Iterator[Stored]:
    """Yield the messages that a customer has written, each as a text; hidden ones too, for they are theirs."""
    rows = Message.objects.filter(thread__party=party, author=Author.CUSTOMER).select_related("thread")
    for row in rows.order_by("written_at", "pk"):
        yield Stored(
            at=row.written_at, label=row.thread.category, title=row.thread.subject,
            file_name=f"message-{row.thread_id}.txt", blocks=partial(iter, [row.text.encode()]),
        )  # fmt: skip
