"""The only door through which data of people leave: it asks who, what, for what and on what, and writes it down."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.consents import queries as consents
from quartier.core.parties import queries as parties
from quartier.core.privacy import queries as privacy
from quartier.core.privacy.extension import Subject
from quartier.core.processing import queries
from quartier.core.processing.extension import categories as registered
from quartier.core.processing.models import Disclosure, Recipient
from quartier.core.processing.rules import WITHOUT_CONSENT, Basis, needs_request
from quartier.kit import csvfile
from quartier.kit.errors import Refused
from quartier.values.actor import Actor


class NoSuchRecipient(Refused):
    """Data go to recipients of the register alone."""

    message = _("This recipient does not stand in the register. Enter it first.")
    field = "recipient"


class RecipientBarred(Refused):
    """Something stands in the way of handing anything to this recipient now; the sentence says what."""

    message = _("Nothing may go to this recipient now.")
    field = "recipient"


class PurposeNotCovered(Refused):
    """The recipient gets data for the purposes of the register alone (CC-60)."""

    message = _("This purpose is not registered for the recipient. Nothing goes out for another one.")
    field = "purpose"


class CategoryNotCovered(Refused):
    """The recipient gets the categories of the register alone."""

    message = _("Choose categories that are registered for the recipient; no other data go there.")
    field = "categories"


class BasisMissing(Refused):
    """No disclosure without a legal basis (Art. 6(1) GDPR, SBV-24)."""

    message = _("Name the legal basis. Without one nothing goes out (Art. 6(1) GDPR).")
    field = "basis"


class RequestMissing(Refused):
    """Authorities, courts and credit agencies get what they asked for, decided by a person (SBV-24)."""

    message = _("Write the file number and the day of the request, and who decided to answer it.")
    field = "reference"


class NobodyChosen(Refused):
    """A disclosure is about somebody."""

    message = _("Choose at least one person.")
    field = "subjects"


class NotTheirCustomer(Refused):
    """A controller hands out data of its own customers, and of nobody whose data are restricted."""

    message = _("One of these people is unknown to the company that the recipient works for, or restricted.")
    field = "subjects"


class ConsentMissing(Refused):
    """Some data go out with the person's consent alone; revoked means no longer (SBV-26)."""

    message = _("Not everybody chosen has agreed that these data are handed out.")
    field = "categories"


