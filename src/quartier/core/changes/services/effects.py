"""What time brings: silence that counts, a reminder, the effect for one recipient, the day of the whole change.

Each counts from the instant at which its deadline passed, so that a year in one jump ends as a year day by day.
"""

from __future__ import annotations

from datetime import datetime

from quartier.core.audit import services as audit
from quartier.core.changes.mails import ReminderMail
from quartier.core.changes.models import Announcement, AnnouncementState, Binding, Change, ChangeState, Topic
from quartier.core.changes.services.drafting import subject_of as subject_of_change
from quartier.core.changes.services.receiving import locked
from quartier.core.contracts import services as concluded
from quartier.core.contracts.extension import ContractState
from quartier.core.deadlines.extension import Passed
from quartier.core.inbox import services as inbox
from quartier.values.actor import SYSTEM

OVER = (ContractState.ENDED, ContractState.WITHDRAWN)


def _number(passed: Passed) -> int:
    return int(passed.subject.rpartition(":")[2])


def objection_over(passed: Passed) -> None:
    """Let silence count where it does: the change is approved from the day after the last one (CC-88)."""
    row = locked(_number(passed))
    if row.state == AnnouncementState.RECEIVED and row.binding == Binding.SILENCE and _is_live(row):
        row.state = AnnouncementState.APPROVED
        row.save(update_fields=["state"])
        _record(row, passed.at, "changes.approved")


def remind(passed: Passed) -> None:
    """Ask once more for the consent that is missing."""
    row = locked(_number(passed))
    if row.state != AnnouncementState.RECEIVED or not _is_live(row) or row.effective_on is None:
        return
    address = row.address or row.party.email
    if address:
        mail = ReminderMail(title=row.change.title, effective_on=row.effective_on)
        inbox.post(actor=SYSTEM, at=passed.at, mail=mail, to=address, to_name=str(row.party), about=_party(row))


def take_effect(passed: Passed) -> None:
    """Let a change take effect for one recipient, if it binds them; otherwise the old stays in force for them."""
    row = locked(_number(passed))
    if not _is_live(row):
        return
    if _binds(row):
        bring_into_force(row, passed.at)
    elif row.state in (AnnouncementState.RECEIVED, AnnouncementState.APPROVED):
        row.state = AnnouncementState.STAYS
        row.save(update_fields=["state"])
        _record(row, passed.at, "changes.old_stays")


def _binds(row: Announcement) -> bool:
    match row.binding:
        case Binding.INFORM:
            return row.state == AnnouncementState.RECEIVED
        case Binding.SILENCE:
            return row.state in (AnnouncementState.APPROVED, AnnouncementState.CONSENTED)
        case _:
            return row.state == AnnouncementState.CONSENTED


def bring_into_force(row: Announcement, at: datetime) -> None:
    """Put a recipient under what changes, from an instant on."""
    if row.contract is not None and row.contract.state in OVER:
        return
    row.state = AnnouncementState.IN_FORCE
    row.save(update_fields=["state"])
    if row.change.topic == Topic.TEXT:
        for contract in _governed(row):
            concluded.put_under(actor=SYSTEM, at=at, contract_id=contract, version=row.change.new_version)
    _record(row, at, "changes.in_force")


def _governed(row: Announcement) -> list[int]:
    """Return the contracts that the new version governs: this one, or those of somebody who was told as a person."""
    if row.contract_id is not None:
        return [row.contract_id]
    version = row.change.new_version
    assert version is not None
    found = row.party.contracts.filter(texts__kind=version.kind, texts__until__isnull=True)
    return list(found.exclude(state__in=OVER).values_list("pk", flat=True).distinct())


def close_change(passed: Passed) -> None:
    """Note that the announced day has come; for whom nothing was received, nothing has changed (QX-06)."""
    row = Change.objects.select_for_update().get(pk=_number(passed))
    if row.state != ChangeState.ANNOUNCED:
        return
    row.state, row.ended_at = ChangeState.DONE, passed.at
    row.save(update_fields=["state", "ended_at"])
    data = {"title": row.title}
    audit.record(actor=SYSTEM, at=passed.at, kind="changes.day_came", subject=subject_of_change(row), data=data)


def _is_live(row: Announcement) -> bool:
    return row.change.state != ChangeState.CANCELLED


def _party(row: Announcement) -> str:
    return f"parties.party:{row.party_id}"


def _record(row: Announcement, at: datetime, kind: str) -> None:
    data = {"announcement": row.pk, "title": row.change.title}
    audit.record(actor=SYSTEM, at=at, kind=kind, subject=_party(row), data=data)
