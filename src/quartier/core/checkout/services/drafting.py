"""Filling in an order, step by step. Every step is kept at once, so that going back or a broken line loses nothing."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from quartier.core.catalogue import queries as catalogue
from quartier.core.checkout import queries
from quartier.core.checkout.models import Draft, DraftFile, OrderLink
from quartier.core.checkout.rules import CONSUMER, DRAFT_HOLDS, MOST_FILES, is_named, without
from quartier.core.checkout.services import refusals
from quartier.core.documents import services as documents
from quartier.kit.clock import day_of

TOKEN_BYTES = 32


def new_secret() -> str:
    """Return 256 bits by chance."""
    return secrets.token_urlsafe(TOKEN_BYTES)


@transaction.atomic
def begin(*, at: datetime, choices: Sequence[catalogue.Choice], user: Any = None) -> tuple[Draft, str]:
    """Begin an order; returns it with the secret of its address. Raises NoPrice, NotTogether, TooMuch."""
    lines, secret = _fitting(choices, at), new_secret()
    row = Draft.objects.create(
        token_digest=queries.digest(secret, queries.DRAFT), user=user, lines=lines, done=["basket"], made_at=at,
        expires_at=at + DRAFT_HOLDS,
    )  # fmt: skip
    return row, secret


@transaction.atomic
def begin_linked(*, at: datetime, link: OrderLink, user: Any = None) -> tuple[Draft, str]:
    """Begin the order that somebody else prepared: what is ordered stands still. Raises LinkOver."""
    if queries.state_of(link, at) != "open":
        raise refusals.LinkOver
    secret = new_secret()
    row = Draft.objects.create(
        token_digest=queries.digest(secret, queries.DRAFT), user=user, link=link, lines=link.lines, inputs=link.inputs,
        done=["basket", "details"], made_at=at, expires_at=at + DRAFT_HOLDS,
    )  # fmt: skip
    return row, secret


@transaction.atomic
def choose(*, at: datetime, draft_id: int, choices: Sequence[catalogue.Choice]) -> Draft:
    """Choose anew; what was filled in stays. Raises NoPrice, NotTogether, TooMuch, AlreadyPlaced."""
    row = opened(draft_id, changes_order=True)
    row.lines = _fitting(choices, at)
    # Another service may ask for other things; they are looked at again, and nothing that was typed is lost.
    row.done = [*without(row.done, "basket", "details"), "basket"]
    row.save(update_fields=["lines", "done"])
    return row


@transaction.atomic
def answer(*, draft_id: int, inputs: Mapping[str, str], note: str, complete: bool = True) -> Draft:
    """Keep what the services ask for, complete or not, and a remark."""
    row = opened(draft_id)
    row.inputs = row.inputs if row.link_id else dict(inputs)
    row.note, row.done = note, without(row.done, "details")
    if complete:
        row.done = [*row.done, "details"]
    row.save(update_fields=["inputs", "note", "done"])
    return row


@transaction.atomic
def identify(*, draft_id: int, person: Mapping[str, str], standings: Sequence[str], known: bool = False) -> Draft:
    """Keep who orders and in which part; `known` customers have their name with us.

    Raises ConsumersNotServed and NameMissing; what was there stays then.
    """
    row = opened(draft_id)
    if person.get("standing") not in standings:
        raise refusals.ConsumersNotServed if person.get("standing") == CONSUMER else refusals.NameMissing
    if not known and not is_named(person):
        raise refusals.NameMissing
    row.person, row.done = dict(person), [*without(row.done, "person"), "person"]
    row.save(update_fields=["person", "done"])
    return row


@transaction.atomic
def pay_by(*, draft_id: int, method: str) -> Draft:
    """Keep how somebody wants to pay; nothing is charged."""
    row = opened(draft_id)
    row.payment_method, row.done = method, [*without(row.done, "payment"), "payment"]
    row.save(update_fields=["payment_method", "done"])
    return row


@transaction.atomic
def adopt(*, draft_id: int, user: Any) -> Draft:
    """Give a visitor's draft to the account they have logged in with."""
    row = opened(draft_id)
    if row.user_id is None:
        row.user = user
        row.done = without(row.done, "person")
        row.save(update_fields=["user", "done"])
    return row


@transaction.atomic
def attach(
    *, at: datetime, draft_id: int, key: str, file_name: str, size: int, blocks: Iterable[bytes], keys: Sequence[str]
) -> DraftFile:
    """Take in a file that a service asks for. Raises UnknownFile, TooManyFiles, FileRefused; nothing is stored then."""
    row = opened(draft_id)
    if key not in keys:
        raise refusals.UnknownFile
    if row.files.count() >= MOST_FILES:
        raise refusals.TooManyFiles
    held = documents.hold(at=at, until=row.expires_at, file_name=file_name, size=size, blocks=blocks)
    return DraftFile.objects.create(draft=row, key=key, upload_key=held.key, file_name=held.file_name, size=held.size)


@transaction.atomic
def detach(*, draft_id: int, upload_key: uuid.UUID) -> bool:
    """Take a file out again; tells whether there was one."""
    row = opened(draft_id)
    gone, _each = row.files.filter(upload_key=upload_key).delete()
    documents.let_go(keys=[upload_key] if gone else [])
    return bool(gone)


def opened(draft_id: int, *, changes_order: bool = False) -> Draft:
    """Lock a draft that may still be changed; what a link prepared may not. Raises AlreadyPlaced, StandsStill."""
    row = Draft.objects.select_for_update(no_key=True).get(pk=draft_id)
    if row.order_id is not None:
        raise refusals.AlreadyPlaced
    if changes_order and row.link_id is not None:
        raise refusals.StandsStill
    return row


def _fitting(choices: Sequence[catalogue.Choice], at: datetime) -> list[dict[str, Any]]:
    """Return choices as they are stored, when they can be ordered together."""
    if len(choices) > catalogue.MOST_LINES or any(one.quantity > catalogue.MOST_OF_ONE for one in choices):
        raise refusals.TooMuch
    quote = catalogue.quote(choices, day_of(at))
    if not catalogue.fit_together(quote.products) or not catalogue.standings_of(quote.products):
        raise refusals.NotTogether
    return [{"product": one.product_id, "options": [*one.options], "quantity": one.quantity} for one in choices]


def let_rows_go(rows: Any, _at: datetime) -> None:
    """Erase files that are held for an order."""
    documents.let_go(keys=list(rows.values_list("upload_key", flat=True)))
    rows.delete()


def let_drafts_go(rows: Any, _at: datetime) -> None:
    """Erase drafts with the files that are held for them."""
    keys = list(DraftFile.objects.filter(draft__in=rows).values_list("upload_key", flat=True))
    documents.let_go(keys=keys)
    rows.delete()
