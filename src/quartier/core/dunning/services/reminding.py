"""One reminder to one customer: interest and fee booked, words found, mail and letter on their way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.db.models import Sum
from django.utils import translation

from quartier.core.audit import services as audit
from quartier.core.documents import services as documents
from quartier.core.documents.services.issuing import issue
from quartier.core.dunning.mails import Owed, ReminderLetter, ReminderMail, Said
from quartier.core.dunning.models import Case, Reminder, Run, RunLine
from quartier.core.dunning.queries import cases as reading
from quartier.core.dunning.queries.bases import Bases
from quartier.core.dunning.rules.fees import NOTHING, Reminded, fee_of
from quartier.core.dunning.rules.stages import Stage, Stages, Way, pay_by
from quartier.core.dunning.services.cases import ensure, note_reminded
from quartier.core.dunning.services.charging import charge_interest, charge_reminder
from quartier.core.inbox import services as inbox
from quartier.core.letters import services as letters
from quartier.core.parties import queries as parties
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.law.bgb.default_rate import Party
from quartier.law.rule import Derived
from quartier.values.actor import SYSTEM

PAPER: Final = "dunning_reminder"
# A letter is taken to arrive on the third day after it was written; a mail on the day it was sent.
POST_TAKES: Final = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class _Fee:
    row: Case
    found: Derived[Decimal]


def remind(*, at: datetime, run: Run, lines: Sequence[RunLine], stages: Stages, bases: Bases) -> Reminder:
    """Remind a customer of the claims on some lines of a run, which nobody else changes meanwhile.

    The highest stage among them gives words, way and time to pay. One fee at most, for the oldest claim in default.
    """
    on, number = day_of(at), max(line.stage for line in lines)
    stage = stages.numbered(number)
    rows = {line.claim_id: ensure(actor=SYSTEM, at=at, claim_id=line.claim_id) for line in lines}
    _charge_interest(at, on, [rows[line.claim_id] for line in lines], stages, lines, bases)
    fee = _fee(on, stage, number, list(rows.values()), bases)
    party = lines[0].claim.party
    reminder = Reminder.objects.create(
        run=run, party=party, entity_id=run.entity_id, stage=number, title=stage.title, on=on, pay_by=pay_by(stage, on),
        open=sum((line.open for line in lines), NOTHING), interest=NOTHING, costs=NOTHING,
        fee=fee.found.value if fee else NOTHING, text=stage.text, sent_at=at,
    )  # fmt: skip
    if fee is not None:
        charge_reminder(actor=SYSTEM, at=at, row=fee.row, reminder=reminder, found=fee.found)
    owed = [_owed(rows[line.claim_id], bases, on) for line in lines]
    reminder.interest = sum((one.interest for one in owed), NOTHING)
    reminder.costs = sum((one.costs for one in owed), NOTHING)
    _send(at, reminder, party, stage, _said(reminder, stage, owed, run))
    reminder.save()
    _note(at, reminder, lines, rows)
    return reminder


def _charge_interest(
    at: datetime, on: date, rows: Sequence[Case], stages: Stages, lines: Sequence[RunLine], bases: Bases
) -> None:
    for row, line in zip(rows, lines, strict=True):
        due = row.interest_from is not None and row.interest_from <= on
        if due and stages.numbered(line.stage).with_interest:
            because = stages.numbered(line.stage).title
            charge_interest(actor=SYSTEM, at=at, claim_id=row.claim_id, through=on, because=because, bases=bases)


def _fee(on: date, stage: Stage, number: int, rows: Sequence[Case], bases: Bases) -> _Fee | None:
    late = sorted((row for row in rows if row.default_since is not None), key=lambda row: (row.default_since, row.pk))
    if not stage.with_fee or not late:
        return None
    row = late[0]
    asked = Reminded(debtor=Party(row.debtor), on=on, number=number, default_since=row.default_since)
    found = fee_of(asked, bases.dunning)
    return _Fee(row, found) if found.value else None


def _owed(row: Case, bases: Bases, on: date) -> Owed:
    claim = row.claim
    open_ = dict(
        claim.consequences.filter(open__gt=0)
        .values_list("nature")
        .annotate(sum=Sum("open"))
        .values_list("nature", "sum")
    )
    claim.refresh_from_db(fields=["open"])
    how: tuple[str, ...] = ()
    if open_.get("interest") and row.interest_from is not None:
        with translation.override("de"):
            steps = reading.interest_through(row, on, bases).steps
            how = tuple(text for text, _source in reading.steps_said(steps, translation.gettext))
    return Owed(
        document=claim.document, text=claim.text, due_on=claim.due_on, open=claim.open,
        interest=open_.get("interest", NOTHING), costs=open_.get("costs", NOTHING), since=row.interest_from, how=how,
    )  # fmt: skip


def _said(reminder: Reminder, stage: Stage, owed: Sequence[Owed], run: Run) -> Said:
    documents_ = ", ".join(one.document for one in owed if one.document)
    return Said(
        title=stage.title, text=stage.text, owed=tuple(owed), pay_by=reminder.pay_by, fee=reminder.fee,
        is_reminder=any(one.since is None for one in owed), account=_account(run), reference=documents_[:140],
    )  # fmt: skip


def _account(run: Run) -> str:
    settings = getattr(run.entity, "invoice_settings", None)
    if settings is None or not settings.iban:
        return ""
    iban = settings.iban.replace(" ", "")
    grouped = " ".join(iban[place : place + 4] for place in range(0, len(iban), 4))
    return f"{run.entity.name}, IBAN {grouped}"


def _send(at: datetime, reminder: Reminder, party: Any, stage: Stage, said: Said) -> None:
    """Send by mail, by letter or both as the stage says; by letter where there is no mail address, and the reverse."""
    has_address = bool(party.street and party.city and party.address_state != "unknown")
    by_mail = bool(party.email) and (stage.way is not Way.LETTER or not has_address)
    by_letter = has_address and (stage.way is not Way.MAIL or not party.email)
    if by_letter:
        _write(at, reminder, said)
        by_mail = by_mail or (reminder.letter is None and bool(party.email))
    if by_mail:
        reminder.address = party.email
        _keep(at, reminder, party, said)
        inbox.post(
            actor=SYSTEM, at=at, mail=ReminderMail(said=said), to=party.email, to_name=str(party),
            about=subject_of(reminder), entity=reminder.entity,
        )  # fmt: skip


def subject_of(reminder: Reminder) -> str:
    """Return how facts and mails name a reminder."""
    return f"dunning.reminder:{reminder.pk}"


def _write(at: datetime, reminder: Reminder, said: Said) -> None:
    try:
        with transaction.atomic():
            reminder.letter = letters.write(
                actor=SYSTEM, at=at, party_id=reminder.party_id, entity_id=reminder.entity_id,
                text=ReminderLetter(said=said),
            )  # fmt: skip
    except Refused as refusal:
        reminder.trouble = str(refusal)[:300]


def _keep(at: datetime, reminder: Reminder, party: Any, said: Said) -> None:
    """Keep what a mail says as a document, where no letter does so already and one can be set."""
    if reminder.letter is not None:
        return
    try:
        with transaction.atomic():
            made = letters.draft(
                actor=SYSTEM, at=at, party_id=party.pk, entity_id=reminder.entity_id, text=ReminderLetter(said=said)
            )
    except Refused:
        return
    given = documents.Given(kind=PAPER, title=said.title, party=party, entity_id=reminder.entity_id, tell=False)
    issue(
        actor=SYSTEM, at=at, file_name=f"mahnung-{reminder.pk}.pdf", media_type="application/pdf",
        content=made.content, given=given,
    )  # fmt: skip


def _note(at: datetime, reminder: Reminder, lines: Sequence[RunLine], rows: dict[int, Case]) -> None:
    """Note the stage on every claim; a reminder that went nowhere reminds nobody, but is not sent again either."""
    for line in lines:
        line.reminder = reminder
        row = rows[line.claim_id]
        row.stage, row.stage_on = line.stage, reminder.pay_by
        row.save(update_fields=["stage", "stage_on"])
        if reminder.address or reminder.letter is not None:
            came = reminder.on if reminder.address else reminder.on + POST_TAKES
            note_reminded(actor=SYSTEM, at=at, row=row, received_on=came)
    RunLine.objects.bulk_update(lines, ["reminder", "open", "interest"])
    data = {
        "title": reminder.title, "open": str(reminder.open), "interest": str(reminder.interest),
        "fee": str(reminder.fee), "reminder": reminder.pk, "trouble": reminder.trouble,
    }  # fmt: skip
    audit.record(actor=SYSTEM, at=at, kind="dunning.reminded", subject=parties.subject_of(reminder.party), data=data)
