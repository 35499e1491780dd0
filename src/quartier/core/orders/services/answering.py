"""Answers with files: held while somebody writes, and documents of the order once the answer is sent (WR-031)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from quartier.core.documents import queries as document_queries
from quartier.core.documents import services as documents
from quartier.core.orders.models import AnswerFile, Entry, Order
from quartier.core.orders.rules.states import OPEN
from quartier.core.orders.services import deciding
from quartier.core.orders.services.asking import give
from quartier.core.orders.services.refusals import OrderOver, TooManyFiles
from quartier.values.actor import Actor

MOST_FILES: Final = 10
HELD: Final = timedelta(days=2)
ANSWER: Final = "answer"
TITLE: Final = 160


@transaction.atomic
def attach(*, at: datetime, order_id: int, file_name: str, size: int, blocks: Iterable[bytes]) -> AnswerFile:
    """Hold a file for the answer that somebody is writing. Raises OrderOver, TooManyFiles, and what `hold` refuses."""
    order = _open(order_id)
    known = order.answer_files.values_list("upload_key", flat=True)
    # What was held too long is gone; its rows go with the next file.
    order.answer_files.exclude(upload_key__in=document_queries.held(known)).delete()
    if order.answer_files.count() >= MOST_FILES:
        raise TooManyFiles
    upload = documents.hold(at=at, until=at + HELD, file_name=file_name, size=size, blocks=blocks)
    return AnswerFile.objects.create(order=order, upload_key=upload.key, file_name=upload.file_name, added_at=at)


@transaction.atomic
def answer(*, actor: Actor, at: datetime, order_id: int, words: str, uploads: Sequence[uuid.UUID] = ()) -> Entry:
    """Take an answer with the files that go with it; the others are forgotten. Raises OrderOver, WordsMissing."""
    order = _open(order_id)
    rows = {row.upload_key: row for row in order.answer_files.select_for_update()}
    held = document_queries.held(rows)
    chosen = [held[key] for key in dict.fromkeys(uploads) if key in held]
    numbers = [
        documents.file(
            actor=actor, at=at, upload=one,
            given=documents.Given(
                kind="own", title=one.file_name[:TITLE], party=order.party, entity_id=order.entity_id, by_customer=True
            ),
        ).pk
        for one in chosen
    ]  # fmt: skip
    documents.let_go(keys=[key for key in held if key not in set(uploads)])
    order.answer_files.all().delete()
    return give(actor=actor, at=at, order_id=order.pk, documents={ANSWER: numbers} if numbers else {}, words=words)


def _open(order_id: int) -> Order:
    order = deciding.locked(order_id)
    if order.state not in OPEN:
        raise OrderOver
    return order
