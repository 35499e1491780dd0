"""What recipients answer: consent, recorded as an acceptance, or an objection, received as a declaration."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, cast

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.changes import queries
from quartier.core.changes.models import Announcement, AnnouncementState, Binding, ChangeState, Topic
from quartier.core.changes.rules import words
from quartier.core.changes.services.effects import bring_into_force
from quartier.core.changes.services.receiving import OBJECTION, REMINDER, forget_deadlines, locked, receive
from quartier.core.contracts import services as contracts
from quartier.core.declarations import services as declarations
from quartier.core.declarations.extension import DeclarationState, Outcome, Taken
from quartier.core.terms import queries as terms
from quartier.core.terms import services as accepting
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.law.bgb.form import Sending
from quartier.law.bgb.terms_change import A_MONTH, notice_after_objection
from quartier.values.actor import Actor
from quartier.values.sentences import Sentence

KIND = "changes.object"
AGREED = "Zustimmung im Portal"
AGREEABLE = (*queries.ANSWERABLE, AnnouncementState.STAYS, AnnouncementState.OBJECTED)


class NothingToAgree(Refused):
    """Consent is asked where it decides, once."""

    message = _("There is nothing to agree to here: you have answered already, or no answer is needed.")


class NoObjection(Refused):
    """An objection is possible where the terms grant it, until its last day."""

    message = _("An objection to this change is not possible, or its time is over.")


@transaction.atomic
def consent(
    *, actor: Actor, at: datetime, announcement_id: int, user_id: int, shown: Mapping[str, str] | None = None
) -> Announcement:
    """Note that somebody agrees to a change; it takes effect on its day, or at once where that is over.

    Raises NothingToAgree, and TextChanged when a newer version is published; nothing has changed then.
    """
    row = locked(announcement_id)
    if row.binding == Binding.INFORM or row.state not in AGREEABLE or row.change.state == ChangeState.CANCELLED:
        raise NothingToAgree
    if row.change.topic == Topic.TEXT and row.change.new_version is not None:
        document = terms.document_of(row.change.new_version)
        subject = f"contracts.contract:{row.contract_id}" if row.contract_id else ""
        accepting.accept(
            actor=actor, at=at, documents=[document], occasion=cast(Any, "change"), user_id=user_id, subject=subject
        )
    if row.received_on is None:
        row.received_on, row.receipt = day_of(at), AGREED
        receive(at, actor, [row])
    row.state, row.answered_at, row.notice_until = AnnouncementState.CONSENTED, at, None
    # Who agrees needs no lead any more.
    row.effective_on = max(row.change.effective_on, day_of(at))
    row.save(update_fields=["state", "answered_at", "effective_on", "notice_until"])
    about = f"parties.party:{row.party_id}"
    data = {"announcement": row.pk, "title": row.change.title}
    audit.record(actor=actor, at=at, kind="changes.consented", subject=about, data=data)
    if shown is not None:
        audit.keep_confirmation(actor=actor, at=at, form="changes.consent", subject=about, values=shown)
    if row.change.effective_on <= day_of(at):
        bring_into_force(row, at)
    return row


def object_to(
    *,
    actor: Actor,
    at: datetime,
    row: Announcement,
    name: str,
    contact: str,
    text: str,
    shown: Mapping[str, str] | None = None,
) -> None:
    """Receive an objection by the portal's form; however often it is sent, it counts once. Raises NoObjection."""
    if not may_object(row, day_of(at)):
        raise NoObjection
    with transaction.atomic():
        given = declarations.Given(
            kind=KIND, channel=Sending.PORTAL_FORM, name=name, received_at=at, party_id=row.party_id, words=text,
            subject=f"changes.announcement:{row.pk}", contact=contact, about=row.change.title,
            entity_id=row.contract.relationship.legal_entity_id if row.contract is not None else None,
            once=f"{KIND}:{row.pk}",
        )  # fmt: skip
        declarations.receive(actor=actor, at=at, given=given)
        if shown is not None:
            about = f"parties.party:{row.party_id}"
            audit.keep_confirmation(actor=actor, at=at, form=KIND, subject=about, values=shown)


def may_object(row: Announcement, on: date) -> bool:
    """Tell whether an objection received on a day is in time; before receipt is on record it always is."""
    if row.state not in (*queries.ANSWERABLE, AnnouncementState.APPROVED):
        return False
    if row.received_on is None:
        return grants_objection(row)
    return row.objection_until is not None and on <= row.objection_until


def grants_objection(row: Announcement) -> bool:
    """Tell whether the procedure of an announcement knows an objection at all."""
    plan = queries.plan_of(
        row.change, queries.procedure_on(day_of(row.sent_at)), row.standing,
        is_paid=bool(row.contract is not None and row.contract.is_paid),
    )  # fmt: skip
    return plan.objection is not None


def judge(taken: Taken) -> Outcome:
    """Let an objection count if it came in time: the old terms stay. A late one is answered as late (WR-097)."""
    number, at = int(taken.declaration.subject.rpartition(":")[2]), taken.declaration.received_at
    seen, on = Announcement.everything.select_related("change", "contract").get(pk=number), day_of(at)
    if seen.objection_until is not None and on <= seen.objection_until:
        # Effects of deadlines lock the deadline first, then the announcement: here as well.
        forget_deadlines(taken.at, seen, "Ein Widerspruch ist da.", OBJECTION, REMINDER)
    row = locked(number)
    if row.change.state == ChangeState.CANCELLED:
        return _refused(words.called_off())
    if row.state == AnnouncementState.OBJECTED:
        return _counts(row, words.counted_before())
    if row.state == AnnouncementState.CONSENTED or not grants_objection(row):
        return _refused(words.not_possible())
    if row.objection_until is not None and on > row.objection_until:
        return Outcome(
            state=DeclarationState.LATE, sentences=[words.late(row.objection_until)], data={"announcement": row.pk}
        )
    _count(taken, row, on)
    return _counts(row, words.in_time())


def _count(taken: Taken, row: Announcement, on: date) -> None:
    was_in_force = row.state == AnnouncementState.IN_FORCE
    row.state, row.answered_at = AnnouncementState.OBJECTED, taken.declaration.received_at
    row.notice_until = _notice_until(row, on)
    row.save(update_fields=["state", "answered_at", "notice_until"])
    if was_in_force and row.contract_id is not None and row.old_version is not None:
        # It had arrived in time and was noted afterwards.
        contracts.put_under(actor=taken.actor, at=taken.at, contract_id=row.contract_id, version=row.old_version)
    data = {"announcement": row.pk, "title": row.change.title}
    about = f"parties.party:{row.party_id}"
    audit.record(actor=taken.actor, at=taken.at, kind="changes.objected", subject=about, data=data)


def _notice_until(row: Announcement, on: date) -> date | None:
    """Return until when the provider may end the contract after an objection, None where it may not (CC-90)."""
    rule = queries.after_objection(on)
    if rule is None or rule.provider_notice is None or row.contract_id is None:
        return None
    found = notice_after_objection(
        objected_on=on, land=queries.land_on(on), within=rule.use_within or A_MONTH, notice=rule.provider_notice
    )
    return found.value.until_on


def _counts(row: Announcement, said: Sentence) -> Outcome:
    data = {"announcement": row.pk}
    return Outcome(state=DeclarationState.EFFECTIVE, sentences=[said], data=data)


def _refused(said: Sentence) -> Outcome:
    return Outcome(state=DeclarationState.REJECTED, sentences=[said])
