"""Doing what was asked for: erase, correct, restrict; and telling those to whom the data went (Art. 16–19 GDPR)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from quartier.core.parties import services as people
from quartier.core.privacy import queries as privacy
from quartier.core.privacy import services as erasing
from quartier.core.processing import queries as processing
from quartier.core.retention import queries as restrictions
from quartier.core.retention import services as retention
from quartier.core.rights.models import DataRequest, RecipientNotice
from quartier.core.rights.rules import Request
from quartier.core.rights.services.answering import answer
from quartier.core.rights.services.taking import IdentityUnknown, ReasonMissing, open_request, record
from quartier.kit.errors import Refused
from quartier.values.actor import Actor

# Answers are legal texts: German, whatever language the office works in.
GERMAN = "de"


class OtherRequest(Refused):
    """Each request is fulfilled in its own way."""

    message = _("This request asks for something else.")


class NobodyChosen(Refused):
    """An erasure is for a company that knows the person."""

    message = _("This company holds no data about this person.")


@transaction.atomic
def erase(*, actor: Actor, at: datetime, request_id: int, controllers: Iterable[str]) -> DataRequest:
    """Erase what may go at these companies, restrict the rest, and answer with what remains and why (SBV-94, CC-61).

    Raises IdentityUnknown, NobodyChosen, StillKept when nothing may go (then refuse with these reasons), HeldBack.
    """
    row = _asked_for(request_id, Request.ERASURE)
    subject = privacy.subject_numbered(row.party_id)
    wanted = set(controllers)
    known = [one for one in privacy.controllers() if one.key in wanted and subject and privacy.knows(subject, one)]
    if subject is None or not known:
        raise NobodyChosen
    with override(GERMAN):
        weighed = {one.name: erasing.weighed(subject=subject, controller=one, at=at) for one in known}
        if not any(one.going for one in weighed.values()):
            raise erasing.StillKept
        text = _erasure_in_words({name: list(one.remaining) for name, one in weighed.items()})
    remember_recipients(at=at, row=row)
    # Answered first: an open request is something that is kept, and the mail needs the address.
    row = answer(actor=actor, at=at, request_id=row.pk, text=text)
    for one in known:
        erasing.erase(actor=actor, at=at, subject=subject, controller=one, partly=True)
    return row


def _erasure_in_words(remaining: Mapping[str, list[erasing.Remaining]]) -> str:
    lines = [_t("We have erased what may be erased.")]
    for company, stays in remaining.items():
        if stays:
            lines.append(_t("%(company)s has to keep, restricted and for this reason alone:") % {"company": company})
            lines += [f"– {one}" for one in stays if one.model != "rights.DataRequest"]
        else:
            lines.append(_t("%(company)s holds nothing about you any more.") % {"company": company})
    lines.append(_t("What is kept is erased when its time is over (Art. 17(3) GDPR, § 35 BDSG)."))
    return "\n".join(lines)


@transaction.atomic
def correct(*, actor: Actor, at: datetime, request_id: int, values: Mapping[str, str]) -> DataRequest:
    """Correct what is wrong, list who has to be told, and answer (SBV-93).

    Raises NothingChanged and others; nothing has changed then.
    """
    row = _asked_for(request_id, Request.RECTIFICATION)
    changed = people.correct(actor=actor, at=at, party_id=row.party_id, values=values)
    remember_recipients(at=at, row=row)
    with override(GERMAN):
        names = ", ".join(privacy.field_label("parties.Party", name) for name in changed)
        text = _t("We have corrected: %(fields)s. Whoever got these data from us is told.") % {"fields": names}
    record(actor, at, "rights.corrected", row, {"fields": changed})
    return answer(actor=actor, at=at, request_id=row.pk, text=text)


@transaction.atomic
def restrict(*, actor: Actor, at: datetime, request_id: int, ground: str) -> DataRequest:
    """Restrict the data on a ground, list who has to be told, and answer (SBV-95). Raises AlreadyRestricted."""
    row = _asked_for(request_id, Request.RESTRICTION)
    retention.restrict(actor=actor, at=at, party_id=row.party_id, ground=ground, reason=row.wish[:400])
    remember_recipients(at=at, row=row)
    with override(GERMAN):
        text = _t("We have restricted your data. Before the restriction ends, we tell you (Art. 18(3) GDPR).")
    return answer(actor=actor, at=at, request_id=row.pk, text=text)


@transaction.atomic
def decide_objection(*, actor: Actor, at: datetime, request_id: int, text: str, uphold: bool) -> DataRequest:
    """Decide an objection: upheld it stays restricted; else compelling grounds are told and then it ends (SBV-97).

    Raises OtherRequest, ReasonMissing, IdentityUnknown; nothing has changed then.
    """
    row = _asked_for(request_id, Request.OBJECTION)
    if not text.strip():
        raise ReasonMissing
    row = answer(actor=actor, at=at, request_id=row.pk, text=text, refuse=not uphold)
    if not uphold:
        for one in restrictions.restrictions_of(row.party_id).filter(ground="objection"):
            told_on = None if row.party.email else at.date()
            retention.tell_of_end(
                actor=actor, at=at, restriction_id=one.pk, reason=text.strip()[:400], letter_on=told_on
            )
    return row


def remember_recipients(*, at: datetime, row: DataRequest) -> None:
    """List everybody to whom data of the person went: they have to be told (Art. 19 GDPR)."""
    subject = privacy.subject_numbered(row.party_id)
    for line in processing.recipients_of(subject, at) if subject else ():
        if line.received:
            RecipientNotice.objects.get_or_create(request=row, recipient=line.name)


def _asked_for(request_id: int, kind: Request) -> DataRequest:
    row = open_request(request_id)
    if row.kind != kind:
        raise OtherRequest
    if not row.identity:
        raise IdentityUnknown
    return row
