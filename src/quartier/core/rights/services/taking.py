"""Taking requests of people about their data: their clock, who asks, more time, and taking them back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.consents import services as consents
from quartier.core.deadlines import queries as running
from quartier.core.deadlines import services as deadlines
from quartier.core.deadlines.extension import Passed
from quartier.core.inbox import services as inbox
from quartier.core.parties import queries as parties
from quartier.core.providers.policies import CalendarPolicy
from quartier.core.providers.queries import authority, policy
from quartier.core.retention import queries as restrictions
from quartier.core.retention import services as retention
from quartier.core.retention.extension import Ground
from quartier.core.rights import queries
from quartier.core.rights.mails import RequestAnsweredMail, RequestReceivedMail
from quartier.core.rights.models import DataRequest
from quartier.core.rights.rules import Request, State, Way
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.law.gdpr.requests import RequestClock, data_subject_request
from quartier.law.rule import Derived
from quartier.values.actor import SYSTEM, Actor
from quartier.values.land import Land

ANSWER = queries.ANSWER
NO_PERSON = _(
    "These rights are those of natural persons (Art. 4 No. 1 GDPR). About a legal person there is nothing to be told, "
    "erased or restricted. Your contact persons have these rights themselves: they may ask us in their own name."
)
# How consents call the ways on which words come in.
CHANNELS = {Way.PORTAL: "portal", Way.MAIL: "mail", Way.LETTER: "mail", Way.PHONE: "phone", Way.PERSON: "paper"}


class AlreadyClosed(Refused):
    """A request is answered once."""

    message = _("This request has been closed already.")


class IdentityUnknown(Refused):
    """Data go to nobody whose identity has not been made sure."""

    message = _("Write how it was made sure who asks. Until then nothing may be handed out.")
    field = "identity"


class ReasonMissing(Refused):
    """A refusal and an extension need reasons (Art. 12(3) and (4) GDPR)."""

    message = _("Write the reasons; the person reads them.")
    field = "text"


class TooLateToExtend(Refused):
    """An extension has to be told within the first month."""

    message = _("The first month is over. An extension told now has no effect (Art. 12(3) GDPR).")


class AlreadyAsked(Refused):
    """The same request is being worked on."""

    message = _("You have asked for this already; we are working on it.")


def subject_of(row: DataRequest) -> str:
    """Return how facts and deadlines name a request."""
    return f"rights.datarequest:{row.pk}"


def clock_of(row: DataRequest) -> Derived[RequestClock]:
    """Return until when a request has to be answered, with the derivation."""
    received_on = day_of(row.received_at)
    land: Land = policy.in_force(CalendarPolicy, received_on).holiday_state
    return data_subject_request(received_on=received_on, land=land, extended_on=row.extended_on, kind=Request(row.kind))


@transaction.atomic
def receive(
    *, actor: Actor, at: datetime, party_id: int, kind: str, way: str, wish: str = "", identity: str = "",
    received_at: datetime | None = None, about_marketing: bool = False,
) -> DataRequest:  # fmt: skip
    """Take a request, confirm it by mail, and open its deadline from the day it was received.

    An objection takes effect before anybody decides: against advertising for good, against other uses by restricting
    the data (SBV-97). A legal person has none of these rights and is told so at once; its contact persons have them
    (SBV-22). Raises AlreadyAsked while the same request of the person is open; nothing is stored then.
    """
    party = parties.party_numbered(party_id)
    if DataRequest.objects.filter(party=party, kind=Request(kind), state=State.OPEN).exists():
        raise AlreadyAsked
    row = DataRequest.objects.create(
        party=party, kind=Request(kind).value, way=Way(way).value, wish=wish.strip(), identity=identity.strip(),
        received_at=received_at or at, about_marketing=about_marketing and Request(kind) is Request.OBJECTION,
    )  # fmt: skip
    if party.is_legal:
        return _not_applicable(actor, at, row)
    clock = clock_of(row)
    last_on = clock.value.answer_by
    holder = parties.subject_of(party)
    deadlines.open_deadline(
        actor=actor, at=at, kind=ANSWER, subject=subject_of(row), last_on=last_on, derived=clock,
        holder=holder, source="Art. 12 Abs. 3 DSGVO",
    )  # fmt: skip
    record(actor, at, "rights.received", row, {"kind": row.kind, "way": row.way, "answer_by": last_on.isoformat()})
    if party.email:
        mail = RequestReceivedMail(addressee=str(party), kind=row.kind, answer_by=last_on, authority=authority())
        inbox.post(actor=actor, at=at, mail=mail, to=party.email, to_name=str(party), about=holder)
    if row.kind == Request.OBJECTION:
        _take_effect(actor, at, row)
    return row


def _not_applicable(actor: Actor, at: datetime, row: DataRequest) -> DataRequest:
    """Answer at once that a request of a legal person does not apply: no deadline runs, and nothing takes effect."""
    row.state, row.answer, row.answered_at = State.NO_PERSON.value, str(NO_PERSON), at
    row.save(update_fields=["state", "answer", "answered_at"])
    record(actor, at, "rights.not_applicable", row, {"kind": row.kind, "way": row.way})
    tell(actor, at, row, None)
    return row


def _take_effect(actor: Actor, at: datetime, row: DataRequest) -> None:
    """Stop advertising, or restrict until somebody has decided (Art. 18(1)(d), 21(3) GDPR)."""
    if row.about_marketing:
        consents.object_to_marketing(actor=actor, at=at, party_id=row.party_id, channel=CHANNELS[Way(row.way)])
    elif not restrictions.restrictions_of(row.party_id).filter(ground=Ground.OBJECTION).exists():
        retention.restrict(
            actor=actor, at=at, party_id=row.party_id, ground=Ground.OBJECTION.value, reason=row.wish[:400]
        )


@transaction.atomic
def note_identity(*, actor: Actor, at: datetime, request_id: int, identity: str) -> DataRequest:
    """Note how it was made sure who asks. Raises AlreadyClosed and IdentityUnknown."""
    row = open_request(request_id)
    if not identity.strip():
        raise IdentityUnknown
    row.identity = identity.strip()
    row.save(update_fields=["identity"])
    record(actor, at, "rights.identified", row, {})
    return row


@transaction.atomic
def extend(*, actor: Actor, at: datetime, request_id: int, text: str) -> DataRequest:
    """Tell the person that the answer takes up to two months longer, and why. Raises TooLateToExtend and others."""
    row = open_request(request_id)
    if not text.strip():
        raise ReasonMissing
    if row.extended_on is not None:
        raise AlreadyClosed(_("The answer has been extended already; the law allows it once."))
    row.extended_on, row.extension_reason = day_of(at), text.strip()
    clock = clock_of(row)
    if not clock.value.extended:
        raise TooLateToExtend
    row.save(update_fields=["extended_on", "extension_reason"])
    deadline = running.open_deadline_of(ANSWER, subject_of(row))
    if deadline is not None:
        deadlines.extend(
            actor=actor, at=at, deadline_id=deadline.pk, reason=text.strip(), last_on=clock.value.answer_by
        )
    record(actor, at, "rights.extended", row, {"answer_by": clock.value.answer_by.isoformat()})
    tell(actor, at, row, clock.value.answer_by)
    return row


@transaction.atomic
def withdraw(*, actor: Actor, at: datetime, request_id: int) -> DataRequest:
    """Take a request back at the person's wish. Raises AlreadyClosed."""
    row = open_request(request_id)
    row.state, row.answered_at = State.WITHDRAWN.value, at
    row.save(update_fields=["state", "answered_at"])
    close_deadline(actor, at, row)
    record(actor, at, "rights.withdrawn", row, {"kind": row.kind})
    return row


