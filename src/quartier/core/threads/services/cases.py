"""Cases: what should not stand there is hidden on suspicion, whoever put it there is told why, and may object (QX-46).

What the person is told is the statement of reasons of Art. 17 of Regulation (EU) 2022/2065: what was done and until
when, the facts, that a person decided it, the ground, and the ways to object.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.threads.extension import reportables
from quartier.core.threads.models import (
    Author,
    Case,
    CaseState,
    ContentReport,
    Ground,
    Message,
    Sanction,
    SanctionKind,
    Thread,
    TreatmentChoice,
)
from quartier.core.threads.queries import case_subject, open_case_of
from quartier.core.threads.services.answering import tell
from quartier.core.threads.services.planning import InThePast
from quartier.core.threads.services.writing import AUTHORS, open_thread, put
from quartier.kit import formats
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.values.actor import SYSTEM, Actor

LONGEST_SHOWN = 200


class AlreadyHidden(Refused):
    """What is hidden cannot be hidden or reported again."""

    message = _("This is hidden already.")


class NotHidden(Refused):
    """Only what is hidden is shown again, and only from what was hidden something follows."""

    message = _("This is not hidden.")


class NobodyToSanction(Refused):
    """A sanction needs a customer who put the thing there."""

    message = _("No customer has put this there.")


class AlreadyLifted(Refused):
    """A sanction is lifted once."""

    message = _("This has been lifted already.")


@transaction.atomic
def report_thing(
    *, actor: Actor, at: datetime, kind: str, number: int, reason: str, message: Message | None = None
) -> Case:
    """Say that a thing should not stand there; it gets a case, or joins the one that is open. Raises AlreadyHidden."""
    case = _opened(at, kind, number)
    if case.state == CaseState.HIDDEN:
        raise AlreadyHidden
    reporter = AUTHORS.get(actor.kind, Author.STAFF)
    case.reports.create(message=message, reporter=reporter, reporter_key=actor.key, reason=reason, reported_at=at)
    _recorded(actor, at, "case.reported", case)
    return case


@transaction.atomic
def hide_thing(*, actor: Actor, at: datetime, kind: str, number: int, ground: str, reason: str) -> Case:
    """Hide a thing on a well-founded suspicion and tell whoever put it there. Raises AlreadyHidden."""
    case, thing = _opened(at, kind, number), reportables[kind]
    if case.state == CaseState.HIDDEN:
        raise AlreadyHidden
    case.shown = "" if kind == "message" else thing.shown(number)[:LONGEST_SHOWN]
    case.state, case.ground, case.reason, case.decided_at = CaseState.HIDDEN, Ground(ground), reason, at
    thing.hide(actor=actor, at=at, number=number, reason=reason)
    was_reported = _settle_reports(at, case)
    _tell(at, case, _statement(case, was_reported))
    case.save()
    _recorded(actor, at, "case.hidden", case, ground=ground, reason=reason)
    return case


@transaction.atomic
def leave_thing(*, actor: Actor, at: datetime, case_id: int) -> Case:
    """Settle a case without hiding anything. Raises AlreadyHidden."""
    case = _locked(case_id)
    if case.state != CaseState.REPORTED:
        raise AlreadyHidden
    _settle_reports(at, case)
    return _decided(actor, at, case, CaseState.LEFT, "case.left")


@transaction.atomic
def restore_thing(*, actor: Actor, at: datetime, case_id: int) -> Case:
    """Bring back what was hidden; what followed from it is lifted with it. Raises NotHidden."""
    case = _locked(case_id)
    if case.state != CaseState.HIDDEN:
        raise NotHidden
    reportables[case.kind].show(actor=actor, at=at, number=case.number, shown=case.shown)
    case.sanctions.filter(lifted_at__isnull=True).update(lifted_at=at)
    case.shown = ""
    return _decided(actor, at, case, CaseState.RESTORED, "case.restored")


@transaction.atomic
def sanction(
    *, actor: Actor, at: datetime, case_id: int, kind: str, reason: str, last_on: date | None = None
) -> Sanction:
    """Warn whoever put a thing there, or block their messages until the end of a day.

    Raises NotHidden, NobodyToSanction, and InThePast for a block without a day to come.
    """
    case = _locked(case_id)
    if case.state != CaseState.HIDDEN:
        raise NotHidden
    if case.party is None:
        raise NobodyToSanction
    if kind == SanctionKind.BLOCK and (last_on is None or last_on < day_of(at)):
        raise InThePast(field="last_on")
    until = last_on if kind == SanctionKind.BLOCK else None
    row = Sanction.objects.create(case=case, kind=SanctionKind(kind), last_on=until, reason=reason, imposed_at=at)
    _tell(at, case, _consequence(row))
    case.save(update_fields=["thread"])
    _recorded(actor, at, "case.sanctioned", case, sanction=kind, until=f"{until or ''}", reason=reason)
    return row


@transaction.atomic
def lift(*, actor: Actor, at: datetime, sanction_id: int) -> Sanction:
    """Take a sanction back. Raises AlreadyLifted."""
    row = Sanction.objects.select_for_update(of=("self",)).select_related("case").get(pk=sanction_id)
    if row.lifted_at is not None:
        raise AlreadyLifted
    row.lifted_at = at
    row.save(update_fields=["lifted_at"])
    _recorded(actor, at, "case.sanction_lifted", row.case)
    return row


def _opened(at: datetime, kind: str, number: int) -> Case:
    found = open_case_of(kind, number)
    if found is not None:
        return _locked(found.pk)
    thing = reportables[kind]
    thread = Message.objects.get(pk=number).thread if kind == "message" else None
    return Case.objects.create(
        kind=kind, number=number, party=thing.holder(number), entity_id=thing.entity_id(number), thread=thread,
        opened_at=at,
    )  # fmt: skip


def _locked(case_id: int) -> Case:
    return Case.objects.select_for_update(of=("self",)).select_related("party", "thread").get(pk=case_id)


def _settle_reports(at: datetime, case: Case) -> bool:
    """Settle what was reported; tells whether anything was."""
    return bool(ContentReport.objects.filter(case=case, settled_at__isnull=True).update(settled_at=at))


def _decided(actor: Actor, at: datetime, case: Case, state: CaseState, kind: str) -> Case:
    case.state, case.decided_at = state, at
    case.save()
    _recorded(actor, at, kind, case)
    return case


def _recorded(actor: Actor, at: datetime, kind: str, case: Case, **data: str | None) -> None:
    about = {"thing": f"{case.kind}:{case.number}", **data}
    audit.record(actor=actor, at=at, kind=kind, subject=case_subject(case), data=about)


def _tell(at: datetime, case: Case, words: str) -> None:
    """Put words where their person reads them: in the thread of the case, or in a new one; staff read notes."""
    if case.party is None:
        if case.thread is not None:
            put(SYSTEM, at, case.thread, words, internal=True)
        return
    if case.thread is None:
        case.thread = _told_in(at, case, words)
    else:
        put(SYSTEM, at, case.thread, words)
    tell(SYSTEM, at, case.thread)


def _told_in(at: datetime, case: Case, words: str) -> Thread:
    with translation.override("de"):
        label = str(reportables[case.kind].label)
        return open_thread(
            actor=SYSTEM, at=at, party=case.party, treatment=TreatmentChoice.REQUEST, category=gettext("Content"),
            subject=label, text=words,
        )  # fmt: skip


def _statement(case: Case, was_reported: bool) -> str:
    with translation.override("de"):
        said = {
            "what": str(reportables[case.kind].label), "day": formats.day(day_of(case.decided_at or case.opened_at)),
            "ground": str(Ground(case.ground).label), "reason": case.reason,
        }  # fmt: skip
        known = gettext("It was reported to us.") if was_reported else gettext("Our staff noticed it.")
        first = gettext("%(what)s: hidden on %(day)s everywhere in the portal, until we decide otherwise.") % said
        why = gettext("Ground: %(ground)s. Reason: %(reason)s") % said
        return f"{first} {known}\n\n{why}\n\n{_ways_to_object()}"


def _consequence(row: Sanction) -> str:
    with translation.override("de"):
        said = {"reason": row.reason, "day": formats.day(row.last_on) if row.last_on else ""}
        if row.kind == SanctionKind.WARNING:
            first = gettext("We warn you. If it happens again, we can block your messages. Reason: %(reason)s") % said
        else:
            first = (
                gettext(
                    "You cannot send messages in the portal until the end of %(day)s. Reports of defects, notices and "
                    "letters are not touched by it. Reason: %(reason)s"
                )
                % said
            )
        return f"{first}\n\n{_ways_to_object()}"


def _ways_to_object() -> str:
    return gettext(
        "A person has decided this, not a program; our terms let a well-founded suspicion suffice. If you think "
        "that it is wrong, answer here, and we look at it again. You can also go to court."
    )
