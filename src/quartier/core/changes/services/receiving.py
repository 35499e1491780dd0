"""Receipt: known from the mail server, from the day of posting, from who reads at login, or noted by staff.

Only from receipt do days run; without it nothing takes effect (QX-06, CC-06, CC-89).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.changes import queries, rules
from quartier.core.changes.models import Announcement, AnnouncementState, Binding, ChangeState, Road
from quartier.core.changes.rules import Days
from quartier.core.deadlines import queries as running
from quartier.core.deadlines import services as deadlines
from quartier.core.deadlines.services import Opening
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.values.actor import SYSTEM, Actor
from quartier.values.period import ONE_DAY

OBJECTION, EFFECT, REMINDER = "changes.objection", "changes.effect", "changes.reminder"
CHUNK = 1_000
# A letter counts as received on the fourth day after it was posted, as § 122 AO and § 41 VwVfG see it.
POST_TAKES = timedelta(days=4)
REMINDED_BEFORE = timedelta(days=14)
BY_SERVER = "Vom Mailserver der Empfängerseite angenommen"
BY_POST = "Am vierten Tag nach der Aufgabe zur Post"
AT_LOGIN = "Bei der Anmeldung gelesen"
CAME_BACK = "Die E-Mail kam zurück"
NOTED = "Notiert"
# Words and files that nobody reads here.
HEAVY = ("mail__text", "mail__html", "change__new_version__source", "change__new_version__body")
FAILED = "Die E-Mail konnte nicht zugestellt werden"


class NotYetReceived(Refused):
    """Nothing is received tomorrow, or before it was sent."""

    message = _("The day of receipt lies between the day of sending and today.")
    field = "received_on"


class ReceivedAlready(Refused):
    """A receipt is noted once."""

    message = _("This announcement has been received already.")


class ProofMissing(Refused):
    """A receipt is proven."""

    message = _("Write how you know that it was received, such as by whom the letter was handed over.")
    field = "how"


def subject_of(row: Announcement) -> str:
    """Return how deadlines and declarations name an announcement."""
    return f"changes.announcement:{row.pk}"


def collect(*, at: datetime) -> int:
    """Note what mail servers and the post have delivered, chunk after chunk; returns how many receipts there were."""
    total = 0
    while done := _collect_mail(at):
        total += done
    while done := _collect_letters(at):
        total += done
    while _lose(at):
        pass
    return total


@transaction.atomic
def _collect_mail(at: datetime) -> int:
    rows = list(_waiting().filter(mail__state="sent", mail__bounce__isnull=True)[:CHUNK])
    for row in rows:
        assert row.mail is not None
        row.received_on, row.receipt = day_of(row.mail.sent_at or at), BY_SERVER
    receive(at, SYSTEM, rows)
    return len(rows)


@transaction.atomic
def _collect_letters(at: datetime) -> int:
    posted = _waiting().filter(letter__batch__posted_on__lte=day_of(at) - POST_TAKES)
    rows = list(posted[:CHUNK])
    for row in rows:
        posted_on: Any = row.letter.batch.posted_on if row.letter and row.letter.batch else None
        row.received_on, row.receipt = posted_on + POST_TAKES, BY_POST
    receive(at, SYSTEM, rows)
    return len(rows)


@transaction.atomic
def _lose(at: datetime) -> int:
    """Take back what seemed to be received when the mail comes back; nothing takes effect then.

    Deadlines are closed before the rows are locked: their effects lock in this order, too.
    """
    keys = list(_came_back().values_list("pk", flat=True)[:CHUNK])
    for row in Announcement.everything.filter(pk__in=keys):
        forget_deadlines(at, row, "Die Ankündigung kam zurück.")
    rows = list(_came_back().filter(pk__in=keys).select_for_update(of=("self",)).select_related("mail__bounce"))
    for row in rows:
        row.state, row.received_on, row.effective_on = AnnouncementState.UNDELIVERED, None, None
        row.objection_until = row.special_notice_until = None
        row.receipt = CAME_BACK if hasattr(row.mail, "bounce") else FAILED
    Announcement.everything.bulk_update(rows, FORGOTTEN)
    if rows:
        told = [audit.Happening("changes.not_delivered", _party(row), {"announcement": row.pk}) for row in rows]
        audit.record_many(actor=SYSTEM, at=at, happenings=told)
    return len(rows)


def _came_back() -> QuerySet[Announcement]:
    open_ = Announcement.everything.filter(
        Q(mail__bounce__isnull=False) | Q(mail__state="failed"), road=Road.EMAIL, seen_at__isnull=True,
        state__in=(AnnouncementState.SENT, AnnouncementState.RECEIVED, AnnouncementState.APPROVED),
    )  # fmt: skip
    return open_.exclude(receipt__startswith=NOTED).order_by("pk")


FORGOTTEN = ("received_on", "receipt", "effective_on", "objection_until", "special_notice_until", "state")


def _waiting() -> QuerySet[Announcement]:
    rows = Announcement.everything.select_for_update(of=("self",), skip_locked=True)
    live = rows.filter(state=AnnouncementState.SENT).exclude(change__state=ChangeState.CANCELLED)
    live = live.select_related("change__new_version__text", "contract__relationship", "mail", "letter__batch")
    return live.defer(*HEAVY).order_by("pk")


def receive(at: datetime, actor: Actor, rows: Sequence[Announcement]) -> None:
    """Compute the days of recipients from their receipt and let them run."""
    groups: dict[Any, list[Announcement]] = defaultdict(list)
    for row in rows:
        groups[row.change_id, row.standing, _is_paid(row), row.received_on, row.receipt, row.sent_at].append(row)
    openings: list[Opening] = []
    for same in groups.values():
        assert same[0].received_on is not None
        days = _days(same[0], same[0].received_on)
        known = {
            "state": AnnouncementState.RECEIVED, "received_on": same[0].received_on, "receipt": same[0].receipt,
            "effective_on": days.effective_on, "objection_until": days.objection_until,
            "special_notice_until": days.special_notice_until,
        }  # fmt: skip
        Announcement.everything.filter(pk__in=[row.pk for row in same]).update(**known)
        for row in same:
            for name, value in known.items():
                setattr(row, name, value)
            openings += _openings(at, row, days)
    deadlines.open_many(actor=actor, at=at, openings=openings)
    if rows:
        told = [audit.Happening("changes.received", _party(row), _receipt(row)) for row in rows]
        audit.record_many(actor=actor, at=at, happenings=told)


def _receipt(row: Announcement) -> dict[str, Any]:
    on = row.received_on.isoformat() if row.received_on else ""
    return {"announcement": row.pk, "received_on": on, "how": row.receipt}


def _is_paid(row: Announcement) -> bool:
    return bool(row.contract is not None and row.contract.is_paid)


def _days(row: Announcement, received_on: date) -> Days:
    # The policy of the day on which it was announced: what the recipient was told counts.
    told_on = day_of(row.sent_at)
    plan = queries.plan_of(row.change, queries.procedure_on(told_on), row.standing, is_paid=_is_paid(row))
    return rules.days_after(
        plan, received_on=received_on, announced_for=row.change.effective_on, standing=row.standing,
        land=queries.land_on(told_on),
    )  # fmt: skip


def _openings(at: datetime, row: Announcement, days: Days) -> list[Opening]:
    subject, holder = subject_of(row), _party(row)
    entity_id = row.contract.relationship.legal_entity_id if row.contract is not None else None
    found = [
        Opening(
            kind=EFFECT, subject=subject, last_on=days.effective_on - ONE_DAY, entity_id=entity_id,
            derived=days.derived,
        )
    ]  # fmt: skip
    if days.objection_until is not None:
        found.append(
            Opening(
                kind=OBJECTION, subject=subject, holder=holder, last_on=days.objection_until, entity_id=entity_id,
                derived=days.derived,
            )
        )  # fmt: skip
    if row.binding == Binding.CONSENT and (when := days.effective_on - REMINDED_BEFORE) > day_of(at):
        found.append(Opening(kind=REMINDER, subject=subject, last_on=when - ONE_DAY, entity_id=entity_id))
    return found


def forget_deadlines(at: datetime, row: Announcement, reason: str, *kinds: str) -> None:
    """Close what runs for an announcement: it no longer matters."""
    for kind in kinds or (EFFECT, OBJECTION, REMINDER):
        if (found := running.open_deadline_of(kind, subject_of(row))) is not None:
            with suppress(deadlines.AlreadyClosed):
                deadlines.cancel(actor=SYSTEM, at=at, deadline_id=found.pk, reason=reason)


def _party(row: Announcement) -> str:
    return f"parties.party:{row.party_id}"


def locked(announcement_id: int) -> Announcement:
    """Return an announcement, locked."""
    rows = Announcement.everything.select_for_update(of=("self",)).defer("change__new_version__source")
    return rows.select_related("change__new_version__text", "party", "contract__relationship").get(pk=announcement_id)


@transaction.atomic
def note_receipt(*, actor: Actor, at: datetime, announcement_id: int, received_on: date, how: str) -> Announcement:
    """Note by hand that somebody received an announcement; their days run from then.

    Raises NotYetReceived, ReceivedAlready and ProofMissing; nothing has changed then.
    """
    row = locked(announcement_id)
    if row.state not in (AnnouncementState.SENT, AnnouncementState.UNDELIVERED):
        raise ReceivedAlready
    if not how.strip():
        raise ProofMissing
    if not day_of(row.sent_at) <= received_on <= day_of(at):
        raise NotYetReceived
    row.received_on, row.receipt = received_on, f"{NOTED} von {actor.name}: {how.strip()}"[:200]
    receive(at, actor, [row])
    return row


@transaction.atomic
def see(*, actor: Actor, at: datetime, user: Any) -> int:
    """Note that somebody has read at login what changes (DWG-42); for whom that is the way, it is the receipt."""
    found = queries.to_show(user).order_by("pk").values_list("pk", flat=True)
    rows = [locked(pk) for pk in found]
    rows = [row for row in rows if row.seen_at is None]
    for row in rows:
        row.seen_at = at
        row.save(update_fields=["seen_at"])
        data = {"announcement": row.pk, "title": row.change.title}
        audit.record(actor=actor, at=at, kind="changes.seen", subject=_party(row), data=data)
    late = [row for row in rows if row.state in (AnnouncementState.SENT, AnnouncementState.UNDELIVERED)]
    for row in late:
        row.received_on, row.receipt = day_of(at), AT_LOGIN
    receive(at, actor, late)
    return len(rows)


@transaction.atomic
def settle(*, actor: Actor, at: datetime, announcement_id: int, note: str) -> Announcement:
    """Take an announcement off the list of open questions, with a note; nothing else changes."""
    row = locked(announcement_id)
    if row.settled_at is None:
        row.settled_at = at
        row.save(update_fields=["settled_at"])
        data = {"announcement": row.pk, "note": note}
        audit.record(actor=actor, at=at, kind="changes.settled", subject=_party(row), data=data)
    return row