def remind(passed: Passed) -> None:
    """Write down that the time for an answer has passed without one; the office's list shows it as overdue."""
    audit.record(
        actor=SYSTEM, at=passed.at, kind="rights.overdue", subject=passed.holder, data={"request": passed.subject}
    )


def open_request(request_id: int) -> DataRequest:
    """Return a request that waits for an answer, locked. Raises AlreadyClosed."""
    row = DataRequest.objects.select_for_update().get(pk=request_id)
    if row.state != State.OPEN:
        raise AlreadyClosed
    return row


def close_deadline(actor: Actor, at: datetime, row: DataRequest) -> None:
    """Close the running deadline; one that has passed stays passed and so shows that the answer came late."""
    deadline = running.open_deadline_of(ANSWER, subject_of(row))
    if deadline is not None and at < deadline.due_at:
        deadlines.meet(actor=actor, at=at, deadline_id=deadline.pk)


def tell(actor: Actor, at: datetime, row: DataRequest, answer_by: date | None) -> None:
    """Tell the person by mail that there is news; the answer itself stays in the portal."""
    party = row.party
    if party.email:
        mail = RequestAnsweredMail(
            addressee=str(party),
            kind=row.kind,
            answer_by=answer_by,
            authority=authority(),
            answer=row.answer if row.kind == Request.ERASURE else "",
        )
        about = parties.subject_of(party)
        inbox.post(actor=actor, at=at, mail=mail, to=party.email, to_name=str(party), about=about)


def record(actor: Actor, at: datetime, kind: str, row: DataRequest, data: dict[str, Any]) -> None:
    """Write what happened to a request beside the person it is about."""
    subject = parties.subject_of(row.party)
    audit.record(actor=actor, at=at, kind=kind, subject=subject, data={"request": row.pk, **data})
