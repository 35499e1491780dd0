"""The letters of a run: made by a job, kept encrypted until they are in the post, then readable to nobody."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction

from quartier.core.audit import services as audit
from quartier.core.deadlines import services as deadlines
from quartier.core.inbox import queries as inbox
from quartier.core.letters.services.unkept import Unkept, bind_unkept
from quartier.core.registration import queries
from quartier.core.registration.extension import CodeLetter
from quartier.core.registration.models import CodeRun, InvitationCode, Occasion
from quartier.core.registration.rules.flow import Flow
from quartier.core.registration.services.ending import no_longer
from quartier.core.registration.services.issuing import end
from quartier.core.registration.services.refusals import LettersGone, LettersNotReady, NotPrintedYet
from quartier.kit.clock import day_of
from quartier.values.actor import SYSTEM, Actor

# So long letters lie ready; afterwards their codes are shown to nobody.
KEPT = timedelta(days=14)
STEP = 25
PAGE = "/registrieren/"


def make_letters(*, at: datetime, run_id: int) -> None:
    """Make the letters of a run unless they are there; killed half-way, they are made again from the beginning.

    Whom no letter reaches gets no code either: it dies, with the reason.
    """
    run = CodeRun.objects.select_related("entity").get(pk=run_id)
    if run.made_at is not None:
        return
    rows = {f"{run}/{row.pk}": row for row in queries.in_postal_order(run).filter(sealed__isnull=False)}
    failed: list[tuple[InvitationCode, str]] = []

    def going_on(count: int) -> None:
        if count % STEP == 0:
            CodeRun.objects.filter(pk=run.pk).update(set_count=count)

    made = bind_unkept(
        actor=SYSTEM, at=at, entity_id=run.entity_id, title=str(run), letters=_letters(run, rows, at),
        left_out=lambda letter, why: failed.append((rows[letter.sign], str(why))), going_on=going_on,
    )  # fmt: skip
    _finish(at, run, made.content if made else b"", failed)


def _letters(run: CodeRun, rows: dict[str, InvitationCode], at: datetime) -> Iterator[Unkept]:
    flow: Flow = queries.flow_on(day_of(at))
    address = inbox.letterhead(run.entity)[0].link(PAGE)
    for sign, row in rows.items():
        text = CodeLetter(
            code=row.sealed or "", until=day_of(row.expires_at), address=address, with_birthday=flow.with_birthday,
            is_reminder=run.occasion == Occasion.REMINDER,
        )  # fmt: skip
        yield Unkept(row.party_id, sign, text)


@transaction.atomic
def _finish(at: datetime, run: CodeRun, content: bytes, failed: list[tuple[InvitationCode, str]]) -> None:
    run = CodeRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if run.made_at is not None:
        return
    for row, why in failed:
        end(SYSTEM, at, row, why)
    run.file = base64.b64encode(content).decode("ascii") or None
    run.made_at, run.set_count, run.left_out_count = at, run.code_count - len(failed), len(failed)
    if not content:
        run.closed_at = at
    run.save(update_fields=["file", "made_at", "set_count", "left_out_count", "closed_at"])
    run.codes.update(sealed=None)
    if content:
        deadlines.open_deadline(
            actor=SYSTEM, at=at, kind="registration.letters", subject=queries.run_subject(run), due_at=at + KEPT,
            entity_id=run.entity_id,
        )  # fmt: skip


@transaction.atomic
def print_out(*, actor: Actor, at: datetime, run_id: int) -> bytes:
    """Note who prints the letters and return the file. Raises LettersNotReady and LettersGone."""
    run = _locked(run_id)
    if run.closed_at is not None:
        raise LettersGone
    if run.made_at is None:
        raise LettersNotReady
    is_again = run.printed_at is not None
    if not is_again:
        run.printed_at, run.printed_by = at, str(actor)
        run.save(update_fields=["printed_at", "printed_by"])
    data = {"letters": run.set_count, "again": is_again}
    audit.record(actor=actor, at=at, kind="registration.letters_printed", subject=queries.run_subject(run), data=data)
    return base64.b64decode(run.file or "")


@transaction.atomic
def close(*, actor: Actor, at: datetime, run_id: int) -> CodeRun:
    """Note that the letters are in the post: their file is erased. Raises LettersGone and NotPrintedYet."""
    run = _locked(run_id)
    if run.closed_at is not None:
        raise LettersGone
    if run.printed_at is None:
        raise NotPrintedYet
    no_longer(actor, at, "registration.letters", queries.run_subject(run))
    return _closed(actor, at, run, "registration.letters_posted")


@transaction.atomic
def forget_letters(*, at: datetime, run_id: int) -> None:
    """Erase letters that nobody has closed in time."""
    run = _locked(run_id)
    if run.closed_at is None:
        _closed(SYSTEM, at, run, "registration.letters_forgotten")


def _locked(run_id: int) -> CodeRun:
    return CodeRun.objects.select_for_update(of=("self",)).get(pk=run_id)


def _closed(actor: Actor, at: datetime, run: CodeRun, kind: str) -> CodeRun:
    run.closed_at, run.file = at, None
    run.save(update_fields=["closed_at", "file"])
    data = {"letters": run.set_count}
    audit.record(actor=actor, at=at, kind=kind, subject=queries.run_subject(run), data=data)
    return run
