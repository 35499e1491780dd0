"""Publishing wordings; giving, revoking and objecting: each a row of its own, effective at once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.consents import queries
from quartier.core.consents.extension import consent_purposes
from quartier.core.consents.models import ConsentText, Statement
from quartier.core.consents.rules import WITH_PAPER, Channel, Said
from quartier.core.documents import services as documents
from quartier.core.parties import queries as parties
from quartier.kit.errors import Refused
from quartier.values.actor import Actor

PAPER_KIND = "consent"


class NoSuchPurpose(Refused):
    """Nobody asks for a consent of this kind."""

    message = _("There is no consent for this purpose.")
    field = "purpose"


class NoText(Refused):
    """Without a published wording there is nothing to agree to."""

    message = _("For this purpose no wording has been published yet.")
    field = "purpose"


class TextMissing(Refused):
    """A wording says something, and something new."""

    message = _("Write the new wording; it has to differ from the one in force.")
    field = "body"


class OtherText(Refused):
    """The wording was changed while the page was open: what was shown is not what would be stored."""

    message = _("The wording has changed meanwhile. Please read it again.")


class NotTicked(Refused):
    """Silence and ticked boxes are no consent (Art. 4(11), recital 32 GDPR)."""

    message = _("Tick the box if you agree.")
    field = "agreed"


class PaperMissing(Refused):
    """A consent outside of the portal has to be proven (Art. 7(1) GDPR)."""

    message = _("Add the scan of the paper, or the signed file.")
    field = "paper"


class AlreadyGiven(Refused):
    """A consent to the same wording holds already."""

    message = _("This consent holds already.")


class NothingToRevoke(Refused):
    """Only what holds can be taken back."""

    message = _("No consent holds that could be revoked.")


class InTheFuture(Refused):
    """Nobody can have said something tomorrow."""

    message = _("The day cannot lie in the future.")
    field = "said_on"


@dataclass(frozen=True, slots=True)
class Paper:
    """The scan or signed file of a consent, and the account that brings it in."""

    owner: Any
    name: str
    size: int
    blocks: Iterable[bytes]


@transaction.atomic
def publish_text(*, actor: Actor, at: datetime, purpose: str, body: str) -> ConsentText:
    """Publish a new wording; consents to earlier ones stay what they are. Raises NoSuchPurpose and TextMissing."""
    if purpose not in consent_purposes:
        raise NoSuchPurpose
    last = ConsentText.objects.select_for_update().filter(purpose=purpose).first()
    wording = body.strip().replace("\r\n", "\n")
    if not wording or (last is not None and wording == last.body):
        raise TextMissing
    row = ConsentText.objects.create(
        purpose=purpose, version=last.version + 1 if last else 1, body=wording, published_at=at,
        sha256=hashlib.sha256(wording.encode()).hexdigest(), published_by=str(actor)[:120],
    )  # fmt: skip
    data = {"purpose": purpose, "version": row.version, "sha256": row.sha256}
    audit.record(actor=actor, at=at, kind="consent.text_published", subject=f"consents.consenttext:{row.pk}", data=data)
    return row


@transaction.atomic
def give(
    *, actor: Actor, at: datetime, party_id: int, purpose: str, text_id: int, ticked: bool, page: str,
    shown: Mapping[str, str],
) -> Statement:  # fmt: skip
    """Take a consent that somebody ticked in the portal, with what was shown (SBV-25).

    Raises NoSuchPurpose, NoText, OtherText, NotTicked and AlreadyGiven; nothing is stored then.
    """
    text = _text(purpose)
    if text.pk != text_id:
        raise OtherText
    if not ticked:
        raise NotTicked
    _refuse_twice(purpose, party_id, at, text)
    evidence = {"page": page, "wording": text.body, "sha256": text.sha256, "ticked": True, "shown": dict(shown)}
    row = _said(actor, at, party_id, Said.GIVEN, Channel.PORTAL, at, purpose=purpose, text=text, evidence=evidence)
    subject = parties.subject_of(parties.party_numbered(party_id))
    audit.keep_confirmation(actor=actor, at=at, form="consents.give", subject=subject, values=shown)
    return row


@transaction.atomic
def note_given(
    *, actor: Actor, at: datetime, party_id: int, purpose: str, channel: str, said_at: datetime,
    paper: Paper | None,
) -> Statement:  # fmt: skip
    """Note a consent that came on paper or with an electronic signature, with its file (SBV-25).

    Raises NoSuchPurpose, NoText, InTheFuture, PaperMissing, AlreadyGiven, and what documents refuse of the file.
    """
    text = _text(purpose)
    if said_at > at:
        raise InTheFuture
    if Channel(channel) not in WITH_PAPER or paper is None:
        raise PaperMissing
    _refuse_twice(purpose, party_id, at, text)
    upload = documents.receive(at=at, owner=paper.owner, file_name=paper.name, size=paper.size, blocks=paper.blocks)
    party = parties.party_numbered(party_id)
    given = documents.Given(kind=PAPER_KIND, title=str(consent_purposes[purpose].label), party=party)
    document = documents.file(actor=actor, at=at, upload=upload, given=given)
    evidence = {"wording": text.body, "sha256": text.sha256, "file": document.sha256}
    more: dict[str, Any] = {"purpose": purpose, "text": text, "evidence": evidence, "document_id": document.pk}
    return _said(actor, at, party_id, Said.GIVEN, Channel(channel), said_at, **more)


@transaction.atomic
def revoke(
    *, actor: Actor, at: datetime, party_id: int, purposes: Iterable[str] | None = None, channel: str = Channel.PORTAL
) -> list[Statement]:
    """Take consents back, those named or all that hold: nothing more is done for them from this instant (SBV-26).

    What was done before stays on record as lawful. Raises NothingToRevoke when none of them holds.
    """
    chosen = list(consent_purposes.keys()) if purposes is None else list(purposes)
    holding = [key for key in chosen if key in consent_purposes and queries.is_given(key, party_id, at)]
    if not holding:
        raise NothingToRevoke
    return [_said(actor, at, party_id, Said.REVOKED, Channel(channel), at, purpose=key) for key in holding]


@transaction.atomic
def object_to_marketing(*, actor: Actor, at: datetime, party_id: int, channel: str = Channel.PORTAL) -> Statement:
    """Take an objection to advertising: it holds at once for every purpose of advertising (Art. 21(3) GDPR, SBV-97)."""
    return _said(actor, at, party_id, Said.OBJECTED, Channel(channel), at)


def forget_people(rows: Any, _at: datetime) -> None:
    """Take the person and what was shown out of statements; that something was said, when and to which text, stays."""
    rows.update(party=None, evidence={}, noted_by="", document=None)


def _text(purpose: str) -> ConsentText:
    if purpose not in consent_purposes:
        raise NoSuchPurpose
    text = queries.current_texts().get(purpose)
    if text is None:
        raise NoText
    return text


def _refuse_twice(purpose: str, party_id: int, at: datetime, text: ConsentText) -> None:
    line = next((one for one in queries.lines_of(party_id, at) if one.purpose.key == purpose), None)
    if line is not None and line.is_given and line.last is not None and line.last.text_id == text.pk:
        raise AlreadyGiven


def _said(
    actor: Actor, at: datetime, party_id: int, said: Said, channel: Channel, said_at: datetime, **more: Any
) -> Statement:
    row = Statement.objects.create(
        party_id=party_id, said=said.value, channel=channel.value, at=said_at, noted_at=at,
        noted_by=str(actor)[:120], **more,
    )  # fmt: skip
    subject = parties.subject_of(parties.party_numbered(party_id))
    data = {"purpose": row.purpose, "version": row.text.version if row.text else "", "channel": row.channel}
    audit.record(actor=actor, at=at, kind=f"consent.{said.value}", subject=subject, data=data)
    return row
