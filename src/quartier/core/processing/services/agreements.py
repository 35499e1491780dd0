"""Concluding agreements on processing with customers, and noting the instruction of staff (QX-40)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from quartier.core.accounts import queries as accounts
from quartier.core.audit import services as audit
from quartier.core.documents import services as documents
from quartier.core.parties import queries as parties
from quartier.core.processing.models import Agreement, Instruction, LegalText
from quartier.core.processing.queries.agreements import current_text
from quartier.core.processing.rules import Part
from quartier.core.providers.policies import DataProtectionPolicy
from quartier.core.providers.queries import policy
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.law.bgb.periods import add
from quartier.values.actor import Actor

AGREEMENT_KIND = "processing-agreement"
FILE_NAME = "auftragsverarbeitung.txt"


class TextMissing(Refused):
    """A text says something, and something new."""

    message = _("Write the new text; it has to differ from the one in force.")
    field = "body"


class NotOffered(Refused):
    """Agreement and annex have to be published before anybody concludes one."""

    message = _("The agreement is not published yet.")


class OtherVersion(Refused):
    """A text was changed while the page was open."""

    message = _("The text has changed meanwhile. Please read it again.")


class AlreadyConcluded(Refused):
    """One agreement for a version is enough."""

    message = _("You have concluded this version already.")


class SignatoryMissing(Refused):
    """An agreement is concluded by somebody."""

    message = _("Write who concludes the agreement.")
    field = "signatory"


class NotInstructedYet(Refused):
    """An instruction lies in the past or is today's."""

    message = _("The day cannot lie in the future.")
    field = "instructed_on"


class NotStaff(Refused):
    """Only staff are instructed."""

    message = _("This account belongs to nobody of the staff.")
    status = 404


@transaction.atomic
def publish_part(*, actor: Actor, at: datetime, kind: Part, body: str) -> LegalText:
    """Publish a new version of the agreement or of its annex; concluded ones keep theirs. Raises TextMissing."""
    last, wording = current_text(kind), body.strip().replace("\r\n", "\n")
    if not wording or (last is not None and last.body == wording):
        raise TextMissing
    row = LegalText.objects.create(
        kind=kind, version=last.version + 1 if last else 1, body=wording, published_at=at,
        sha256=hashlib.sha256(wording.encode()).hexdigest(), published_by=str(actor)[:120],
    )  # fmt: skip
    data = {"title": row.kind, "version": row.version, "sha256": row.sha256}
    audit.record(
        actor=actor, at=at, kind="agreement.text_published", subject=f"processing.legaltext:{row.pk}", data=data
    )
    return row


@transaction.atomic
def conclude(
    *, actor: Actor, at: datetime, user: Any, signatory: str, text_id: int, annex_id: int, shown: Mapping[str, str]
) -> Agreement:
    """Conclude the agreement in force with its annex for the customer behind an account, and file it in the archive.

    Raises NotOffered, OtherVersion, AlreadyConcluded, SignatoryMissing; nothing is stored then.
    """
    party = parties.party_of(user)
    text, annex = current_text(Part.AGREEMENT), current_text(Part.MEASURES)
    if party is None or text is None or annex is None:
        raise NotOffered
    if (text.pk, annex.pk) != (text_id, annex_id):
        raise OtherVersion
    if not signatory.strip():
        raise SignatoryMissing
    if Agreement.objects.filter(party=party, text=text, annex=annex).exists():
        raise AlreadyConcluded
    row = Agreement(party=party, text=text, annex=annex, signatory=signatory.strip(), concluded_at=at)
    row.document_id = _filed(actor, at, user, row)
    row.save(force_insert=True)
    subject = parties.subject_of(party)
    audit.keep_confirmation(actor=actor, at=at, form="processing.agreement", subject=subject, values=shown)
    data = {"version": text.version, "annex": annex.version, "sha256": text.sha256}
    audit.record(actor=actor, at=at, kind="agreement.concluded", subject=subject, data=data)
    return row


def _filed(actor: Actor, at: datetime, user: Any, row: Agreement) -> int:
    with translation.override("de"):
        content = render_to_string("processing/agreement.txt", {"row": row}).encode()
        title = _("Agreement on processing, version %(number)s") % {"number": row.text.version}
    upload = documents.receive(at=at, owner=user, file_name=FILE_NAME, size=len(content), blocks=[content])
    given = documents.Given(kind=AGREEMENT_KIND, title=str(title), party=row.party, year=day_of(at).year)
    return documents.file(actor=actor, at=at, upload=upload, given=given).pk


@transaction.atomic
def note_instruction(
    *, actor: Actor, at: datetime, user_id: int, topic: str, instructed_on: date, instructed_by: str
) -> Instruction:
    """Note that somebody was instructed on data protection. Raises NotStaff and NotInstructedYet."""
    user = accounts.staff().filter(pk=user_id).first()
    if user is None:
        raise NotStaff
    if instructed_on > day_of(at):
        raise NotInstructedYet
    row = Instruction.objects.create(
        user=user, topic=topic.strip(), instructed_on=instructed_on, instructed_by=instructed_by.strip(), noted_at=at,
        current_until=add(instructed_on, policy.in_force(DataProtectionPolicy, instructed_on).instruction_validity),
    )  # fmt: skip
    data = {"title": row.topic, "on": instructed_on.isoformat(), "name": row.instructed_by}
    audit.record(actor=actor, at=at, kind="staff.instructed", subject=f"accounts.user:{user_id}", data=data)
    return row


def forget_signatories(rows: Any, _at: datetime) -> None:
    """Take the person out of agreements; that one was concluded, when and in which version, stays."""
    rows.update(party=None, signatory="", document=None)