@dataclass(frozen=True, slots=True)
class Request:
    """What an authority, a court or an agency asked for: its file number, its day, and who decided to answer."""

    reference: str
    requested_on: date
    decided_by: str


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A hand-over: its number, how many people, and the file."""

    batch: UUID
    people: int
    content: str


@dataclass(frozen=True, slots=True)
class _Passage:
    """What has been found to be allowed."""

    recipient: Recipient
    controller: privacy.Controller
    subjects: Sequence[Subject]


@transaction.atomic
def disclose(
    *, actor: Actor, at: datetime, recipient_key: str, purpose: str, basis: str, categories: Sequence[str],
    subjects: Sequence[int], request: Request | None = None,
) -> UUID:  # fmt: skip
    """Write down that data of people (numbers of parties) go to a recipient, or refuse it; returns the batch.

    Whoever hands out data calls this first, in the same transaction. Raises NoSuchRecipient, RecipientBarred,
    PurposeNotCovered, CategoryNotCovered, BasisMissing, RequestMissing, NobodyChosen, NotTheirCustomer, ConsentMissing.
    """
    passage = _allowed(at, recipient_key, purpose, basis, categories, subjects, request)
    return _written(actor, at, passage, purpose, basis, categories, request, "")


@transaction.atomic
def hand_over(
    *, actor: Actor, at: datetime, recipient_key: str, purpose: str, basis: str, categories: Sequence[str],
    subjects: Sequence[int], request: Request | None = None,
) -> HandedOver:  # fmt: skip
    """Disclose and return the file with the columns of these categories and no other. Raises what `disclose` raises."""
    passage = _allowed(at, recipient_key, purpose, basis, categories, subjects, request)
    head, rows = queries.extract(controller=passage.controller, keys=categories, subjects=passage.subjects)
    content = "".join(csvfile.lines(head, rows))
    sha256 = hashlib.sha256(content.encode()).hexdigest()
    batch = _written(actor, at, passage, purpose, basis, categories, request, sha256)
    return HandedOver(batch, len(passage.subjects), content)


def forget_people(rows: Any, _at: datetime) -> None:
    """Take the person out of disclosures; that something went, when and where, stays."""
    rows.update(party=None, reference="", decided_by="")


def _allowed(
    at: datetime, key: str, purpose: str, basis: str, chosen: Sequence[str], people: Sequence[int],
    request: Request | None,
) -> _Passage:  # fmt: skip
    recipient = Recipient.objects.select_for_update(no_key=True).filter(key=key).first()
    if recipient is None:
        raise NoSuchRecipient
    obstacles = queries.standing(recipient, at).obstacles
    if obstacles:
        raise RecipientBarred(_t(obstacles[0].label))
    if purpose not in recipient.purposes:
        raise PurposeNotCovered
    if not chosen or not set(chosen) <= set(recipient.categories):
        raise CategoryNotCovered
    if basis not in list(Basis):
        raise BasisMissing
    if needs_request(recipient.kind) and not (request and request.reference.strip() and request.decided_by.strip()):
        raise RequestMissing
    controller = next(one for one in privacy.controllers() if recipient.entity_id in one.entities)
    subjects = _known(controller, people)
    _refuse_without_consent(at, basis, chosen, subjects)
    return _Passage(recipient, controller, subjects)


def _refuse_without_consent(at: datetime, basis: str, chosen: Sequence[str], subjects: Sequence[Subject]) -> None:
    """Ask the gate for every person and category that waits for a consent; with consent as basis that is each one."""
    if basis in WITHOUT_CONSENT:
        return
    needed = {registered[key].consent for key in chosen if basis == Basis.CONSENT or registered[key].consent}
    numbers = [subject.ids["parties.Party"] for subject in subjects]
    if not all(key and consents.may(key, number, at) for key in needed for number in numbers):
        raise ConsentMissing


def _known(controller: privacy.Controller, people: Sequence[int]) -> list[Subject]:
    """Return the people behind their numbers, if the controller knows every one of them and may use the data."""
    if not people:
        raise NobodyChosen
    found = [parties.person_numbered(number) for number in dict.fromkeys(people)]
    subjects = [one for one in found if one is not None]
    party: Any = Disclosure._meta.get_field("party").related_model
    restricted = party.everything.filter(pk__in=people, restricted_at__isnull=False).exists()
    if len(subjects) < len(found) or restricted or not all(privacy.knows(one, controller) for one in subjects):
        raise NotTheirCustomer
    return subjects


def _written(
    actor: Actor, at: datetime, passage: _Passage, purpose: str, basis: str, chosen: Sequence[str],
    request: Request | None, sha256: str,
) -> UUID:  # fmt: skip
    recipient, batch, keys = passage.recipient, uuid4(), sorted(set(chosen))
    asked: dict[str, Any] = {}
    if request is not None:
        asked = {
            "reference": request.reference.strip(),
            "requested_on": request.requested_on,
            "decided_by": request.decided_by.strip(),
        }
    common: dict[str, Any] = {
        "at": at, "batch": batch, "entity_id": recipient.entity_id, "recipient": recipient, "purpose": purpose,
        "basis": basis, "categories": keys, "country": recipient.country, "ground": recipient.ground,
        "handed_by": str(actor)[:120], "sha256": sha256, **asked,
    }  # fmt: skip
    Disclosure.objects.bulk_create(
        Disclosure(party_id=subject.ids["parties.Party"], **common) for subject in passage.subjects
    )
    data = {"recipient": recipient.name, "purpose": purpose, "basis": basis, "categories": keys, "batch": str(batch)}
    for subject in passage.subjects:
        audit.record(actor=actor, at=at, kind="disclosure.made", subject=subject.key, data=data)
    return batch
