"""Telling everybody: in chunks, each one transaction, so that a run that broke off goes on and tells nobody twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.changes import queries, rules
from quartier.core.changes.mails import AnnouncementLetter, AnnouncementMail, Said
from quartier.core.changes.models import Announcement, AnnouncementState, Change, ChangeState, Grade, Road, Topic
from quartier.core.changes.queries import Recipient
from quartier.core.changes.rules import Passage, Plan, Reach
from quartier.core.changes.services.drafting import NotADraft, NotOpen, locked, refuse_problems, subject_of
from quartier.core.deadlines import services as deadlines
from quartier.core.inbox import services as inbox
from quartier.core.inbox.services import Copy
from quartier.core.letters import services as letters
from quartier.core.terms import queries as terms
from quartier.kit import formats
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.kit.jobs import enqueue
from quartier.law.bgb.terms_change import ChangeKind
from quartier.values.actor import SYSTEM, Actor
from quartier.values.period import ONE_DAY

CHUNK = 1_000
DAY = "changes.day"
STALLED_AFTER = timedelta(minutes=5)


class MinorIsPublished(Refused):
    """Nobody is told of what is minor (SBV-100)."""

    message = _("A minor change is published only. Nobody is told of it.")


class StillRunning(Refused):
    """Somebody is at work."""

    message = _("The announcing is at work. Wait some minutes before you start it again.")


@transaction.atomic
def announce(*, actor: Actor, at: datetime, change_id: int) -> Change:
    """Have everybody told whom a change concerns. Raises what stands against it; nobody is told then."""
    row = locked(change_id, ChangeState.DRAFT)
    if row.grade == Grade.MINOR:
        raise MinorIsPublished
    refuse_problems(row, at)
    row.state, row.announced_at, row.announced_by, row.touched_at = ChangeState.SENDING, at, str(actor)[:120], at
    row.save(update_fields=["state", "announced_at", "announced_by", "touched_at"])
    data = {"title": row.title, "grade": row.grade, "effective_on": row.effective_on.isoformat()}
    audit.record(actor=actor, at=at, kind="changes.announced", subject=subject_of(row), data=data)
    deadlines.open_deadline(
        actor=actor, at=at, kind=DAY, subject=subject_of(row), last_on=row.effective_on - ONE_DAY,
        source="§ 308 Nr. 5 BGB",
    )  # fmt: skip
    _go_on(row)
    return row


@transaction.atomic
def resume(*, actor: Actor, at: datetime, change_id: int) -> None:
    """Go on with an announcing whose worker has died; nobody is told twice. Raises NotADraft, StillRunning."""
    row = locked(change_id, ChangeState.SENDING)
    if row.touched_at is not None and at - row.touched_at < STALLED_AFTER:
        raise StillRunning
    audit.record(actor=actor, at=at, kind="changes.resumed", subject=subject_of(row), data={"told": row.recipients})
    _go_on(row)


@transaction.atomic
def call_off(*, actor: Actor, at: datetime, change_id: int, reason: str) -> Change:
    """Stop a change before it takes effect: everything stays as it is for everybody. Raises NotOpen."""
    try:
        row = locked(change_id, ChangeState.DRAFT, ChangeState.SENDING, ChangeState.ANNOUNCED)
    except NotADraft:
        raise NotOpen from None
    row.state, row.ended_at, row.ended_because = ChangeState.CANCELLED, at, reason.strip()[:300]
    row.save(update_fields=["state", "ended_at", "ended_because"])
    audit.record(actor=actor, at=at, kind="changes.called_off", subject=subject_of(row), data={"reason": reason})
    return row


def _go_on(row: Change) -> None:
    schema = str(getattr(connection, "schema_name", ""))
    name = f"changes.announce:{schema}:{row.pk}"
    enqueue("changes.go_on", change_id=row.pk, lock=name, queueing_lock=name)


@transaction.atomic
def advance(*, at: datetime, change_id: int, most: int = CHUNK) -> bool:
    """Tell the next recipients and note how far it has come; tells whether there is more to do.

    Can be called again at any time: what is told stays told.
    """
    row = (
        Change.objects.select_for_update(of=("self",)).select_related("new_version__text", "product").get(pk=change_id)
    )
    if row.state != ChangeState.SENDING:
        return False
    batch = queries.next_recipients(row, most)
    if batch:
        row.recipients += _tell(row, at, batch)
        row.position = batch[-1].key
    elif not row.in_users:
        row.in_users, row.position = True, 0
    else:
        row.state = ChangeState.ANNOUNCED
        audit.record(
            actor=SYSTEM, at=at, kind="changes.everybody_told", subject=subject_of(row), data={"told": row.recipients}
        )
    row.touched_at = at
    row.save(update_fields=["state", "recipients", "position", "in_users", "touched_at"])
    return row.state == ChangeState.SENDING


@dataclass(frozen=True, slots=True)
class _Group:
    """Recipients who get the same words: by plan, version until then, and company."""

    plan: Plan
    old_version_id: int | None
    entity: Any


def _tell(change: Change, at: datetime, batch: Sequence[Recipient]) -> int:
    procedure = queries.procedure_on(day_of(at))
    groups: dict[_Group, list[Recipient]] = defaultdict(list)
    for one in batch:
        plan = queries.plan_of(change, procedure, one.standing, is_paid=one.is_paid)
        groups[_Group(plan, one.old_version_id, one.entity)].append(one)
    for group, people in groups.items():
        _tell_group(change, at, group, people)
    return len(batch)


def _tell_group(change: Change, at: datetime, group: _Group, people: Sequence[Recipient]) -> None:
    said = said_of(change, group.plan, _older(group.old_version_id))
    rows = [_row(change, at, group.plan, one) for one in people]
    _mail(at, AnnouncementMail(said=said), rows, group.entity)
    for row in rows:
        if row.road == Road.LETTER:
            _write(at, row, said, group.entity)
    Announcement.objects.bulk_create(rows)
    audit.record_many(actor=SYSTEM, at=at, happenings=[_fact(row, change) for row in rows])


def _row(change: Change, at: datetime, plan: Plan, one: Recipient) -> Announcement:
    email = (one.user.email if one.user is not None else "") or one.party.email
    reach = Reach(
        by_email=bool(email),
        by_letter=bool(one.party.street and one.party.city and one.party.address_state != "unknown"),
        by_login=one.user is not None or one.party.user_id is not None or one.party.account_id is not None,
    )
    road, at_login = rules.road_for(plan, reach)
    return Announcement(
        change=change, party=one.party, contract=one.contract, user=one.user, old_version_id=one.old_version_id,
        standing=one.standing, road=road, at_login=at_login, binding=plan.binding,
        address=email if road == Road.EMAIL else "", sent_at=at,
        state=AnnouncementState.UNDELIVERED if road == Road.NONE else AnnouncementState.SENT,
        receipt="Weder E-Mail-Adresse noch Anschrift bekannt" if road == Road.NONE else "",
    )  # fmt: skip


def _mail(at: datetime, mail: AnnouncementMail, rows: Iterable[Announcement], entity: Any) -> None:
    mailed = [row for row in rows if row.road == Road.EMAIL]
    if not mailed:
        return
    copies = [Copy(row.address, str(row.party), f"parties.party:{row.party_id}") for row in mailed]
    for row, key in zip(mailed, inbox.post_many(actor=SYSTEM, at=at, mail=mail, copies=copies, entity=entity),
                        strict=True):  # fmt: skip
        row.mail_id = key
        if key is None:
            row.state, row.receipt = AnnouncementState.UNDELIVERED, "Die E-Mail-Adresse ist unbrauchbar"


def _write(at: datetime, row: Announcement, said: Said, entity: Any) -> None:
    text = AnnouncementLetter(said=said)
    try:
        with transaction.atomic():
            company = entity.pk if entity is not None else None
            row.letter = letters.write(actor=SYSTEM, at=at, party_id=row.party_id, entity_id=company, text=text)
    except Refused as refusal:
        row.state, row.receipt = AnnouncementState.UNDELIVERED, str(refusal)[:200]


def _fact(row: Announcement, change: Change) -> Any:
    data = {"title": change.title, "road": row.road, "binding": row.binding, "announcement": row.pk}
    return audit.Happening("changes.told", f"parties.party:{row.party_id}", data)


def _older(version_id: int | None) -> Any:
    return terms.version(version_id) if version_id is not None else None


def said_of(change: Change, plan: Plan, old: Any) -> Said:
    """Return what recipients of a group are told."""
    with translation.override("de"):
        return Said(
            title=change.title, summary=change.summary, kind=queries.kind_of(change), version=_version(change),
            passages=tuple(_as_sent(queries.passages_of(change, old))), price=price_of(change),
            effective_on=_day(change), plan=plan, special_notice=plan.law is ChangeKind.PRICE,
        )  # fmt: skip


def _as_sent(found: Iterable[Passage]) -> Iterable[Passage]:
    """Old words go along only where nothing takes their place."""
    return (one if not one.new else Passage("", one.new) for one in found)


def _day(change: Change) -> date:
    return change.effective_on


def _version(change: Change) -> str:
    return str(change.new_version) if change.new_version is not None else ""


def price_of(change: Change) -> str:
    """Return old and new price in words, "" where no price changes."""
    if change.topic != Topic.PRICE or change.old_net is None or change.new_net is None:
        return ""
    net = f"{formats.money(change.old_net)} → {formats.money(change.new_net)}"
    return f"{change.product}: {net} (netto; USt {_percent(change.old_vat)} → {_percent(change.new_vat)})"


def _percent(rate: Any) -> str:
    return formats.number(rate, None, "%")
