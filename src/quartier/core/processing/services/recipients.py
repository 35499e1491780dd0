"""Keeping recipients: who they are, what they may get, under which contract and on which ground."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.deadlines import queries as running
from quartier.core.deadlines import services as deadlines
from quartier.core.deadlines.extension import Passed
from quartier.core.documents import services as documents
from quartier.core.processing.extension import categories, sharing_purposes
from quartier.core.processing.models import Contract, Recipient, SubProcessor
from quartier.core.processing.rules import REMINDED_BEFORE, Ground, RecipientKind, may_go
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.law.errors import NotApplicable
from quartier.law.gdpr.transfers import third_country_transfer
from quartier.values.actor import SYSTEM, Actor

CONTRACT_END = "processing.contract_end"
CONTRACT_REMINDER = "processing.contract_reminder"
CONTRACT_KIND = "processing-contract"
CHANGEABLE = ("name", "kind", "task", "purposes", "categories", "country", "ground", "ground_note", "contact")


class NothingToShare(Refused):
    """A recipient without a purpose or without a category would get nothing, or everything."""

    message = _("Choose at least one purpose and one category that are known here.")
    field = "categories"


class UnknownCountry(Refused):
    """A country is written by its sign."""

    message = _("Write the country as two capital letters, for example DE.")
    field = "country"


class NoGround(Refused):
    """Outside the EU and the EEA nothing goes without a ground (Art. 44 GDPR, SBV-29)."""

    message = _(
        "This country is outside the EU and the EEA. Name the ground that lets data go there: an adequacy decision "
        "that covers the recipient, standard clauses, binding rules, consent, or a derogation of Art. 49 GDPR."
    )
    field = "ground"


class EndsBeforeItBegins(Refused):
    """A contract has a first and a last day, in this order."""

    message = _("The contract cannot end before it begins.")
    field = "valid_until"


class AlreadyEnded(Refused):
    """Taken out of use once is out of use."""

    message = _("This recipient is out of use already.")


def subject_of(row: Recipient) -> str:
    """Return how facts name a recipient."""
    return f"processing.recipient:{row.pk}"


@transaction.atomic
def add_recipient(*, actor: Actor, at: datetime, entity_id: int, values: Mapping[str, Any]) -> Recipient:
    """Enter a recipient of one controller. Raises NothingToShare, UnknownCountry, NoGround; nothing is stored then."""
    _refuse_unfit(values, day_of(at))
    given = {name: values[name] for name in CHANGEABLE if name in values}
    row = Recipient.objects.create(entity_id=entity_id, created_at=at, key=_free_key(values["name"]), **given)
    audit.record(actor=actor, at=at, kind="recipient.added", subject=subject_of(row), data=_facts_of(row))
    return row


@transaction.atomic
def change_recipient(*, actor: Actor, at: datetime, recipient_id: int, values: Mapping[str, Any]) -> Recipient:
    """Change what is known of a recipient; the record keeps what was. Raises what `add_recipient` raises."""
    row = _in_use(recipient_id)
    _refuse_unfit(values, day_of(at))
    before = _facts_of(row)
    for name in CHANGEABLE:
        setattr(row, name, values[name])
    row.save(update_fields=[*CHANGEABLE])
    changed = {name: [before[name], value] for name, value in _facts_of(row).items() if before[name] != value}
    audit.record(actor=actor, at=at, kind="recipient.changed", subject=subject_of(row), data=changed)
    return row


@transaction.atomic
def end_recipient(*, actor: Actor, at: datetime, recipient_id: int) -> Recipient:
    """Take a recipient out of use: nothing goes there from now on; what went stays on record. Raises AlreadyEnded."""
    row = _in_use(recipient_id)
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    for contract in row.contracts.all():
        _close_deadlines(actor, at, contract)
    audit.record(actor=actor, at=at, kind="recipient.ended", subject=subject_of(row))
    return row


@dataclass(frozen=True, slots=True)
class Paper:
    """The signed contract as a file, and the account that brings it in."""

    owner: Any
    name: str
    size: int
    blocks: Iterable[bytes]


@transaction.atomic
def add_contract(
    *, actor: Actor, at: datetime, recipient_id: int, title: str, valid_from: date, valid_until: date | None = None,
    paper: Paper | None = None,
) -> Contract:  # fmt: skip
    """Note a contract under Art. 26 or 28 GDPR and watch over its end.

    Raises EndsBeforeItBegins, AlreadyEnded, and what documents refuse of the paper; nothing is stored then.
    """
    recipient = _in_use(recipient_id)
    if valid_until is not None and valid_until < valid_from:
        raise EndsBeforeItBegins
    row = Contract.objects.create(
        recipient=recipient, title=title.strip(), valid_from=valid_from, valid_until=valid_until,
        document_id=_filed(actor, at, recipient, title.strip(), paper) if paper else None,
    )  # fmt: skip
    data = {"title": row.title, "from": valid_from.isoformat(), "until": valid_until.isoformat() if valid_until else ""}
    audit.record(actor=actor, at=at, kind="recipient.contract_added", subject=subject_of(recipient), data=data)
    if valid_until is not None:
        _watch(actor, at, row, CONTRACT_END, valid_until)
        _watch(actor, at, row, CONTRACT_REMINDER, valid_until - REMINDED_BEFORE)
    return row


def _filed(actor: Actor, at: datetime, recipient: Recipient, title: str, paper: Paper) -> int:
    upload = documents.receive(at=at, owner=paper.owner, file_name=paper.name, size=paper.size, blocks=paper.blocks)
    given = documents.Given(kind=CONTRACT_KIND, title=title, entity_id=recipient.entity_id)
    return documents.file(actor=actor, at=at, upload=upload, given=given).pk


def _watch(actor: Actor, at: datetime, row: Contract, kind: str, last_on: date) -> None:
    if last_on >= day_of(at):
        subject, entity_id = f"processing.contract:{row.pk}", row.recipient.entity_id
        deadlines.open_deadline(
            actor=actor, at=at, kind=kind, subject=subject, last_on=last_on, entity_id=entity_id,
            source="Art. 28 Abs. 3 DSGVO", data={"recipient": row.recipient_id, "title": row.title},
        )  # fmt: skip


@transaction.atomic
def add_sub_processor(
    *, actor: Actor, at: datetime, recipient_id: int, name: str, task: str, country: str, ground: str = ""
) -> SubProcessor:
    """Note whom a processor engages itself. Raises UnknownCountry, NoGround, AlreadyEnded."""
    recipient = _in_use(recipient_id)
    _refuse_country(country, ground, day_of(at))
    row = SubProcessor.objects.create(
        recipient=recipient, name=name.strip(), task=task.strip(), country=country, ground=ground
    )
    data = {"name": row.name, "country": country, "ground": ground}
    audit.record(actor=actor, at=at, kind="recipient.sub_processor_added", subject=subject_of(recipient), data=data)
    return row


@transaction.atomic
def end_sub_processor(*, actor: Actor, at: datetime, recipient_id: int, sub_processor_id: int) -> SubProcessor:
    """Note that a processor no longer engages somebody. Raises AlreadyEnded."""
    row = SubProcessor.objects.select_for_update().get(pk=sub_processor_id, recipient_id=recipient_id)
    if row.ended_at is not None:
        raise AlreadyEnded
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    data = {"name": row.name}
    audit.record(actor=actor, at=at, kind="recipient.sub_processor_ended", subject=subject_of(row.recipient), data=data)
    return row


def contract_ended(passed: Passed) -> None:
    """Write down that a contract has ended: from now on the recipient gets nothing, and the start page says so."""
    _note(passed, "recipient.contract_ended")


def contract_ends_soon(passed: Passed) -> None:
    """Write down that somebody has to see to a new contract; the start page says so from now on."""
    _note(passed, "recipient.contract_ends_soon")


def _note(passed: Passed, kind: str) -> None:
    subject = f"processing.recipient:{passed.data['recipient']}"
    audit.record(actor=SYSTEM, at=passed.at, kind=kind, subject=subject, data={"title": passed.data["title"]})


def _close_deadlines(actor: Actor, at: datetime, contract: Contract) -> None:
    for kind in (CONTRACT_END, CONTRACT_REMINDER):
        found = running.open_deadline_of(kind, f"processing.contract:{contract.pk}")
        if found is not None:
            deadlines.cancel(actor=actor, at=at, deadline_id=found.pk, reason="recipient ended")


def _in_use(recipient_id: int) -> Recipient:
    row = Recipient.objects.select_for_update().get(pk=recipient_id)
    if row.ended_at is not None:
        raise AlreadyEnded
    return row


def _refuse_unfit(values: Mapping[str, Any], on: date) -> None:
    RecipientKind(values["kind"])
    if not _all_known(values["purposes"], sharing_purposes.keys()):
        raise NothingToShare(field="purposes")
    if not _all_known(values["categories"], categories.keys()):
        raise NothingToShare
    _refuse_country(values["country"], values.get("ground", ""), on)


def _refuse_country(country: str, ground: str, on: date) -> None:
    if ground:
        Ground(ground)
    try:
        third_country_transfer(country=country, on=on)
    except NotApplicable:
        raise UnknownCountry from None
    if not may_go(country, ground, on)[0]:
        raise NoGround


def _all_known(keys: Iterable[str], known: Iterable[str]) -> bool:
    chosen = set(keys)
    return bool(chosen) and chosen <= set(known)


def _facts_of(row: Recipient) -> dict[str, Any]:
    return {name: getattr(row, name) for name in CHANGEABLE}


def _free_key(name: str) -> str:
    base = slugify(name)[:50] or "empfaenger"
    taken = set(Recipient.objects.filter(key__startswith=base).values_list("key", flat=True))
    names = (base, *(f"{base}-{number}" for number in range(2, len(taken) + 2)))
    return next(key for key in names if key not in taken)
