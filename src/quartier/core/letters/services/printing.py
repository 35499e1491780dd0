"""Printing a batch, once or again with a reason, and noting that it went to the post."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.letters.models import Batch, Letter, LetterState, PrintRun
from quartier.core.letters.services.batching import subject_of
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.values.actor import Actor


class FileNotReady(Refused):
    """The file is made by a job."""

    message = _("The file for the printer is not ready yet. Please try again in a moment.")


class ReasonMissing(Refused):
    """A customer must not get two letters unnoticed."""

    message = _("This batch has been printed before. Write why it is printed again.")
    field = "reason"


class NotPrinted(Refused):
    """Only paper goes to the post."""

    message = _("This batch has not been printed yet.")
    field = "posted_on"


class WrongDay(Refused):
    """Between printing and today."""

    message = _("The day must lie between the first printing and today.")
    field = "posted_on"


@transaction.atomic
def print_out(*, actor: Actor, at: datetime, batch_id: int, reason: str = "") -> Any:
    """Note who prints a batch, when, on how many sheets and, if not for the first time, why; returns its document.

    Raises FileNotReady and ReasonMissing; nothing is noted then.
    """
    batch = Batch.objects.select_for_update(of=("self",)).get(pk=batch_id)
    if batch.file is None:
        raise FileNotReady
    is_again = batch.runs.exists()
    if is_again and not reason.strip():
        raise ReasonMissing
    PrintRun.objects.create(
        batch=batch, at=at, printed_by=str(actor), sheet_count=batch.sheet_count, is_again=is_again,
        reason=reason.strip() if is_again else "",
    )  # fmt: skip
    Letter.everything.filter(batch=batch, state=LetterState.BATCHED).update(state=LetterState.PRINTED)
    data = {"sheets": batch.sheet_count, "again": is_again} | ({"reason": reason.strip()} if is_again else {})
    audit.record(actor=actor, at=at, kind="letter.batch_printed", subject=subject_of(batch), data=data)
    return batch.file


@transaction.atomic
def post(*, actor: Actor, at: datetime, batch_id: int, posted_on: date) -> Batch:
    """Note on which day a printed batch went to the post. Raises NotPrinted and WrongDay; nothing changes then."""
    batch = Batch.objects.select_for_update(of=("self",)).get(pk=batch_id)
    first = batch.runs.filter(is_again=False).first()
    if first is None:
        raise NotPrinted
    if not day_of(first.at) <= posted_on <= day_of(at):
        raise WrongDay
    data = {"posted_on": [str(batch.posted_on or ""), str(posted_on)]}
    batch.posted_on = posted_on
    batch.save(update_fields=["posted_on"])
    Letter.everything.filter(batch=batch).update(state=LetterState.POSTED)
    audit.record(actor=actor, at=at, kind="letter.batch_posted", subject=subject_of(batch), data=data)
    return batch
